/* C3a, examples/grow_prune.yaml, and the same with spikes, STDP and myelin at the same time, examples/cortex_lifespan.yaml: synapses are overproduced, and pruned, the weak ones first. The
 * examples state the bands. */
#include "support/science_example.h"

Test(lifespan, synapses_are_overproduced_and_the_weak_ones_pruned)
{
    struct trial t;
    trial_example(&t, EXAMPLE("grow_prune.yaml"), NULL);
    expect_bands(&t, 5);
    trial_close(&t);
}

Test(lifespan, control_loss_that_does_not_look_at_weights_selects_nothing)
{
    struct trial t;
    trial_example(
        &t, EXAMPLE("grow_prune.yaml"),
        (const char *[]){"projections.axons_to_cells.structure.turnover={weak_first: {hazard: 0.125 1/y, "
                         "w_half: 1e9, w_max: 20}}",
                         NULL});
    expect_missed(&t, "selection");
    between("selection", trial_number(&t, "selection"), 0.95, 1.15, "C3a, control");
    trial_close(&t);
}

Test(lifespan, of_a_network_that_fires_and_learns_and_myelinates)
{
    struct trial t;
    trial_example(&t, EXAMPLE("cortex_lifespan.yaml"), NULL);
    expect_bands(&t, 5);
    trial_close(&t);
}
