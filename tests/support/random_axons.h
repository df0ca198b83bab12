/* Experiments of many small cases, reproducible by seed. A case is an axon with a spike train, a velocity that jumps at every tick, and a few synapses at lengths
 * of its own, all drawn; its targets fire once for every spike that reaches them, so that what arrives can be seen. The cases of a group are a projection and
 * share its dendritic delay and the interval of ticks. The synapses of every other group come and go under the spikes. */
#ifndef ENGRAM_TESTS_RANDOM_AXONS_H
#define ENGRAM_TESTS_RANDOM_AXONS_H
#include <stdint.h>

enum { AXON_GROUPS = 6 };

/* Projection j, from population 2j to population 2j + 1. */
struct axon_group {
    uint32_t n_axons, n_targets;
    uint32_t tick, dendritic; /* steps */
    uint32_t gap;             /* shortest interval of two spikes of an axon, steps */
    double longest_um;        /* no path is longer */
    uint32_t structure;       /* steps between two ticks at which synapses come and go; 0: they stay */
};
struct random_axons {
    uint32_t n_steps;
    struct axon_group groups[AXON_GROUPS];
    char *text; /* the experiment; free() it */
};
void random_axons(uint64_t seed, struct random_axons *out);
#endif
