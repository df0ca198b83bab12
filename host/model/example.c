/* Worked examples of a rule: declared in its block, printed in the docs, run as tests. */
#include "core/memory.h"
#include "model/parse.h"

#include <math.h>
#include <string.h>

static engram_code example_times(const struct node *list, const char *name, double last, double **out,
                                 size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!list)
        return ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, name, status));
    TRY(memory_new(out, list->n, sizeof **out, "times of an example", status));
    for (*n = 0; *n < list->n; ++*n) {
        double *time = &(*out)[*n];
        TRY(node_quantity(list->items[*n], name, "ms", time, status));
        if (*time <= 0.0 || *time > last || (*n > 0 && *time < time[-1]))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("%g ms is out of place in '%s'", *time, name),
                        .where = node_where(status, list->items[*n]),
                        .why = "times are above 0, ascending, and not after read_at_ms",
                        .hint = "put the times in order");
    }

cleanup:
    return code;
}

static engram_code example_params(const struct model *model, const struct node *map, double **out,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(out, model->n_params, sizeof **out, "parameters of an example", status));
    for (size_t i = 0; i < model->n_params; i++)
        (*out)[i] = model->params[i].standard;
    if (!map)
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "'params' of an example", status));
    for (size_t i = 0; i < map->n; i++) {
        int param = -1;
        TRY(declare_param_reference(model, map->keys[i], "an example", NULL, &param, status));
        TRY(node_number(map->items[i], TEXT("'%s' of an example", map->keys[i]->text), &(*out)[param],
                        status));
    }

cleanup:
    return code;
}

static engram_code example_number(const struct node *map, const char *key, double *out, engram_status *status)
{
    struct node *node = NULL;
    engram_code code = node_need(map, key, "an example", &node, status);
    return code == ENGRAM_OK ? node_number(node, TEXT("'%s' of an example", key), out, status) : code;
}

static engram_code declare_example(const struct model *model, const struct node *map, struct model_example *e,
                                   engram_status *status)
{
    static const char *const keys[] = {"weight", "pre_ms", "post_ms", "read_at_ms",
                                       "expect", "within", "why",     "params"};
    engram_code code = ENGRAM_OK;

    TRY(node_require(map, NODE_MAP, "an example", status));
    TRY(node_only(map, keys, sizeof keys / sizeof *keys, "an example", status));
    TRY(example_number(map, "weight", &e->weight, status));
    TRY(example_number(map, "read_at_ms", &e->read_at_ms, status));
    TRY(example_number(map, "expect", &e->expect, status));
    TRY(example_number(map, "within", &e->within, status));
    TRY(declare_text(map, "why", "an example", &e->why, status));
    TRY(example_times(node_get(map, "pre_ms"), "pre_ms", e->read_at_ms, &e->pre_ms, &e->n_pre, status));
    TRY(example_times(node_get(map, "post_ms"), "post_ms", e->read_at_ms, &e->post_ms, &e->n_post, status));
    TRY(example_params(model, node_get(map, "params"), &e->params, status));
    for (size_t i = 0; i < model->n_params; i++)
        if (isnan(e->params[i]))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("an example leaves '%s' open", model->params[i].name),
                        .where = node_where(status, map), .why = "the parameter has no default",
                        .hint = "give it under 'params' of the example");

cleanup:
    return code;
}

engram_code declare_examples(struct model *model, const struct node *list, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!list || node_is_null(list))
        return ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, "examples", status));
    TRY(memory_new(&model->examples, list->n, sizeof *model->examples, "examples of a rule", status));
    for (model->n_examples = 0; model->n_examples < list->n;) {
        size_t i = model->n_examples++;
        TRY(declare_example(model, list->items[i], &model->examples[i], status));
    }

cleanup:
    return code;
}
