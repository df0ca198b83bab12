/* The plastic background network of Zenke, Hennequin & Gerstner 2013: 12.6 of science/synaptic.md. 34 million synapses, 100 s. */
#include "support/science_example.h"

#include <stdlib.h>

#define NETWORK ENGRAM_SOURCE_DIR "/bench/networks/zenke_background.yaml"

Test(background_long, a_threshold_that_follows_the_rate_keeps_a_network_awake_and_calm)
{
    struct trial t;
    trial_example(&t, NETWORK, NULL);
    expect_bands(&t, 3);
    trial_close(&t);
}

/* Rate of E from 1.5 to 2 s; nu_bar as given, or 0: the mean of the last 10 s. */
static double early_rate(const char *nu_bar)
{
    struct trial t;
    char *fixed = textf("projections.E_to_E.rule.stdp_triplet_sliding.nu_fixed=%s", nu_bar);
    trial_example(&t, NETWORK,
                  (const char *const[]){fixed, "duration=2 s", "measures.rate_at_10_s.rate.begin=1500 ms",
                                        "measures.rate_at_10_s.rate.end=2 s", NULL});
    double rate = trial_number(&t, "rate_at_10_s");
    trial_close(&t);
    free(fixed);
    return rate;
}

/* The control: whoever fires, its threshold is that of a neuron that is silent, so that synapses are potentiated only. */
Test(background_long, with_a_threshold_that_does_not_follow_it_runs_away, .timeout = 1800)
{
    between("nu_bar follows", early_rate("0"), 1, 9, "gate of the specification");
    between("nu_bar = 0.01 Hz", early_rate("0.01"), 18, 500, "twice the gate");
}
