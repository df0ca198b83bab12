/* examples/myelin_iso.yaml (C6) with another seed and other keys, and its numbers. */
#ifndef ENGRAM_TESTS_SCIENCE_ISO_H
#define ENGRAM_TESTS_SCIENCE_ISO_H
#include "support/science.h"

struct iso {
    double spread_before, spread_after, delay; /* ms, of the axons with volleys */
    double alone_ratio, alone_delay;           /* of those with trains of their own; ms */
    double answered_before, answered_after;    /* share of the volleys */
};
#define ISO_JITTER "populations.volleys.spike_times.volleys.jitter="
#define ISO_TAU_G  "projections.together.myelin.oligodendrocyte.tau_g="
/* Run it for `seconds`; volleys count as late in its last tenth. `change` is one more override, or NULL. */
struct iso iso_of(unsigned seed, unsigned seconds, const char *change);
/* The bands of the science page; what hangs on the jitter (1 ms) apart. */
void expect_lined_up(const char *name, const struct iso *iso);
void expect_answered(const char *name, const struct iso *iso);
#endif
