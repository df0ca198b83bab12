/* Three-factor rules (science/synaptic.md 9): dopamine-modulated STDP against its closed form, and R-STDP against the covariance identity. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- T9.1, T9.2 ---- */

/* One synapse; the axon takes one step of 0.5 ms, so that times of `pre` are half a millisecond before those at the synapse. */
static double weight_after(const char *pre, const char *post, const char *params, const char *schedule,
                           double ms)
{
    struct trial t;
    uint64_t n = 0;
    char *text = textf(
        "engram: 1\ndt: 0.5 ms\nduration: %g ms\npopulations:\n"
        "  pre: {model: spike_generator, size: 1, spike_times: [%s]}\n"
        "  post: {model: spike_generator, size: 1, spike_times: [%s]}\n"
        "projections:\n  synapse: {source: pre, target: post, connect: one_to_one, weight: 0, delay: 0.5 ms, "
        "dendritic_delay_fraction: 0, rule: {stdp_dopamine: {Wmin: -100, Wmax: 100%s}}}\nschedule:\n%s",
        ms, pre, post, params, schedule);
    trial_whole(&t, text);
    float *w = trial_weights(&t, "synapse", &n);
    double weight = (double)w[0];
    free(w);
    trial_close(&t);
    must_validate(text);
    free(text);
    return weight;
}

#define G1_PRE             "0.5, 4.5, 5.5, 6.5, 8.5, 10.5, 11.5, 12.5"
#define G1_POST            "2, 3, 4, 8, 9, 10, 12"
#define REWARD(at, amount) "  - {at: " at ", reward: {projections: synapse, amount: " amount "}}\n"

Test(dopamine, golden_trains_then_dopamine)
{
    double want = -6.128147732;
    within("G1, dopamine at 1013 ms", weight_after(G1_PRE, G1_POST, "", REWARD("1013 ms", "0.005"), 4000),
           want, 3e-6 * fabs(want), "T9.1 golden, relative 3e-6");
}

/* The closed form does not care how often it is evaluated: ticks far apart and close together. */
Test(dopamine, ticks_do_not_matter)
{
    double rare = weight_after(G1_PRE, G1_POST, ", T_flush: 4 s", REWARD("1013 ms", "0.005"), 4000),
           often = weight_after(G1_PRE, G1_POST, ", T_flush: 5 ms", REWARD("1013 ms", "0.005"), 4000);
    within("tick every 4 s and every 5 ms", often, rare, 3e-5,
           "the same integral in 800 parts, single precision");
}

Test(dopamine, a_pairing_then_dopamine)
{
    within("pre 100, post 110, dopamine 1110",
           weight_after("99.5", "110", "", REWARD("1110 ms", "0.005"), 8000),
           exp(-0.5) * exp(-1) * (1000.0 * 200 / 1200) / 200, 1e-6, "T9.1, closed form");
}

Test(dopamine, without_dopamine_nothing_changes)
{
    within("no dopamine", weight_after("99.5", "110", "", REWARD("9 s", "1"), 4000), 0, 0, "T9.2, exactly");
    within("dopamine that is gone", weight_after("3999.5", "4010", "", REWARD("10 ms", "1"), 8000),
           exp(-4000.0 / 200) * exp(-0.5) * (1000.0 * 200 / 1200), 1e-9, "T9.2, only its residual acts");
}

/* Jumps add up, of both signs, and those at one time are one. */
Test(dopamine, jumps_add_up)
{
    const char *three = REWARD("1110 ms", "0.01") REWARD("1110 ms", "-0.002") REWARD("1310 ms", "-0.003");
    double c = exp(-0.5) * exp(-1), tau_s = 1000.0 * 200 / 1200,
           want = c * tau_s * (0.008 - 0.003 * exp(-0.2));
    within("three jumps", weight_after("99.5", "110", "", three, 9000), want, 1e-6, "linear in the jumps");
}

/* ---- rewards that spikes earn ---- */

/* When the weight has changed, to the ms; `key` earns a reward for the spikes of `post`, which come at 110 and 130. */
static double earned(const char *key, const char *clock)
{
    char *text = textf("  - {at: 0 s, reward: {projections: synapse, amount: 0.005, %s}}\n%s", key, clock);
    double w = weight_after("99.5", "110, 130", "", text, 9000);
    free(text);
    return w;
}

/* What one jump at `at` gives, after a pairing of 10 and one of 30 ms. */
static double jump_at(double at)
{
    double c = exp(-0.5) * exp(-(at - 110) / 1000) + exp(-1.5) * exp(-(at - 130) / 1000);
    return c * 0.005 * (1000.0 * 200 / 1200);
}

Test(dopamine, spikes_earn_rewards_on_the_control_clock)
{
    within("each spike, after 1 s",
           earned("spikes: {population: post}, delay: [1 s]", "control_interval: 1 ms\n"),
           jump_at(1110) + jump_at(1130), 2e-6, "1110 and 1130 ms");
    within("on a clock of 100 ms",
           earned("spikes: {population: post}, delay: [1 s]", "control_interval: 100 ms\n"),
           2 * jump_at(1200), 2e-6, "both at 1200 ms");
    within("a spike after one of the source",
           earned("pair: {first: {population: pre, neuron: 0}, then: {population: "
                  "post, neuron: 0}, within: 20 ms}, delay: [1 s]",
                  ""),
           jump_at(1110), 2e-6, "130 ms is too late");
    within("until 120 ms", earned("spikes: {population: post}, delay: [1 s], until: 120 ms", ""),
           jump_at(1110), 2e-6, "130 ms earns nothing");
}

/* Many are under way at once, and overtake each other; the reference, which looks through all at each step, agrees. */
Test(dopamine, rewards_come_in_the_order_of_their_times)
{
    char post[20 * 5 + 1] = "";
    for (int k = 0; k < 20; k++)
        snprintf(post + 5 * k, 6, "%d, ", 110 + k);
    post[20 * 5 - 2] = '\0';
    double w = weight_after("99.5", post, "",
                            "  - {at: 0 s, reward: {projections: synapse, amount: 0.005, "
                            "spikes: {population: post}, delay: [10 ms, 3 s]}}\n",
                            4000);
    cr_expect_gt(w, 0);
}

/* ---- T9.5 ---- */

enum { TRIALS = 300, TRIAL_MS = 100, PAIRS = 100 };

/* Mean over trials of the mean change of all weights, and its standard error, of R-STDP between independent Poisson neurons with rewards `mean` + 1 or - 1,
 * which know nothing of the spikes. */
static void unrelated_reward(double mean, double *change, double *error)
{
    struct trial t;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    fprintf(out,
            "engram: 1\ndt: 1 ms\nduration: %d ms\npopulations:\n"
            "  pre: {model: poisson_generator, size: %d, params: {rate: 40 Hz}}\n"
            "  post: {model: poisson_generator, size: %d, params: {rate: 40 Hz}}\nprojections:\n"
            "  P: {source: pre, target: post, connect: one_to_one, weight: 0, delay: 1 ms, rule: {r_stdp: "
            "{lambda: 1, A_minus: 0.5, tau_e: 50 ms, Wmin: -1000, Wmax: 1000}}}\nrecord: {spikes: none}\n"
            "schedule:\n",
            TRIALS * TRIAL_MS, PAIRS, PAIRS);
    uint64_t draw = 9;
    for (int k = 1; k <= TRIALS; k++) {
        draw = draw * 6364136223846793005u + 1442695040888963407u;
        fprintf(out, "  - {at: %d ms, reward: {projections: P, amount: %g}}\n", k * TRIAL_MS,
                mean + (draw >> 63 ? 1 : -1));
    }
    fclose(out);
    trial_open(&t, text, NULL);
    double sum = 0, squares = 0, before = 0;
    for (int k = 1; k <= TRIALS; k++) {
        uint64_t n = 0;
        trial_run(&t, TRIAL_MS);
        float *w = trial_weights(&t, "P", &n);
        double now = moments_of(w, n).mean;
        sum += now - before;
        squares += (now - before) * (now - before);
        before = now;
        free(w);
    }
    trial_close(&t);
    free(text);
    *change = sum / TRIALS;
    *error = sqrt((squares / TRIALS - *change * *change) / TRIALS);
}

Test(dopamine, only_covariance_with_reward_teaches)
{
    double change = 0, error = 0;
    unrelated_reward(0, &change, &error);
    within("change, R independent of e and its mean exact", change / error, 0, 3, "T9.5, in standard errors");
    unrelated_reward(0.5, &change, &error);
    between("the same with a mean that is not taken away", change / error, 5, INFINITY,
            "control: <R><e> remains, and e is positive on average");
}
