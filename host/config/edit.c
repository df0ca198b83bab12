#include "config/edit.h"

#include "config/make.h"
#include "config/node.h"
#include "config/units.h"
#include "core/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

engram_code tree_create(const char *name, struct tree **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct tree *tree = NULL;
    struct node place = {.line = 1, .column = 1};
    TRY(memory_new(&tree, 1, sizeof *tree, "experiment tree", status));
    TRY(tree_add_source(tree, name, &place.source, status));
    TRY(node_new(NODE_MAP, &place, &tree->root, status));
    *out = tree;
    tree = NULL;

cleanup:
    tree_free(tree);
    return code;
}

/* Append an entry with an empty value; the map is unchanged on failure. */
static engram_code map_add(struct node *map, const char *key, size_t key_length, const char *source,
                           uint32_t column, size_t *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *name = NULL, *value = NULL, place = {.source = source, .line = 1, .column = column};
    TRY(node_new_text(key, key_length, &place, &name, status));
    TRY(node_new(NODE_MAP, &place, &value, status));
    TRY(map_append(map, &name, &value, status));
    *out = map->n - 1;

cleanup:
    node_free(name);
    node_free(value);
    return code;
}

static engram_code bad_path(const char *source, const char *path, uint32_t column, const char *why,
                            engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("cannot set '%.200s'", path),
                .where = TEXT("%s:1:%" PRIu32, source, column), .why = why,
                .hint =
                    "write keys joined by dots, and numbers from 0 for list items: record.states.0.interval");
}

static size_t find_name(const struct node *map, const char *key, size_t length)
{
    size_t i = 0;
    while (i < map->n &&
           (strlen(map->keys[i]->text) != length || strncmp(map->keys[i]->text, key, length) != 0))
        i++;
    return i;
}

/* The slot of one path component below `parent`. */
static engram_code step_down(struct node *parent, const char *source, const char *path, const char *key,
                             size_t length, struct node ***slot, engram_status *status)
{
    uint32_t column = (uint32_t)(key - path) + 1;
    char number[24];
    uint64_t index = 0;
    bool too_large = false;

    if (length == 0)
        return bad_path(source, path, column, "a key between the dots is empty", status);
    if (parent->kind == NODE_SCALAR && node_is_null(parent)) {
        parent->kind = NODE_MAP; /* `params:` with nothing after it */
        free(parent->text);
        parent->text = NULL;
    }
    if (parent->kind == NODE_SCALAR)
        return bad_path(source, path, column, TEXT("%s is in the way", node_describe(status, parent)),
                        status);
    if (parent->kind == NODE_MAP) {
        size_t i = find_name(parent, key, length);
        engram_code code =
            i < parent->n ? ENGRAM_OK : map_add(parent, key, length, source, column, &i, status);
        *slot = &parent->items[i];
        return code;
    }
    snprintf(number, sizeof number, "%.*s", (int)(length < 20 ? length : 20), key);
    if (!units_parse_integer(number, &index, &too_large) || index >= parent->n)
        return bad_path(source, path, column, TEXT("the list there has %zu items", parent->n), status);
    *slot = &parent->items[index];
    return ENGRAM_OK;
}

static engram_code find_slot(struct tree *tree, const char *source, const char *path, struct node ***slot,
                             engram_status *status)
{
    struct node *parent = tree->root;
    for (const char *key = path;;) {
        size_t length = strcspn(key, ".");
        engram_code code = step_down(parent, source, path, key, length, slot, status);
        if (code != ENGRAM_OK || key[length] == '\0')
            return code;
        parent = **slot;
        key += length + 1;
    }
}

static void adopt_sources(struct tree *tree, struct tree *from)
{
    struct source **last = &tree->sources;
    while (*last)
        last = &(*last)->next;
    *last = from->sources;
    from->sources = NULL;
}

engram_code tree_set(struct tree *tree, const char *name, const char *path, const char *value,
                     engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct tree *parsed = NULL;
    struct node **slot = NULL;
    uint32_t column = (uint32_t)strlen(path) + 2;

    if (!value[strspn(value, " \t\r\n")])
        return bad_path(name, path, column, "there is no value", status);
    TRY(yaml_read_text(name, value, 1, column, &parsed, status));
    TRY(find_slot(tree, parsed->sources->name, path, &slot, status));
    node_free(*slot);
    *slot = parsed->root;
    parsed->root = NULL;

cleanup:
    if (parsed)
        adopt_sources(tree, parsed); /* new keys may have taken its name even if the rest failed */
    tree_free(parsed);
    return code;
}

engram_code tree_override(struct tree *tree, const char *name, const char *assignment, engram_status *status)
{
    const char *equals = strchr(assignment, '=');
    char *path = NULL;
    if (!equals || equals == assignment)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("cannot understand '%.200s'", assignment), .where = name,
                    .why = "it is not of the form path=value",
                    .hint = "write for example  dt=0.05 ms  or  populations.E.size=100");
    engram_code code = memory_string(&path, assignment, status);
    if (code == ENGRAM_OK) {
        path[equals - assignment] = '\0';
        code = tree_set(tree, name, path, equals + 1, status);
    }
    free(path);
    return code;
}
