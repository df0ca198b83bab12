/* The order of one row: by (length, target); synapses equal in both keep theirs, so the result is unique. */
#ifndef ENGRAM_STORE_ROW_SORT_H
#define ENGRAM_STORE_ROW_SORT_H
#include "core/status.h"

#include <stddef.h>
#include <stdint.h>

/* Scratch space that grows with the longest row; zero-initialise it. */
struct row_sorter {
    struct row_item *items, *spare;
    uint32_t *order;
    void *copy;
    uint32_t room;
};
void row_sorter_free(struct row_sorter *sorter);
/* *order: [n], borrowed until the next call: synapse i of the sorted row is synapse order[i] now; NULL if the row is sorted already. */
engram_code row_order(struct row_sorter *sorter, const uint32_t *target, const uint16_t *length, uint32_t n,
                      const uint32_t **order, engram_status *status);
/* Bring an array of elements of `size` (1, 2 or 4) bytes into that order. */
void row_permute(struct row_sorter *sorter, void *array, size_t size, uint32_t n, const uint32_t *order);
#endif
