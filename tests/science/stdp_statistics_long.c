/* T1.2 and T1.3 of science/synaptic.md at full scale. */
#include "support/science_pairs.h"

#define DRIFT(rule)                                                                                          \
    rule ": {mu_plus: 0, mu_minus: 0, lambda: 1.0e-5, alpha: 1, w_max: 100000, tau_plus: 16.8, tau_minus: "  \
         "33.7}"
static const char *const drift_rules[] = {DRIFT("stdp"), DRIFT("stdp_nn_symm"), NULL};

Test(stdp_statistics_long, four_hundred_poisson_pairs_drift_for_a_thousand_seconds_as_the_closed_form_says)
{
    struct trial t;
    const double weight = 50000, duration_s = 1000, all = 200 * (0.0168 - 0.0337);
    const double nearest = 200 * (0.0168 / (1 + 10 * 0.0168) - 0.0337 / (1 + 20 * 0.0337));
    run_poisson_pairs(&t, &(struct poisson_pairs){.n_pairs = 400,
                                                  .pre_hz = 10,
                                                  .post_hz = 20,
                                                  .dt_ms = 0.1,
                                                  .duration_s = duration_s,
                                                  .weight = weight,
                                                  .weight_limit = 100000,
                                                  .seed = 1,
                                                  .rules = drift_rules});
    within("drift, all to all (1/s)", (pair_moments(&t, 0).mean - weight) / duration_s, all, 0.01 * -all,
           "T1.2: 1 %");
    within("drift, nearest symmetric (1/s)", (pair_moments(&t, 1).mean - weight) / duration_s, nearest,
           0.01 * -nearest, "T1.2: 1 %");
    trial_close(&t);
}

#define GUETIG(mu)                                                                                           \
    "stdp: {mu_plus: " mu ", mu_minus: " mu                                                                  \
    ", lambda: 0.005, alpha: 1.05, w_max: 1, tau_plus: 20, tau_minus: 20}"
static const char *const guetig_rules[] = {GUETIG("1"),    GUETIG("0.5"), GUETIG("0.2"), GUETIG("0.1"),
                                           GUETIG("0.02"), GUETIG("0"),   NULL};

/* On a grid of 0.5 ms both traces lose the same share, so the fixed point does not move. */
Test(stdp_statistics_long, two_thousand_weights_spread_as_published_for_every_exponent)
{
    static const double means[] = {0.4874, 0.4749, 0.4384, 0.3806, 0.141, 0.054};
    static const double sds[] = {0.0179, 0.0301, 0.0521, 0.0736, 0.0965, 0.058};
    struct trial t;
    run_poisson_pairs(&t, &(struct poisson_pairs){.n_pairs = 2000,
                                                  .pre_hz = 10,
                                                  .post_hz = 10,
                                                  .dt_ms = 0.5,
                                                  .duration_s = 2000,
                                                  .weight = 0.5,
                                                  .weight_limit = 1,
                                                  .seed = 1,
                                                  .rules = guetig_rules});
    for (unsigned k = 0; k < 6; k++) {
        struct moments m = pair_moments(&t, k);
        within("mean weight", m.mean, means[k], 0.01, "T1.3");
        within("SD of the weights", m.sd, sds[k], 0.1 * sds[k], "T1.3: 10 %");
    }
    trial_close(&t);
}

static const char *const power_rules[] = {
    "stdp_pl: {lambda: 0.1, alpha: 0.0513, mu: 0.4, w_0: 1, tau_plus: 15, tau_minus: 30}", NULL};

Test(stdp_statistics_long, power_law_weights_settle_at_44_pA_within_three_thousand_seconds)
{
    struct trial t;
    run_poisson_pairs(&t, &(struct poisson_pairs){.n_pairs = 500,
                                                  .pre_hz = 10,
                                                  .post_hz = 10,
                                                  .dt_ms = 0.1,
                                                  .duration_s = 3000,
                                                  .weight = 45,
                                                  .weight_limit = 1000,
                                                  .seed = 1,
                                                  .rules = power_rules});
    struct moments m = pair_moments(&t, 0);
    within("mean weight (pA)", m.mean, 44.2, 0.6, "T1.3, hpc_benchmark set");
    within("SD of the weights (pA)", m.sd, 3.56, 0.4, "T1.3, hpc_benchmark set");
    trial_close(&t);
}
