/* A given number of partners for one neuron. Shared by the builders with fixed degrees and the one with a fixed total. */
#ifndef ENGRAM_NETWORK_DEGREE_H
#define ENGRAM_NETWORK_DEGREE_H
#include "network/walk.h"

/* With replacement: a queue of blocks to draw. Partners of an entity come out in order; what is still queued at the end, replaced_flush emits. */
struct replaced {
    struct walk *walk;
    uint32_t n_candidates;
    bool from_source; /* the entity is the source, partners are targets; else the other way round */
    unsigned n;
    uint32_t entity[DRAW_LANES], block[DRAW_LANES];
    unsigned count[DRAW_LANES];
};
void replaced_partners(struct replaced *r, uint32_t entity, uint64_t degree);
void replaced_flush(struct replaced *r);

/* Without replacement: chosen[0 .. degree) after distinct_choose. Zero-initialise; free also after a failure. */
struct distinct {
    uint32_t n_candidates, round;
    uint32_t *stamp; /* [n_candidates] round in which a candidate was drawn last */
    uint32_t *chosen;
};
engram_code distinct_create(struct distinct *d, const struct walk *w, uint32_t n_candidates, uint64_t most,
                            engram_status *status);
void distinct_free(struct distinct *d);
void distinct_choose(struct distinct *d, struct draw_key key, uint64_t degree);
#endif
