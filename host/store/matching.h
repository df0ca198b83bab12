/* Pairing of vacant elements on a device, in rounds (kernels/structure/matching.cl):
 *
 *      count     prefix sums of both vacancies; those of targets in the order of their cells
 *      propose   every vacant axonal element asks for a dendritic element of some cell
 *      accept    of those that ask for the same one, that of the largest priority gets it
 *      append    the pairs, in the order of the axonal elements; both vacancies shrink
 *
 * until less than 1 % of the possible pairs is left, a round brought nothing, or the plan's rounds are over. The host learns two counts per round. Pairs depend on
 * plan, step and vacancies only: host/reference/matching.c gives the same, bit by bit. */
#ifndef ENGRAM_STORE_MATCHING_H
#define ENGRAM_STORE_MATCHING_H
#include "device/device.h"
#include "network/matching.h"

struct matching;

/* The plan is copied. `work_group` 0: a usual one. in_degree: u32[n_targets] synapses that each target has when matching_run is called, borrowed until
 * matching_free, read only if the plan has a max_in_degree; NULL: none. *out is owned by the caller (matching_free). */
engram_code matching_create(struct device *dev, const struct matching_plan *plan, cl_mem in_degree,
                            size_t work_group, struct matching **out, engram_status *status);
void matching_free(struct matching *m);

/* Pair vacant_axons (u32[n_sources]) with vacant_dendrites (u32[n_targets]); both shrink by what was paired. *pairs: matching_pair[*n_pairs], borrowed until the next
 * run; by round, then by axonal element. A pair may come more than once, and may be a synapse that exists already.
 * Fails with ENGRAM_E_USAGE if there are 2^32 - 1 vacant elements or more on one side; vacancies are then unchanged. */
engram_code matching_run(struct matching *m, uint64_t step, cl_mem vacant_axons, cl_mem vacant_dendrites,
                         cl_mem *pairs, uint32_t *n_pairs, engram_status *status);

/* What the last run did: n_rounds, the pairs that were possible, and how many were left before each round and at the end. */
struct matching_rounds {
    uint32_t n_rounds, possible, left[MATCHING_MAX_ROUNDS + 1];
};
const struct matching_rounds *matching_last(const struct matching *m);
#endif
