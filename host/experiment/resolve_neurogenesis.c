/* The key `neurogenesis` of a population, and the event of a schedule that changes what its region provides. */
#include "core/memory.h"
#include "experiment/resolve.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define KEY "populations.*.neurogenesis."

static engram_code resolve_influence(struct resolver *r, const struct node *map, const char *path,
                                     struct influence *out)
{
    engram_code code = ENGRAM_OK;
    char below[128];
    double *const values[] = {&out->tau_days, &out->births, &out->survival};
    static const char *const keys[] = {"tau", "births", "survival"};
    for (size_t k = 0; k < 3; k++) {
        snprintf(below, sizeof below, "%.80s.%.20s", path, keys[k]);
        TRY(schema_number(map, below, values[k], r->status));
    }
cleanup:
    return code;
}

static engram_code resolve_days(struct resolver *r, const struct node *map, struct neurogenesis *g)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *checkpoint = node_get(map, "checkpoint");
    const struct schema_row *row = schema_find(KEY "checkpoint");
    uint64_t days[2] = {14, 28}, maturity = 0;
    if (checkpoint && !node_is_null(checkpoint)) {
        if (checkpoint->n != 2)
            TRY(FAIL(ENGRAM_E_USAGE, .what = "checkpoint must be two days",
                     .where = node_where(status, checkpoint), .why = TEXT("there are %zu", checkpoint->n),
                     .hint = "write [first, last], in days of age"));
        for (size_t k = 0; k < 2; k++)
            TRY(node_integer(checkpoint->items[k], "checkpoint", row->least, row->most, &days[k], status));
    }
    TRY(schema_integer(map, KEY "maturity", &maturity, status));
    if (days[0] > days[1] || days[1] > maturity)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "the days of a cell are out of order",
                 .where = node_where(status, checkpoint ? checkpoint : map),
                 .why = TEXT("checkpoint from %" PRIu64 " to %" PRIu64 ", maturity at %" PRIu64, days[0],
                             days[1], maturity),
                 .hint = "the checkpoint ends before maturity"));
    g->first_day = (uint32_t)days[0];
    g->last_day = (uint32_t)days[1];
    g->maturity_day = (uint32_t)maturity;
cleanup:
    return code;
}

static engram_code check_day(struct resolver *r, const struct node *map, const struct population *p)
{
    engram_status *status = r->status;
    uint32_t interval = population_min_interval(p, r->net->dt_ms);
    if (p->neurogenesis->day >= interval && p->neurogenesis->day > 0)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "a day is too short",
                .where = node_where(status, node_get(map, "day")),
                .why = TEXT("it has %" PRIu64 " steps; a slot must stay empty for the refractory time of its "
                            "neurons, %" PRIu32 " steps, before a newborn may fire",
                            p->neurogenesis->day, interval),
                .hint = "make it longer");
}

engram_code resolve_neurogenesis(struct resolver *r, const struct node *map, struct population *p)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct neurogenesis *g = NULL;
    const struct node *lifetime = node_get(map, "lifetime"), *half = node_get(map, "calcium_half");
    double day = 0;
    uint64_t alive = 0;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(memory_new(&g, 1, sizeof *g, p->name, status));
    p->neurogenesis = g;
    TRY(schema_number(map, KEY "day", &day, status));
    TRY(schema_integer(map, KEY "alive", &alive, status));
    TRY(schema_number(map, KEY "births", &g->births, status));
    TRY(schema_number(map, KEY "survival", &g->survival, status));
    TRY(schema_number(map, KEY "excitability", &g->excitability, status));
    TRY(schema_number(map, KEY "input_density", &g->input_density, status));
    TRY(schema_number(map, KEY "mature_plasticity", &g->mature_plasticity, r->status));
    TRY(resolve_days(r, map, g));
    TRY(resolve_influence(r, node_get(map, "bdnf"), KEY "bdnf", &g->bdnf));
    TRY(resolve_influence(r, node_get(map, "cortisol"), KEY "cortisol", &g->cort));
    g->lifetime_days = INFINITY;
    if (lifetime && !node_is_null(lifetime))
        TRY(schema_number(map, KEY "lifetime", &g->lifetime_days, status));
    if (half && !node_is_null(half))
        TRY(schema_number(map, KEY "calcium_half", &g->calcium_half, status));
    g->day = steps_of(r, day);
    g->alive = (uint32_t)(alive < p->n ? alive : p->n);
    if (alive > p->n)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "more neurons are alive than there are slots",
                 .where = node_where(status, node_get(map, "alive")),
                 .why = TEXT("population '%s' has %" PRIu32 " slots, its size", p->name, p->n),
                 .hint = "raise size, which must have room for newborns too"));
    if (g->calcium_half > 0 && !p->calcium)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("population '%s' keeps no calcium", p->name),
                 .where = node_where(status, half),
                 .why = "calcium_half compares it with the use of a neuron",
                 .hint = "give the population  calcium: {}"));
    TRY(check_day(r, map, p));
cleanup:
    return code;
}

static bool anything_learns_by_age(const struct network *net, const struct population *p)
{
    for (size_t j = 0; j < net->n_projections; j++)
        if (&net->populations[net->projections[j].target] == p &&
            projection_learns_by_age(net, &net->projections[j]))
            return true;
    return false;
}

engram_code check_plasticity_by_age(struct resolver *r, const struct node *populations)
{
    engram_status *status = r->status;
    for (size_t i = 0; i < r->net->n_populations; i++) {
        const struct population *p = &r->net->populations[i];
        const struct node *map = node_get(populations, p->name);
        if (p->neurogenesis && p->neurogenesis->mature_plasticity < 1 && !anything_learns_by_age(r->net, p))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("nothing onto population '%s' can learn", p->name),
                        .where =
                            node_where(status, node_get(node_get(map, "neurogenesis"), "mature_plasticity")),
                        .why = "no projection onto it has a plastic rule",
                        .hint = "give one a rule, or remove mature_plasticity");
    }
    return ENGRAM_OK;
}

/* ---- what the region provides ---- */

static engram_code add_target(struct resolver *r, const struct node *key, struct population *p,
                              const struct region_target *target)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct neurogenesis *g = p->neurogenesis;
    if (!g)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("no neuron is born in population '%s'", p->name),
                 .where = node_where(status, key),
                 .why = "only neurogenesis depends on what its region provides",
                 .hint = "give the population `neurogenesis`, or name another one"));
    TRY(memory_resize(&g->targets, g->n_targets + 1, sizeof *g->targets, p->name, status));
    size_t k = g->n_targets++;
    for (; k > 0 && g->targets[k - 1].begin > target->begin; k--)
        g->targets[k] = g->targets[k - 1];
    g->targets[k] = *target;
cleanup:
    return code;
}

engram_code resolve_region(struct resolver *r, const struct node *item, const struct node *key,
                           const struct node *map)
{
    engram_code code = ENGRAM_OK;
    struct region_target target = {0};
    uint32_t *named = NULL;
    size_t n = 0;
    double at = 0;
    TRY(schema_number(item, "schedule[].at", &at, r->status));
    TRY(schema_number(map, "schedule[].region.bdnf", &target.level.bdnf, r->status));
    TRY(schema_number(map, "schedule[].region.cortisol", &target.level.cort, r->status));
    target.begin = steps_of(r, at);
    TRY(resolve_population_patterns(r, node_get(map, "populations"), &named, &n));
    for (size_t i = 0; i < n; i++)
        TRY(add_target(r, key, &r->net->populations[named[i]], &target));
cleanup:
    free(named);
    return code;
}
