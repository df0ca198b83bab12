/* C6 in full: 1,000 s, five seeds, both jitters, the control. */
#include "support/science_iso.h"

#include <stddef.h>
#include <stdlib.h>

enum { SEEDS = 5, SECONDS = 1000 };

Test(iso_long, volleys_are_lined_up_and_answered)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct iso iso = iso_of(seed, SECONDS, NULL);
        char *name = textf("seed %u", seed);
        expect_lined_up(name, &iso);
        expect_answered(name, &iso);
        free(name);
    }
}

/* The target hears a volley with its jitter, so of answers nothing is asked here. */
Test(iso_long, jitter_of_3_ms_does_not_keep_them_apart)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct iso iso = iso_of(seed, SECONDS, ISO_JITTER "3 ms");
        char *name = textf("seed %u, jitter 3 ms", seed);
        expect_lined_up(name, &iso);
        free(name);
    }
}

Test(iso_long, control_a_cell_that_forgets_too_slowly_lines_up_nothing)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct iso iso = iso_of(seed, SECONDS, ISO_TAU_G "300 ms");
        char *name = textf("seed %u", seed);
        between(name, iso.spread_after, 3, 6, "C6: tau_g 300 ms");
        free(name);
    }
}
