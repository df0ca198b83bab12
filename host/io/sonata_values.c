/* Ranges of per-element values. Each public function cuts its range into blocks; a block is a list of rows, looked up group by group. */
#include "core/memory.h"
#include "io/sonata_elements.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Working memory for one block of elements. */
struct block {
    uint64_t begin, n;
    int64_t *group;  /* [n] index into groups */
    uint64_t *index; /* [n] row inside the group */
    int64_t *type;   /* [n] type ids, read only if the table is needed */
    uint64_t *at, *slot,
        *value; /* of the elements that share one column: row in the column, position in the block, 8-byte value */
};

static void block_free(struct block *b)
{
    free(b->group);
    free(b->index);
    free(b->type);
    free(b->at);
    free(b->slot);
    free(b->value);
}

static engram_code block_new(struct block *b, uint64_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    void *arrays[] = {&b->group, &b->index, &b->type, &b->at, &b->slot, &b->value};
    *b = (struct block){0};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        TRY(memory_new(arrays[i], n < SONATA_BLOCK ? n : SONATA_BLOCK, 8, "a block of SONATA elements",
                       status));
cleanup:
    return code;
}

/* Rows of the file that hold elements [begin, begin + n): the elements themselves, unless node ids are out of order. */
static engram_code read_rows(const struct sonata_elements *e, const struct h5_column *column, struct block *b,
                             int64_t *out, engram_status *status)
{
    if (!e->row_of)
        return h5_column_read(column, b->begin, b->n, H5T_NATIVE_INT64, out, status);
    for (uint64_t i = 0; i < b->n; i++)
        b->at[i] = e->row_of[b->begin + i];
    return h5_column_gather(column, b->at, b->n, H5T_NATIVE_INT64, out, status);
}

/* Group and row of each element of the block. */
static engram_code read_places(const struct sonata_elements *e, struct block *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!e->row_of)
        return sonata_read_groups(e, b->begin, b->n, b->group, b->index, status);
    for (uint64_t i = 0; i < b->n;
         i++) /* populations with ids out of order are small: one by one is fast enough */
        TRY(sonata_read_groups(e, e->row_of[b->begin + i], 1, &b->group[i], &b->index[i], status));
cleanup:
    return code;
}

/* Elements of the block whose group has this column. */
static uint64_t select_column(const struct sonata_column *column, struct block *b)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < b->n; i++) {
        if (b->group[i] != (int64_t)column->group)
            continue;
        b->at[n] = b->index[i];
        b->slot[n++] = i;
    }
    return n;
}

static const char *table_column(const char *name)
{
    static const char dynamics[] = "dynamics_params/";
    return strncmp(name, dynamics, sizeof dynamics - 1) ? name : name + sizeof dynamics - 1;
}

/* The table's row for element i of the block; -1: no table. */
static int64_t table_row(const struct sonata_elements *e, const struct block *b, uint64_t i)
{
    return e->types ? sonata_types_find(e->types, b->type[i]) : -1;
}

static engram_code numbers_from_groups(const struct sonata_elements *e, int64_t attribute, struct block *b,
                                       double *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    bool direct = e->identity && !e->row_of;
    if (!direct)
        TRY(read_places(e, b, status));
    for (size_t k = 0; k < e->n_columns; k++) {
        const struct sonata_column *column = &e->columns[k];
        if ((int64_t)column->attribute != attribute)
            continue;
        TRY(h5_column_demand(&column->values, H5_REALS, status));
        if (direct) {
            TRY(h5_column_read(&column->values, b->begin, b->n, H5T_NATIVE_DOUBLE, out, status));
            continue;
        }
        uint64_t n = select_column(column, b);
        TRY(h5_column_gather(&column->values, b->at, n, H5T_NATIVE_DOUBLE, b->value, status));
        for (uint64_t i = 0; i < n; i++)
            memcpy(&out[b->slot[i]], &b->value[i], sizeof *out);
    }
cleanup:
    return code;
}

static engram_code numbers_from_table(const struct sonata_elements *e, const char *name, struct block *b,
                                      double *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t missing = 0;
    int64_t last_row = -1;
    double last = NAN;
    for (uint64_t i = 0; i < b->n; i++)
        missing += isnan(out[i]) != 0;
    if (!missing || !e->types)
        return ENGRAM_OK;
    TRY(read_rows(e, &e->type_id, b, b->type, status));
    for (uint64_t i = 0; i < b->n; i++) {
        int64_t row = isnan(out[i]) ? table_row(e, b, i) : -1;
        if (row < 0)
            continue;
        if (row != last_row)
            TRY(sonata_types_number(e->types, (size_t)row, table_column(name), &last, status));
        last_row = row;
        out[i] = last;
    }
cleanup:
    return code;
}

engram_code sonata_numbers(struct sonata_elements *e, const char *name, uint64_t begin, uint64_t n,
                           double *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct block b;
    int64_t attribute = sonata_find_attribute(e, name);
    assert(begin <= e->n && n <= e->n - begin);
    TRY(block_new(&b, n, status));
    for (uint64_t done = 0; done < n; done += b.n) {
        b.begin = begin + done;
        b.n = n - done < SONATA_BLOCK ? n - done : SONATA_BLOCK;
        for (uint64_t i = 0; i < b.n; i++)
            out[done + i] = NAN;
        if (attribute >= 0)
            TRY(numbers_from_groups(e, attribute, &b, out + done, status));
        TRY(numbers_from_table(e, name, &b, out + done, status));
    }
cleanup:
    block_free(&b);
    return code;
}

/* One text of a column: stored as text, or as a number of a word of the group's library. */
static engram_code one_text(const struct sonata_elements *e, const struct sonata_column *column, uint64_t at,
                            char **out, engram_status *status)
{
    int64_t word = 0;
    if (!column->library)
        return h5_column_texts(&column->values, at, 1, out, status);
    engram_code code = h5_column_demand(&column->values, H5_INTEGERS, status);
    if (code == ENGRAM_OK)
        code = h5_column_read(&column->values, at, 1, H5T_NATIVE_INT64, &word, status);
    if (code != ENGRAM_OK)
        return code;
    if (word < 0 || (uint64_t)word >= column->n_library)
        return FAIL(ENGRAM_E_INPUT, .what = "an enumerated attribute names no word",
                    .where =
                        TEXT("%s: %s[%" PRIu64 "]", e->path, h5_name(column->values.dataset, status), at),
                    .why = TEXT("it is %" PRId64 "; its @library has %zu words", word, column->n_library),
                    .hint = "the file is damaged");
    return memory_string(out, column->library[word], status);
}

static engram_code texts_from_groups(const struct sonata_elements *e, int64_t attribute, struct block *b,
                                     char **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(read_places(e, b, status));
    for (size_t k = 0; k < e->n_columns; k++) {
        const struct sonata_column *column = &e->columns[k];
        if ((int64_t)column->attribute != attribute)
            continue;
        uint64_t n = select_column(column, b);
        bool neighbours = n && !column->library && b->at[n - 1] - b->at[0] == n - 1;
        for (uint64_t i = 1; i < n && neighbours; i++)
            neighbours = b->at[i] == b->at[i - 1] + 1;
        if (neighbours && n == b->n) {
            TRY(h5_column_texts(&column->values, b->at[0], n, out, status));
            continue;
        }
        for (uint64_t i = 0; i < n; i++)
            TRY(one_text(e, column, b->at[i], &out[b->slot[i]], status));
    }
cleanup:
    return code;
}

static engram_code texts_from_table(const struct sonata_elements *e, const char *name, struct block *b,
                                    char **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!e->types)
        return ENGRAM_OK;
    TRY(read_rows(e, &e->type_id, b, b->type, status));
    for (uint64_t i = 0; i < b->n; i++) {
        int64_t row = out[i] ? -1 : table_row(e, b, i);
        const char *text = row < 0 ? NULL : sonata_types_text(e->types, (size_t)row, table_column(name));
        if (text)
            TRY(memory_string(&out[i], text, status));
    }
cleanup:
    return code;
}

engram_code sonata_texts(struct sonata_elements *e, const char *name, uint64_t begin, uint64_t n, char **out,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct block b;
    int64_t attribute = sonata_find_attribute(e, name);
    assert(begin <= e->n && n <= e->n - begin);
    memset(out, 0, n * sizeof *out);
    TRY(block_new(&b, n, status));
    for (uint64_t done = 0; done < n; done += b.n) {
        b.begin = begin + done;
        b.n = n - done < SONATA_BLOCK ? n - done : SONATA_BLOCK;
        if (attribute >= 0)
            TRY(texts_from_groups(e, attribute, &b, out + done, status));
        TRY(texts_from_table(e, name, &b, out + done, status));
    }
cleanup:
    for (uint64_t i = 0; code != ENGRAM_OK && i < n; i++) {
        free(out[i]);
        out[i] = NULL;
    }
    block_free(&b);
    return code;
}

engram_code sonata_type_ids(struct sonata_elements *e, uint64_t begin, uint64_t n, int64_t *out,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct block b;
    assert(begin <= e->n && n <= e->n - begin);
    TRY(block_new(&b, n, status));
    for (uint64_t done = 0; done < n; done += b.n) {
        b.begin = begin + done;
        b.n = n - done < SONATA_BLOCK ? n - done : SONATA_BLOCK;
        TRY(read_rows(e, &e->type_id, &b, out + done, status));
    }
cleanup:
    block_free(&b);
    return code;
}

engram_code sonata_positions(struct sonata_elements *e, uint64_t begin, uint64_t n, float *out, int *n_axes,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double *values = NULL;
    *n_axes = 0;
    memset(out, 0, n * 3 * sizeof *out);
    TRY(memory_new(&values, n, sizeof *values, "positions", status));
    for (int axis = 0; axis < 3; axis++) {
        const char name[2] = {(char)('x' + axis), 0};
        if (!sonata_has(e, name))
            continue;
        *n_axes = axis + 1;
        TRY(sonata_numbers(e, name, begin, n, values, status));
        for (uint64_t i = 0; i < n; i++)
            out[3 * i + (uint64_t)axis] = isfinite(values[i]) ? (float)values[i] : 0.0f;
    }
cleanup:
    free(values);
    return code;
}

engram_code sonata_end_ids(struct sonata_elements *e, enum sonata_end end, uint64_t begin, uint64_t n,
                           uint64_t n_nodes, uint32_t *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    int64_t *ids = NULL;
    const struct h5_column *column = &e->end_id[end];
    assert(begin <= e->n && n <= e->n - begin);
    TRY(memory_new(&ids, n < SONATA_BLOCK ? n : SONATA_BLOCK, sizeof *ids, "node ids of edges", status));
    for (uint64_t done = 0, m; done < n; done += m) {
        m = n - done < SONATA_BLOCK ? n - done : SONATA_BLOCK;
        TRY(h5_column_read(column, begin + done, m, H5T_NATIVE_INT64, ids, status));
        for (uint64_t i = 0; i < m; i++) {
            if (ids[i] < 0 || (uint64_t)ids[i] >= n_nodes || ids[i] > UINT32_MAX)
                TRY(FAIL(ENGRAM_E_INPUT, .what = "an edge names a node that does not exist",
                         .where = TEXT("%s: %s[%" PRIu64 "]", e->path, h5_name(column->dataset, status),
                                       begin + done + i),
                         .why = TEXT("node id %" PRId64 "; population '%s' has %" PRIu64 " nodes", ids[i],
                                     e->end_population[end], n_nodes),
                         .hint = "give the nodes file that belongs to these edges"));
            out[done + i] = (uint32_t)ids[i];
        }
    }
cleanup:
    free(ids);
    return code;
}
