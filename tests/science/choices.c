/* Rewards that depend on what the network does, and baselines: three-factor rules with R - mean (science/synaptic.md 9.3). */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

/* A pairing of 10 ms at 100 ms leaves an eligibility that hardly fades. Then, every 100 ms from 200 on, left or right is chosen: left, left, right (by the spike
 * at the very end; the one 60 ms before does not count), left. */
static double weight_after(const char *baseline)
{
    struct trial t;
    uint64_t n = 0;
    char *text = textf(
        "engram: 1\ndt: 1 ms\nduration: 600 ms\npopulations:\n"
        "  pre: {model: spike_generator, size: 1, spike_times: [99 ms]}\n"
        "  post: {model: spike_generator, size: 1, spike_times: [110 ms]}\n"
        "  left: {model: spike_generator, size: 2, spike_times: [[160 ms, 280 ms, 340 ms, 480 ms], [170 ms, "
        "480 ms]]}\n"
        "  right: {model: spike_generator, size: 1, spike_times: [180 ms, 400 ms, 490 ms]}\n"
        "projections:\n  synapse: {source: pre, target: post, connect: one_to_one, weight: 0, delay: 1 ms, "
        "dendritic_delay_fraction: 0, rule: {r_stdp: {lambda: 1, tau_e: 1e6 ms, Wmin: -100, Wmax: 100}}}\n"
        "schedule:\n  - {at: 200 ms, reward: {name: task, projections: synapse, every: 100 ms, until: 500 "
        "ms, "
        "choice: {between: [left, right], within: 50 ms, amounts: [1, -2]}%s}}\n"
        "measures:\n  mean: {reward: {name: task}}\n",
        baseline);
    trial_whole(&t, text);
    float *w = trial_weights(&t, "synapse", &n);
    double weight = (double)w[0];
    free(w);
    within("mean reward", trial_number(&t, "mean"), (1 + 1 - 2 + 1) / 4.0, 1e-12, "left, left, right, left");
    trial_close(&t);
    must_validate(text);
    free(text);
    return weight;
}

Test(choices, pay_what_the_population_that_fires_most_is_worth)
{
    within("sum of the rewards", weight_after("") / exp(-0.5), 1 + 1 - 2 + 1, 1e-3, "no baseline: R itself");
}

Test(choices, are_compared_with_the_mean_so_far)
{
    double mean = 0.5, sum = 0, amounts[] = {1, 1, -2, 1};
    for (int k = 0; k < 4; k++) {
        sum += amounts[k] - mean;
        mean += (amounts[k] - mean) / 4;
    }
    within("sum of R - mean", weight_after(", baseline: {tau: 4, initial: 0.5}") / exp(-0.5), sum, 1e-3,
           "running mean over 4 rewards, from 0.5");
}
