/* Bring new synapses into the order of rows: by tile and axon, then by length, target and birth. */
#include "core/memory.h"
#include "store/row_sort.h"
#include "store/structure.h"

#include <stdlib.h>
#include <string.h>

static uint32_t tile_of(uint32_t target, uint32_t n_targets, uint32_t n_tiles)
{
    uint32_t tile = (uint32_t)((uint64_t)target * n_tiles / n_targets);
    while (target < tile_begin(n_targets, tile, n_tiles))
        tile--;
    while (target >= tile_begin(n_targets, tile + 1u, n_tiles))
        tile++;
    return tile;
}

/* Row of each new synapse, and where each row begins in the sorted list: at[row], at[row + 1]. */
static void count_rows(const struct store *s, const struct store_structure *st, const struct births *b,
                       uint32_t *row, uint32_t *at, size_t n_rows)
{
    const struct layout_class *lc = st->class->layout;
    uint32_t n_targets = s->net->populations[s->net->projections[st->projection].target].n,
             first = structure_first_axon(s, st);
    for (uint64_t i = 0; i < b->n; i++) {
        row[i] = tile_of(b->target[i], n_targets, s->layout->n_tiles) * lc->n_axons + first + b->source[i];
        at[row[i] + 1u]++;
    }
    for (size_t r = 0; r < n_rows; r++)
        at[r + 1u] += at[r];
}

static void put_births(const struct births *b, const uint32_t *row, uint32_t *at, struct sorted_births *out)
{
    for (uint64_t i = 0; i < b->n; i++) {
        uint32_t k = at[row[i]]++;
        out->target[k] = b->target[i];
        out->weight[k] = b->weight[i];
        out->length[k] = b->length[i];
    }
}

/* at[row] is the end of the row by now. */
static engram_code sort_rows(const uint32_t *at, size_t n_rows, struct sorted_births *out,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct row_sorter sorter = {0};
    for (size_t r = 0; r < n_rows; r++) {
        uint32_t first = r ? at[r - 1u] : 0, n = at[r] - first;
        const uint32_t *order = NULL;
        if (n == 0)
            continue;
        out->rows[out->n_rows++] = (row_births){(uint32_t)r, first, at[r]};
        TRY(row_order(&sorter, out->target + first, out->length + first, n, &order, status));
        if (!order)
            continue;
        row_permute(&sorter, out->target + first, sizeof *out->target, n, order);
        row_permute(&sorter, out->length + first, sizeof *out->length, n, order);
        row_permute(&sorter, out->weight + first, sizeof *out->weight, n, order);
    }
cleanup:
    row_sorter_free(&sorter);
    return code;
}

engram_code births_sort(const struct store *s, const struct store_structure *st, const struct births *b,
                        struct sorted_births *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n_rows = (size_t)s->layout->n_tiles * st->class->layout->n_axons;
    uint32_t *row = NULL, *at = NULL;
    *out = (struct sorted_births){.n = (uint32_t)b->n};
    TRY(memory_new(&row, b->n, sizeof *row, "new synapses", status));
    TRY(memory_new(&at, n_rows + 1u, sizeof *at, "new synapses", status));
    TRY(memory_new(&out->target, b->n, sizeof *out->target, "new synapses", status));
    TRY(memory_new(&out->weight, b->n, sizeof *out->weight, "new synapses", status));
    TRY(memory_new(&out->length, b->n, sizeof *out->length, "new synapses", status));
    TRY(memory_new(&out->rows, b->n < n_rows ? b->n : n_rows, sizeof *out->rows, "new synapses", status));
    count_rows(s, st, b, row, at, n_rows);
    put_births(b, row, at, out);
    TRY(sort_rows(at, n_rows, out, status));
cleanup:
    free(row);
    free(at);
    return code;
}

void births_strike(struct sorted_births *b, const uint8_t *refused)
{
    uint32_t n = 0, n_rows = 0;
    for (uint32_t r = 0; r < b->n_rows; r++) {
        row_births row = {b->rows[r].row, n, n};
        for (uint32_t k = b->rows[r].first; k < b->rows[r].end; k++) {
            if (refused[k])
                continue;
            b->target[n] = b->target[k];
            b->weight[n] = b->weight[k];
            b->length[n++] = b->length[k];
        }
        row.end = n;
        if (row.first != row.end)
            b->rows[n_rows++] = row;
    }
    b->n = n;
    b->n_rows = n_rows;
}

void sorted_births_free(struct sorted_births *b)
{
    free(b->target);
    free(b->weight);
    free(b->length);
    free(b->rows);
    *b = (struct sorted_births){0};
}
