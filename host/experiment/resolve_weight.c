/* Initial weights, and the bound on |weight| that the accumulators rely on. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"
#include "network/structure.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* What bounds the weights of a projection, and in which words. */
struct weight_bounds {
    double low, high; /* of initial weights */
    const char *why;
    double limit; /* given by the user; 0: not */
};

/* A rule keeps weights in [its lower bound or 0, its upper bound if it declares one]. */
static void rule_bounds(struct resolver *r, const struct projection *p, struct weight_bounds *b)
{
    engram_status *status = r->status;
    const struct model *rule = p->rule;
    if (!projection_is_plastic(p))
        return;
    struct weight_range range = model_weight_range(rule, p->params);
    b->low = range.low;
    b->high = range.high;
    b->why = range.high_param >= 0 ? TEXT("rule '%s' keeps weights between %g and its %s = %g", rule->name,
                                          b->low, rule->params[range.high_param].name, b->high)
                                   : TEXT("rule '%s' keeps weights at %g or above", rule->name, b->low);
}

static bool has_upper_bound(const struct projection *p)
{
    return isfinite(model_weight_range(p->rule, p->params).high);
}

static const struct model_receptor *receptor_of(const struct network *net, const struct projection *p)
{
    const struct model *target = net->populations[p->target].model;
    return target->n_receptors ? &target->receptors[p->receptor] : NULL;
}

static engram_code refuse_plastic_counts(struct resolver *r, const struct node *map,
                                         const struct projection *p)
{
    engram_status *status = r->status;
    const struct node *rule = node_get(map, "rule");
    return FAIL(
        ENGRAM_E_USAGE, .what = TEXT("projection '%s' cannot be plastic", p->name),
        .where = node_where(status, rule ? rule : map),
        .why = TEXT("receptor '%s' counts spikes, so every weight must stay 1", receptor_of(r->net, p)->name),
        .hint = "remove the rule");
}

static void receptor_bounds(struct resolver *r, const struct projection *p, struct weight_bounds *b)
{
    const struct model_receptor *receptor = receptor_of(r->net, p);
    if (receptor && strcmp(receptor->unit, "nS") == 0 && b->low < 0) {
        b->low = 0;
        b->why =
            "a conductance cannot be negative; the reversal potential of the receptor makes it inhibitory";
    }
    if (receptor && receptor->counts) {
        b->low = b->high = 1;
        b->why = "this receptor counts spikes, so each must weigh 1";
    }
}

static engram_code read_limit(struct resolver *r, const struct node *map, const struct projection *p,
                              struct weight_bounds *b)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *node = node_get(map, "weight_limit");
    bool rule_has_limit = projection_is_plastic(p) && has_upper_bound(p);
    struct wanted w = wanted_any("weight_limit", projection_weight_unit(r->net, p));

    w.min = 0;
    w.min_excluded = true;
    if (!node || node_is_null(node)) {
        if (projection_is_plastic(p) && !rule_has_limit)
            TRY(FAIL(ENGRAM_E_USAGE, .what = "key 'weight_limit' is missing",
                     .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
                     .why = TEXT(
                         "rule '%s' has no upper bound for the weight, and sums of weights must not overflow",
                         p->rule->name),
                     .hint = TEXT("add  weight_limit: ... %s  (more than any weight will reach)", w.unit)));
        return ENGRAM_OK;
    }
    TRY(resolve_constant(node, &w, &b->limit, status));
    if (rule_has_limit && b->limit < fmax(fabs(b->low), fabs(b->high)))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "weight_limit is below what the rule allows",
                 .where = TEXT("%s, projection '%s'", node_where(status, node), p->name), .why = b->why,
                 .hint = "remove weight_limit, or make the rule's own bound smaller"));
    if (b->limit < b->high || -b->limit > b->low)
        b->why = TEXT("weight_limit is %g", b->limit);
    b->low = fmax(b->low, -b->limit);
    b->high = fmin(b->high, b->limit);

cleanup:
    return code;
}

/* Weights that come with explicit edges are a list; they and the key `weight` exclude each other, except where a SONATA file is overruled. */
static engram_code listed_weights(struct resolver *r, const struct node *map, const struct wanted *w,
                                  struct projection *p, struct edge_columns *columns)
{
    engram_status *status = r->status;
    const struct node *connect = node_get(map, "connect");
    for (uint64_t i = 0; i < columns->n; i++) {
        double value = columns->weight[i];
        if (value >= w->min && value <= w->max)
            continue;
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("the weight of edge %" PRIu64 " is out of range", i),
                    .where =
                        TEXT("%s, projection '%s'", node_where(status, connect ? connect : map), p->name),
                    .why = TEXT("it is %g %s; %s", value, w->unit, w->why),
                    .hint = "change the weight, or the bound");
    }
    p->weight = quantity_constant(0);
    if (columns->n == 0)
        return ENGRAM_OK;
    p->weight.kind = QUANTITY_LIST;
    p->weight.list = columns->weight;
    p->weight.n_list = columns->n;
    columns->weight = NULL;
    return ENGRAM_OK;
}

static engram_code weights_twice(struct resolver *r, const struct node *map, const char *key,
                                 const struct projection *p)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is given twice", key),
                .where = TEXT("%s, projection '%s'", node_where(status, node_key(map, key)), p->name),
                .why = "the list of edges has its own", .hint = TEXT("remove  %s  here or in the list", key));
}

static engram_code read_weights(struct resolver *r, const struct node *map, const struct weight_bounds *b,
                                struct projection *p, struct edge_columns *columns)
{
    engram_status *status = r->status;
    const struct node *node = node_get(map, "weight");
    const struct model_receptor *receptor = receptor_of(r->net, p);
    bool from_list = columns->weight && node_get(node_get(map, "connect"), "list");
    struct wanted w = wanted_any("weight", projection_weight_unit(r->net, p));

    w.min = b->low;
    w.max = b->high;
    w.why = b->why;
    w.n_list = p->connect.kind == CONNECT_LIST ? p->connect.n : 0;
    w.list_of = "edge";
    if (node && from_list)
        return weights_twice(r, map, "weight", p);
    if (node)
        return resolve_quantity(node, &w, &p->weight, status);
    if (columns->weight)
        return listed_weights(r, map, &w, p, columns);
    p->weight = quantity_constant(1);
    if (receptor && receptor->counts)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "key 'weight' is missing",
                .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
                .why = "it has no default",
                .hint = TEXT("add  weight: ... %s", strcmp(w.unit, "1") == 0 ? "" : w.unit));
}

engram_code resolve_weight(struct resolver *r, const struct node *map, struct projection *p,
                           struct edge_columns *columns)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct weight_bounds b = {.low = -INFINITY, .high = INFINITY, .why = ""};
    double low = 0, high = 0;
    const struct model_receptor *receptor = receptor_of(r->net, p);

    if (receptor && receptor->counts && projection_is_plastic(p))
        TRY(refuse_plastic_counts(r, map, p));
    rule_bounds(r, p, &b);
    receptor_bounds(r, p, &b);
    TRY(read_limit(r, map, p, &b));
    TRY(read_weights(r, map, &b, p, columns));
    quantity_range(&p->weight, &low, &high);
    p->weight_limit = fmax(fabs(low), fabs(high));
    if (projection_is_plastic(p))
        p->weight_limit = has_upper_bound(p) ? fmax(fabs(b.low), fabs(b.high)) : b.limit;
    if (!isfinite(p->weight_limit))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "key 'weight_limit' is missing",
                 .where = TEXT("%s, projection '%s'",
                               node_where(status, node_get(map, "weight") ? node_get(map, "weight") : map),
                               p->name),
                 .why = "this distribution has no bounds, and sums of weights must not overflow",
                 .hint = "add min and max to the distribution, or  weight_limit: ...  to the projection"));

cleanup:
    return code;
}

engram_code resolve_born_weight(struct resolver *r, const struct node *map, const struct node *structure,
                                struct projection *p)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    const struct node *node = node_get(structure, "weight");
    struct weight_bounds b = {.low = -INFINITY, .high = INFINITY, .why = ""};
    struct wanted w = wanted_any("weight", projection_weight_unit(r->net, p));
    double low = 0, high = 0;
    if (!node || node_is_null(node))
        return quantity_copy(&p->weight, &p->structure->weight, status);
    rule_bounds(r, p, &b);
    receptor_bounds(r, p, &b);
    TRY(read_limit(r, map, p, &b));
    w.min = b.low;
    w.max = b.high;
    w.why = b.why;
    TRY(resolve_quantity(node, &w, &p->structure->weight, status));
    quantity_range(&p->structure->weight, &low, &high);
    p->weight_limit = fmax(p->weight_limit, fmax(fabs(low), fabs(high)));
    if (!isfinite(p->weight_limit))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "weights of new synapses have no bounds",
                 .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                 .why = "sums of weights must not overflow", .hint = "add min and max to the distribution"));
cleanup:
    return code;
}
