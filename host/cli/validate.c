#include "cli/cli.h"

#include <inttypes.h>

int cli_validate(const struct cli_command *command, int argc, char **argv)
{
    struct cli_experiment common = {0};
    uint64_t steps = 0;
    const char *file = NULL;
    struct cli_option options[CLI_EXPERIMENT_OPTIONS + 1] = {
        {"steps", 'n', OPTION_COUNT, "N", "compare the first N steps (default: all)", &steps},
    };
    size_t n = 1;
    cli_experiment_options(&common, options, &n);
    int done = cli_parse(command, options, n, argc, argv, 1, 1, &file);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_options o = {0};
    engram_validation v = {0};
    cli_apply(&common, &o);
    engram_code code = cli_load(&common, file, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_validate(experiment, &o, steps, &v, status);
    if (code == ENGRAM_OK && engram_experiment_n_oscillators(experiment))
        printf("equal: %" PRIu64 " steps of the order parameter, all phases, the velocities of %" PRIu64
               " connections\n  digest %016" PRIx64 " on the device and in the reference\n",
               v.n_steps, v.n_synapses, v.device.total);
    else if (code == ENGRAM_OK) {
        printf("equal: %" PRIu64 " steps, %" PRIu64 " spikes, all states, %" PRIu64 " synapses\n", v.n_steps,
               v.n_spikes, v.n_synapses);
        if (v.n_structural_ticks)
            printf("  rows of synapses checked after %" PRIu64 " structural ticks\n", v.n_structural_ticks);
        if (v.n_held || v.n_blocked)
            printf("  %" PRIu64 " spikes held back so as not to overtake, %" PRIu64 " blocked\n", v.n_held,
                   v.n_blocked);
        if (v.n_dropped)
            printf("  %" PRIu64 " inputs to silent neurons lost\n", v.n_dropped);
        cli_print_structure(&v.structure);
        printf("  digest %016" PRIx64 " on the device and in the reference\n", v.device.total);
    }
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return exit_code;
}
