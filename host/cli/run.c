#include "cli/cli.h"

#include <engram/engram.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct run {
    struct cli_progress progress;
    engram_experiment *experiment;
    char output[512];
};

static bool on_progress(void *context, const engram_progress *now)
{
    struct run *run = context;
    return cli_progress_show(&run->progress, now);
}

/* results/NAME, or the first free of results/NAME-2, -3, ... */
static void default_output(struct run *run)
{
    const char *name = engram_experiment_name(run->experiment);
    struct stat info;
    snprintf(run->output, sizeof run->output, "results/%s", name);
    for (int i = 2; stat(run->output, &info) == 0; i++)
        snprintf(run->output, sizeof run->output, "results/%s-%d", name, i);
    mkdir("results", 0777); /* what is wrong with it, the recorder will say */
}

static void print_profile(engram_simulation *sim, engram_status *status)
{
    engram_kernel_profile *kernels = NULL;
    size_t n = 0;
    double total = 0;
    if (engram_simulation_profile(sim, &kernels, &n, status) != ENGRAM_OK)
        return;
    for (size_t i = 0; i < n; i++)
        total += kernels[i].seconds;
    printf("\n  %-24s %10s %10s %12s %7s\n", "kernel", "launches", "seconds", "us/launch", "share");
    for (size_t i = 0; i < n; i++)
        printf("  %-24s %10" PRIu64 " %10.3f %12.2f %6.1f%%\n", kernels[i].name, kernels[i].launches,
               kernels[i].seconds, 1e6 * kernels[i].seconds / (double)kernels[i].launches,
               100 * kernels[i].seconds / total);
    free(kernels);
}

/* What axons that change speed did to their spikes, and what silent neurons missed, if anything. */
static void print_losses(const engram_simulation *sim)
{
    uint64_t n_held = engram_simulation_n_held(sim), n_blocked = engram_simulation_n_blocked(sim),
             n_dropped = engram_simulation_n_dropped(sim), n_unborn = engram_simulation_n_unborn(sim);
    if (n_held)
        printf("  %" PRIu64 " spikes were held back so as not to overtake the one before\n", n_held);
    if (n_blocked)
        printf("  %" PRIu64 " spikes did not leave: their axons were blocked\n", n_blocked);
    if (n_dropped)
        printf("  %" PRIu64 " inputs came to silent neurons and were lost\n", n_dropped);
    if (n_unborn)
        printf("  %" PRIu64
               " neurons were not born: no slot was free (give their populations a larger size)\n",
               n_unborn);
}

static void print_summary(struct run *run, engram_simulation *sim, double wall_s)
{
    engram_digest d;
    engram_structure structure;
    double seconds = engram_simulation_time_ms(sim) * 1e-3, n_synapses = 0;
    uint64_t n_events = engram_simulation_n_events(sim);
    for (size_t i = 0; i < engram_experiment_n_projections(run->experiment); i++) {
        uint64_t n = 0;
        engram_simulation_n_synapses(sim, engram_experiment_projection_name(run->experiment, i), &n, NULL);
        n_synapses += (double)n;
    }
    printf("\n  %-24s %12s %12s %10s\n", "population", "neurons", "spikes", "rate (Hz)");
    for (size_t i = 0; i < engram_experiment_n_populations(run->experiment); i++) {
        uint64_t size = engram_experiment_population_size(run->experiment, i), n_spikes = 0;
        const char *name = engram_experiment_population_name(run->experiment, i);
        engram_simulation_population_spikes(sim, name, &n_spikes, NULL);
        printf("  %-24s %12" PRIu64 " %12" PRIu64 " %10.3f\n", name, size, n_spikes,
               (double)n_spikes / (double)size / seconds);
    }
    printf("\n  simulated %.6g ms in %.2f s: %.3g s per simulated second\n", 1e3 * seconds, wall_s,
           wall_s / seconds);
    printf("  %.0f synapses, %" PRIu64 " synaptic events, %.3g events/s\n", n_synapses, n_events,
           (double)n_events / wall_s);
    print_losses(sim);
    engram_simulation_structure(sim, NULL, &structure, NULL);
    cli_print_structure(&structure);
    if (engram_simulation_digest(sim, &d, NULL) == ENGRAM_OK)
        printf("  digest %016" PRIx64 "  (spikes %016" PRIx64 ", weights %016" PRIx64 ")\n", d.total,
               d.spikes, d.weights);
}

static int print_numbers(const engram_simulation *sim)
{
    const engram_number *numbers = NULL;
    size_t n = 0;
    engram_simulation_numbers(sim, &numbers, &n, NULL);
    return cli_print_numbers(numbers, n);
}

static int run_simulation(struct run *run, const engram_options *options, engram_status *status)
{
    engram_simulation *sim = NULL;
    int exit_code = 0;
    engram_code code = engram_simulation_create(run->experiment, options, &sim, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_run(sim, -1, status);
    cli_progress_close(&run->progress);
    bool stopped = sim && code == ENGRAM_E_INTERRUPTED;
    if (code == ENGRAM_OK || stopped)
        code = engram_simulation_finish(sim, status);
    if (code == ENGRAM_OK) {
        print_summary(run, sim, engram_simulation_run_seconds(sim));
        exit_code = print_numbers(sim);
        if (options->profile)
            print_profile(sim, status);
        if (options->output)
            printf("  results in %s   (engram plot %s draws them)\n", options->output, options->output);
    }
    engram_simulation_free(sim);
    if (code == ENGRAM_OK && stopped) {
        fprintf(stderr, "stopped early: the results are whole up to the time above\n");
        return engram_exit_code(ENGRAM_E_INTERRUPTED);
    }
    return code == ENGRAM_OK ? exit_code : cli_fail(status);
}

int cli_run(const struct cli_command *command, int argc, char **argv)
{
    struct cli_experiment common = {0};
    const char *output = NULL, *file = NULL;
    bool quiet = false, profile = false, no_output = false;
    struct cli_option options[CLI_EXPERIMENT_OPTIONS + 4] = {
        {"output", 'o', OPTION_TEXT, "FOLDER", "results folder, new or empty (default: results/NAME)",
         &output},
        {"no-output", 0, OPTION_FLAG, NULL, "write no results", &no_output},
        {"quiet", 'q', OPTION_FLAG, NULL, "no progress", &quiet},
        {"profile", 0, OPTION_FLAG, NULL, "time every kernel", &profile},
    };
    size_t n = 4;
    cli_experiment_options(&common, options, &n);
    int done = cli_parse(command, options, n, argc, argv, 1, 1, &file);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    struct run run = {0};
    int exit_code = 0;
    engram_code code = cli_load(&common, file, &run.experiment, status);
    if (code == ENGRAM_OK)
        code = engram_experiment_check(run.experiment, status);
    if (code != ENGRAM_OK)
        exit_code = cli_fail(status);
    else {
        if (!output && !no_output)
            default_output(&run);
        engram_options o = {.output = no_output ? NULL
                                      : output  ? output
                                                : run.output,
                            .profile = profile,
                            .on_progress = on_progress,
                            .context = &run};
        cli_apply(&common, &o);
        cli_progress_open(&run.progress, quiet);
        exit_code = engram_experiment_n_oscillators(run.experiment)
                        ? cli_run_oscillators(run.experiment, &o, &run.progress, status)
                        : run_simulation(&run, &o, status);
    }
    engram_experiment_free(run.experiment);
    engram_status_free(status);
    return exit_code;
}
