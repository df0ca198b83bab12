/* R-max, the policy gradient (science/synaptic.md 9.3): the mean of its eligibility is 0, whatever drives the target. Long for its kernels, not its steps. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

enum { PAIRS = 4000 };

/* Mean eligibility after 300 ms in standard errors, over pairs whose target is driven by that very source; the rules only watch. A reward of 1 makes it the weight. */
static double mean_in_errors(struct trial *t, const char *projection)
{
    uint64_t n = 0;
    float *w = trial_weights(t, projection, &n);
    struct moments m = moments_of(w, n);
    free(w);
    cr_assert_eq(n, PAIRS);
    cr_assert_gt(m.sd, 0.1);
    return m.mean / (m.sd / sqrt(PAIRS));
}

Test(r_max_long, mean_eligibility_is_0_and_that_of_r_stdp_is_not)
{
    struct trial t;
    char *text = textf(
        "engram: 1\ndt: 1 ms\nduration: 300 ms\npopulations:\n"
        "  pre: {model: poisson_generator, size: %d, params: {rate: 40 Hz}}\n"
        "  post: {model: srm0_psc_delta, size: %d, params: {t_ref: 2, V_th: -62}}\nprojections:\n"
        "  drive: {source: pre, target: post, connect: one_to_one, weight: 5 mV, delay: 1 ms}\n"
        "  gradient: {source: pre, target: post, connect: one_to_one, weight: 0, delay: 1 ms, rule: {r_max: "
        "{lambda: 1, tau_e: 100 ms, Wmin: -1000, Wmax: 1000}}}\n"
        "  pairs: {source: pre, target: post, connect: one_to_one, weight: 0, delay: 1 ms, rule: {r_stdp: "
        "{lambda: 1, tau_e: 100 ms, Wmin: -1000, Wmax: 1000}}}\nrecord: {spikes: none}\n"
        "schedule:\n  - {at: 300 ms, reward: {projections: [gradient, pairs], amount: 1}}\n",
        PAIRS, PAIRS);
    trial_whole(&t, text);
    within("mean eligibility of r_max", mean_in_errors(&t, "gradient"), 0, 3, "9.3, in standard errors");
    between("that of r_stdp", fabs(mean_in_errors(&t, "pairs")), 10, INFINITY, "control, the same spikes");
    trial_close(&t);
    free(text);
}
