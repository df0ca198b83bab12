/* examples/myelin_sync.yaml (C7) with another seed and other keys, and its numbers. */
#ifndef ENGRAM_TESTS_SCIENCE_RHYTHM_H
#define ENGRAM_TESTS_SCIENCE_RHYTHM_H
#include "support/science.h"

struct rhythm {
    double before, after, before_static, after_static, delay_ratio;
    bool passes; /* what the example expects */
};
/* `overrides` as for trial_open_file(). */
struct rhythm rhythm_of(const char *const *overrides);
#endif
