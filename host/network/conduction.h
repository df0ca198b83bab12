/* What the slowness of axons means: velocities, and how long spikes take to the synapses. */
#ifndef ENGRAM_NETWORK_CONDUCTION_H
#define ENGRAM_NETWORK_CONDUCTION_H
#include "network/network.h"

/* m/s of an axon with that slowness, 0 if it is blocked; p must be by_length. Inverse of projection_slowness_at(). */
double projection_velocity_of(const struct network *net, const struct projection *p, uint32_t slowness);

/* ---- what can be recorded of the axons of a projection ---- */
struct axon_variable {
    const char *name, *unit; /* borrowed */
    uint32_t n_segments;     /* values per axon */
};
/* None where delays are given as times. */
uint32_t projection_n_axon_variables(const struct projection *p);
/* Variable 0 is the velocity; the states of the myelin rule follow. */
struct axon_variable projection_axon_variable(const struct network *net, const struct projection *p,
                                              uint32_t variable);

/* ---- histogram of delays, axonal and dendritic together ----
 * The bins are fixed for a run and hold every delay a synapse of the projection can ever have: bin k counts delays of first + k * width up to
 * first + (k + 1) * width - 1 steps. */
struct delay_bins {
    uint32_t first, width, n;
};
struct delay_bins projection_delay_bins(const struct network *net, const struct projection *p);
/* The same for the synapses of several projections together. */
struct delay_bins projections_delay_bins(const struct network *net, const uint32_t *projections, size_t n);
/* edges [bins->n + 1], ms. Delays are whole steps, so the edges lie half-way between steps. */
void delay_bins_edges(const struct delay_bins *bins, double dt_ms, double *edges_ms);
/* Add n synapses of one axon to counts [bins->n]; those of a blocked axon have no delay. */
void delay_bins_count(const struct delay_bins *bins, const struct projection *p, const uint16_t *codes,
                      uint64_t n, uint32_t slowness, uint64_t *counts);
#endif
