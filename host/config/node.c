#include "config/node.h"

#include "config/nearest.h"
#include "config/units.h"
#include "core/memory.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *node_where(engram_status *status, const struct node *node)
{
    return TEXT("%s:%" PRIu32 ":%" PRIu32, node->source, node->line, node->column);
}

const char *node_describe(engram_status *status, const struct node *node)
{
    if (node->kind == NODE_MAP)
        return "a map";
    if (node->kind == NODE_LIST)
        return "a list";
    if (node_is_null(node))
        return "nothing";
    return TEXT("'%.80s'", node->text);
}

static size_t find_key(const struct node *map, const char *key)
{
    if (map && map->kind == NODE_MAP)
        for (size_t i = 0; i < map->n; i++)
            if (strcmp(map->keys[i]->text, key) == 0)
                return i;
    return SIZE_MAX;
}

struct node *node_get(const struct node *map, const char *key)
{
    size_t i = find_key(map, key);
    return i == SIZE_MAX ? NULL : map->items[i];
}

struct node *node_key(const struct node *map, const char *key)
{
    size_t i = find_key(map, key);
    return i == SIZE_MAX ? NULL : map->keys[i];
}

bool node_is(const struct node *node, const char *text)
{
    return node && node->kind == NODE_SCALAR && strcmp(node->text, text) == 0;
}

bool node_is_null(const struct node *node)
{
    return node && node->kind == NODE_SCALAR && !node->quoted &&
           (!node->text[0] || node_is(node, "~") || node_is(node, "null"));
}

static const char *kind_name(enum node_kind kind)
{
    return kind == NODE_MAP ? "a map (keys with values)" : kind == NODE_LIST ? "a list" : "a single value";
}

static const char *kind_hint(enum node_kind kind)
{
    return kind == NODE_MAP    ? "write {key: value}, or keys indented on the lines below"
           : kind == NODE_LIST ? "write [a, b, c]"
                               : "write one number or name";
}

engram_code node_require(const struct node *node, enum node_kind kind, const char *name,
                         engram_status *status)
{
    if (node->kind == kind)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s must be %s", name, kind_name(kind)),
                .where = node_where(status, node), .why = TEXT("this is %s", node_describe(status, node)),
                .hint = kind_hint(kind));
}

engram_code node_need(const struct node *map, const char *key, const char *of, struct node **out,
                      engram_status *status)
{
    *out = node_get(map, key);
    if (*out)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("key '%s' is missing", key),
                .where = TEXT("%s, %s", node_where(status, map), of), .why = "it has no default",
                .hint = TEXT("add  %s: ...", key));
}

engram_code node_only(const struct node *map, const char *const *allowed, size_t n, const char *of,
                      engram_status *status)
{
    for (size_t i = 0; i < map->n; i++) {
        const char *key = map->keys[i]->text;
        size_t k = 0;
        while (k < n && strcmp(key, allowed[k]) != 0)
            k++;
        if (k == n)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown key '%.80s'", key),
                        .where = TEXT("%s, %s", node_where(status, map->keys[i]), of),
                        .why = TEXT("%s has %s", of, nearest_list(status, allowed, n)),
                        .hint = nearest_hint(status, key, allowed, n));
    }
    return ENGRAM_OK;
}

engram_code node_text(const struct node *node, const char *name, const char **out, engram_status *status)
{
    *out = "";
    engram_code code = node_require(node, NODE_SCALAR, name, status);
    if (code != ENGRAM_OK)
        return code;
    if (node_is_null(node) || !node->text[0])
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has no value", name), .where = node_where(status, node),
                    .why = "a name or text is needed here",
                    .hint = "write it after the colon, or remove the key");
    *out = node->text;
    return ENGRAM_OK;
}

engram_code node_flag(const struct node *node, const char *name, bool *out, engram_status *status)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
    if (node->kind == NODE_SCALAR)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (strcasecmp(node->text, words[i]) == 0) {
                *out = i & 1;
                return ENGRAM_OK;
            }
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s must be true or false", name),
                .where = node_where(status, node), .why = TEXT("this is %s", node_describe(status, node)),
                .hint = "write true or false");
}

engram_code node_integer(const struct node *node, const char *name, uint64_t min, uint64_t max, uint64_t *out,
                         engram_status *status)
{
    bool too_large = false;
    uint64_t value = 0;
    engram_code code = node_require(node, NODE_SCALAR, name, status);
    if (code != ENGRAM_OK)
        return code;
    bool whole = !node->quoted && units_parse_integer(node->text, &value, &too_large);
    if (!whole && !too_large)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s must be a whole number", name),
                    .where = node_where(status, node),
                    .why = TEXT("%s is not one%s", node_describe(status, node),
                                node->quoted ? " (it is in quotes)" : ""),
                    .hint = TEXT("write a number from %" PRIu64 " to %" PRIu64, min, max));
    if (too_large || value < min || value > max)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is out of range", name),
                    .where = node_where(status, node),
                    .why = TEXT("%.80s is not between %" PRIu64 " and %" PRIu64, node->text, min, max),
                    .hint = TEXT("write a number from %" PRIu64 " to %" PRIu64, min, max));
    *out = value;
    return ENGRAM_OK;
}

static engram_code bad_quantity(const struct node *node, const char *name, const char *unit,
                                enum quantity_error error, const char *rest, engram_status *status)
{
    char alternatives[200];
    bool plain = strcmp(unit, "1") == 0;
    units_alternatives(unit, alternatives, sizeof alternatives);
    const char *hint =
        plain ? "write a number without a unit"
              : TEXT("write a number with a unit of: %s (without one, %s is meant)", alternatives, unit);
    const char *where = node_where(status, node);
    const char *thing = node_describe(status, node);

    switch (error) {
    case QUANTITY_WRONG_UNIT:
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has the wrong unit", name), .where = where,
                    .why = plain ? TEXT("'%.40s' is a unit, but the value has none", rest)
                                 : TEXT("'%.40s' does not measure the same as %s", rest, unit),
                    .hint = hint);
    case QUANTITY_UNKNOWN_UNIT:
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is not a number%s", name, plain ? "" : " with a unit"),
                    .where = where, .why = TEXT("'%.40s' after the number is no unit", rest), .hint = hint);
    case QUANTITY_NOT_FINITE:
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s must be finite", name), .where = where,
                    .why = TEXT("%s is not a finite number", thing), .hint = hint);
    default:
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s must be a number", name), .where = where,
                    .why = TEXT("%s is not one", thing), .hint = hint);
    }
}

engram_code node_quantity(const struct node *node, const char *name, const char *unit, double *out,
                          engram_status *status)
{
    const char *rest = "";
    double value = 0;
    enum quantity_error error =
        node->kind == NODE_SCALAR ? units_parse(node->text, unit, &value, &rest) : QUANTITY_NO_NUMBER;
    if (error != QUANTITY_FINE)
        return bad_quantity(node, name, unit, error, rest, status);
    *out = value;
    return ENGRAM_OK;
}

engram_code node_number(const struct node *node, const char *name, double *out, engram_status *status)
{
    return node_quantity(node, name, "1", out, status);
}

engram_code node_choice(const struct node *node, const char *name, const char *const *choices, size_t n,
                        size_t *out, engram_status *status)
{
    const char *text = NULL;
    engram_code code = node_text(node, name, &text, status);
    if (code != ENGRAM_OK)
        return code;
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, choices[i]) == 0) {
            *out = i;
            return ENGRAM_OK;
        }
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s cannot be '%.80s'", name, text),
                .where = node_where(status, node),
                .why = TEXT("it is one of %s", nearest_list(status, choices, n)),
                .hint = nearest_hint(status, text, choices, n));
}
