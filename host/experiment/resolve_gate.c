/* Gates of plasticity and of pruning: the key `gates`, the keys `gate` and `pruning_gate` of a projection, and the event `gate`. */
#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "network/structure.h"

#include <stdlib.h>
#include <string.h>

engram_code resolve_gates(struct resolver *r, const struct node *map)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    size_t n = map && map->kind == NODE_MAP ? map->n : 0;
    TRY(memory_new(&net->gates, n, sizeof *net->gates, "gates", r->status));
    for (size_t i = 0; i < n; i++) {
        struct gate *g = &net->gates[net->n_gates++];
        double tick_ms = 0;
        TRY(name_check(map->keys[i]->text, map->keys[i], r->status));
        TRY(memory_string(&g->name, map->keys[i]->text, r->status));
        TRY(schema_number(map->items[i], "gates.*.level", &g->level, r->status));
        TRY(schema_number(map->items[i], "gates.*.tick", &tick_ms, r->status));
        g->stride = steps_of(r, tick_ms);
        g->stride = g->stride ? g->stride : 1;
    }
cleanup:
    return code;
}

static engram_code unknown_gate(struct resolver *r, const struct node *node, const struct projection *p)
{
    enum { MOST_LISTED = 64 };
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = r->net->n_gates < MOST_LISTED ? r->net->n_gates : MOST_LISTED;
    for (size_t i = 0; i < n; i++)
        names[i] = r->net->gates[i].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no gate '%.80s'", node->text),
                .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                .why = n ? TEXT("the gates are: %s", nearest_list(status, names, n)) : "there are no gates",
                .hint = n ? nearest_hint(status, node->text, names, n)
                          : TEXT("add  gates: {%.80s: {level: 1}}", node->text));
}

static engram_code find_gate(struct resolver *r, const struct node *node, const struct projection *p,
                             const struct gate **out)
{
    for (size_t i = 0; i < r->net->n_gates; i++)
        if (strcmp(r->net->gates[i].name, node->text) == 0)
            *out = &r->net->gates[i];
    return *out ? ENGRAM_OK : unknown_gate(r, node, p);
}

engram_code resolve_gate(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_status *status = r->status;
    const struct node *node = node_get(map, "gate");
    if (!node || node_is_null(node))
        return ENGRAM_OK;
    if (!projection_is_plastic(p))
        return FAIL(ENGRAM_E_USAGE, .what = "a gate has nothing to let through",
                    .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                    .why = TEXT("rule '%s' changes no weights", p->rule->name),
                    .hint = "give the projection a plastic rule, or remove gate");
    return find_gate(r, node, p, &p->gate);
}

engram_code resolve_pruning_gate(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_status *status = r->status;
    const struct node *node = node_get(map, "pruning_gate");
    if (!node || node_is_null(node))
        return ENGRAM_OK;
    if (!p->structure->turnover)
        return FAIL(ENGRAM_E_USAGE, .what = "a gate has nothing to let through",
                    .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                    .why = "there is no turnover rule that takes synapses",
                    .hint = "give the projection a turnover rule, or remove pruning_gate");
    return find_gate(r, node, p, &p->structure->pruning);
}

/* In order of time; those of one time in the order of the file. */
static engram_code add_event(struct gate *g, const struct gate_event *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&g->events, g->n_events + 1, sizeof *g->events, "events of a gate", status));
    size_t k = g->n_events++;
    for (; k > 0 && g->events[k - 1].begin > e->begin; k--)
        g->events[k] = g->events[k - 1];
    g->events[k] = *e;
cleanup:
    return code;
}

engram_code resolve_gate_event(struct resolver *r, const struct node *item, const struct node *key,
                               const struct node *map)
{
    engram_code code = ENGRAM_OK;
    struct gate_event e = {0};
    uint32_t *gates = NULL;
    size_t n = 0;
    double at = 0, over = 0;
    (void)key;
    TRY(schema_number(item, "schedule[].at", &at, r->status));
    TRY(schema_number(map, "schedule[].gate.level", &e.level, r->status));
    TRY(schema_number(map, "schedule[].gate.over", &over, r->status));
    e.begin = steps_of(r, at);
    e.over = steps_of(r, over);
    TRY(resolve_gate_patterns(r, node_get(map, "gates"), &gates, &n));
    for (size_t k = 0; k < n; k++)
        TRY(add_event(&r->net->gates[gates[k]], &e, r->status));
cleanup:
    free(gates);
    return code;
}
