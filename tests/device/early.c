/* Static synapses that are processed as early as their shortest path allows act when they should: windows are longer, results the same. */
#include "support/science.h"

#include <stdlib.h>

static const char NETWORK[] =
    "duration: 300 ms\n"
    "populations:\n"
    "  P: {model: poisson_generator, size: 60, params: {rate: 40 Hz}}\n"
    "  E: {model: iaf_psc_exp, size: 50}\n"
    "projections:\n"
    "  PE: {source: P, target: E, connect: {fixed_indegree: 20}, weight: 700 pA, length: {uniform: {low: %g "
    "mm, high: 5 mm}},\n"
    "       velocity: {uniform: {low: 0.5 m/s, high: 1 m/s}}}\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 10}, weight: 300 pA, length: 2 mm,\n"
    "       myelin: {rate_driven: {tick: 20 ms, v_max: 1 m/s, v_min: 0.1 m/s}}, velocity: 0.5 m/s}\n";

static uint32_t window_of(const char *text)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_plan *plan = NULL;
    cr_assert_eq(engram_experiment_parse("early", text, &experiment, status), ENGRAM_OK, "%s; %s",
                 engram_status_what(status), engram_status_where(status));
    cr_assert_eq(engram_plan_create(experiment, NULL, &plan, status), ENGRAM_OK);
    uint32_t window = plan->window;
    engram_plan_free(plan);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return window;
}

static void expect_equal_spikes(const char *a_text, const char *b_text)
{
    struct trial a, b;
    trial_whole(&a, a_text);
    trial_whole(&b, b_text);
    const struct spikes *x = trial_spikes(&a, "E"), *y = trial_spikes(&b, "E");
    cr_assert_gt(x->n, 100, "E is silent");
    cr_assert_eq(x->n, y->n);
    cr_expect_arr_eq(x->step, y->step, x->n * sizeof *x->step);
    cr_expect_arr_eq(x->neuron, y->neuron, x->n * sizeof *x->neuron);
    trial_close(&a);
    trial_close(&b);
}

Test(early, a_projection_that_needs_short_windows_changes_no_spike)
{
    char *alone = textf(NETWORK, 1.1),
         *beside = textf(
             "%s  hurried: {source: P, target: E, connect: {bernoulli: 0.1}, weight: 0 pA, delay: 0.1 ms}\n",
             alone);
    cr_expect_eq(window_of(alone), 11, "1.1 mm at 1 m/s, the fastest that can be drawn");
    cr_expect_eq(window_of(beside), 1);
    expect_equal_spikes(alone, beside);
    must_validate(alone);
    free(alone);
    free(beside);
}

Test(early, windows_are_as_long_as_the_shortest_path_up_to_a_limit)
{
    const double shortest_mm[] = {0, 0.1, 0.3, 4};
    const uint32_t windows[] = {1, 1, 3, 16};
    for (int i = 0; i < 4; i++) {
        char *text = textf(NETWORK, shortest_mm[i]);
        cr_expect_eq(window_of(text), windows[i], "%g mm: %u steps", shortest_mm[i], window_of(text));
        free(text);
    }
}

Test(early, whoever_gives_a_dendritic_delay_gets_it)
{
    char *text = textf(
        "%s  P2: {source: P, target: E, connect: {bernoulli: 0.1}, weight: 0 pA, length: 4 mm, velocity: 1 "
        "m/s, dendritic_delay: 0.5 ms}\n",
        "duration: 10 ms\npopulations:\n  P: {model: poisson_generator, size: 6, params: {rate: 40 Hz}}\n"
        "  E: {model: iaf_psc_exp, size: 5}\nprojections:\n");
    cr_expect_eq(window_of(text), 5);
    free(text);
}
