#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"
#include "network/decay.h"
#include "network/structure.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 64 };

bool projection_is_plastic(const struct projection *p)
{
    return model_is_plastic(p->rule);
}

const char *projection_weight_unit(const struct network *net, const struct projection *p)
{
    return projection_receptor(net, p)->unit;
}

/* A model that a key of a projection names, and its parameters: `rule: stdp`, `rule: {stdp: {lambda: 0.01}}`. */
struct named_model {
    enum model_kind kind;
    const char *key, *what; /* "rule"; what such a model is called in messages */
    const char *standard;   /* its name where the key is missing; NULL: none */
};

static engram_code unknown_model(struct resolver *r, const struct node *node, const char *name,
                                 const struct named_model *named)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = 0;
    const struct model *model = NULL;
    while (n < MOST_LISTED && (model = registry_at(r->net->registry, named->kind, n)) != NULL)
        names[n++] = model->name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no %s '%.80s'", named->what, name),
                .where = node_where(status, node),
                .why = TEXT("the %ss are: %s", named->what, nearest_list(status, names, n)),
                .hint = nearest_hint(status, name, names, n));
}

static engram_code unknown_param(struct resolver *r, const struct node *key, const struct projection *p,
                                 const struct model *model, const char *what)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = model->n_params < MOST_LISTED ? model->n_params : MOST_LISTED;
    for (size_t i = 0; i < n; i++)
        names[i] = model->params[i].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown parameter '%.80s'", key->text),
                .where =
                    TEXT("%s, projection '%s', %s '%s'", node_where(status, key), p->name, what, model->name),
                .why = TEXT("%s '%s' has: %s", what, model->name, nearest_list(status, names, n)),
                .hint = nearest_hint(status, key->text, names, n));
}

static engram_code too_slow(struct resolver *r, const struct node *node, const struct projection *p,
                            int param, const char *what, double most)
{
    engram_status *status = r->status;
    double tau = p->params[param];
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is too long for this dt", p->rule->params[param].name),
                .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                .why = TEXT("%g ms are %g steps; a %s may decay over at most %g", tau, tau / r->net->dt_ms,
                            what, most),
                .hint = "make dt larger or the time constant shorter");
}

/* Two tables of decay must be enough for every trace, and one for the modulator. */
static engram_code check_traces(struct resolver *r, const struct node *node, const struct projection *p)
{
    int modulator = p->rule->modulator_tau_param;
    for (size_t i = 0; i < p->rule->n_traces; i++)
        if (!decay_tables_fit(projection_trace_tau(p, i), r->net->dt_ms))
            return too_slow(r, node, p, p->rule->traces[i].tau_param, "trace", DECAY_MAX_LONG_STEPS);
    if (modulator >= 0 && !decay_table_fits(p->params[modulator], r->net->dt_ms))
        return too_slow(r, node, p, modulator, "modulator", DECAY_MAX_STEPS);
    return ENGRAM_OK;
}

/* A whole number of steps, not none. */
static engram_code check_tick(struct resolver *r, const struct node *node, const struct projection *p,
                              const struct model *model, const double *params, const char *hint)
{
    engram_status *status = r->status;
    if (model->tick_param < 0 || params[model->tick_param] >= r->net->dt_ms)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE, .what = TEXT("%s is shorter than a step", model->params[model->tick_param].name),
        .where = TEXT("%s, projection '%s', %s '%s'", node_where(status, node), p->name,
                      model_kind_shown(model->kind), model->name),
        .why = TEXT("%g ms is less than dt = %g ms", params[model->tick_param], r->net->dt_ms), .hint = hint);
}

/* Records of spikes are kept until their late action and a flush: a number of steps that stamps can tell apart. */
static engram_code check_late(struct resolver *r, const struct node *node, const struct projection *p)
{
    engram_status *status = r->status;
    if (p->rule->late_param < 0)
        return ENGRAM_OK;
    double late = p->params[p->rule->late_param], steps = (late + LATE_KEPT_MS) / r->net->dt_ms;
    if (steps < (double)MOST_STEPS)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE, .what = TEXT("%s is too long for this dt", p->rule->params[p->rule->late_param].name),
        .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
        .why = TEXT("%g ms, and the %g ms for which spikes are kept, are %g steps; fewer than 2^30 fit", late,
                    LATE_KEPT_MS, steps),
        .hint = "make dt larger");
}

engram_code resolve_model_params(struct resolver *r, const struct node *node, const struct node *params,
                                 const struct projection *p, const struct model *model, const char *what,
                                 const double *others, double **out)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct model_set *set = NULL;
    TRY(memory_new(out, model->n_params, sizeof **out, p->name, status));
    TRY(model_choose_set(model, params, TEXT("projection '%s'", p->name), &set, status));
    for (size_t i = 0; params && i < params->n; i++)
        if (model_find_param(model, params->keys[i]->text) < 0 && !node_is(params->keys[i], MODEL_SET_KEY))
            TRY(unknown_param(r, params->keys[i], p, model, what));
    for (size_t i = 0; i < model->n_params; i++) {
        const struct model_param *param = &model->params[i];
        const struct node *value = node_get(params, param->name);
        bool weighs = strcmp(param->unit, "weight") == 0;
        struct wanted w = wanted_param(param, weighs ? projection_weight_unit(r->net, p) : param->unit);
        if (value)
            TRY(resolve_constant(value, &w, &(*out)[i], status));
        else if (others && !(set && !isnan(set->values[i])))
            (*out)[i] = others[i];
        else
            TRY(resolve_default(model, i, set, TEXT("projection '%s', %s '%s'", p->name, what, model->name),
                                node, &(*out)[i], status));
    }

cleanup:
    return code;
}

/* One model: `node` is what stands behind the key, or NULL. *model is NULL if it is missing and there is no standard. *place: where to point at in messages;
 * that of the map of the projection, to begin with. */
static engram_code resolve_one(struct resolver *r, const struct node *node, const struct projection *p,
                               const struct named_model *named, const struct node **place,
                               const struct model **model, double **values)
{
    engram_status *status = r->status;
    const struct node *params = NULL;
    const char *name = named->standard;

    *place = node ? node : *place;
    if (node && node->kind == NODE_MAP) {
        if (node->n != 1)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("a projection has one %s", named->what),
                        .where = TEXT("%s, projection '%s'", node_where(status, node), p->name),
                        .why = TEXT("there are %zu names here", node->n),
                        .hint =
                            named->kind == MODEL_RULE
                                ? "write  rule: {name: {parameter: value}}; of several rules, a list of such"
                                : TEXT("write  %s: {name: {parameter: value}}", named->key));
        *place = node->keys[0];
        name = (*place)->text;
        params = node->items[0];
    } else if (node && !node_is_null(node)) {
        name = node->text;
    }
    if (!name)
        return ENGRAM_OK;
    *model = registry_find(r->net->registry, named->kind, name);
    if (!*model)
        return unknown_model(r, *place, name, named);
    return resolve_model_params(r, *place, params, p, *model, named->what, NULL, values);
}

static engram_code resolve_named(struct resolver *r, const struct node *map, const struct projection *p,
                                 const struct named_model *named, const struct node **place,
                                 const struct model **model, double **values)
{
    *place = map;
    return resolve_one(r, node_get(map, named->key), p, named, place, model, values);
}

/* Bounds of composed rules must leave something. */
static engram_code check_range(struct resolver *r, const struct node *place, const struct projection *p)
{
    engram_status *status = r->status;
    struct weight_range range = model_weight_range(p->rule, p->params);
    if (range.low < range.high)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("rule '%s' leaves no room for a weight", p->rule->name),
                .where = TEXT("%s, projection '%s'", node_where(status, place), p->name),
                .why = TEXT("it may not be below %g, nor above %g", range.low, range.high),
                .hint = "change the bounds of the rules");
}

/* All synapses of a projection tick together. */
static engram_code check_ticks(struct resolver *r, const struct node *place, const struct projection *p)
{
    engram_status *status = r->status;
    const struct model *rule = p->rule;
    for (size_t i = 0; i < rule->n_parts; i++) {
        const struct model *part = rule->parts[i].rule;
        double tick = part->on_tick ? p->params[rule->parts[i].first_param + (size_t)part->tick_param] : 0;
        if (part->on_tick && tick != p->params[rule->tick_param])
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("the rules of '%s' tick differently", rule->name),
                        .where = TEXT("%s, projection '%s'", node_where(status, place), p->name),
                        .why =
                            TEXT("%s is %g ms, and that of '%s' %g ms", rule->params[rule->tick_param].name,
                                 p->params[rule->tick_param], part->name, tick),
                        .hint = "give them the same interval");
    }
    return ENGRAM_OK;
}

/* A list of rules: their parameters follow one another, as in the composed rule. */
static engram_code resolve_rules(struct resolver *r, const struct node *list, struct projection *p,
                                 const struct named_model *named)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct model *parts[MODEL_MAX_PARTS + 1] = {0};
    double *params = NULL;
    size_t n_params = 0, n = 0;

    for (; n < list->n && n <= MODEL_MAX_PARTS; n++) {
        const struct node *place = list;
        TRY(resolve_one(r, list->items[n], p, named, &place, &parts[n], &params));
        TRY(memory_resize(&p->params, n_params + parts[n]->n_params + 1, sizeof *params, p->name, status));
        memcpy(p->params + n_params, params, parts[n]->n_params * sizeof *params);
        n_params += parts[n]->n_params;
        free(params);
        params = NULL;
    }
    if (n == 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "a list of no rules",
                 .where = TEXT("%s, projection '%s'", node_where(status, list), p->name),
                 .why = "it names the rules that act on the synapses", .hint = "remove the key"));
    code = registry_compose(r->net->registry, parts, n, &p->rule, status);
    if (code == ENGRAM_E_USAGE)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s", engram_status_what(status)),
                 .where = TEXT("%s, projection '%s'", node_where(status, list), p->name),
                 .why = TEXT("%s", engram_status_why(status)),
                 .hint = TEXT("%s", engram_status_hint(status))));

cleanup:
    free(params);
    return code;
}

/* What a rule learns of its targets must be there. */
static engram_code check_reads(struct resolver *r, const struct node *place, const struct projection *p)
{
    engram_status *status = r->status;
    const struct model *rule = p->rule, *target = r->net->populations[p->target].model;
    const char *missing = rule->on_mark && target->mark_state < 0 ? "marks" : NULL;
    for (size_t k = 0; k < rule->n_reads; k++)
        if (model_find_past(target, rule->reads[k]) < 0)
            missing = rule->reads[k];
    if (!missing)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE,
        .what = TEXT("rule '%s' cannot learn from neurons of model '%s'", rule->name, target->name),
        .where = TEXT("%s, projection '%s'", node_where(status, place), p->name),
        .why = TEXT("it needs '%s' of its targets, and the model %s", missing,
                    target->n_past ? "has others" : "has none"),
        .hint = "choose another model for the target: aeif_psc_delta_clopath has what rule 'clopath' needs; "
                "docs/rules.md says how a model tells rules of its voltage");
}

engram_code resolve_rule(struct resolver *r, const struct node *map, struct projection *p)
{
    const struct named_model named = {MODEL_RULE, "rule", "rule",
                                      schema_find("projections.*.rule")->standard};
    engram_code code = ENGRAM_OK;
    const struct node *node = node_get(map, "rule"), *place = map;
    if (node && node->kind == NODE_LIST) {
        place = node;
        TRY(resolve_rules(r, node, p, &named));
    } else {
        TRY(resolve_one(r, node, p, &named, &place, &p->rule, &p->params));
    }
    TRY(check_traces(r, place, p));
    TRY(check_late(r, place, p));
    TRY(check_tick(r, place, p, p->rule, p->params, "a tick visits every synapse: choose 100 ms or more"));
    TRY(check_ticks(r, place, p));
    TRY(check_range(r, place, p));
    TRY(check_reads(r, place, p));
cleanup:
    return code;
}

/* Cells and ticks must be of a number and length that make sense. */
static engram_code check_myelin(struct resolver *r, const struct node *place, const struct projection *p)
{
    engram_status *status = r->status;
    const struct model *m = p->myelin;
    double slow = p->myelin_params[m->slow_bound_param], fast = p->myelin_params[m->fast_bound_param];
    const char *where =
        TEXT("%s, projection '%s', myelin rule '%s'", node_where(status, place), p->name, m->name);
    if (m->delay_state < 0 ? slow > fast : slow < fast)
        return FAIL(ENGRAM_E_USAGE,
                    .what = TEXT("%s and %s are the wrong way round", m->params[m->slow_bound_param].name,
                                 m->params[m->fast_bound_param].name),
                    .where = where, .why = TEXT("they are %g and %g", slow, fast), .hint = "exchange them");
    if (m->decay_param >= 0 && !decay_table_fits(p->myelin_params[m->decay_param], r->net->dt_ms))
        return FAIL(ENGRAM_E_USAGE,
                    .what = TEXT("%s is too long for this dt", m->params[m->decay_param].name),
                    .where = where,
                    .why = TEXT("it is %g steps; at most %g are possible",
                                p->myelin_params[m->decay_param] / r->net->dt_ms, DECAY_MAX_STEPS),
                    .hint = "make dt larger or the time constant shorter");
    return ENGRAM_OK;
}

engram_code resolve_myelin(struct resolver *r, const struct node *map, struct projection *p)
{
    static const struct named_model named = {MODEL_MYELIN, "myelin", "myelin rule", NULL};
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *place = NULL;
    TRY(resolve_named(r, map, p, &named, &place, &p->myelin, &p->myelin_params));
    if (!p->myelin)
        return ENGRAM_OK;
    if (!node_get(map, "length"))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "a myelin rule has no meaning without length",
                 .where = TEXT("%s, projection '%s'", node_where(status, place), p->name),
                 .why = "it changes velocities, and `delay` is a time already",
                 .hint = "give  length: ... um  in place of delay"));
    TRY(check_tick(r, place, p, p->myelin, p->myelin_params,
                   "myelin changes slowly: 100 ms is a good choice"));
    TRY(check_myelin(r, place, p));
cleanup:
    return code;
}

/* Weights between low and high are not to be what the rule would change at its first tick, without a word. */
static engram_code refuse_clamped(struct resolver *r, const char *where, const struct projection *p,
                                  const char *whose, double low, double high)
{
    engram_status *status = r->status;
    const struct model *rule = p->structure->turnover;
    double least = p->structure->turnover_params[rule->weight_min_param];
    double most = p->structure->turnover_params[rule->weight_max_param];
    const char *least_name = rule->params[rule->weight_min_param].name;
    const char *most_name = rule->params[rule->weight_max_param].name;
    if (low >= least && high <= most)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE,
                .what = TEXT("%s lie outside the bounds of turnover rule '%s'", whose, rule->name),
                .where = where,
                .why = TEXT("they are between %g and %g; it keeps them between %s = %g and %s = %g", low,
                            high, least_name, least, most_name, most),
                .hint = TEXT("change %s of the rule, or the weights", low < least ? least_name : most_name));
}

/* A rule that changes weights begins with weights it may leave as they are, and with sums that have room for those it may make. */
static engram_code bound_turnover(struct resolver *r, const struct node *place, struct projection *p)
{
    engram_status *status = r->status;
    const struct model *rule = p->structure->turnover;
    const struct population *target = &r->net->populations[p->target];
    double least = p->structure->turnover_params[rule->weight_min_param];
    double most = p->structure->turnover_params[rule->weight_max_param];
    const char *least_name = rule->params[rule->weight_min_param].name;
    const char *most_name = rule->params[rule->weight_max_param].name;
    const char *where = TEXT("%s, projection '%s'", node_where(status, place), p->name);
    double low = 0, high = 0;

    if (least > most)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is above %s", least_name, most_name), .where = where,
                    .why =
                        TEXT("turnover rule '%s' keeps weights between %g and %g", rule->name, least, most),
                    .hint = "exchange them");
    if (target->model->n_receptors && target->model->receptors[p->receptor].counts)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("turnover rule '%s' would change weights", rule->name),
                    .where = where, .why = "this receptor counts spikes, so each must weigh 1",
                    .hint = "use a turnover rule that leaves weights alone: random, threshold");
    quantity_range(&p->weight, &low, &high);
    engram_code code =
        refuse_clamped(r, where, p, "weights", fmax(low, -p->weight_limit), fmin(high, p->weight_limit));
    p->weight_limit = fmax(p->weight_limit, fmax(fabs(least), fabs(most)));
    return code;
}

engram_code resolve_turnover(struct resolver *r, const struct node *map, struct projection *p)
{
    static const struct named_model named = {MODEL_TURNOVER, "turnover", "turnover rule", NULL};
    engram_code code = ENGRAM_OK;
    const struct node *place = NULL;
    const struct model *rule = NULL;
    TRY(resolve_named(r, map, p, &named, &place, &p->structure->turnover, &p->structure->turnover_params));
    rule = p->structure->turnover;
    if (rule && rule->changes_weights)
        TRY(bound_turnover(r, place, p));

cleanup:
    return code;
}

engram_code resolve_turnover_births(struct resolver *r, const struct node *structure,
                                    const struct projection *p)
{
    engram_status *status = r->status;
    const struct node *node = node_get(structure, "weight");
    double low = 0, high = 0;
    if (!node || node_is_null(node) || !p->structure->turnover || !p->structure->turnover->changes_weights)
        return ENGRAM_OK;
    quantity_range(&p->structure->weight, &low, &high);
    return refuse_clamped(r, TEXT("%s, projection '%s'", node_where(status, node), p->name), p,
                          "weights of new synapses", low, high);
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
    TRY(resolve_myelin(r, map, p));
    TRY(resolve_damages(r, map, p));
    TRY(resolve_delay(r, map, p, &columns));
    TRY(resolve_short_term(r, map, p));
    TRY(resolve_gate(r, map, p));
    TRY(resolve_structure(r, map, p));
    TRY(resolve_weight_storage(r, map, p));

cleanup:
    free(columns.weight);
    free(columns.delay_ms);
    return code;
}
