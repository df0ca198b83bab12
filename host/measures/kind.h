/* What a kind of number is made of. Any function may be NULL but `value`. */
#ifndef ENGRAM_MEASURES_KIND_H
#define ENGRAM_MEASURES_KIND_H
#include "measures/measures.h"

/* One number under way. */
struct tally {
    const struct network *net;
    const struct measure *of;
    void *state; /* state_bytes() of zeros to begin with */
};

struct kind {
    const char *unit;
    size_t (*state_bytes)(const struct network *net, const struct measure *of);
    /* `which` of the measure's populations has spiked. */
    void (*spike)(struct tally *t, uint32_t which, uint32_t neuron, uint64_t step);
    void (*delays)(struct tally *t, const struct axon_delays *delays);
    /* After a run of n_steps; NAN if that was too short. values: of the measures before this one. */
    double (*value)(const struct tally *t, uint64_t n_steps, const double *values);
    void (*cells)(struct tally *t, const struct cell_counts *days, uint64_t n_days);
};
extern const struct kind kind_rate, kind_delay, kind_spread, kind_response, kind_synchrony, kind_cells,
    kind_ratio;
#endif
