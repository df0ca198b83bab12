/* C1 and C2 as large as the science notes have them. */
#include "support/science_spines.h"

enum { SITES = 120000 };

Test(turnover_long, spines_at_rest_look_like_imaging_data, .timeout = 1800)
{
    spines_must_look_like_imaging(SITES, 400);
}

Test(turnover_long, learning_keeps_new_spines_and_stress_loses_spines, .timeout = 1800)
{
    spines_must_learn(SITES, 400);
}
