#include "core/memory.h"
#include "io/sonata_elements.h"

#include <inttypes.h>
#include <stdlib.h>

static engram_code bad_element(const struct sonata_elements *e, const struct h5_column *column, uint64_t row,
                               const char *why, const char *hint, engram_status *status)
{
    return FAIL(ENGRAM_E_INPUT, .what = "a SONATA file contradicts itself", .why = why, .hint = hint,
                .where = TEXT("%s: %s[%" PRIu64 "]", e->path, h5_name(column->dataset, status), row));
}

/* Node ids may come in any order; reading is by id, so the order is turned round here. */
static engram_code check_node_ids(struct sonata_elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct h5_column ids = {.dataset = H5I_INVALID_HID};
    int64_t *block = NULL;
    bool in_order = true;
    if (e->n > UINT32_MAX)
        return FAIL(ENGRAM_E_INPUT, .what = "too many nodes in one population",
                    .where = TEXT("%s: %s", e->path, h5_name(e->root, status)),
                    .why = TEXT("%" PRIu64 " nodes; node indices have 32 bits", e->n),
                    .hint = "split the population");
    if (!h5_exists(e->root, "node_id"))
        return ENGRAM_OK;
    TRY(h5_column_open(e->root, e->path, "node_id", &ids, status));
    TRY(h5_column_demand(&ids, H5_INTEGERS, status));
    if (ids.n != e->n)
        TRY(bad_element(e, &ids, ids.n, TEXT("%" PRIu64 " node ids for %" PRIu64 " nodes", ids.n, e->n),
                        "write one id per node, or none at all", status));
    TRY(memory_new(&block, SONATA_BLOCK, sizeof *block, "node ids", status));
    TRY(memory_new(&e->row_of, e->n, sizeof *e->row_of, "order of the nodes", status));
    for (uint64_t row = 0; row < e->n; row++)
        e->row_of[row] = UINT32_MAX;
    for (uint64_t begin = 0; begin < e->n; begin += SONATA_BLOCK) {
        uint64_t n = e->n - begin < SONATA_BLOCK ? e->n - begin : SONATA_BLOCK;
        TRY(h5_column_read(&ids, begin, n, H5T_NATIVE_INT64, block, status));
        for (uint64_t i = 0; i < n; i++) {
            if (block[i] < 0 || (uint64_t)block[i] >= e->n)
                TRY(bad_element(e, &ids, begin + i,
                                TEXT("node id %" PRId64 " in a population of %" PRIu64, block[i], e->n),
                                "node ids must be 0 ... n-1 without gaps", status));
            if (e->row_of[block[i]] != UINT32_MAX)
                TRY(bad_element(e, &ids, begin + i, TEXT("node id %" PRId64 " appears twice", block[i]),
                                "node ids must be unique", status));
            e->row_of[block[i]] = (uint32_t)(begin + i);
            in_order = in_order && (uint64_t)block[i] == begin + i;
        }
    }
    if (in_order) {
        free(e->row_of);
        e->row_of = NULL;
    }
cleanup:
    free(block);
    h5_column_close(&ids);
    return code;
}

/* Every type must be in the table: an element without a type would silently be without a model or weight. */
static engram_code check_types(const struct sonata_elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    int64_t *block = NULL, last = 0;
    bool known = false;
    if (!e->types)
        return ENGRAM_OK;
    TRY(memory_new(&block, SONATA_BLOCK, sizeof *block, "type ids", status));
    for (uint64_t begin = 0; begin < e->n; begin += SONATA_BLOCK) {
        uint64_t n = e->n - begin < SONATA_BLOCK ? e->n - begin : SONATA_BLOCK;
        TRY(h5_column_read(&e->type_id, begin, n, H5T_NATIVE_INT64, block, status));
        for (uint64_t i = 0; i < n; i++) {
            if (known && block[i] == last)
                continue;
            last = block[i];
            known = sonata_types_find(e->types, last) >= 0;
            if (!known)
                TRY(bad_element(e, &e->type_id, begin + i,
                                TEXT("type id %" PRId64 " is not in %s", last, sonata_types_path(e->types)),
                                "give the type table that belongs to this file", status));
        }
    }
cleanup:
    free(block);
    return code;
}

engram_code sonata_read_groups(const struct sonata_elements *e, uint64_t begin, uint64_t n, int64_t *group,
                               uint64_t *index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint64_t i = 0; i < n; i++) {
        group[i] = e->n_groups ? e->groups[0] : 0;
        index[i] = begin + i;
    }
    if (e->group_id.dataset >= 0)
        TRY(h5_column_read(&e->group_id, begin, n, H5T_NATIVE_INT64, group, status));
    if (e->group_index.dataset >= 0)
        TRY(h5_column_read(&e->group_index, begin, n, H5T_NATIVE_UINT64, index, status));
    for (uint64_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < e->n_groups && e->groups[k] != group[i])
            k++;
        if (k == e->n_groups)
            TRY(bad_element(e, &e->group_id, begin + i, TEXT("there is no group '%" PRId64 "'", group[i]),
                            "the file is damaged or incomplete", status));
        group[i] = (int64_t)k;
    }
cleanup:
    return code;
}

/* How long the columns of each group must be; is element i simply row i of one group? */
static engram_code scan_groups(struct sonata_elements *e, uint64_t *needed, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    int64_t *group = NULL;
    uint64_t *index = NULL;
    TRY(memory_new(&group, SONATA_BLOCK, sizeof *group, "groups of elements", status));
    TRY(memory_new(&index, SONATA_BLOCK, sizeof *index, "groups of elements", status));
    e->identity = true;
    for (uint64_t begin = 0; begin < e->n; begin += SONATA_BLOCK) {
        uint64_t n = e->n - begin < SONATA_BLOCK ? e->n - begin : SONATA_BLOCK;
        TRY(sonata_read_groups(e, begin, n, group, index, status));
        for (uint64_t i = 0; i < n; i++) {
            if (index[i] >= e->n)
                TRY(bad_element(e, &e->group_index, begin + i,
                                TEXT("row %" PRIu64 " of a group, but there are %" PRIu64 " elements in all",
                                     index[i], e->n),
                                "the file is damaged", status));
            needed[group[i]] = index[i] >= needed[group[i]] ? index[i] + 1 : needed[group[i]];
            e->identity = e->identity && group[i] == group[0] && index[i] == begin + i;
        }
    }
    e->identity = e->identity && e->n_groups == 1;
cleanup:
    free(group);
    free(index);
    return code;
}

static engram_code check_groups(struct sonata_elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *needed = NULL;
    if (!e->n_groups)
        return ENGRAM_OK;
    if (e->n_groups > 1 && (e->group_id.dataset < 0 || e->group_index.dataset < 0))
        return FAIL(ENGRAM_E_INPUT, .what = "a SONATA file is incomplete",
                    .where = TEXT("%s: %s", e->path, h5_name(e->root, status)),
                    .why = "it has several groups, but no columns for the group and the row of each element",
                    .hint = "write node_group_id and node_group_index (edge_...)");
    TRY(memory_new(&needed, e->n_groups, sizeof *needed, "groups of a population", status));
    TRY(scan_groups(e, needed, status));
    for (size_t i = 0; i < e->n_columns; i++) {
        const struct sonata_column *column = &e->columns[i];
        if (column->values.n < needed[column->group])
            TRY(bad_element(e, &column->values, column->values.n,
                            TEXT("elements refer to rows up to %" PRIu64, needed[column->group] - 1),
                            "the file is damaged or its writer was interrupted", status));
    }
cleanup:
    free(needed);
    return code;
}

engram_code sonata_check(struct sonata_elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (e->kind == SONATA_NODES)
        TRY(check_node_ids(e, status));
    TRY(check_types(e, status));
    TRY(check_groups(e, status));
cleanup:
    return code;
}
