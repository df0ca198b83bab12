#include "config/make.h"

#include "core/memory.h"

#include <string.h>

static const char purpose[] = "experiment tree";

engram_code node_new(enum node_kind kind, const struct node *place, struct node **out, engram_status *status)
{
    engram_code code = memory_new(out, 1, sizeof **out, purpose, status);
    if (code == ENGRAM_OK) {
        (*out)->kind = kind;
        (*out)->source = place->source;
        (*out)->line = place->line;
        (*out)->column = place->column;
    }
    return code;
}

engram_code node_new_text(const char *text, size_t length, const struct node *place, struct node **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *node = NULL;
    TRY(node_new(NODE_SCALAR, place, &node, status));
    TRY(memory_new(&node->text, (uint64_t)length + 1, 1, purpose, status));
    memcpy(node->text, text, length);
    *out = node;
    node = NULL;

cleanup:
    node_free(node);
    return code;
}

static engram_code copy_items(const struct node *node, struct node *copy, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&copy->items, node->n, sizeof(struct node *), purpose, status));
    if (node->keys)
        TRY(memory_new(&copy->keys, node->n, sizeof(struct node *), purpose, status));
    copy->n = node->n;
    for (size_t i = 0; i < node->n; i++) {
        TRY(node_copy(node->items[i], &copy->items[i], status));
        if (node->keys)
            TRY(node_copy(node->keys[i], &copy->keys[i], status));
    }

cleanup:
    return code;
}

engram_code node_copy(const struct node *node, struct node **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *copy = NULL;
    if (node->kind == NODE_SCALAR) {
        TRY(node_new_text(node->text, strlen(node->text), node, &copy, status));
        copy->quoted = node->quoted;
    } else {
        TRY(node_new(node->kind, node, &copy, status));
        TRY(copy_items(node, copy, status));
    }
    *out = copy;
    copy = NULL;

cleanup:
    node_free(copy);
    return code;
}

engram_code map_append(struct node *map, struct node **key, struct node **value, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&map->items, map->n + 1, sizeof(struct node *), purpose, status));
    TRY(memory_resize(&map->keys, map->n + 1, sizeof(struct node *), purpose, status));
    map->keys[map->n] = *key;
    map->items[map->n++] = *value;
    *key = *value = NULL;

cleanup:
    return code;
}

engram_code tree_add_source(struct tree *tree, const char *name, const char **out, engram_status *status)
{
    size_t bytes = strlen(name) + 1;
    struct source *source = NULL;
    engram_code code = memory_new(&source, sizeof *source + bytes, 1, purpose, status);
    if (code == ENGRAM_OK) {
        memcpy(source->name, name, bytes);
        source->next = tree->sources;
        tree->sources = source;
        *out = source->name;
    }
    return code;
}
