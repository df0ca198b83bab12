/* Heterosynaptic normalisation: T7.3 of science/synaptic.md. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

enum { SOURCES = 200, TARGETS = 20 };

/* Sum of the weights onto each target. */
static void sums_of(const float *weights, const uint32_t *targets, uint64_t n, double *sums)
{
    for (int j = 0; j < TARGETS; j++)
        sums[j] = 0;
    for (uint64_t i = 0; i < n; i++)
        sums[targets[i]] += (double)weights[i];
}

/* Weights of all sizes onto every target, tick after tick. */
Test(normalization, sums_are_what_is_wanted_and_ratios_stay)
{
    char *text = textf(
        "duration: 25 ms\npopulations:\n"
        "  pre: {model: poisson_generator, size: %d, params: {rate: 50 Hz}}\n"
        "  post: {model: iaf_psc_exp, size: %d, params: {I_e: 400 pA}}\n"
        "projections: {P: {source: pre, target: post, connect: {bernoulli: 0.6}, weight: {uniform: {low: "
        "0.001, high: 90}}, delay: 1 ms, rule: {normalization: {W: 1000, T_norm: 10 ms}}}}\n",
        SOURCES, TARGETS);
    struct trial t;
    uint64_t n = 0;
    uint32_t *sources = NULL, *targets = NULL;
    double before[TARGETS], after[TARGETS], worst_sum = 0, worst_ratio = 0;
    trial_open(&t, text, NULL);
    float *old = trial_weights(&t, "P", &n);
    trial_run(&t, 25);
    float *new = trial_synapses(&t, "P", &n, &sources, &targets);
    sums_of(old, targets, n, before);
    sums_of(new, targets, n, after);
    for (int j = 0; j < TARGETS; j++)
        worst_sum = fmax(worst_sum, fabs(after[j] / 1000 - 1));
    for (uint64_t i = 0; i < n; i++) {
        double wanted = (double)old[i] * 1000 / before[targets[i]];
        worst_ratio = fmax(worst_ratio, fabs((double)new[i] / wanted - 1));
    }
    within("sum, relative", worst_sum, 0, 1e-5, "T7.3");
    within("ratios of weights", worst_ratio, 0, 1e-6, "two ticks, each rounding a few times to 6e-8");
    free(old);
    free(new);
    free(sources);
    free(targets);
    trial_close(&t);
    must_validate(text);
    free(text);
}

/* Ten synapses of 0.1; a pair at the first of them. */
Test(normalization, potentiation_of_one_pathway_lowers_the_others_in_proportion)
{
    struct trial t;
    uint64_t n = 0;
    trial_open(
        &t,
        "duration: 100 ms\nrules: [" ENGRAM_SOURCE_DIR "/tests/science/normalized_ltp.h]\n"
        "populations:\n  pre: {model: spike_generator, size: 10, spike_times: [[9.9], [], [], [], [], [], "
        "[], [], [], []]}\n  post: {model: spike_generator, size: 1, spike_times: [20]}\n"
        "projections: {P: {source: pre, target: post, connect: all_to_all, weight: 0.1, delay: 0.1 ms, "
        "dendritic_delay: 0, rule: normalized_ltp}}\n",
        NULL);
    trial_run(&t, 99.9);
    float *w = trial_weights(&t, "P", &n);
    double gain = 0.1 * exp(-0.5);
    within("before the tick", (double)w[0], 0.1 + gain, 1e-7, "0.1 + 0.1 exp(-10/20)");
    free(w);
    trial_run(&t, 0.1);
    w = trial_weights(&t, "P", &n);
    within("the pathway", (double)w[0], (0.1 + gain) / (1 + gain), 1e-6, "T7.3: W / sum");
    for (uint64_t i = 1; i < n; i++)
        within("another one", (double)w[i], 0.1 / (1 + gain), 1e-7, "T7.3: the same factor");
    free(w);
    trial_close(&t);
}
