#include "core/memory.h"
#include "model/parse.h"

#include <stdio.h>
#include <string.h>

/* Receptors and remembered states are members of neuron_input, which has some of its own. */
static engram_code check_input_name(const struct node *key, const char *what, engram_status *status)
{
    if (strcmp(key->text, "current") == 0 || strcmp(key->text, "generated") == 0 ||
        strcmp(key->text, "u") == 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s cannot be named '%s'", what, key->text),
                    .where = node_where(status, key),
                    .why = "in.current, in.generated and in.u mean something already",
                    .hint = "choose another name");
    return ENGRAM_OK;
}

static engram_code declare_receptor(const struct model *model, const struct node *key, const struct node *map,
                                    struct model_receptor *r, engram_status *status)
{
    static const char *const keys[] = {"unit", "counts", "doc"};
    engram_code code = ENGRAM_OK;
    char of[96];

    snprintf(of, sizeof of, "receptor '%s'", key->text);
    TRY(declare_check_name(key, "receptor", status));
    TRY(check_input_name(key, "a receptor", status));
    TRY(node_require(map, NODE_MAP, of, status));
    TRY(node_only(map, keys, 3, of, status));
    TRY(memory_string(&r->name, key->text, status));
    TRY(declare_unit(model, map, of, &r->unit, status));
    TRY(declare_text(map, "doc", of, &r->doc, status));
    if (node_get(map, "counts"))
        TRY(node_flag(node_get(map, "counts"), TEXT("'counts' of %s", of), &r->counts, status));

cleanup:
    return code;
}

static engram_code declare_receptors(struct model *model, const struct node *map, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "receptors", status));
    if (map->n > MODEL_MAX_RECEPTORS)
        return FAIL(ENGRAM_E_USAGE, .what = "too many receptors", .where = node_where(status, map),
                    .why = TEXT("a neuron has at most %d, this one has %zu", MODEL_MAX_RECEPTORS, map->n),
                    .hint = "remove some");
    TRY(memory_new(&model->receptors, map->n, sizeof *model->receptors, "receptors of a neuron", status));
    for (model->n_receptors = 0; model->n_receptors < map->n;) {
        size_t i = model->n_receptors++;
        TRY(declare_receptor(model, map->keys[i], map->items[i], &model->receptors[i], status));
    }

cleanup:
    return code;
}

static engram_code find_state(const struct model *model, const struct node *name, int *out,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(node_require(name, NODE_SCALAR, "the name of a state", status));
    *out = model_find_variable(model, name->text);
    if (*out < 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no state '%.80s'", name->text),
                    .where = node_where(status, name), .why = "'states' does not declare it",
                    .hint = "declare it, or name another one");

cleanup:
    return code;
}

static engram_code declare_generator(struct model *model, const struct node *node, engram_status *status)
{
    static const char *const kinds[] = {
        [GENERATOR_NONE] = "none", [GENERATOR_POISSON] = "poisson", [GENERATOR_LIST] = "list"};
    size_t kind = 0;
    engram_code code = node ? node_choice(node, "generator", kinds, 3, &kind, status) : ENGRAM_OK;
    if (code != ENGRAM_OK)
        return code;
    model->generator = (enum generator)kind;
    if (model->generator != GENERATOR_POISSON)
        return ENGRAM_OK;
    int rate = model_find_param(model, "rate");
    if (rate < 0 || strcmp(model->params[rate].unit, "Hz") != 0)
        return FAIL(ENGRAM_E_USAGE, .what = "a Poisson generator needs a parameter 'rate' in Hz",
                    .where = node_where(status, node), .why = "its spikes are drawn at that rate",
                    .hint = "declare  rate: {unit: Hz, min: 0, doc: ...}  in 'params'");
    return ENGRAM_OK;
}

/* `past: {STATE: PARAM}` */
static engram_code declare_past(struct model *model, const struct node *map, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!map)
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "past", status));
    if (map->n > MODEL_MAX_PAST)
        return FAIL(ENGRAM_E_USAGE, .what = "too many states are remembered",
                    .where = node_where(status, map),
                    .why = TEXT("a neuron has at most %d, this one has %zu", MODEL_MAX_PAST, map->n),
                    .hint = "remove some");
    for (size_t i = 0; i < map->n; i++) {
        struct model_past *past = &model->past[i];
        TRY(find_state(model, map->keys[i], &past->state, status));
        TRY(check_input_name(map->keys[i], "a remembered state", status));
        if (model_find_receptor(model, map->keys[i]->text) >= 0)
            return FAIL(ENGRAM_E_USAGE,
                        .what = TEXT("there are two things named 'in.%s'", map->keys[i]->text),
                        .where = node_where(status, map->keys[i]), .why = "a receptor has that name, too",
                        .hint = "rename one of them");
        TRY(declare_param_reference(model, map->items[i], TEXT("'%s' of past", map->keys[i]->text), "ms",
                                    &past->param, status));
        model->n_past = i + 1;
    }

cleanup:
    return code;
}

engram_code declare_neuron(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *refractory = node_get(root, "refractory"), *draws = node_get(root, "draws");
    engram_code code = ENGRAM_OK;

    TRY(declare_variables(model, node_get(root, "states"), "state", &model->variables, &model->n_variables,
                          status));
    TRY(declare_receptors(model, node_get(root, "receptors"), status));
    TRY(declare_generator(model, node_get(root, "generator"), status));
    if (draws)
        TRY(node_flag(draws, "draws", &model->draws, status));
    if (refractory)
        TRY(declare_param_reference(model, refractory, "refractory", "ms", &model->refractory_param, status));
    TRY(declare_past(model, node_get(root, "past"), status));
    if (node_get(root, "marks"))
        TRY(find_state(model, node_get(root, "marks"), &model->mark_state, status));

cleanup:
    return code;
}
