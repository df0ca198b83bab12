/* The key `growth` of a structure: elements that follow calcium. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "network/growth.h"
#include "network/structure.h"
#include "structure/growth.h"

#include <string.h>

#define GROWTH "projections.*.structure.growth."

static const struct side_keys {
    const char *key, *curve, *rate, *eta, *eps, *psi, *initial;
} sides[N_SIDES] = {[SIDE_AXON] = {"axon", GROWTH "axon.curve", GROWTH "axon.growth_rate", GROWTH "axon.eta",
                                   GROWTH "axon.eps", GROWTH "axon.psi", GROWTH "axon.initial"},
                    [SIDE_DENDRITE] = {"dendrite", GROWTH "dendrite.curve", GROWTH "dendrite.growth_rate",
                                       GROWTH "dendrite.eta", GROWTH "dendrite.eps", GROWTH "dendrite.psi",
                                       GROWTH "dendrite.initial"}};

/* A curve has no use for the keys of another one. */
static engram_code refuse_ignored(struct resolver *r, const struct node *map, const char *key,
                                  const char *curve)
{
    engram_status *status = r->status;
    if (!node_get(map, key))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has no meaning here", key),
                .where = node_where(status, node_key(map, key)),
                .why = TEXT("only the curve '%s' uses it", curve),
                .hint = TEXT("remove it, or choose  curve: %s", curve));
}

static engram_code need_calcium(struct resolver *r, const struct node *map, uint32_t population)
{
    engram_status *status = r->status;
    const struct population *p = &r->net->populations[population];
    if (p->calcium)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "elements have no calcium to follow",
                .where = node_where(status, map), .why = TEXT("population '%s' has none", p->name),
                .hint = TEXT("add  calcium: {}  to population '%s'", p->name));
}

static engram_code read_side(struct resolver *r, const struct node *growth, struct projection *p,
                             enum side side)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    const struct side_keys *keys = &sides[side];
    const struct node *map = node_get(growth, keys->key);
    struct growth_side *s = &p->structure->growth->side[side];
    size_t curve = 0;
    TRY(memory_string(&s->name, TEXT("%s_%s", keys->key, p->name), status));
    TRY(memory_string(&s->bound, TEXT("%s_bound", s->name), status));
    TRY(memory_string(&s->vacant, TEXT("%s_vacant", s->name), status));
    TRY(need_calcium(r, map, projection_side(p, side)));
    TRY(schema_word(map, keys->curve, &curve, status));
    s->curve = (uint32_t)curve;
    TRY(schema_number(map, keys->rate, &s->rate, status));
    s->rate *= p->structure->compression;
    TRY(schema_number(map, keys->eta, &s->eta, status));
    TRY(schema_number(map, keys->eps, &s->eps, status));
    TRY(schema_number(map, keys->psi, &s->psi, status));
    TRY(schema_number(map, keys->initial, &s->initial_vacant, status));
    if (curve != GROWTH_GAUSSIAN)
        TRY(refuse_ignored(r, map, "eta", "gaussian"));
    if (curve != GROWTH_SIGMOID)
        TRY(refuse_ignored(r, map, "psi", "sigmoid"));
    if (curve == GROWTH_GAUSSIAN && s->eta == s->eps)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "eta and eps are equal", .where = node_where(status, map),
                 .why = TEXT("elements grow between them, and both are %g", s->eps),
                 .hint =
                     "make eta smaller, or larger for elements that grow on neurons that are too active"));
cleanup:
    return code;
}

/* Distances need a width, and neurons with places. */
static engram_code read_kernel(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    struct growth *g = p->structure->growth;
    const struct node *sigma = node_get(map, "sigma");
    size_t kernel = 0;
    TRY(schema_word(map, GROWTH "kernel", &kernel, status));
    g->kernel = (uint32_t)kernel; /* the words stand in the order of the MATCHING_ numbers */
    TRY(schema_flag(map, GROWTH "autapses", &g->autapses, status));
    if (kernel == MATCHING_ANYWHERE)
        return sigma ? refuse_ignored(r, map, "sigma", "any but none") : ENGRAM_OK;
    if (!sigma)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "key 'sigma' is missing",
                 .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
                 .why = "a kernel of the distance has a width", .hint = "add  sigma: ... um"));
    TRY(schema_number(map, GROWTH "sigma", &g->sigma_um, status));
    for (enum side side = 0; side < N_SIDES; side++) {
        const struct population *population = &r->net->populations[projection_side(p, side)];
        if (!population->positions)
            TRY(FAIL(ENGRAM_E_USAGE, .what = "neurons without places cannot grow by distance",
                     .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
                     .why = TEXT("population '%s' has no positions", population->name),
                     .hint =
                         TEXT("give population '%s'  positions, or choose  kernel: none", population->name)));
    }
cleanup:
    return code;
}

engram_code resolve_growth(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(memory_new(&p->structure->growth, 1, sizeof *p->structure->growth, p->name, r->status));
    for (enum side side = 0; side < N_SIDES; side++)
        TRY(read_side(r, map, p, side));
    TRY(read_kernel(r, map, p));
    TRY(schema_number(map, GROWTH "vacant_decay", &p->structure->growth->vacant_decay, r->status));
cleanup:
    return code;
}
