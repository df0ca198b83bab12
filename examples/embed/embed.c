/* Engram inside another program: build an experiment in code, run it in slices, look at its weights between the slices.
 *
 * 100 synapses of equal weight lead to one neuron. All their inputs fire at 10 Hz, but 50 of them together, 50 each on its own. STDP
 * strengthens the synapses that take part in firing the neuron: the program prints how the two groups part while it runs. With any
 * argument it stops at half time. How to compile it: CMakeLists.txt, first lines. Errors are values: every call that can fail returns
 * a code and explains itself in the status; nothing in the library prints or exits. */
#include <engram/engram.h>

#include <inttypes.h>
#include <stdio.h>

enum { N_INPUTS = 50, N_SLICES = 5 };

/* The experiment as key and value; the same keys as in an experiment file (docs/experiment.md), the values are YAML. */
static const char *const experiment_keys[][2] = {
    {"engram", "1"},
    {"name", "embed"},
    {"seed", "7"},
    {"dt", "0.1 ms"},
    {"duration", "10 s"},
    {"populations.beat.model", "poisson_generator"},
    {"populations.beat.size", "1"},
    {"populations.beat.params.rate", "10 Hz"},
    {"populations.together.model", "parrot"}, /* repeats the spikes it gets */
    {"populations.together.size", "50"},
    {"populations.alone.model", "poisson_generator"},
    {"populations.alone.size", "50"},
    {"populations.alone.params.rate", "10 Hz"},
    {"populations.cell.model", "iaf_psc_exp"},
    {"populations.cell.size", "1"},
    {"projections.beat_to_together.source", "beat"},
    {"projections.beat_to_together.target", "together"},
    {"projections.beat_to_together.connect", "all_to_all"},
    {"projections.beat_to_together.weight", "1"},
    {"projections.beat_to_together.delay", "1 ms"},
    {"projections.together_to_cell.source", "together"},
    {"projections.together_to_cell.target", "cell"},
    {"projections.together_to_cell.connect", "all_to_all"},
    {"projections.together_to_cell.weight", "100 pA"},
    {"projections.together_to_cell.delay", "1 ms"},
    {"projections.together_to_cell.rule", "{stdp: {w_max: 200 pA, alpha: 1.05, mu_plus: 0, mu_minus: 0}}"},
    {"projections.alone_to_cell.source", "alone"},
    {"projections.alone_to_cell.target", "cell"},
    {"projections.alone_to_cell.connect", "all_to_all"},
    {"projections.alone_to_cell.weight", "100 pA"},
    {"projections.alone_to_cell.delay", "1 ms"},
    {"projections.alone_to_cell.rule", "{stdp: {w_max: 200 pA, alpha: 1.05, mu_plus: 0, mu_minus: 0}}"},
};

/* What the callbacks share with main. */
struct watch {
    uint64_t n_cell_spikes;
    double stop_after_ms;
};

static bool on_progress(void *context, const engram_progress *progress)
{
    const struct watch *watch = context;

    return progress->simulated_ms <
           watch->stop_after_ms; /* false stops the run; everything written until then is whole */
}

static void on_spikes(void *context, const char *population, size_t n, const uint64_t *step,
                      const uint32_t *neuron)
{
    struct watch *watch = context;

    (void)step;
    (void)neuron;
    if (population[0] == 'c')
        watch->n_cell_spikes += n;
}

static engram_code describe(engram_experiment **out, engram_status *status)
{
    engram_code code = engram_experiment_create(out, status);

    for (size_t i = 0; code == ENGRAM_OK && i < sizeof experiment_keys / sizeof experiment_keys[0]; i++)
        code = engram_experiment_set(*out, experiment_keys[i][0], experiment_keys[i][1], status);
    if (code == ENGRAM_OK)
        code = engram_experiment_check(*out, status);
    return code;
}

/* Mean weight of a projection, in pA. */
static engram_code mean_weight(engram_simulation *sim, const char *projection, double *mean,
                               engram_status *status)
{
    float weights[N_INPUTS];
    uint64_t n = 0;
    engram_code code = engram_simulation_n_synapses(sim, projection, &n, status);

    if (code == ENGRAM_OK && n <= N_INPUTS)
        code = engram_simulation_synapses(sim, projection, NULL, NULL, weights, NULL, n, status);
    *mean = 0;
    for (uint64_t i = 0; code == ENGRAM_OK && i < n; i++)
        *mean += (double)weights[i] / (double)n;
    return code;
}

static engram_code run(engram_experiment *experiment, engram_simulation *sim, const struct watch *watch,
                       engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double slice_ms = engram_experiment_duration_ms(experiment) / N_SLICES;

    printf("   time   fire together   fire alone   spikes of the cell\n");
    for (int i = 0; code == ENGRAM_OK && i < N_SLICES; i++) {
        double together = 0, alone = 0;

        code = engram_simulation_run(sim, slice_ms, status);
        if (code == ENGRAM_OK)
            code = mean_weight(sim, "together_to_cell", &together, status);
        if (code == ENGRAM_OK)
            code = mean_weight(sim, "alone_to_cell", &alone, status);
        if (code == ENGRAM_OK)
            printf("%5.0f ms   %9.2f pA   %7.2f pA   %8" PRIu64 "\n", engram_simulation_time_ms(sim),
                   together, alone, watch->n_cell_spikes);
    }
    return code;
}

int main(int argc, char **argv)
{
    (void)argv;
    struct watch watch = {.stop_after_ms = argc > 1 ? 5000 : 1e30};
    engram_options options = {
        .on_progress = on_progress, .on_spikes = on_spikes, .context = &watch}; /* no folder: keep nothing */
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_plan *plan = NULL;
    engram_digest digest;

    engram_code code = describe(&experiment, status);
    if (code == ENGRAM_OK)
        code = engram_plan_create(experiment, &options, &plan, status);
    if (code == ENGRAM_OK) {
        printf("this needs %.1f MB on the device for %.0f synapses\n", (double)plan->device_bytes * 1e-6,
               plan->n_synapses);
        code = engram_simulation_create(experiment, &options, &sim, status);
    }
    if (code == ENGRAM_OK)
        code = run(experiment, sim, &watch, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_digest(sim, &digest, status);
    if (code == ENGRAM_OK)
        printf("digest %016" PRIx64 ", the same on every device\n", digest.total);
    else
        fprintf(stderr, "error: %s\n  where: %s\n  why:   %s\n  do:    %s\n", engram_status_what(status),
                engram_status_where(status), engram_status_why(status), engram_status_hint(status));

    engram_plan_free(plan);
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return engram_exit_code(code);
}
