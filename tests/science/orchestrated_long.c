/* Burst control of orchestrated plasticity (T7.4c of science/synaptic.md), as an example that says what it expects. The control is in the same experiment: a second network
 * without heterosynaptic return and without growth by the transmitter. */
#include "support/science_example.h"

Test(orchestrated_long, weights_onto_a_driven_assembly_settle_and_without_burst_control_saturate)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/orchestrated.yaml"), NULL);
    expect_bands(&t, 4);
    trial_close(&t);
}
