/* Edges come in the order of their targets, and rows are those of sources: of a large population, each edge goes somewhere else in memory. Here they are collected first, and
 * brought into the order of neighbouring rows, so that what is written stays in the cache until it is full. */
#ifndef ENGRAM_STORE_SCATTER_H
#define ENGRAM_STORE_SCATTER_H
#include "core/status.h"

#include <stdint.h>

struct placed_edge {
    uint32_t source, target;
    float weight;
    uint16_t length;
};

struct scatter {
    struct placed_edge *edges, *sorted; /* [room] */
    uint32_t n, room;
};
enum {
    SCATTER_ROWS = 1 << 10,  /* neighbours whose ends fit an inner cache */
    SCATTER_EDGES = 1 << 22, /* collected by all threads together */
    SCATTER_BYTES = SCATTER_EDGES * 2 * (int)sizeof(struct placed_edge)
};

/* One of n_threads. */
engram_code scatter_create(struct scatter *s, uint32_t n_threads, engram_status *status);
void scatter_free(struct scatter *s);
/* Bring what was collected into the order of blocks of SCATTER_ROWS rows, of which there are n_rows; edges of one row keep theirs. s->sorted has the result. */
engram_code scatter_sort(struct scatter *s, uint32_t n_rows, engram_status *status);
#endif
