/* Synaptic tagging and capture (science/synaptic.md, 5.2) in double precision, from one switch of the equations to the next: the calcium thresholds, the tags
 * and the synthesis of proteins. Shares nothing with the rule `tagging`. */
#ifndef ENGRAM_TESTS_TAGGING_EXACT_H
#define ENGRAM_TESTS_TAGGING_EXACT_H
#include <stddef.h>

enum { TAGGING_SYNAPSES = 2 };

struct tagging_synapse {
    double d, z, c;        /* h - h_0 (mV), late phase, calcium */
    const double *pulse_s; /* [n] when calcium of a pulse comes, ascending */
    size_t n, next;
};

/* A neuron and the plastic synapses on it. */
struct tagging_neuron {
    double now_s, protein, alpha;
    struct tagging_synapse synapses[TAGGING_SYNAPSES];
    size_t n_synapses;
};

#define TAGGING_H_0 (5 * 1645.6 / (1645.6 + 313.1)) /* mV */

void tagging_run_to(struct tagging_neuron *n, double stop_s);
#endif
