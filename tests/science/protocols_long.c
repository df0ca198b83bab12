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

Test(protocols_long, weights_of_16_bits_suffice)
{
    expect_example(EXAMPLE("protocols/weight_precision.yaml"), 8);
}
