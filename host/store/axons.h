/* The axons of a projection and what they mean for its synapses, copied back to the host. Nothing needs to be flushed first. */
#ifndef ENGRAM_STORE_AXONS_H
#define ENGRAM_STORE_AXONS_H
#include "network/conduction.h"
#include "store/store.h"

struct axon_table {
    uint32_t n;                    /* axons: neurons of the source population */
    uint32_t *slowness;            /* [n] of the spikes that leave now */
    uint32_t n_states, n_segments; /* of the myelin rule; 0 without one */
    float *states;                 /* [n_states][n_segments][n], or NULL */
};
/* Freed by the caller with axon_table_free. */
engram_code store_axons(struct store *store, uint32_t projection, struct axon_table *out,
                        engram_status *status);
void axon_table_free(struct axon_table *table);
/* Only the slowness, [neurons of the source population]. */
engram_code store_slowness(struct store *store, uint32_t projection, uint32_t *slowness,
                           engram_status *status);
/* Sum of the delays of each axon's synapses, axonal and dendritic together, in steps, and how many those are: both [neurons of the source population], 0 of a blocked axon.
 * Needs the lengths of one bank on the host at a time, like the next. */
engram_code store_axon_delays(struct store *store, uint32_t projection, uint64_t *steps, uint64_t *n_synapses,
                              engram_status *status);
/* How many synapses have which delay, added to counts [bins->n]. */
engram_code store_delays(struct store *store, uint32_t projection, const struct delay_bins *bins,
                         uint64_t *counts, engram_status *status);
#endif
