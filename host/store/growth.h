/* Synaptic elements on the device: what structural ticks ask of them.
 *
 * A projection that grows has elements on its source neurons (axonal) and on its target neurons (dendritic). `bound` is always u32 [neurons of that side], the
 * synapses of the projection that each has; it belongs to the caller. All of these enqueue and return. */
#ifndef ENGRAM_STORE_GROWTH_H
#define ENGRAM_STORE_GROWTH_H
#include "network/growth.h"
#include "store/store.h"

struct store_elements {
    uint32_t projection, population, n; /* n: neurons */
    enum side side;
    struct growth_plan plan;
    cl_mem z; /* long [n, padded] fixed point: see structure/growth.h */
};

/* NULL if the projection does not grow. */
const struct store_elements *store_elements_of(const struct store *store, uint32_t projection,
                                               enum side side);
/* Once, before the first step: the synapses there are at the start are bound elements. */
engram_code growth_bind(struct store *store, const struct store_elements *e, cl_mem bound,
                        engram_status *status);
/* Slots of neurons in which nobody is have no elements: before anybody looks at them. */
engram_code growth_clear(struct store *store, const struct store_elements *e, engram_status *status);
/* surplus, vacant: u32 [neurons]: synapses without an element, and whole elements without a synapse. */
engram_code growth_surplus(struct store *store, const struct store_elements *e, cl_mem bound, cl_mem surplus,
                           engram_status *status);
engram_code growth_vacant(struct store *store, const struct store_elements *e, cl_mem bound, cl_mem vacant,
                          engram_status *status);
/* What is still vacant decays. */
engram_code growth_decay(struct store *store, const struct store_elements *e, cl_mem bound,
                         engram_status *status);
/* Copy back: [neurons]. */
engram_code store_elements(struct store *store, uint32_t projection, enum side side, int64_t *z,
                           engram_status *status);
#endif
