/* C6: cells that wrap several axons line up a volley without seeing when it arrives. A short run; iso_long.c has the whole of it. */
#include "support/science_iso.h"

#include <stddef.h>

enum { SECONDS = 300 };

Test(iso, volleys_are_lined_up_and_answered_and_independent_trains_left_alone)
{
    struct iso iso = iso_of(1, SECONDS, NULL);
    expect_lined_up("seed 1", &iso);
    expect_answered("seed 1", &iso);
}

Test(iso, control_a_cell_that_forgets_too_slowly_lines_up_nothing)
{
    struct iso iso = iso_of(1, SECONDS, ISO_TAU_G "300 ms");
    between("spread", iso.spread_after, 3, 6, "C6: tau_g 300 ms");
    between("answered", iso.answered_after, 0, 0.05, "so nothing is answered");
}
