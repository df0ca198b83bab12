/* The plastic background network of Zenke, Hennequin & Gerstner 2013: 12.6 of science/synaptic.md. 34 million synapses, 100 s. */
#include "support/science_example.h"

Test(background_long, a_threshold_that_follows_the_rate_keeps_a_network_awake_and_calm)
{
    struct trial t;
    trial_example(&t, ENGRAM_SOURCE_DIR "/bench/networks/zenke_background.yaml", NULL);
    expect_bands(&t, 3);
    trial_close(&t);
}
