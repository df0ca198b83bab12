/* Synapses copied back in canonical order, a range of sources at a time, so that a large projection never has to be on the host as a whole. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/axons.h"
#include "store/row_sort.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

/* The synapses of a range of sources in one tile lie next to each other: copies of that part of the columns. */
struct tile_copy {
    uint32_t *target;
    void *weight; /* see weight_get() */
    uint16_t *length;
    float *columns[SYNAPSE_MAX_COLUMNS];
};

static void tile_copy_free(struct tile_copy *c)
{
    free(c->target);
    free(c->weight);
    free(c->length);
    for (int k = 0; k < SYNAPSE_MAX_COLUMNS; k++)
        free(c->columns[k]);
}

/* Elements begin .. begin + n - 1 of a column; `copy` is the address of a pointer, whose memory grows. */
static engram_code read_column(struct store *s, cl_mem column, uint64_t begin, uint64_t n, size_t size,
                               void *copy, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!column)
        return ENGRAM_OK;
    TRY(memory_resize(copy, n, size, "copy of synapses", status));
    TRY(bank_read(s->dev, column, begin * size, *(void **)copy, n * size, status));
cleanup:
    return code;
}

static engram_code read_tile(struct store *s, const struct layout_class *class, const struct store_bank *bank,
                             uint64_t begin, uint64_t n, struct tile_copy *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(read_column(s, bank->target, begin, n, sizeof *c->target, &c->target, status));
    TRY(read_column(s, bank->weight, begin, n, weight_bytes(class->weight_width), &c->weight, status));
    TRY(read_column(s, bank->length, begin, n, sizeof *c->length, &c->length, status));
    for (size_t k = 0; k < class->n_columns; k++)
        TRY(read_column(s, bank->columns[k], begin, n, sizeof(float), &c->columns[k], status));
cleanup:
    return code;
}

/* The fragment of an axon in one tile, from element `from` of the copy to element `at` of the table. */
static void put_fragment(struct synapse_table *t, uint64_t at, const struct tile_copy *c, uint64_t from,
                         uint32_t n, const struct projection *p)
{
    size_t n_columns = projection_n_columns(p);
    memcpy(t->target + at, c->target + from, n * sizeof *t->target);
    for (uint32_t i = 0; i < n; i++)
        t->weight[at + i] = weight_get(&p->storage, c->weight, from + i);
    memcpy(t->length + at, c->length + from, n * sizeof *t->length);
    for (size_t k = 0; k < n_columns; k++)
        memcpy(t->columns[k] + at, c->columns[k] + from, n * sizeof(float));
}

/* Tiles hold ascending targets, so the fragments of an axon only need merging by length. */
static engram_code merge_row(struct row_sorter *sorter, struct synapse_table *t, uint64_t at, uint32_t n,
                             size_t n_columns, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const uint32_t *order = NULL;
    TRY(row_order(sorter, t->target + at, t->length + at, n, &order, status));
    if (!order)
        return ENGRAM_OK;
    row_permute(sorter, t->target + at, sizeof *t->target, n, order);
    row_permute(sorter, t->length + at, sizeof *t->length, n, order);
    row_permute(sorter, t->weight + at, sizeof *t->weight, n, order);
    for (size_t k = 0; k < n_columns; k++)
        row_permute(sorter, t->columns[k] + at, sizeof(float), n, order);
cleanup:
    return code;
}

/* The rows of a range of sources in every tile. */
struct rows_copy {
    row_record *row; /* [n_tiles][n] */
    uint32_t n;
    uint64_t *end; /* [n] where the synapses of each source end in the table */
};

static uint64_t row_begin(const struct rows_copy *rows, uint32_t i)
{
    return i ? rows->end[i - 1] : 0;
}

static engram_code read_rows(struct store *s, const struct store_class *class, uint32_t first_axon,
                             struct rows_copy *rows, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_tiles = s->layout->n_tiles, n_axons = class->layout->n_axons, n = rows->n;
    TRY(memory_new(&rows->row, (uint64_t)n_tiles * n, sizeof *rows->row, "copy of rows", status));
    TRY(memory_new(&rows->end, n, sizeof *rows->end, "copy of rows", status));
    for (uint32_t t = 0; t < n_tiles; t++)
        TRY(bank_read(s->dev, class->rows, ((uint64_t)t * n_axons + first_axon) * sizeof *rows->row,
                      rows->row + (uint64_t)t * n, n * sizeof *rows->row, status));
    for (uint32_t i = 0; i < n; i++) {
        rows->end[i] = row_begin(rows, i);
        for (uint32_t t = 0; t < n_tiles; t++)
            rows->end[i] +=
                rows->row[(uint64_t)t * n + i].end - (uint64_t)rows->row[(uint64_t)t * n + i].begin;
    }
cleanup:
    return code;
}

/* Fill the table with fragments: those of a source follow one another in the order of tiles. */
static engram_code copy_fragments(struct store *s, const struct store_class *class, uint32_t projection,
                                  const struct rows_copy *rows, struct synapse_table *out,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct tile_copy copy = {0};
    uint64_t *next = NULL;
    TRY(memory_new(&next, rows->n, sizeof *next, "copy of synapses", status));
    for (uint32_t i = 0; i < rows->n; i++)
        next[i] = row_begin(rows, i);
    for (uint32_t b = 0; b < class->n_banks; b++) {
        const struct store_bank *bank = &class->banks[b];
        for (uint32_t t = bank->first_tile; t < bank->first_tile + bank->n_tiles; t++) {
            const row_record *row = rows->row + (uint64_t)t * rows->n;
            TRY(read_tile(s, class->layout, bank, row[0].begin, row[rows->n - 1].end - row[0].begin, &copy,
                          status));
            for (uint32_t i = 0; i < rows->n; i++) {
                put_fragment(out, next[i], &copy, row[i].begin - row[0].begin, row[i].end - row[i].begin,
                             &s->net->projections[projection]);
                next[i] += row[i].end - row[i].begin;
            }
        }
    }
cleanup:
    free(next);
    tile_copy_free(&copy);
    return code;
}

engram_code store_synapses_of(struct store *s, uint32_t projection, uint32_t begin, uint32_t end,
                              struct synapse_table *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t place = 0;
    const struct layout_class *lc = layout_class_of(s->layout, projection, &place);
    const struct store_class *class = &s->classes[lc - s->layout->classes];
    struct rows_copy rows = {.n = end - begin};
    struct row_sorter sorter = {0};
    TRY(read_rows(s, class, s->layout->delivery[lc->first_projection + place].first_axon + begin, &rows,
                  status));
    TRY(synapse_table_create(s->net, &s->net->projections[projection], rows.end[rows.n - 1], out, status));
    TRY(copy_fragments(s, class, projection, &rows, out, status));
    for (uint32_t i = 0; i < rows.n; i++) {
        for (uint64_t at = row_begin(&rows, i); at < rows.end[i]; at++)
            out->source[at] = begin + i;
        TRY(merge_row(&sorter, out, row_begin(&rows, i), (uint32_t)(rows.end[i] - row_begin(&rows, i)),
                      lc->n_columns, status));
    }
    TRY(store_slowness(s, projection, out->slowness, status));
cleanup:
    free(rows.row);
    free(rows.end);
    row_sorter_free(&sorter);
    if (code != ENGRAM_OK)
        synapse_table_free(out);
    return code;
}

engram_code store_synapses(struct store *s, uint32_t projection, struct synapse_table *out,
                           engram_status *status)
{
    return store_synapses_of(s, projection, 0, s->net->populations[s->net->projections[projection].source].n,
                             out, status);
}
