/* C5 over five seeds. */
#include "support/science_example.h"

Test(sprouting_long, from_the_border_brings_deafferented_cells_back, .timeout = 900)
{
    expect_bands_over_seeds(EXAMPLE("lesion_sprout.yaml"), 12);
}
