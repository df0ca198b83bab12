/* Demyelination and remyelination in `schedule`. Each projection takes the events that concern it, in order of time; then every name must have met one. */
#include "core/memory.h"
#include "experiment/resolve.h"

#include <fnmatch.h>
#include <stdlib.h>

#define EVENT "schedule[]."

/* One item of the schedule; without a map it is none of ours. */
struct event {
    const struct node *key, *map; /* demyelinate or remyelinate, and what it says */
    bool is_loss;
};

static struct event event_of(const struct node *item)
{
    struct event e = {.is_loss = node_get(item, "demyelinate") != NULL};
    const char *name = e.is_loss ? "demyelinate" : "remyelinate";
    e.key = node_key(item, name);
    e.map = node_get(item, name);
    return e;
}

/* The names of projections that an event gives, a text or a list of texts; NULL: all of them. */
static const struct node *names_of(const struct event *e)
{
    const struct node *names = node_get(e->map, "projections");
    return !names || node_is_null(names) || node_is(names, "all") ? NULL : names;
}

/* The name in an event that is, or is a pattern for, the name of a projection; NULL: none is. */
static const struct node *name_for(const struct node *names, const struct projection *p)
{
    size_t n = names->kind == NODE_LIST ? names->n : 1;
    for (size_t i = 0; i < n; i++) {
        const struct node *name = names->kind == NODE_LIST ? names->items[i] : names;
        if (fnmatch(name->text, p->name, 0) == 0)
            return name;
    }
    return NULL;
}

static engram_code no_length(struct resolver *r, const struct node *name, const struct projection *p)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE,
                .what = TEXT("the axons of projection '%s' have no velocity that could change", p->name),
                .where = node_where(status, name), .why = "its `delay` is a time already",
                .hint = "give it  length: ... um  and  velocity: ... m/s  in place of delay");
}

static engram_code read_damage(struct resolver *r, const struct node *item, const struct event *e,
                               struct damage *d)
{
    engram_code code = ENGRAM_OK;
    double at = 0, over = 0;
    d->slowdown = 1;
    TRY(schema_number(item, EVENT "at", &at, r->status));
    if (e->is_loss) {
        TRY(schema_number(e->map, EVENT "demyelinate.slowdown", &d->slowdown, r->status));
        TRY(schema_number(e->map, EVENT "demyelinate.fraction", &d->fraction, r->status));
        TRY(schema_number(e->map, EVENT "demyelinate.over", &over, r->status));
    } else {
        TRY(schema_number(e->map, EVENT "remyelinate.fraction", &d->fraction, r->status));
        TRY(schema_number(e->map, EVENT "remyelinate.over", &over, r->status));
    }
    d->over = steps_of(r, over);
    d->begin = steps_of(r, at);
    d->begin = d->begin ? d->begin : 1; /* the first tick is the first chance */
cleanup:
    return code;
}

/* Keep them in order of time; those of one time in the order of the file. */
static void add_in_order(struct projection *p, const struct damage *d)
{
    size_t k = p->n_damages++;
    for (; k > 0 && p->damages[k - 1].begin > d->begin; k--)
        p->damages[k] = p->damages[k - 1];
    p->damages[k] = *d;
}

engram_code resolve_damages(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    const struct node *list = r->schedule;
    bool has_length = node_get(map, "length") != NULL;
    if (!list || node_is_null(list) || list->n == 0)
        return ENGRAM_OK;
    TRY(memory_new(&p->damages, list->n, sizeof *p->damages, p->name, r->status));
    for (size_t i = 0; i < list->n; i++) {
        struct event e = event_of(list->items[i]);
        struct damage damage = {0};
        if (!e.map)
            continue;
        const struct node *names = names_of(&e), *name = names ? name_for(names, p) : NULL;
        if (name && !has_length)
            TRY(no_length(r, name, p));
        if ((names && !name) || !has_length)
            continue;
        TRY(read_damage(r, list->items[i], &e, &damage));
        add_in_order(p, &damage);
    }
cleanup:
    return code;
}

/* ---- names that meet nothing ---- */

engram_code check_damage(struct resolver *r, const struct node *item, const struct node *key,
                         const struct node *map)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct event e = event_of(item);
    const struct node *names = names_of(&e);
    uint32_t *named = NULL;
    size_t n = 0;
    bool any = false;
    (void)map;
    if (names)
        TRY(resolve_projection_patterns(r, names, &named, &n));
    for (size_t k = 0; k < r->net->n_projections; k++)
        any = any || r->net->projections[k].n_damages > 0;
    if (!any)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s concerns no axon", key->text),
                 .where = node_where(status, key),
                 .why = "no projection has a length, and without one there is no velocity",
                 .hint = "give a projection  length: ... um  and  velocity: ... m/s  in place of delay"));
cleanup:
    free(named);
    return code;
}
