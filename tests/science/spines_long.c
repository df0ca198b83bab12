/* C1 and C2 by the engine over five seeds. */
#include "support/science_example.h"

Test(spines_long, at_rest_look_like_imaging_data, .timeout = 900)
{
    expect_bands_over_seeds(EXAMPLE("spines.yaml"), 14);
}

Test(spines_long, new_ones_stay_after_learning_and_stress_loses_them, .timeout = 900)
{
    expect_bands_over_seeds(EXAMPLE("spines_learn.yaml"), 4);
}
