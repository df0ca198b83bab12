/* Inhibitory STDP (Vogels et al. 2011): T7.2a of science/synaptic.md. What a single cell and a network settle at: vogels_long.c. */
#include "support/science_pairs.h"

static const double tau_s = 0.02, rho_0 = 5, pre_hz = 10;
/* alpha = 2 rho_0 tau; eta = 1, so the drift is in steps per second; weights stay far from both bounds. */
static const char *const rules[] = {"vogels_sprekeler: {set: rate_5_Hz, eta: 1, w_max: 10000}", NULL};

static double drift_at(double post_hz)
{
    struct trial t;
    const struct poisson_pairs p = {.n_pairs = 300,
                                    .pre_hz = pre_hz,
                                    .post_hz = post_hz,
                                    .dt_ms = 0.1,
                                    .duration_s = 50,
                                    .weight = 5000,
                                    .weight_limit = 10000,
                                    .seed = 1,
                                    .rules = rules};
    run_poisson_pairs(&t, &p);
    double drift = (pair_moments(&t, 0).mean - p.weight) / p.duration_s;
    trial_close(&t);
    return drift;
}

Test(vogels, weights_drift_until_targets_fire_at_the_set_rate)
{
    double slope = 2 * tau_s * pre_hz, at_goal = drift_at(rho_0), above = drift_at(3 * rho_0);
    within("drift at rho_0 (1/s)", at_goal, 0, 0.02 * slope * rho_0, "T7.2a: zero within 2 % of rho_0");
    within("slope of the drift (1/s/Hz)", (above - at_goal) / (2 * rho_0), slope, 0.02 * slope, "T7.2a: 2 %");
}
