/* The networks of science/synaptic.md, section 12, from examples/, against their bands: short runs in the default suite, several seeds and full lengths in
 * the long one. */
#ifndef ENGRAM_TESTS_SCIENCE_NETWORKS_H
#define ENGRAM_TESTS_SCIENCE_NETWORKS_H
#include "support/science.h"

/* Activity of populations E and I after `begin_ms`. */
struct activity {
    double E_hz, I_hz, both_hz, E_cv;
};
/* Runs an example for `end_ms` with seed and up to 7 more overrides, the last one NULL. */
struct activity activity_of(const char *path, unsigned seed, double begin_ms, double end_ms,
                            const char *const *more);

/* The rate of one drawing of these small networks depends on how many synapses it happens to have (COBA: SD 1.1 Hz over 36 seeds), so the bands are those of
 * the mean over seeds 1 ... n_seeds; every one of them must live. */
void cuba_holds(unsigned n_seeds, double end_ms);
void coba_holds(unsigned n_seeds, double end_ms);
void brunel_irregular_holds(unsigned seed, double begin_ms, double end_ms);
/* end - begin: a multiple of the period of 3 ms, else there is one volley more or less. */
void brunel_regular_holds(unsigned seed, double begin_ms, double end_ms);
/* 12.3, always the 2 s for which the bands are. */
void cortex_holds(unsigned seed);
void static_cortex_holds(unsigned seed);
/* Halving dt must not change the rate of `coba` by 2 %. */
void coba_does_not_depend_on_the_step(unsigned n_seeds, double end_ms);
#endif
