/* What a schedule does to neurons, seen in single spikes; every run is checked against the reference too. */
#include <criterion/criterion.h>
#include <engram/engram.h>
#include <stdio.h>
#include <string.h>

/* S fires every 10 ms; P repeats what it hears 2 ms later, and Q what P says, another 2 ms later. */
static const char CHAIN[] =
    "duration: 100 ms\n"
    "populations:\n"
    "  S: {model: spike_generator, size: 1, spike_times: [[5, 15, 25, 35, 45, 55, 65, 75, 85]]}\n"
    "  P: {model: parrot, size: 1}\n"
    "  Q: {model: parrot, size: 1}\n"
    "projections:\n"
    "  SP: {source: S, target: P, connect: all_to_all, weight: 1, delay: 2 ms, dendritic_delay: %s}\n"
    "  PQ: {source: P, target: Q, connect: all_to_all, weight: 1, delay: 2 ms, dendritic_delay: 0.5 ms}\n"
    "schedule:\n%s";

enum { MOST = 64 };
struct heard {
    double ms[3][MOST];
    size_t n[3];
    uint64_t n_dropped;
};

static void must(engram_code code, engram_status *status)
{
    cr_assert(code == ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status));
}

static void listen(void *context, const char *population, size_t n, const uint64_t *step,
                   const uint32_t *neuron)
{
    struct heard *heard = context;
    size_t who = strcmp(population, "S") == 0 ? 0 : strcmp(population, "P") == 0 ? 1 : 2;
    (void)neuron;
    for (size_t i = 0; i < n; i++) {
        cr_assert_lt(heard->n[who], (size_t)MOST);
        heard->ms[who][heard->n[who]++] = (double)step[i] * 0.1;
    }
}

static struct heard hear(const char *text)
{
    struct heard heard = {0};
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_validation validation = {0};
    must(engram_experiment_parse("test", text, &experiment, status), status);
    must(engram_validate(experiment, NULL, 0, &validation, status), status);
    cr_assert(validation.equal);
    engram_options options = {.on_spikes = listen, .context = &heard};
    must(engram_simulation_create(experiment, &options, &sim, status), status);
    must(engram_simulation_run(sim, -1, status), status);
    heard.n_dropped = engram_simulation_n_dropped(sim);
    cr_assert_eq(heard.n_dropped, validation.n_dropped);
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return heard;
}

static struct heard chain(const char *dendritic, const char *schedule)
{
    char text[2000];
    snprintf(text, sizeof text, CHAIN, dendritic, schedule);
    return hear(text);
}

/* The spikes of `who`, ended by 0. */
static void expect_spikes(const struct heard *heard, size_t who, const double *ms)
{
    size_t n = 0;
    for (; ms[n] > 0; n++)
        cr_assert(n < heard->n[who] && heard->ms[who][n] > ms[n] - 1e-9 && heard->ms[who][n] < ms[n] + 1e-9,
                  "spike %zu of population %zu at %g ms instead of %g ms", n, who, heard->ms[who][n], ms[n]);
    cr_assert_eq(heard->n[who], n);
}
#define TIMES(...) ((const double[]){__VA_ARGS__, 0})

Test(neuron_events, what_comes_to_a_silent_neuron_is_lost_and_counted)
{
    struct heard h = chain("0.5 ms", "  - {at: 20 ms, silence: {populations: P}}\n"
                                     "  - {at: 50 ms, restore: {populations: P}}\n");
    expect_spikes(&h, 0, TIMES(5, 15, 25, 35, 45, 55, 65, 75, 85));
    expect_spikes(&h, 1, TIMES(7, 17, 57, 67, 77, 87));
    expect_spikes(&h, 2, TIMES(9, 19, 59, 69, 79, 89));
    cr_expect_eq(h.n_dropped, 3);
}

Test(neuron_events, a_spike_that_left_before_its_neuron_fell_silent_still_arrives)
{
    struct heard h = chain("0.5 ms", "  - {at: 27 ms, silence: {populations: [P]}}\n");
    expect_spikes(&h, 1, TIMES(7, 17, 27));
    expect_spikes(&h, 2, TIMES(9, 19, 29));
}

/* The spike of 25 ms reaches the dendrite at 26.5 ms and the neuron at 27 ms. */
Test(neuron_events, what_is_in_the_dendrite_of_a_neuron_arrives_if_it_is_restored_by_then)
{
    struct heard h = chain("0.5 ms", "  - {at: 26 ms, silence: {populations: P}}\n"
                                     "  - {at: 26.9 ms, restore: {populations: P}}\n");
    expect_spikes(&h, 1, TIMES(7, 17, 27, 37, 47, 57, 67, 77, 87));
    cr_expect_eq(h.n_dropped, 0);
    h = chain("0.5 ms", "  - {at: 26.9 ms, silence: {populations: P}}\n"
                        "  - {at: 27 ms, restore: {populations: P}}\n");
    expect_spikes(&h, 1, TIMES(7, 17, 37, 47, 57, 67, 77, 87));
    cr_expect_eq(h.n_dropped, 1);
}

Test(neuron_events, a_silent_source_misses_what_it_should_have_sent)
{
    struct heard h = chain("2 ms", "  - {at: 0 ms, silence: {populations: S}}\n"
                                   "  - {at: 34.9 ms, restore: {populations: S}}\n");
    expect_spikes(&h, 0, TIMES(35, 45, 55, 65, 75, 85));
    expect_spikes(&h, 1, TIMES(37, 47, 57, 67, 77, 87));
    cr_expect_eq(h.n_dropped, 0);
}

/* A neuron that would fire every so often under a current fires as if the time of silence had not been. */
Test(neuron_events, a_silent_neuron_goes_on_from_the_state_it_was_in)
{
    static const char TEXT[] = "duration: 60 ms\npopulations:\n  S: {model: iaf_psc_exp, size: 1, params: "
                               "{I_e: 700 pA}}\n  P: {model: iaf_psc_exp, size: 1, params: {I_e: 700 pA}}\n"
                               "schedule:\n  - {at: 12.3 ms, silence: {populations: P}}\n"
                               "  - {at: 33.3 ms, restore: {populations: P}}\n";
    struct heard h = hear(TEXT);
    cr_assert_gt(h.n[0], 4);
    size_t n = 0;
    for (size_t i = 0; i < h.n[1]; i++, n++)
        cr_expect_float_eq(h.ms[1][i], h.ms[0][i] > 12.35 ? h.ms[0][i] + 21 : h.ms[0][i], 1e-6);
    cr_assert_geq(n, 3);
}

Test(neuron_events, drive_multiplies_rates_of_inputs_and_of_generators)
{
    static const char TEXT[] = "duration: 100 ms\npopulations:\n"
                               "  S: {model: poisson_generator, size: 1, params: {rate: 60 kHz}}\n"
                               "  P: {model: parrot, size: 1, poisson: {spikes: {rate: 60 kHz, weight: 1}}}\n"
                               "schedule:\n  - {at: 0 ms, drive: {populations: [S, P], factor: 0}}\n"
                               "  - {at: 99 ms, drive: {populations: [S, P], factor: 1, receptors: all}}\n"
                               "  - {at: 99.3 ms, drive: {populations: [S, P], factor: 0}}\n";
    struct heard h = hear(TEXT);
    cr_assert(h.n[0] > 4 && h.n[1] > 4, "%zu and %zu", h.n[0], h.n[1]);
    for (size_t who = 0; who < 2; who++)
        for (size_t i = 0; i < h.n[who]; i++)
            cr_expect(h.ms[who][i] > 99.05 && h.ms[who][i] < 99.35, "%g", h.ms[who][i]);
}
