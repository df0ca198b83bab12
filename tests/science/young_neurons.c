/* The age of the target: a mature neuron learns a tenth of what a newborn does. */
#include "support/science_example.h"

Test(young_neurons, learn_more_than_old_ones_from_the_same_pairs)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/young_neurons.yaml"), NULL);
    expect_bands(&t, 5);
    trial_close(&t);
}

Test(young_neurons, control_without_a_loss_of_plasticity_the_old_one_keeps_up)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/young_neurons.yaml"),
                  (const char *[]){"populations.young.neurogenesis.mature_plasticity=1",
                                   "populations.old.neurogenesis.mature_plasticity=1", NULL});
    expect_missed(&t, "old young advantage");
    trial_close(&t);
}
