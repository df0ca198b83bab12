/* T10.1 of science/synaptic.md on a shortened scale (weight_precision_long.c has the full one): what the storage of weights does to learning. */
#include "support/science_pairs.h"

#define PAIR(lambda)                                                                                         \
    "stdp: {mu_plus: 1, mu_minus: 1, lambda: " lambda ", alpha: 1.05, w_max: 1, tau_plus: 20, tau_minus: "   \
    "20}"
#define FAST PAIR("5.0e-3")
#define SLOW PAIR("5.0e-4")
static const char *const rules[] = {FAST, FAST, FAST, FAST, FAST, SLOW, SLOW, SLOW, NULL};
static const char *const storages[] = {
    "f32", "u16", "u16, weight_rounding: stochastic", "u8", "u8, weight_rounding: stochastic",
    "f32", "u8",  "u8, weight_rounding: stochastic"};

Test(weight_precision, of_u16_suffices_and_that_of_u8_freezes_slow_learning)
{
    static const double means[] = {0.4874, 0.4874, 0.4875, 0.4882, 0.4872},
                        sds[] = {0.0177, 0.0177, 0.0181, 0.0197, 0.0295};
    struct trial t;
    run_poisson_pairs(&t, &(struct poisson_pairs){.n_pairs = 40,
                                                  .all_to_all = true,
                                                  .pre_hz = 10,
                                                  .post_hz = 10,
                                                  .dt_ms = 1,
                                                  .duration_s = 300,
                                                  .weight = 0.2,
                                                  .weight_limit = 1,
                                                  .seed = 1,
                                                  .rules = rules,
                                                  .storages = storages});
    for (unsigned k = 0; k < 5; k++) {
        struct moments m = pair_moments(&t, k);
        within(storages[k], m.mean, means[k], 0.003, "T10.1, mean at lambda = 5e-3");
        within(storages[k], m.sd, sds[k], 0.1 * sds[k], "T10.1, SD: 10 %");
    }
    /* A change is below half a step of 1/255, and so is lost, unless six spikes have come within some 20 ms. */
    struct moments frozen = pair_moments(&t, 6);
    within("u8, nearest", frozen.mean, 0.2, 5e-5, "T10.1: 0.2000, frozen");
    within("u8, nearest", frozen.sd, 0, 5e-4, "T10.1: SD 0");
    /* Controls: it is the rounding that stops them. */
    double free_mean = pair_moments(&t, 5).mean;
    cr_expect_gt(free_mean, 0.3, "f32 learns: %g", free_mean);
    within("u8, stochastic", pair_moments(&t, 7).mean, free_mean, 0.005,
           "the mean of what is stored is right");
    trial_close(&t);
}
