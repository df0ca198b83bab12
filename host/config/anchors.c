#include "config/anchors.h"

#include "config/make.h"
#include "config/nearest.h"
#include "config/node.h"
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

static const char purpose[] = "experiment tree";

/* ---- anchors and aliases ---- */

static void measure_node(const struct node *node, unsigned level, struct anchor *a)
{
    a->n_nodes += node->keys ? 1 + node->n : 1;
    a->height = level > a->height ? level : a->height;
    for (size_t i = 0; i < node->n; i++)
        measure_node(node->items[i], level + 1, a);
}

static engram_code count_copies(struct anchors *anchors, const struct anchor *a, const struct node *place,
                                engram_status *status)
{
    anchors->n_copies += a->n_nodes;
    if (anchors->n_copies <= ANCHORS_MAX_COPIES)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "anchors and aliases repeat too much",
                .where = node_where(status, place),
                .why = TEXT("with '%.80s' they stand for more than %d values", a->name, ANCHORS_MAX_COPIES),
                .hint = "put large lists into a SONATA (HDF5) file");
}

engram_code anchors_add(struct anchors *anchors, const char *name, const struct node *node,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&anchors->list, anchors->n + 1, sizeof *anchors->list, purpose, status));
    struct anchor *a = &anchors->list[anchors->n];
    *a = (struct anchor){0};
    anchors->n++;
    measure_node(node, 0, a);
    TRY(memory_string(&a->name, name, status));
    TRY(count_copies(anchors, a, node, status));
    TRY(node_copy(node, &a->node, status));
cleanup:
    return code;
}

static const struct anchor *find_anchor(const struct anchors *anchors, const char *name)
{
    for (size_t i = anchors->n; i > 0; i--)
        if (strcmp(anchors->list[i - 1].name, name) == 0)
            return &anchors->list[i - 1];
    return NULL;
}

static engram_code refuse_unknown(const struct anchors *anchors, const char *name, const struct node *place,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char **names = NULL;
    TRY(memory_new(&names, anchors->n, sizeof *names, purpose, status));
    for (size_t i = 0; i < anchors->n; i++)
        names[i] = anchors->list[i].name;
    TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("alias '*%.80s' stands for nothing", name),
             .where = node_where(status, place),
             .why = TEXT("no value before it has the anchor '&%.80s'", name),
             .hint = anchors->n ? nearest_hint(status, name, names, anchors->n)
                                : TEXT("write  &%.80s  before the value that it repeats, or quote text that "
                                       "begins with *",
                                       name)));
cleanup:
    free(names);
    return code;
}

engram_code anchors_copy(struct anchors *anchors, const char *name, unsigned depth, const struct node *place,
                         struct node **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct anchor *a = find_anchor(anchors, name);
    if (!a)
        return refuse_unknown(anchors, name, place, status);
    if (depth + a->height > YAML_MAX_DEPTH)
        return FAIL(ENGRAM_E_USAGE, .what = "the text is nested too deeply",
                    .where = node_where(status, place),
                    .why = TEXT("at most %d levels are read, and '*%.80s' has %u itself", YAML_MAX_DEPTH,
                                name, a->height),
                    .hint = "use the alias nearer to the top");
    TRY(count_copies(anchors, a, place, status));
    TRY(node_copy(a->node, out, status));
    (*out)->line = place->line;
    (*out)->column = place->column;
cleanup:
    return code;
}

void anchors_free(struct anchors *anchors)
{
    for (size_t i = 0; i < anchors->n; i++) {
        free(anchors->list[i].name);
        node_free(anchors->list[i].node);
    }
    free(anchors->list);
    *anchors = (struct anchors){0};
}

/* ---- merge keys ---- */

static engram_code merge_one(struct node *map, struct node *from, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (from->kind != NODE_MAP)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "only maps can be merged", .where = node_where(status, from),
                 .why = TEXT("this is %s", node_describe(status, from)),
                 .hint = "write  <<: *name  with the anchor &name before a map, or  <<: [*one, *other]"));
    for (size_t i = 0; i < from->n; i++)
        if (!node_get(map, from->keys[i]->text))
            TRY(map_append(map, &from->keys[i], &from->items[i], status));
cleanup:
    return code;
}

/* Take entry i out of a map. */
static struct node *take_value(struct node *map, size_t i)
{
    struct node *value = map->items[i];
    node_free(map->keys[i]);
    map->n--;
    memmove(map->keys + i, map->keys + i + 1, (map->n - i) * sizeof *map->keys);
    memmove(map->items + i, map->items + i + 1, (map->n - i) * sizeof *map->items);
    return value;
}

engram_code map_merge(struct node *map, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *from = NULL;
    for (size_t i = 0; i < map->n && !from; i++)
        if (node_is(map->keys[i], "<<") && !map->keys[i]->quoted)
            from = take_value(map, i);
    if (!from)
        return ENGRAM_OK;
    if (from->kind != NODE_LIST)
        TRY(merge_one(map, from, status));
    for (size_t i = 0; from->kind == NODE_LIST && i < from->n; i++)
        TRY(merge_one(map, from->items[i], status));
cleanup:
    node_free(from);
    return code;
}
