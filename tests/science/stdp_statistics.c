/* T1.2 and T1.3 of science/synaptic.md on a shortened scale (stdp_statistics_long.c has the full one): drift and stationary distribution of weights
 * between independent Poisson trains. */
#include "support/science_pairs.h"

static const double tau_plus_s = 0.0168, tau_minus_s = 0.0337;

#define DRIFT(rule)                                                                                          \
    rule ": {mu_plus: 0, mu_minus: 0, lambda: 1.0e-4, alpha: 1, w_max: 10000, tau_plus: 16.8, tau_minus: "   \
         "33.7}"
static const char *const drift_rules[] = {DRIFT("stdp"), DRIFT("stdp_nn_symm"), NULL};

/* lambda w_max = 1, so the drift is in steps per second; weights stay far from both bounds. */
Test(stdp_statistics, poisson_pairs_drift_as_the_closed_form_says)
{
    struct trial t;
    const struct poisson_pairs p = {.n_pairs = 1000,
                                    .pre_hz = 10,
                                    .post_hz = 20,
                                    .dt_ms = 0.1,
                                    .duration_s = 50,
                                    .weight = 5000,
                                    .weight_limit = 10000,
                                    .seed = 1,
                                    .rules = drift_rules};
    double all = p.pre_hz * p.post_hz * (tau_plus_s - tau_minus_s);
    double nearest = p.pre_hz * p.post_hz *
                     (tau_plus_s / (1 + p.pre_hz * tau_plus_s) - tau_minus_s / (1 + p.post_hz * tau_minus_s));
    run_poisson_pairs(&t, &p);
    struct moments a = pair_moments(&t, 0), b = pair_moments(&t, 1);
    const char *reason = "T1.2: 1 % of the closed form";
    within("drift, all to all (1/s)", (a.mean - p.weight) / p.duration_s, all, 0.01 * -all, reason);
    within("drift, nearest symmetric (1/s)", (b.mean - p.weight) / p.duration_s, nearest, 0.01 * -nearest,
           reason);
    trial_close(&t);
}

#define GUETIG(mu)                                                                                           \
    "stdp: {mu_plus: " mu ", mu_minus: " mu                                                                  \
    ", lambda: 0.005, alpha: 1.05, w_max: 1, tau_plus: 20, tau_minus: 20}"
static const char *const guetig_rules[] = {GUETIG("1"),   GUETIG("0.5"), GUETIG("0.2"),
                                           GUETIG("0.1"), GUETIG("0"),   NULL};

/* Both traces lose the same share on a grid of 1 ms, so the fixed point does not move. */
Test(stdp_statistics, weight_dependent_rules_settle_at_their_fixed_point)
{
    static const double means[] = {0.4874, 0.4749, 0.4384, 0.3806}, sds[] = {0.0179, 0.0301, 0.0521, 0.0736};
    struct trial t;
    run_poisson_pairs(&t, &(struct poisson_pairs){.n_pairs = 300,
                                                  .pre_hz = 10,
                                                  .post_hz = 10,
                                                  .dt_ms = 1,
                                                  .duration_s = 1000,
                                                  .weight = 0.5,
                                                  .weight_limit = 1,
                                                  .seed = 1,
                                                  .rules = guetig_rules});
    for (unsigned k = 0; k < 4; k++) {
        struct moments m = pair_moments(&t, k);
        within("mean weight", m.mean, means[k], 0.01, "T1.3");
        within("SD of the weights", m.sd, sds[k], 0.1 * sds[k], "T1.3: 10 %");
    }
    /* Control: without weight dependence there is no fixed point inside. */
    cr_expect_lt(pair_moments(&t, 4).mean, 0.25, "additive weights must fall");
    trial_close(&t);
}

static const char *const power_rules[] = {
    "stdp_pl: {lambda: 0.1, alpha: 0.0513, mu: 0.4, w_0: 1, tau_plus: 15, tau_minus: 30}", NULL};

/* tau_plus and tau_minus differ, so the grid must be fine: 0.2 ms moves the fixed point by -0.25 pA. */
Test(stdp_statistics, power_law_weights_settle_at_44_pA)
{
    struct trial t;
    run_poisson_pairs(&t, &(struct poisson_pairs){.n_pairs = 500,
                                                  .pre_hz = 10,
                                                  .post_hz = 10,
                                                  .dt_ms = 0.2,
                                                  .duration_s = 300,
                                                  .weight = 44.47,
                                                  .weight_limit = 1000,
                                                  .seed = 1,
                                                  .rules = power_rules});
    struct moments m = pair_moments(&t, 0);
    within("mean weight (pA)", m.mean, 44.2, 0.6, "T1.3, hpc_benchmark set");
    within("SD of the weights (pA)", m.sd, 3.56, 0.4, "T1.3, hpc_benchmark set");
    trial_close(&t);
}
