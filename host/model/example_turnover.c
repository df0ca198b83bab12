/* Worked examples of a turnover rule: one synapse whose draws are given, some ticks. */
#include "core/memory.h"
#include "model/parse.h"

/* [[u, v, xi], ...], one of them for each tick. */
static engram_code declare_draws(const struct node *list, struct turnover_example *e, engram_status *status)
{
    static const char *const names[] = {"u", "v", "xi"};
    engram_code code = ENGRAM_OK;

    TRY(node_require(list, NODE_LIST, "draws", status));
    TRY(memory_new(&e->draws, list->n, sizeof *e->draws, "draws of an example", status));
    for (e->n_ticks = 0; e->n_ticks < list->n; e->n_ticks++) {
        const struct node *tick = list->items[e->n_ticks];
        TRY(node_require(tick, NODE_LIST, "draws of a tick", status));
        for (size_t i = 0; i < 3 && tick->n == 3; i++)
            TRY(node_number(tick->items[i], names[i], &e->draws[e->n_ticks][i], status));
        if (tick->n != 3)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("a tick has three draws, not %zu", tick->n),
                        .where = node_where(status, tick),
                        .why = "they are u and v, uniform between 0 and 1, and xi, standard normal",
                        .hint = "write [u, v, xi] for each tick, also for draws that the rule does not use");
    }
    if (e->n_ticks == 0)
        return FAIL(ENGRAM_E_USAGE, .what = "an example without a tick", .where = node_where(status, list),
                    .why = "a turnover rule acts on ticks only", .hint = "write [[u, v, xi]] for one tick");

cleanup:
    return code;
}

/* What the states begin with: as in a synapse that exists at the start, changed by 'states' of the example. */
static engram_code declare_first_states(const struct model *model, const struct node *map,
                                        struct turnover_example *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;

    TRY(memory_new(&e->states, model->n_variables, sizeof *e->states, "states of an example", status));
    for (size_t k = 0; k < model->n_variables; k++)
        e->states[k] = model_initial(model, &model->variables[k], e->params, e->tick_ms);
    if (map)
        TRY(node_require(map, NODE_MAP, "'states' of an example", status));
    for (size_t i = 0; map && i < map->n; i++) {
        int state = model_find_variable(model, map->keys[i]->text);
        if (state < 0)
            return FAIL(ENGRAM_E_USAGE,
                        .what = TEXT("an example names the undeclared state '%s'", map->keys[i]->text),
                        .where = node_where(status, map->keys[i]),
                        .why = "it must be one of the keys of 'states'",
                        .hint = TEXT("declare '%s' in 'states', or correct the name", map->keys[i]->text));
        TRY(node_number(map->items[i], "a state of an example", &e->states[state], status));
    }

cleanup:
    return code;
}

/* `expect: dies`, or the weight that is left. */
static engram_code declare_outcome(const struct node *map, struct turnover_example *e, engram_status *status)
{
    struct node *expect = NULL;
    engram_code code = node_need(map, "expect", "an example", &expect, status);
    if (code != ENGRAM_OK)
        return code;
    e->dies = node_is(expect, "dies");
    if (e->dies)
        return ENGRAM_OK;
    TRY(node_number(expect, "'expect' of an example (a weight, or the word dies)", &e->expect, status));
    TRY(example_number(map, "within", &e->within, status));

cleanup:
    return code;
}

static engram_code declare_example(const struct model *model, const struct node *map,
                                   struct turnover_example *e, engram_status *status)
{
    static const char *const keys[] = {"weight", "tick",   "draws",  "pre", "post",
                                       "states", "expect", "within", "why", "params"};
    struct node *node = NULL;
    engram_code code = ENGRAM_OK;

    TRY(node_require(map, NODE_MAP, "an example", status));
    TRY(node_only(map, keys, sizeof keys / sizeof *keys, "an example", status));
    TRY(example_number(map, "weight", &e->weight, status));
    TRY(node_need(map, "tick", "an example", &node, status));
    TRY(node_quantity(node, "'tick' of an example", "ms", &e->tick_ms, status));
    TRY(node_need(map, "draws", "an example", &node, status));
    TRY(declare_draws(node, e, status));
    if (model->asks_activity) {
        TRY(example_number(map, "pre", &e->pre, status));
        TRY(example_number(map, "post", &e->post, status));
    }
    TRY(declare_outcome(map, e, status));
    TRY(declare_text(map, "why", "an example", &e->why, status));
    TRY(example_params(model, map, &e->params, status));
    TRY(declare_first_states(model, node_get(map, "states"), e, status));

cleanup:
    return code;
}

engram_code declare_turnover_examples(struct model *model, const struct node *list, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!list || node_is_null(list))
        return ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, "examples", status));
    TRY(memory_new(&model->turnover_examples, list->n, sizeof *model->turnover_examples, "examples of a rule",
                   status));
    for (model->n_turnover_examples = 0; model->n_turnover_examples < list->n;) {
        size_t i = model->n_turnover_examples++;
        TRY(declare_example(model, list->items[i], &model->turnover_examples[i], status));
    }

cleanup:
    return code;
}
