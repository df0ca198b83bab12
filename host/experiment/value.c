#include "experiment/schema.h"

#include <inttypes.h>
#include <string.h>

/* The value of a key as a node: from the map, else the default as if it had been written. `spare` holds the latter. */
static const struct node *value_or_default(const struct node *map, const struct schema_row *row,
                                           struct node *spare)
{
    const struct node *node = node_get(map, schema_key(row));
    if (node && (!node_is_null(node) || !row->standard))
        return node;
    *spare = (struct node){.kind = NODE_SCALAR, .source = "default", .line = 1, .column = 1};
    spare->text = (char *)(row->standard ? row->standard : "");
    return spare;
}

static engram_code out_of_range(const struct node *node, const struct schema_row *row, engram_status *status)
{
    const char *allowed = row->max < 1e300 ? TEXT("from %g to %g", row->min, row->max)
                                           : TEXT("%s %g", row->above ? "above" : "at least", row->min);
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is out of range", schema_key(row)),
                .where = node_where(status, node),
                .why = TEXT("%s is not %s%s%s", node_describe(status, node), allowed,
                            strcmp(row->unit, "1") == 0 ? "" : " ",
                            strcmp(row->unit, "1") == 0 ? "" : row->unit),
                .hint = TEXT("%s: %s", schema_key(row), row->doc));
}

engram_code schema_number_here(const struct node *node, const struct schema_row *row, double *out,
                               engram_status *status)
{
    double value = 0;
    engram_code code = node_quantity(node, schema_key(row), row->unit, &value, status);
    if (code != ENGRAM_OK)
        return code;
    if (row->has_range && (value < row->min || value > row->max || (row->above && value <= row->min)))
        return out_of_range(node, row, status);
    *out = value;
    return ENGRAM_OK;
}

engram_code schema_number(const struct node *map, const char *path, double *out, engram_status *status)
{
    struct node spare;
    const struct schema_row *row = schema_find(path);
    return schema_number_here(value_or_default(map, row, &spare), row, out, status);
}

engram_code schema_integer(const struct node *map, const char *path, uint64_t *out, engram_status *status)
{
    struct node spare;
    const struct schema_row *row = schema_find(path);
    return node_integer(value_or_default(map, row, &spare), schema_key(row), row->least,
                        row->most ? row->most : UINT64_MAX, out, status);
}

engram_code schema_flag(const struct node *map, const char *path, bool *out, engram_status *status)
{
    struct node spare;
    const struct schema_row *row = schema_find(path);
    return node_flag(value_or_default(map, row, &spare), schema_key(row), out, status);
}

/* Index of `text` among space-separated words, or -1. */
static int word_index(const char *words, const char *text)
{
    size_t n = strlen(text);
    int i = 0;
    for (const char *word = words; word && *word; i++) {
        size_t length = strcspn(word, " ");
        if (length == n && strncmp(word, text, n) == 0)
            return i;
        word += length + strspn(word + length, " ");
    }
    return -1;
}

bool schema_has_word(const struct schema_row *row, const char *text)
{
    return row->words && (strcmp(row->words, "NAME") == 0 || word_index(row->words, text) >= 0);
}

engram_code schema_word(const struct node *map, const char *path, size_t *out, engram_status *status)
{
    struct node spare;
    const struct schema_row *row = schema_find(path);
    const struct node *node = value_or_default(map, row, &spare);
    int i = node->kind == NODE_SCALAR ? word_index(row->words, node->text) : -1;
    if (i < 0)
        return FAIL(ENGRAM_E_USAGE,
                    .what = TEXT("%s cannot be %s", schema_key(row), node_describe(status, node)),
                    .where = node_where(status, node), .why = TEXT("it is one of: %s", row->words),
                    .hint = TEXT("%s: %s", schema_key(row), row->doc));
    *out = (size_t)i;
    return ENGRAM_OK;
}
