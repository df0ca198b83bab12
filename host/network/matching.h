/* Pairing of vacant axonal with vacant dendritic elements: what of it does not change while a network runs.
 *
 *      targets in order of their cells     order    5 0 | 3 | | 1 2 4 |           cell_begin  0 2 3 3 6
 *
 * Neurons do not move, so this order is made once; the vacant elements of a cell are then neighbours in any round, without sorting them.
 * How an element is chosen: kernels/structure/matching.h. Rounds: store/matching.h, and reference/matching.h as plain loops. */
#ifndef ENGRAM_NETWORK_MATCHING_H
#define ENGRAM_NETWORK_MATCHING_H
#include "core/status.h"
#include "structure/matching.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    MATCHING_CELLS_PER_SIGMA = 6,
    MATCHING_MOST_CELLS = 1 << 22,
    MATCHING_DEFAULT_ROUNDS = 8,
    MATCHING_DEFAULT_TRIES = 16
};

struct matching_request {
    const char *name; /* of the projection, for messages */
    uint32_t n_sources, n_targets;
    bool same_population, autapses;                   /* autapses matter only in one population */
    const float *source_positions, *target_positions; /* [n][3] um; not used by MATCHING_ANYWHERE */
    double period[3];                                 /* um; 0: open */
    uint32_t kernel;                                  /* a MATCHING_ number. Gaussian: exp(-d^2 / sigma^2) */
    double sigma_um;
    uint32_t rounds, tries; /* 0: the default */
    uint32_t max_in_degree; /* 0: no limit */
    uint64_t seed;
    uint32_t owner; /* hash of the projection's name */
};

struct matching_plan {
    matching_law law;
    uint32_t n_sources, n_targets, n_cells;
    uint32_t max_in_degree;  /* UINT32_MAX: no limit */
    matching_place *sources; /* [n_sources]; nothing without a kernel, as `targets` */
    matching_place *targets; /* [n_targets], in the order of `order` */
    uint32_t *order;         /* [n_targets] neurons */
    uint32_t *cell_begin;    /* [n_cells + 1] into `order` */
};

/* Cells are sigma / 6 wide, which makes the law of pairs differ from the exact one by 0.04 in total variation, or as much wider as 2^22 of them require: 0.07 with
 * sigma / 3, 0.14 with sigma / 1.6. With a disc, and where the kernel is about as wide as the
 * space, the law is exact whatever the cells.
 * *plan is to be freed by the caller (matching_plan_free), also after a failure. The request is copied. */
engram_code matching_plan_create(const struct matching_request *request, struct matching_plan *plan,
                                 engram_status *status);
void matching_plan_free(struct matching_plan *plan);
#endif
