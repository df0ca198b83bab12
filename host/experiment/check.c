/* Check a tree of keys against the schema table. What depends on a model (its parameters, receptors and units) is checked while resolving. */
#include "config/nearest.h"
#include "experiment/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST_KEYS = 64, NAME_BYTES = 400, PATTERN_BYTES = 200 };

/* Where the check stands: the pattern of the table and what the user calls it ("populations.E.size"). */
struct place {
    char pattern[PATTERN_BYTES], name[NAME_BYTES];
};

static engram_code check_value(const struct node *node, const struct schema_row *row,
                               const struct place *place, engram_status *status);

static bool is_root(const struct place *place)
{
    return place->name[0] == '\0';
}

static engram_code unknown_key(const struct node *key, const struct place *place, engram_status *status)
{
    const char *names[MOST_KEYS];
    size_t n = schema_keys(place->pattern, names, MOST_KEYS);
    const char *near = nearest_name(key->text, names, n);
    const struct schema_row *parent = schema_row_at(place->pattern);
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown key '%.80s'", key->text),
                .where = TEXT("%s%s%s", node_where(status, key), is_root(place) ? "" : ", ", place->name),
                .why = TEXT("%s has %s", is_root(place) ? "an experiment" : place->name,
                            nearest_list(status, names, n)),
                .hint = near     ? TEXT("did you mean '%s'?", near)
                        : parent ? TEXT("%s: %s", schema_key(parent), parent->doc)
                                 : "engram schema  lists all keys");
}

static engram_code missing_key(const struct node *map, const struct schema_row *row,
                               const struct place *place, engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("key '%s' is missing", schema_key(row)),
                .where = TEXT("%s%s%s", node_where(status, map), is_root(place) ? "" : ", ", place->name),
                .why = "it has no default",
                .hint = row->example
                            ? TEXT("add for example  %s: %s   (%s)", schema_key(row), row->example, row->doc)
                            : TEXT("add  %s:   (%s)", schema_key(row), row->doc));
}

/* Names of the alternatives of a map; returns how many there are. */
static size_t alternatives(const struct place *place, const char **names)
{
    const struct schema_row *row = NULL;
    size_t n = 0;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++)
        if (row->alternative && n < MOST_KEYS && schema_is_below(row, place->pattern))
            names[n++] = schema_key(row);
    return n;
}

/* Of the alternatives of a map exactly one must be there. */
static engram_code check_alternatives(const struct node *map, const struct place *place,
                                      engram_status *status)
{
    const char *names[MOST_KEYS];
    size_t n = alternatives(place, names), n_given = 0;
    const struct node *second = NULL;

    for (size_t i = 0; i < map->n; i++) {
        const struct schema_row *row = schema_child(place->pattern, map->keys[i]->text);
        if (row && row->alternative && ++n_given == 2)
            second = map->keys[i];
    }
    if (n == 0 || n_given == 1)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE,
                .what = second ? TEXT("'%s' is one choice too many", second->text)
                               : TEXT("%s needs a choice", is_root(place) ? "an experiment" : place->name),
                .where = TEXT("%s%s%s", node_where(status, second ? second : map), is_root(place) ? "" : ", ",
                              place->name),
                .why = TEXT("exactly one of these must be given: %s", nearest_list(status, names, n)),
                .hint = second ? "remove all but one" : TEXT("add one of them, for example  %s", names[0]));
}

static engram_code check_required(const struct node *map, const struct place *place, engram_status *status)
{
    const struct schema_row *row = NULL;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++)
        if (row->required && schema_is_below(row, place->pattern) &&
            (!node_get(map, schema_key(row)) || node_is_null(node_get(map, schema_key(row)))))
            return missing_key(map, row, place, status);
    return ENGRAM_OK;
}

/* May keys stand here that have no row? */
static bool is_template(const struct place *place)
{
    const struct schema_row *row = schema_row_at(place->pattern);
    return row && row->type == SCHEMA_TEMPLATE;
}

static engram_code check_keys(const struct node *map, const struct place *place, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < map->n; i++) {
        struct place below;
        const char *key = map->keys[i]->text;
        const struct schema_row *row = schema_child(place->pattern, key);
        if (!row && is_template(place))
            continue;
        if (!row)
            TRY(unknown_key(map->keys[i], place, status));
        snprintf(below.pattern, sizeof below.pattern, "%s", row->path);
        snprintf(below.name, sizeof below.name, "%.300s%s%.80s", place->name, is_root(place) ? "" : ".", key);
        /* `params:` with nothing after it is as good as no params; a choice, or a name with nothing after it, is not. */
        if (!node_is_null(map->items[i]) || row->alternative || strcmp(schema_key(row), "*") == 0)
            TRY(check_value(map->items[i], row, &below, status));
    }

cleanup:
    return code;
}

static engram_code check_map(const struct node *map, const struct place *place, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, is_root(place) ? "an experiment" : place->name, status));
    TRY(check_keys(map, place, status));
    TRY(check_required(map, place, status));
    TRY(check_alternatives(map, place, status));

cleanup:
    return code;
}

static engram_code check_maps(const struct node *list, const struct place *place, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, place->name, status));
    for (size_t i = 0; i < list->n; i++) {
        struct place item;
        snprintf(item.pattern, sizeof item.pattern, "%.190s[]", place->pattern);
        snprintf(item.name, sizeof item.name, "%.370s[%zu]", place->name, i);
        TRY(check_map(list->items[i], &item, status));
    }

cleanup:
    return code;
}

/* Numbers whose unit only a model knows are left to the resolver. */
static engram_code check_number(const struct node *node, const struct schema_row *row, const char *name,
                                engram_status *status)
{
    double number = 0;
    if (strcmp(row->unit, UNIT_OF_PARAMETER) == 0 || strcmp(row->unit, UNIT_OF_RECEPTOR) == 0)
        return node_require(node, NODE_SCALAR, name, status);
    return schema_number_here(node, row, &number, status);
}

static engram_code check_item(const struct node *item, const struct schema_row *row, const char *name,
                              engram_status *status)
{
    uint64_t whole = 0;
    const char *text = NULL;
    switch (row->type) {
    case SCHEMA_TEXTS:
        return node_text(item, name, &text, status);
    case SCHEMA_INTEGERS:
        return node_integer(item, name, row->least, row->most ? row->most : UINT64_MAX, &whole, status);
    case SCHEMA_NUMBERS:
        return check_number(item, row, name, status);
    default:
        return node_require(item, NODE_LIST, name, status); /* SCHEMA_ROWS */
    }
}

static engram_code check_list(const struct node *list, const struct schema_row *row,
                              const struct place *place, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (row->type == SCHEMA_TEXTS && list->kind == NODE_SCALAR)
        return check_item(list, row, place->name, status); /* one name may stand for a list of one */
    TRY(node_require(list, NODE_LIST, place->name, status));
    for (size_t i = 0; i < list->n; i++)
        TRY(check_item(list->items[i], row, place->name, status));

cleanup:
    return code;
}

static engram_code check_distribution(const struct node *node, const struct schema_row *row,
                                      const struct place *place, engram_status *status)
{
    struct place inside;
    double number = 0;
    bool unit_is_known =
        strcmp(row->unit, UNIT_OF_PARAMETER) != 0 && strcmp(row->unit, UNIT_OF_RECEPTOR) != 0;
    if (node->kind == NODE_SCALAR)
        return unit_is_known ? schema_number_here(node, row, &number, status) : ENGRAM_OK;
    if (node->kind == NODE_LIST || node_get(node, "from_distance"))
        return ENGRAM_OK;
    snprintf(inside.pattern, sizeof inside.pattern, "%s", SCHEMA_DISTRIBUTION_ROOT);
    snprintf(inside.name, sizeof inside.name, "%s", place->name);
    return check_map(node, &inside, status);
}

static engram_code check_word(const struct node *node, const struct schema_row *row,
                              const struct place *place, engram_status *status)
{
    if (node->kind == NODE_SCALAR && schema_has_word(row, node->text))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s cannot be %s", place->name, node_describe(status, node)),
                .where = node_where(status, node), .why = TEXT("it is one of: %s", row->words),
                .hint = TEXT("%s: %s", schema_key(row), row->doc));
}

static engram_code check_nothing(const struct node *node, const struct place *place, engram_status *status)
{
    bool empty = node_is_null(node) || node_is(node, "true") || (node->kind == NODE_MAP && node->n == 0);
    if (empty)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s takes no value", place->name),
                .where = node_where(status, node), .why = TEXT("this is %s", node_describe(status, node)),
                .hint = "write the key with nothing, {} or true after it");
}

static engram_code check_several(const struct node *list, const struct schema_row *row,
                                 const struct place *place, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < list->n; i++) {
        struct place item = *place;
        snprintf(item.name, sizeof item.name, "%.370s[%zu]", place->name, i);
        if (list->items[i]->kind == NODE_LIST)
            TRY(node_require(list->items[i], NODE_MAP, item.name, status));
        TRY(check_value(list->items[i], row, &item, status));
    }

cleanup:
    return code;
}

static engram_code check_value(const struct node *node, const struct schema_row *row,
                               const struct place *place, engram_status *status)
{
    uint64_t whole = 0;
    bool flag = false;
    const char *text = NULL;

    if (row->several && node->kind == NODE_LIST)
        return check_several(node, row, place, status);
    if (row->words && row->type != SCHEMA_WORD && row->type != SCHEMA_TEXTS && node->kind == NODE_SCALAR)
        return check_word(node, row, place, status);
    switch (row->type) {
    case SCHEMA_MAP:
        /* spike_times may be a list in place of its map; the resolver reads it. */
        return node->kind == NODE_LIST && strcmp(schema_key(row), "spike_times") == 0
                   ? ENGRAM_OK
                   : check_map(node, place, status);
    case SCHEMA_NAMED:
    case SCHEMA_TEMPLATE:
        return check_map(node, place, status);
    case SCHEMA_MAPS:
        return check_maps(node, place, status);
    case SCHEMA_TEXT:
        return node_text(node, place->name, &text, status);
    case SCHEMA_TEXTS:
    case SCHEMA_INTEGERS:
    case SCHEMA_NUMBERS:
    case SCHEMA_ROWS:
        return check_list(node, row, place, status);
    case SCHEMA_WORD:
        return check_word(node, row, place, status);
    case SCHEMA_FLAG:
        return node_flag(node, place->name, &flag, status);
    case SCHEMA_INTEGER:
        return node_integer(node, place->name, row->least, row->most ? row->most : UINT64_MAX, &whole,
                            status);
    case SCHEMA_NUMBER:
        return check_number(node, row, place->name, status);
    case SCHEMA_DISTRIBUTION:
        return check_distribution(node, row, place, status);
    case SCHEMA_NOTHING:
        return check_nothing(node, place, status);
    }
    return ENGRAM_OK;
}

engram_code schema_check_map(const struct node *map, const char *pattern, const char *name,
                             engram_status *status)
{
    struct place place;
    snprintf(place.pattern, sizeof place.pattern, "%s", pattern);
    snprintf(place.name, sizeof place.name, "%.300s", name);
    return check_map(map, &place, status);
}

engram_code schema_check(const struct node *root, engram_status *status)
{
    return schema_check_map(root, "", "", status);
}
