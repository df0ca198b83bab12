/* How weights are stored, and whether they can be. */
#include "experiment/resolve.h"
#include "network/structure.h"

#define STORAGE  "projections.*.weight_storage"
#define ROUNDING "projections.*.weight_rounding"

static const char *where(struct resolver *r, const struct node *map, const struct projection *p)
{
    engram_status *status = r->status;
    const struct node *node = node_get(map, "weight_storage");
    return TEXT("%s, projection '%s'", node_where(status, node ? node : map), p->name);
}

static engram_code refuse_unbounded(struct resolver *r, const struct node *map, const struct projection *p)
{
    engram_status *status = r->status;
    if (!projection_is_plastic(p))
        return FAIL(ENGRAM_E_USAGE, .what = "weights that never change cannot be stored as numbers of a grid",
                    .where = where(r, map, p),
                    .why = TEXT("the grid lies between the bounds of a plasticity rule, and '%s' has none",
                                p->rule->name),
                    .hint = "remove weight_storage, or choose a rule with an upper bound (engram rules)");
    return FAIL(ENGRAM_E_USAGE,
                .what = TEXT("weights of rule '%s' cannot be stored as numbers of a grid", p->rule->name),
                .where = where(r, map, p),
                .why = "the grid lies between the bounds of the rule, and it declares no upper one",
                .hint = "remove weight_storage, or choose a rule with an upper bound (engram rules)");
}

/* What a turnover rule makes of a weight must be on the grid too. */
static engram_code check_turnover(struct resolver *r, const struct node *map, const struct projection *p,
                                  double least, double most)
{
    engram_status *status = r->status;
    const struct model *turnover = p->structure ? p->structure->turnover : NULL;
    if (!turnover || !turnover->changes_weights)
        return ENGRAM_OK;
    double low = p->structure->turnover_params[turnover->weight_min_param],
           high = p->structure->turnover_params[turnover->weight_max_param];
    if (low >= least && high <= most)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE, .what = "the turnover rule may make weights that cannot be stored",
        .where = where(r, map, p),
        .why = TEXT("'%s' keeps them between %g and %g, the grid lies between the bounds of '%s', %g and %g",
                    turnover->name, low, high, p->rule->name, least, most),
        .hint = "choose bounds of the turnover rule within those of the plasticity rule");
}

/* Nothing but a rule and structure ever changes weights. */
static bool stay_alike(const struct projection *p)
{
    return quantity_is_constant(&p->weight) && !projection_is_plastic(p) && !p->structure;
}

engram_code resolve_weight_storage(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    size_t width = 0, rounding = 0;
    TRY(schema_word(map, STORAGE, &width, status));
    TRY(schema_word(map, ROUNDING, &rounding, status));
    p->storage = (struct weight_storage){.width = (enum weight_width)width, .by_chance = rounding == 1};
    if (p->storage.width == WEIGHTS_F32 && node_get(map, "weight_rounding"))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "weight_rounding has no effect",
                 .where = TEXT("%s, projection '%s'", node_where(status, node_key(map, "weight_rounding")),
                               p->name),
                 .why = "weights are stored as they are, in float32",
                 .hint = "add  weight_storage: u16  or remove weight_rounding"));
    if (p->storage.width == WEIGHTS_F32) {
        if (stay_alike(p))
            p->storage =
                (struct weight_storage){.width = WEIGHTS_ALIKE, .grid = {.least = (float)p->weight.a}};
        return ENGRAM_OK;
    }
    struct weight_range range = model_weight_range(p->rule, p->params);
    if (!projection_is_plastic(p) || range.high_param < 0)
        TRY(refuse_unbounded(r, map, p));
    TRY(check_turnover(r, map, p, range.low, range.high));
    if (!weight_grid_fill(p->storage.width, range.low, range.high, &p->storage.grid))
        TRY(FAIL(ENGRAM_E_USAGE,
                 .what = "the bounds of the rule lie too close together to store weights between them",
                 .where = where(r, map, p),
                 .why = TEXT("a grid from %g to %g in %g steps is finer than float32", range.low, range.high,
                             (double)weight_most(p->storage.width)),
                 .hint = "remove weight_storage, or move the bounds apart"));
cleanup:
    return code;
}
