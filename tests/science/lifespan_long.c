/* C3a over five seeds, without spikes and with; and the network's control. */
#include "support/science_example.h"

Test(lifespan_long, synapses_are_overproduced_and_the_weak_ones_pruned, .timeout = 900)
{
    expect_bands_over_seeds(EXAMPLE("grow_prune.yaml"), 5);
}

Test(lifespan_long, of_a_network_that_fires_and_learns_and_myelinates, .timeout = 900)
{
    expect_bands_over_seeds(EXAMPLE("cortex_lifespan.yaml"), 5);
}

Test(lifespan_long, control_of_the_network_selects_nothing, .timeout = 900)
{
    struct trial t;
    trial_example(
        &t, EXAMPLE("cortex_lifespan.yaml"),
        (const char *[]){"projections.E_to_E.structure.turnover={random: {hazard: 0.275 1/y}}", NULL});
    expect_missed(&t, "selection");
    between("selection", trial_number(&t, "selection"), 0.95, 1.15, "C3a, control");
    trial_close(&t);
}
