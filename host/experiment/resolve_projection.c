#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 64 };
/* A decay table has one entry per step up to 25 time constants, and at most 2^20 entries. */
#define LONGEST_TRACE_STEPS 40000.0

bool projection_is_plastic(const struct projection *p)
{
    return model_is_plastic(p->rule);
}

const char *projection_weight_unit(const struct network *net, const struct projection *p)
{
    return projection_receptor(net, p)->unit;
}

static engram_code unknown_rule(struct resolver *r, const struct node *node, const char *name)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = 0;
    const struct model *model = NULL;
    while (n < MOST_LISTED && (model = registry_at(r->net->registry, MODEL_RULE, n)) != NULL)
        names[n++] = model->name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no rule '%.80s'", name),
                .where = node_where(status, node),
                .why = TEXT("the rules are: %s", nearest_list(status, names, n)),
                .hint = nearest_hint(status, name, names, n));
}

static engram_code unknown_param(struct resolver *r, const struct node *key, const struct projection *p)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = p->rule->n_params < MOST_LISTED ? p->rule->n_params : MOST_LISTED;
    for (size_t i = 0; i < n; i++)
        names[i] = p->rule->params[i].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown parameter '%.80s'", key->text),
                .where =
                    TEXT("%s, projection '%s', rule '%s'", node_where(status, key), p->name, p->rule->name),
                .why = TEXT("rule '%s' has: %s", p->rule->name, nearest_list(status, names, n)),
                .hint = nearest_hint(status, key->text, names, n));
}

/* The decay tables of the traces must be of a sane length. */
static engram_code check_traces(struct resolver *r, const struct node *node, const struct projection *p)
{
    engram_status *status = r->status;
    for (size_t i = 0; i < p->rule->n_traces; i++) {
        int tau = p->rule->traces[i].tau_param;
        double steps = p->params[tau] / r->net->dt_ms;
        if (steps > LONGEST_TRACE_STEPS)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is too long for this dt", p->rule->params[tau].name),
                        .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                        .why = TEXT("%g ms are %g steps; a trace may decay over at most %g", p->params[tau],
                                    steps, LONGEST_TRACE_STEPS),
                        .hint = "make dt larger or the time constant shorter");
    }
    return ENGRAM_OK;
}

static engram_code rule_params(struct resolver *r, const struct node *node, const struct node *params,
                               struct projection *p)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&p->params, p->rule->n_params, sizeof *p->params, p->name, r->status));
    for (size_t i = 0; params && i < params->n; i++)
        if (model_find_param(p->rule, params->keys[i]->text) < 0)
            TRY(unknown_param(r, params->keys[i], p));
    for (size_t i = 0; i < p->rule->n_params; i++) {
        engram_status *status = r->status;
        const struct model_param *param = &p->rule->params[i];
        const struct node *value = node_get(params, param->name);
        bool weighs = strcmp(param->unit, "weight") == 0;
        struct wanted w = wanted_param(param, weighs ? projection_weight_unit(r->net, p) : param->unit);
        if (value)
            TRY(resolve_constant(value, &w, &p->params[i], status));
        else
            TRY(resolve_default(param, TEXT("projection '%s', rule '%s'", p->name, p->rule->name), node,
                                &p->params[i], status));
    }
    TRY(check_traces(r, node, p));

cleanup:
    return code;
}

/* `rule: stdp`, `rule: {stdp: {lambda: 0.01}}`, or no key at all. */
engram_code resolve_rule(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_status *status = r->status;
    const struct node *node = node_get(map, "rule"), *params = NULL, *place = node ? node : map;
    const char *name = schema_find("projections.*.rule")->standard;

    if (node && node->kind == NODE_MAP) {
        if (node->n != 1)
            return FAIL(ENGRAM_E_USAGE, .what = "a projection has one rule",
                        .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                        .why = TEXT("there are %zu names here", node->n),
                        .hint = "write  rule: {name: {parameter: value}}");
        place = node->keys[0];
        name = place->text;
        params = node->items[0];
    } else if (node && !node_is_null(node)) {
        name = node->text;
    }
    p->rule = registry_find(r->net->registry, MODEL_RULE, name);
    if (!p->rule)
        return unknown_rule(r, place, name);
    return rule_params(r, place, params, p);
}

static engram_code resolve_receptor(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_status *status = r->status;
    const struct node *node = node_get(map, "receptor");
    const struct population *target = &r->net->populations[p->target];
    const char *names[MODEL_MAX_RECEPTORS];
    size_t n = target->model->n_receptors;
    if (!node || node_is_null(node))
        return ENGRAM_OK;
    int receptor = model_find_receptor(target->model, node->text);
    if (receptor >= 0) {
        p->receptor = (uint32_t)receptor;
        return ENGRAM_OK;
    }
    for (size_t i = 0; i < n; i++)
        names[i] = target->model->receptors[i].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no receptor '%.80s'", node->text),
                .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                .why = TEXT("model '%s' of population '%s' has: %s", target->model->name, target->name,
                            nearest_list(status, names, n)),
                .hint = n ? nearest_hint(status, node->text, names, n)
                          : "a spike source ignores its input: remove the key");
}

static engram_code resolve_ends(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    const char *source = NULL, *target = NULL;
    TRY(node_text(node_get(map, "source"), "source", &source, r->status));
    TRY(node_text(node_get(map, "target"), "target", &target, r->status));
    TRY(resolve_population_name(r, node_get(map, "source"), source, &p->source));
    TRY(resolve_population_name(r, node_get(map, "target"), target, &p->target));
    TRY(resolve_receptor(r, map, p));

cleanup:
    return code;
}

engram_code resolve_projection(struct resolver *r, const struct node *key, const struct node *map,
                               struct projection *p)
{
    engram_code code = ENGRAM_OK;
    struct edge_columns columns = {0};

    TRY(name_check(key->text, key, r->status));
    TRY(memory_string(&p->name, key->text, r->status));
    p->owner = name_hash(p->name);
    TRY(resolve_ends(r, map, p));
    TRY(resolve_rule(r, map, p));
    TRY(resolve_connect(r, map, p, &columns));
    TRY(resolve_weight(r, map, p, &columns));
    TRY(resolve_delay(r, map, p, &columns));

cleanup:
    free(columns.weight);
    free(columns.delay_ms);
    return code;
}
