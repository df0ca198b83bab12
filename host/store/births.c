/* Bring new synapses into the order of rows: by tile and axon, then by length, target and birth. */
#include "core/memory.h"
#include "core/parallel.h"
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

/* Synapses, and rows, that are worth a thread. */
enum { SHARE = 1 << 14, ROWS_SHARE = 1 << 12 };

struct sorting {
    const struct store *s;
    const struct store_structure *st;
    const struct births *births;
    uint32_t *row; /* [births->n] of each new synapse */
    uint32_t
        *at; /* [rows + 1] where each row begins in the sorted list; once that is filled, where it ends */
    size_t n_rows;
    uint32_t stretch; /* rows of a thread */
    struct sorted_births *out;
};

static engram_code find_rows(void *context, uint32_t item, engram_status *status)
{
    (void)status;
    const struct sorting *o = context;
    const struct births *b = o->births;
    uint32_t n_targets = o->s->net->populations[o->s->net->projections[o->st->projection].target].n,
             first = structure_first_axon(o->s, o->st);
    uint64_t begin = (uint64_t)item * SHARE, end = begin + SHARE < b->n ? begin + SHARE : b->n;
    for (uint64_t i = begin; i < end; i++)
        o->row[i] = tile_of(b->target[i], n_targets, o->s->layout->n_tiles) * o->st->class->layout->n_axons +
                    first + b->source[i];
    return ENGRAM_OK;
}

/* By rows, in the order of birth within each: a thread looks at all new synapses and takes those of its stretch of rows. */
static engram_code count_stretch(void *context, uint32_t item, engram_status *status)
{
    (void)status;
    const struct sorting *o = context;
    uint32_t first = item * o->stretch;
    for (uint64_t i = 0; i < o->births->n; i++)
        if (o->row[i] - first < o->stretch)
            o->at[o->row[i] + 1u]++;
    return ENGRAM_OK;
}

static engram_code put_stretch(void *context, uint32_t item, engram_status *status)
{
    (void)status;
    const struct sorting *o = context;
    const struct births *b = o->births;
    uint32_t first = item * o->stretch;
    for (uint64_t i = 0; i < b->n; i++) {
        if (o->row[i] - first >= o->stretch)
            continue;
        uint32_t k = o->at[o->row[i]]++;
        o->out->target[k] = b->target[i];
        o->out->weight[k] = b->weight[i];
        o->out->length[k] = b->length[i];
    }
    return ENGRAM_OK;
}

static engram_code put_births(struct sorting *o, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_stretches = o->births->n < SHARE ? 1 : parallel_threads();
    o->stretch = (uint32_t)((o->n_rows + n_stretches - 1) / n_stretches);
    TRY(parallel_for(n_stretches, count_stretch, o, status));
    for (size_t r = 0; r < o->n_rows; r++)
        o->at[r + 1u] += o->at[r];
    TRY(parallel_for(n_stretches, put_stretch, o, status));
    for (size_t r = 0; r < o->n_rows; r++) {
        uint32_t first = r ? o->at[r - 1u] : 0;
        if (o->at[r] != first)
            o->out->rows[o->out->n_rows++] = (row_births){(uint32_t)r, first, o->at[r]};
    }
cleanup:
    return code;
}

static engram_code sort_rows(void *context, uint32_t item, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct sorting *o = context;
    struct sorted_births *out = o->out;
    struct row_sorter sorter = {0};
    uint32_t begin = item * ROWS_SHARE, left = out->n_rows - begin;
    for (uint32_t r = begin; r < begin + (left < ROWS_SHARE ? left : ROWS_SHARE); r++) {
        uint32_t first = out->rows[r].first, n = out->rows[r].end - first;
        const uint32_t *order = NULL;
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
    struct sorting o = {.s = s,
                        .st = st,
                        .births = b,
                        .n_rows = (size_t)s->layout->n_tiles * st->class->layout->n_axons,
                        .out = out};
    *out = (struct sorted_births){.n = (uint32_t)b->n};
    TRY(memory_new(&o.row, b->n, sizeof *o.row, "new synapses", status));
    TRY(memory_new(&o.at, o.n_rows + 1u, sizeof *o.at, "new synapses", status));
    TRY(memory_new(&out->target, b->n, sizeof *out->target, "new synapses", status));
    TRY(memory_new(&out->weight, b->n, sizeof *out->weight, "new synapses", status));
    TRY(memory_new(&out->length, b->n, sizeof *out->length, "new synapses", status));
    TRY(memory_new(&out->rows, b->n < o.n_rows ? b->n : o.n_rows, sizeof *out->rows, "new synapses", status));
    TRY(parallel_for((uint32_t)((b->n + SHARE - 1) / SHARE), find_rows, &o, status));
    TRY(put_births(&o, status));
    TRY(parallel_for((out->n_rows + ROWS_SHARE - 1) / ROWS_SHARE, sort_rows, &o, status));
cleanup:
    free(o.row);
    free(o.at);
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
