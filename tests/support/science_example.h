/* Experiments of examples/ that say what they expect of their numbers (`measures`): a test runs what a reader can run. */
#ifndef ENGRAM_TESTS_SCIENCE_EXAMPLE_H
#define ENGRAM_TESTS_SCIENCE_EXAMPLE_H
#include "support/science.h"

/* Run one to its end; `overrides` as for trial_open_file(). */
void trial_example(struct trial *t, const char *path, const char *const *overrides);
/* Every band holds, and there are n_bands of them: what is not asked cannot fail. */
void expect_bands(struct trial *t, size_t n_bands);
/* A control: of all bands, those of these numbers (separated by spaces) are missed, and no others. */
void expect_missed(struct trial *t, const char *names);
/* Each band holds for the median of seeds 1 to 5, and for four of them at least. */
void expect_bands_over_seeds(const char *path, size_t n_bands);
#endif
