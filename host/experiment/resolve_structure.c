/* The key `structure` of a projection: synapses that come and go. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "network/fixed.h"
#include "network/structure.h"

#include <inttypes.h>

#define STRUCTURE "projections.*.structure."

static engram_code read_formation(struct resolver *r, const struct node *map, struct formation *f)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(schema_number(map, STRUCTURE "formation.rate", &f->rate, r->status));
    TRY(schema_number(map, STRUCTURE "formation.excess", &f->excess, r->status));
    TRY(schema_number(map, STRUCTURE "formation.excess_tau", &f->excess_tau_ms, r->status));
    TRY(schema_flag(map, STRUCTURE "formation.autapses", &f->autapses, r->status));
cleanup:
    return code;
}

/* A new synapse has no place in a list of given ones. */
static engram_code check_lists(struct resolver *r, const struct node *map, const struct projection *p)
{
    engram_status *status = r->status;
    bool weight = p->structure->weight.kind == QUANTITY_LIST, delay = p->axonal.kind == QUANTITY_LIST;
    if (!weight && !delay)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("new synapses have no %s", weight ? "weight" : "delay"),
                .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
                .why = "the projection lists that of each synapse it has at the start",
                .hint = weight
                            ? "add  weight: ...  to structure"
                            : "give the projection a constant or drawn delay, or length: {from_distance: 1}");
}

static engram_code read_limit(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    const struct node *node = node_get(map, "max_in_degree");
    struct structure *s = p->structure;
    uint64_t drawn = projection_drawn_in_degree_bound(r->net, p);
    s->max_in_degree = drawn < 25 ? 100 : 4 * drawn;
    if (!node || node_is_null(node))
        return ENGRAM_OK;
    TRY(schema_integer(map, STRUCTURE "max_in_degree", &s->max_in_degree, status));
    if (s->max_in_degree < drawn)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "max_in_degree is too small",
                 .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                 .why = TEXT("a target can have %" PRIu64 " synapses at the start", drawn),
                 .hint = TEXT("make it %" PRIu64 " or more", drawn)));
cleanup:
    return code;
}

/* Neurons are numbered with the bits of a target that do not say that a synapse is gone. */
enum { MOST_TARGETS = 1 << 29 };

/* A slot must be seen empty before somebody else is born in it. */
static engram_code check_neurogenesis(struct resolver *r, const struct node *map, const struct projection *p,
                                      const struct population *of)
{
    engram_status *status = r->status;
    if (!of->neurogenesis)
        return ENGRAM_OK;
    if (of->neurogenesis->day % p->structure->tick == 0)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE, .what = "the tick of structure does not divide the day of neurogenesis",
        .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
        .why = TEXT(
            "a dead neuron of population '%s' loses its synapses at a tick, before another is born in its "
            "place; a day is %" PRIu64 " steps, a tick %" PRIu64,
            of->name, of->neurogenesis->day, p->structure->tick),
        .hint = "make tick a whole part of the day");
}

engram_code resolve_structure(struct resolver *r, const struct node *projection, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    const struct node *map = node_get(projection, "structure");
    double tick_ms = 0;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(memory_new(&p->structure, 1, sizeof *p->structure, p->name, status));
    TRY(schema_number(map, STRUCTURE "tick", &tick_ms, status));
    TRY(schema_flag(map, STRUCTURE "multapses", &p->structure->multapses, status));
    TRY(schema_number(map, STRUCTURE "compression", &p->structure->compression, status));
    p->structure->tick = steps_of(r, tick_ms);
    p->structure->tick = p->structure->tick ? p->structure->tick : 1;
    p->structure->tick_ms = (double)p->structure->tick * r->net->dt_ms * p->structure->compression;
    TRY(resolve_turnover(r, map, p));
    TRY(resolve_pruning_gate(r, map, p));
    TRY(read_formation(r, node_get(map, "formation"), &p->structure->formation));
    TRY(resolve_growth(r, node_get(map, "growth"), p));
    TRY(resolve_born_weight(r, projection, map, p));
    TRY(resolve_turnover_births(r, map, p));
    TRY(check_lists(r, map, p));
    if (r->net->populations[p->target].n > MOST_TARGETS)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "too many targets for synapses that come and go",
                 .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
                 .why = TEXT("at most %d are possible", MOST_TARGETS), .hint = "split the population"));
    TRY(read_limit(r, map, p));
    TRY(check_neurogenesis(r, map, p, &r->net->populations[p->source]));
    TRY(check_neurogenesis(r, map, p, &r->net->populations[p->target]));
cleanup:
    return code;
}
