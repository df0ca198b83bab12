/* The naive twin of store/matching.h, and a matcher that follows the law of pairs to the letter. */
#ifndef ENGRAM_REFERENCE_MATCHING_H
#define ENGRAM_REFERENCE_MATCHING_H
#include "network/matching.h"

/* The vacant dendritic elements of a round, cell by cell. */
struct dendritic {
    uint32_t n, most;     /* all, and those of the fullest cell */
    uint32_t *cell_begin; /* [n_cells + 1] */
    uint32_t *place;      /* [n] whose each is: index into plan->order */
};
/* vacant: [n_targets] in plan->order. *d is to be freed by the caller (dendritic_free), also after a failure. */
engram_code dendritic_create(const struct matching_plan *plan, const uint32_t *vacant, struct dendritic *d,
                             engram_status *status);
void dendritic_free(struct dendritic *d);
/* The element that the axonal element number `element`, of neuron `source`, asks for in a round; MATCHING_NOWHERE if all of its tries fail. */
uint32_t dendritic_propose(const struct matching_plan *plan, const struct dendritic *d, uint64_t step,
                           uint32_t round, uint32_t element, uint32_t source);

/* Arguments and result as of matching_run (store/matching.h), with arrays of the caller's; in_degree may be NULL. *pairs is owned by the caller (free()). */
engram_code reference_match(const struct matching_plan *plan, uint64_t step, uint32_t *vacant_axons,
                            uint32_t *vacant_dendrites, const uint32_t *in_degree, matching_pair **pairs,
                            uint32_t *n_pairs, engram_status *status);

/* The same task by the exact law, in double precision: one axonal element after the other draws from its row of n_targets weights v_j K(d_ij), with the vacancies that
 * are left. No rounds, no tries, no cells: n_targets evaluations of the kernel per element. Other pairs, the same statistics as long as few elements are refused. */
engram_code reference_match_exactly(const struct matching_plan *plan, uint64_t step, uint32_t *vacant_axons,
                                    uint32_t *vacant_dendrites, matching_pair **pairs, uint32_t *n_pairs,
                                    engram_status *status);
/* v_j K(d_ij) for all targets, in plan->order, and its sum; 0 for `source` itself where that may not be. weights: [n_targets]. */
double matching_weights(const struct matching_plan *plan, const uint32_t *vacant, uint32_t source,
                        double *weights);
#endif
