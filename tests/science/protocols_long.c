/* Protocols of examples/protocols that take their time. */
#include "support/science_example.h"

static void expect_example(const char *path, size_t n_bands)
{
    struct trial t;
    trial_example(&t, path, NULL);
    expect_bands(&t, n_bands);
    trial_close(&t);
}

Test(protocols_long, two_days_of_silence_scale_synapses_up)
{
    expect_example(EXAMPLE("protocols/scaling.yaml"), 4);
}

Test(protocols_long, calcium_shapes_spike_timing_dependence)
{
    expect_example(EXAMPLE("protocols/calcium_stdp.yaml"), 7);
}

Test(protocols_long, calcium_makes_the_rate_of_pairings_matter)
{
    expect_example(EXAMPLE("protocols/calcium_frequency.yaml"), 6);
}

Test(protocols_long, calcium_makes_bursts_and_their_number_matter)
{
    expect_example(EXAMPLE("protocols/calcium_bursts.yaml"), 6);
}

Test(protocols_long, calcium_depresses_at_low_and_potentiates_at_high_rates)
{
    expect_example(EXAMPLE("protocols/calcium_hfs_lfs.yaml"), 12);
}

Test(protocols_long, weights_of_16_bits_suffice)
{
    expect_example(EXAMPLE("protocols/weight_precision.yaml"), 8);
}

/* T4.1 with NEST's neuron; with the authors' own: clopath.c. */
Test(protocols_long, voltage_makes_the_rate_of_pairings_matter)
{
    expect_example(EXAMPLE("protocols/clopath_frequency.yaml"), 10);
}
