/* The walks over the edges of a class: first to count them, then to put them where they belong. */
#ifndef ENGRAM_STORE_ROWS_WALK_H
#define ENGRAM_STORE_ROWS_WALK_H
#include "store/store.h"

struct columns {
    uint32_t *target;
    void *weight; /* see weight_put() */
    uint16_t *length;
    float *extra[SYNAPSE_MAX_COLUMNS];
};

struct build {
    struct store *store;
    struct store_class *class;
    uint32_t n_parts, parts_per_tile;
    uint32_t *place;           /* [n_parts][n_axons]: first counts, then positions in the tile's bank */
    row_record *rows;          /* [n_tiles][n_axons] */
    uint64_t *per_part;        /* [n_parts][n_projections] synapses */
    uint64_t *in_degree_bound; /* [n_projections] */
    struct columns *columns;   /* [n_banks] mapped */
    uint32_t *bank_of;         /* [n_tiles] */
};

/* Count: `place` and `per_part`. */
engram_code rows_count(struct build *b, engram_status *status);
/* Put every edge at its place in the mapped columns. */
engram_code rows_fill(struct build *b, engram_status *status);
#endif
