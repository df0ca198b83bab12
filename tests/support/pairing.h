/* Random tasks of pairing, and what must hold for any pairs. */
#ifndef ENGRAM_TESTS_PAIRING_H
#define ENGRAM_TESTS_PAIRING_H
#include "reference/matching.h"

/* Neurons in a box of side_um[k], 0: all in one plane; vacancies of 0 .. most_axonal and most_dendritic, all equal if `even`. */
struct pairing_task {
    const char *name;
    struct matching_request request;
    double side_um[3];
    uint32_t most_axonal, most_dendritic;
    bool even;
};

struct pairing {
    struct matching_plan plan;
    float *source_positions, *target_positions;
    uint32_t *vacant_axons, *vacant_dendrites; /* at the start */
    uint32_t *in_degree;
};
void pairing_open(const struct pairing_task *task, struct pairing *p);
void pairing_close(struct pairing *p);

/* Pairs and what is left. */
struct pairing_outcome {
    matching_pair *pairs;
    uint32_t n_pairs, *vacant_axons, *vacant_dendrites;
};
/* Copies of the vacancies at the start. */
void pairing_begin(const struct pairing *p, struct pairing_outcome *o);
void pairing_by_reference(const struct pairing *p, uint64_t step, struct pairing_outcome *o);
void pairing_end(struct pairing_outcome *o);
/* No vacancy below 0, every pair taken off both sides, no autapse, no target over its limit. */
void pairing_check(const struct pairing_task *task, const struct pairing *p, const struct pairing_outcome *o);
/* Mean square distance of the pairs, in sigma^2; um of the nearest image. */
double pairing_mean_square(const struct pairing_task *task, const struct pairing *p,
                           const struct pairing_outcome *o);
#endif
