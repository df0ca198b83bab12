#include "cli/cli.h"

#include <inttypes.h>

static void print_experiment(const engram_experiment *e)
{
    double n_synapses = 0, n_neurons = 0;
    printf("  %s: %g ms in steps of %g ms\n", engram_experiment_name(e), engram_experiment_duration_ms(e),
           engram_experiment_dt_ms(e));
    if (engram_experiment_n_oscillators(e)) {
        printf("  %" PRIu32 " oscillators\n", engram_experiment_n_oscillators(e));
        return;
    }
    for (size_t i = 0; i < engram_experiment_n_populations(e); i++) {
        printf("  population %-20s %10" PRIu64 " %s\n", engram_experiment_population_name(e, i),
               engram_experiment_population_size(e, i), engram_experiment_population_model(e, i));
        n_neurons += (double)engram_experiment_population_size(e, i);
    }
    for (size_t i = 0; i < engram_experiment_n_projections(e); i++) {
        double n = engram_experiment_projection_synapses(e, i);
        printf("  projection %-20s %10.0f %s\n", engram_experiment_projection_name(e, i), n,
               engram_experiment_projection_rule(e, i));
        n_synapses += n;
    }
    printf("  %.0f neurons, %.0f synapses\n", n_neurons, n_synapses);
}

int cli_check(const struct cli_command *command, int argc, char **argv)
{
    struct cli_experiment common = {0};
    const char *file = NULL;
    bool quiet = false;
    struct cli_option options[] = {
        {"set", 's', OPTION_TEXTS, "KEY=VALUE", "change a key of the experiment first", &common.set},
        {"quiet", 'q', OPTION_FLAG, NULL, "say nothing if it is right", &quiet},
    };
    int done = cli_parse(command, options, 2, argc, argv, 1, 1, &file);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_code code = cli_load(&common, file, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_experiment_check(experiment, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    if (code == ENGRAM_OK && !quiet)
        print_experiment(experiment);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return exit_code;
}
