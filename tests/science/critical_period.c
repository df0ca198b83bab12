/* A gate of plasticity lets through what it should of the same pairs of spikes, before, within and after a critical period. */
#include "support/science_example.h"

Test(critical_period, the_same_spikes_change_a_synapse_as_far_as_the_gate_is_open)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/critical_period.yaml"), NULL);
    expect_bands(&t, 5);
    trial_close(&t);
}

Test(critical_period, control_with_an_open_gate_all_pairs_count)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/critical_period.yaml"),
                  (const char *[]){"gates.period.level=1", "schedule=[]", NULL});
    expect_missed(&t, "before within after");
    trial_close(&t);
}
