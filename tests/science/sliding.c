/* Triplet STDP with a sliding threshold (Zenke, Hennequin & Gerstner 2013; science/synaptic.md, 6.2). Independent Poisson trains; the drift of the weight over the
 * rate of the target is c (rho - threshold), a line, and its zero is the threshold. */
#include "support/science_pairs.h"

#include <math.h>
#include <stdlib.h>

enum { N_FIXED = 3, N_RATES = 3 };
static const double kappa = 3, fixed_Hz[N_FIXED] = {3, 6, 9}, post_Hz[N_RATES] = {2, 10, 30};
static const char *const rules[] = {"stdp_triplet_sliding: {nu_fixed: 3 Hz, w_0: 0.1}",
                                    "stdp_triplet_sliding: {nu_fixed: 6 Hz, w_0: 0.1}",
                                    "stdp_triplet_sliding: {nu_fixed: 9 Hz, w_0: 0.1}", NULL};

/* per_rate[k]: drift (1/s) of the weights of rule k over the rate of their targets. */
static void drifts_at(double post_hz, double duration_s, double *per_rate)
{
    struct trial t;
    const struct poisson_pairs p = {.n_pairs = 80,
                                    .all_to_all = true,
                                    .pre_hz = 10,
                                    .post_hz = post_hz,
                                    .dt_ms = 0.1,
                                    .duration_s = duration_s,
                                    .weight = 50,
                                    .weight_limit = 100,
                                    .seed = 1,
                                    .rules = rules};
    run_poisson_pairs(&t, &p);
    for (unsigned k = 0; k < N_FIXED; k++)
        per_rate[k] = (pair_moments(&t, k).mean - p.weight) / p.duration_s / post_hz;
    trial_close(&t);
}

/* T6.1 and T6.2. */
Test(sliding, the_threshold_is_the_square_of_the_mean_rate)
{
    double per_rate[N_RATES][N_FIXED];
    for (int r = 0; r < N_RATES; r++)
        drifts_at(post_Hz[r], 20, per_rate[r]);
    for (int k = 0; k < N_FIXED; k++) {
        double goal = fixed_Hz[k] * fixed_Hz[k] / kappa;
        int above = goal < post_Hz[1] ? 1 : 2;
        double low = per_rate[above - 1][k], high = per_rate[above][k];
        cr_expect(low < 0 && high > 0, "nu_bar %g Hz: %g, %g", fixed_Hz[k], low, high);
        double zero = post_Hz[above - 1] - low * (post_Hz[above] - post_Hz[above - 1]) / (high - low);
        within("rate at which the drift changes sign (Hz)", zero, goal, 0.05 * goal, "T6.1: +-5 %");
    }
    cr_expect(per_rate[1][0] > 0 && per_rate[1][2] < 0,
              "T6.2: at 10 Hz potentiation for 3, depression for 9 Hz");
}

/* nu_bar at an arrival a second after the target's only spike: the decay is a product of two tables (network/decay.h), neither of which is at its first entry. */
Test(sliding, a_slow_mean_is_read_long_after_the_latest_spike)
{
    struct trial t;
    uint64_t n = 0;
    trial_whole(
        &t,
        "duration: 2.2 s\npopulations:\n"
        "  pre: {model: spike_generator, size: 1, spike_times: [[1099.9 ms]]}\n"
        "  post: {model: spike_generator, size: 1, spike_times: [[100 ms]]}\n"
        "projections:\n"
        "  P: {source: pre, target: post, connect: one_to_one, weight: 1, delay: 0.1 ms, dendritic_delay: 0 "
        "ms, rule: {stdp_triplet_sliding: {nu_start: 60, tau_minus: 1000}}}\n");
    float *weight = trial_weights(&t, "P", &n);
    double nu_bar = 60 * exp(-0.11) + 0.1 * exp(-0.1);
    double A_minus = 0.0065 * 16.8 * 0.114 / 1000 * nu_bar * nu_bar / kappa;
    within("weight", (double)weight[0], 1 - exp(-1) * A_minus, 2e-7, "closed form");
    free(weight);
    trial_close(&t);
}
