/* Named packages of parameter values, as a paper fits them together:  sets: {NAME: {doc, source, values: {PARAM: value}}}. */
#include "config/nearest.h"
#include "core/memory.h"
#include "model/parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OF_BYTES = 96 };

static engram_code declare_value(const struct model *model, const struct node *key, const struct node *value,
                                 const char *of, struct model_set *set, engram_status *status)
{
    const char *names[MODEL_MAX_PARAMS];
    char what[OF_BYTES];
    int param = model_find_param(model, key->text);
    engram_code code = ENGRAM_OK;

    for (size_t i = 0; i < model->n_params; i++)
        names[i] = model->params[i].name;
    if (param < 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s names the undeclared parameter '%.80s'", of, key->text),
                    .where = node_where(status, key),
                    .why = TEXT("declared: %s", nearest_list(status, names, model->n_params)),
                    .hint = nearest_hint(status, key->text, names, model->n_params));
    const struct model_param *p = &model->params[param];
    double *out = &set->values[param];
    snprintf(what, sizeof what, "'%s' of %.60s", p->name, of);
    TRY(node_number(value, what, out, status));
    if (!model_param_allows(p, *out))
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is outside of the parameter's own range", what),
                 .where = node_where(status, value),
                 .why = TEXT("%g is not between %g and %g, or is an end that is not allowed", *out, p->min,
                             p->max),
                 .hint = "change the value or the range"));

cleanup:
    return code;
}

static engram_code declare_set(const struct model *model, const struct node *key, const struct node *map,
                               struct model_set *set, engram_status *status)
{
    static const char *const keys[] = {"doc", "source", "values"};
    struct node *values = NULL;
    char of[OF_BYTES];
    engram_code code = ENGRAM_OK;

    snprintf(of, sizeof of, "set '%s'", key->text);
    TRY(declare_check_word(key, "set", status));
    TRY(node_require(map, NODE_MAP, of, status));
    TRY(node_only(map, keys, sizeof keys / sizeof *keys, of, status));
    TRY(memory_string(&set->name, key->text, status));
    TRY(declare_text(map, "doc", of, &set->doc, status));
    if (node_get(map, "source"))
        TRY(declare_text(map, "source", of, &set->source, status));
    TRY(memory_new(&set->values, model->n_params, sizeof *set->values, "a parameter set", status));
    for (size_t i = 0; i < model->n_params; i++)
        set->values[i] = (double)NAN;
    TRY(node_need(map, "values", of, &values, status));
    TRY(node_require(values, NODE_MAP, TEXT("'values' of %s", of), status));
    for (size_t i = 0; i < values->n; i++)
        TRY(declare_value(model, values->keys[i], values->items[i], of, set, status));

cleanup:
    return code;
}

engram_code declare_sets(struct model *model, const struct node *map, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "sets", status));
    if (map->n > MODEL_MAX_SETS)
        return FAIL(ENGRAM_E_USAGE, .what = "too many parameter sets", .where = node_where(status, map),
                    .why = TEXT("a model has at most %d, this one has %zu", MODEL_MAX_SETS, map->n),
                    .hint = "remove some");
    TRY(memory_new(&model->sets, map->n, sizeof *model->sets, "parameter sets of a model", status));
    for (model->n_sets = 0; model->n_sets < map->n;) {
        size_t i = model->n_sets++;
        TRY(declare_set(model, map->keys[i], map->items[i], &model->sets[i], status));
    }

cleanup:
    return code;
}

engram_code model_choose_set(const struct model *model, const struct node *params, const char *of,
                             const struct model_set **out, engram_status *status)
{
    const char *names[MODEL_MAX_SETS], *name = NULL;
    const struct node *node = node_get(params, MODEL_SET_KEY);
    engram_code code = ENGRAM_OK;

    *out = NULL;
    if (!node)
        return ENGRAM_OK;
    TRY(node_text(node, "the name of a parameter set", &name, status));
    for (size_t i = 0; i < model->n_sets; i++) {
        names[i] = model->sets[i].name;
        if (strcmp(names[i], name) == 0)
            *out = &model->sets[i];
    }
    if (!*out)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no parameter set '%.80s'", name),
                 .where = TEXT("%s, %s", node_where(status, node), of),
                 .why = model->n_sets ? TEXT("%s '%s' has: %s", model_kind_shown(model->kind), model->name,
                                             nearest_list(status, names, model->n_sets))
                                      : TEXT("%s '%s' has none", model_kind_shown(model->kind), model->name),
                 .hint = model->n_sets ? nearest_hint(status, name, names, model->n_sets)
                                       : "give the parameters one by one"));

cleanup:
    return code;
}

double model_standard(const struct model *model, const struct model_set *set, size_t param)
{
    return set && !isnan(set->values[param]) ? set->values[param] : model->params[param].standard;
}
