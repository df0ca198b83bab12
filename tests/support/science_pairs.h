/* Synapses between pairs of independent Poisson sources: the experiments of science/synaptic.md, T1.2 and T1.3. */
#ifndef ENGRAM_TESTS_SCIENCE_PAIRS_H
#define ENGRAM_TESTS_SCIENCE_PAIRS_H
#include "support/science.h"

/* `n_pairs` pairs, each joined by one synapse of each rule ("stdp: {...}"; the last NULL), which are the projections rule_0, rule_1, ...; or all with all. */
struct poisson_pairs {
    unsigned n_pairs;
    bool
        all_to_all; /* n_pairs^2 synapses of each rule, hardly correlated, at the price of a few more than n_pairs */
    double pre_hz, post_hz, dt_ms, duration_s, weight, weight_limit;
    unsigned seed;
    const char *const *rules;
    const char *const
        *storages; /* how each stores its weights, "u16, weight_rounding: stochastic"; NULL: all f32 */
};

/* Runs all of it; the caller closes the trial. */
void run_poisson_pairs(struct trial *t, const struct poisson_pairs *p);
/* Final weights of rule k. */
struct moments pair_moments(struct trial *t, unsigned k);
/* Drift (1/s) of the weight under the minimal triplet rule of visual cortex, in units of w_0, of pairs that fire at 10 and post_hz. */
double triplet_drift(double post_hz, unsigned n_pairs, double duration_s, double dt_ms);
#endif
