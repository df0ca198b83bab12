/* What a schedule does to synapses that come and go: cut, adjust. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "network/structure.h"

#include <stdlib.h>

/* The structure of a projection that an event names. */
static engram_code structure_of(struct resolver *r, const struct node *map, uint32_t projection,
                                struct structure **out)
{
    engram_status *status = r->status;
    const struct projection *p = &r->net->projections[projection];
    *out = p->structure;
    if (*out)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("the synapses of projection '%s' stay", p->name),
                .where = node_where(status, node_get(map, "projections")),
                .why = "only those of a projection with `structure` come and go",
                .hint = TEXT("add  structure: {tick: 10 ms}  to projection '%s'", p->name));
}

static engram_code at_step(struct resolver *r, const struct node *item, uint64_t *out)
{
    double at = 0;
    engram_code code = schema_number(item, "schedule[].at", &at, r->status);
    *out = steps_of(r, at);
    return code;
}

static engram_code too_often(struct resolver *r, const struct node *map, const struct projection *p)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE, .what = "cuts come more often than ticks",
                .where = node_where(status, node_get(map, "every")),
                .why = TEXT("synapses of projection '%s' come and go every %g ms", p->name,
                            (double)p->structure->tick * r->net->dt_ms),
                .hint = "raise `every`, or lower structure.tick");
}

static engram_code add_cut(struct resolver *r, const struct node *item, const struct node *map,
                           uint32_t projection)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &r->net->projections[projection];
    struct structure *s = NULL;
    size_t order = 0;
    double every = 0;
    TRY(structure_of(r, map, projection, &s));
    TRY(memory_resize(&s->cuts, s->n_cuts + 1, sizeof *s->cuts, p->name, r->status));
    struct cut *cut = &s->cuts[s->n_cuts++];
    *cut = (struct cut){0};
    TRY(at_step(r, item, &cut->begin));
    cut->begin = cut->begin ? cut->begin : 1; /* the first tick is the first chance */
    TRY(schema_number(map, "schedule[].cut.every", &every, r->status));
    cut->every = steps_of(r, every);
    if (cut->every && cut->every < s->tick)
        TRY(too_often(r, map, p));
    TRY(schema_number(map, "schedule[].cut.fraction", &cut->fraction, r->status));
    TRY(schema_word(map, "schedule[].cut.order", &order, r->status));
    cut->order = (enum cut_order)order;
    TRY(resolve_selection(r, node_get(map, "sources"), "schedule[].cut.sources",
                          &r->net->populations[p->source], &cut->sources));
    TRY(resolve_selection(r, node_get(map, "targets"), "schedule[].cut.targets",
                          &r->net->populations[p->target], &cut->targets));
cleanup:
    return code;
}

/* ---- adjust ---- */

static engram_code no_turnover(struct resolver *r, const struct node *map, const struct projection *p)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("projection '%s' has no turnover rule to adjust", p->name),
                .where = node_where(status, node_key(map, "turnover")), .why = "its structure names none",
                .hint = "give it one (engram turnover lists them), or remove the key");
}

/* Weights, and the room that sums of inputs have, rely on the bounds that the rule begins with. */
static engram_code keep_bounds(struct resolver *r, const struct node *map, const struct projection *p,
                               const double *params)
{
    engram_status *status = r->status;
    const struct structure *s = p->structure;
    const int bounds[] = {s->turnover->weight_min_param, s->turnover->weight_max_param};
    for (int k = 0; k < 2; k++) {
        if (bounds[k] < 0 || params[bounds[k]] == s->turnover_params[bounds[k]])
            continue;
        const char *name = s->turnover->params[bounds[k]].name;
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s cannot be adjusted", name),
                    .where = TEXT("%s, projection '%s'", node_where(status, node_key(map, name)), p->name),
                    .why = TEXT("it bounds the weights that turnover rule '%s' makes, and sums of inputs "
                                "have room for those from the start: it is %g",
                                s->turnover->name, s->turnover_params[bounds[k]]),
                    .hint = "leave it as it is, or give it this value in the projection");
    }
    return ENGRAM_OK;
}

/* Keep them in order of time; those of one time in the order of the file. What `a` owns is the structure's from here on. */
static engram_code add_in_order(struct structure *s, const struct adjustment *a, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&s->adjustments, s->n_adjustments + 1, sizeof *s->adjustments, "schedule", status));
    size_t k = s->n_adjustments++;
    for (; k > 0 && s->adjustments[k - 1].begin > a->begin; k--)
        s->adjustments[k] = s->adjustments[k - 1];
    s->adjustments[k] = *a;
cleanup:
    return code;
}

static engram_code add_adjustment(struct resolver *r, const struct node *item, const struct node *map,
                                  uint32_t projection)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &r->net->projections[projection];
    const struct node *turnover = node_get(map, "turnover");
    struct adjustment a = {.formation = -1};
    struct structure *s = NULL;
    TRY(structure_of(r, map, projection, &s));
    TRY(at_step(r, item, &a.begin));
    if (node_get(map, "formation"))
        TRY(schema_number(map, "schedule[].adjust.formation", &a.formation, r->status));
    if (turnover && !s->turnover)
        TRY(no_turnover(r, map, p));
    if (turnover)
        TRY(resolve_model_params(r, turnover, turnover, p, s->turnover, "turnover rule", s->turnover_params,
                                 &a.turnover_params));
    if (turnover)
        TRY(keep_bounds(r, turnover, p, a.turnover_params));
    TRY(add_in_order(s, &a, r->status));
    a.turnover_params = NULL;
cleanup:
    free(a.turnover_params);
    return code;
}

engram_code resolve_structure_event(struct resolver *r, const struct node *item, const struct node *key,
                                    const struct node *map)
{
    engram_code code = ENGRAM_OK;
    uint32_t *named = NULL;
    size_t n = 0;
    TRY(resolve_projection_patterns(r, node_get(map, "projections"), &named, &n));
    for (size_t i = 0; i < n; i++)
        TRY((node_is(key, "cut") ? add_cut : add_adjustment)(r, item, map, named[i]));
cleanup:
    free(named);
    return code;
}
