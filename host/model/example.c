/* Worked examples of a rule or myelin rule: declared in its block, printed in the docs, run as tests. */
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
                        .why = TEXT("times are above 0, ascending, and not after %g ms, the end", last),
                        .hint = "put the times in order");
    }

cleanup:
    return code;
}

engram_code example_params(const struct model *model, const struct node *example, double **out,
                           engram_status *status)
{
    const struct node *map = node_get(example, "params");
    const struct model_set *set = NULL;
    engram_code code = ENGRAM_OK;
    TRY(memory_new(out, model->n_params, sizeof **out, "parameters of an example", status));
    TRY(model_choose_set(model, map, "an example", &set, status));
    for (size_t i = 0; i < model->n_params; i++)
        (*out)[i] = model_standard(model, set, i);
    if (map)
        TRY(node_require(map, NODE_MAP, "'params' of an example", status));
    for (size_t i = 0; map && i < map->n; i++) {
        int param = -1;
        if (node_is(map->keys[i], MODEL_SET_KEY))
            continue;
        TRY(declare_param_reference(model, map->keys[i], "an example", NULL, &param, status));
        TRY(node_number(map->items[i], TEXT("'%s' of an example", map->keys[i]->text), &(*out)[param],
                        status));
    }
    for (size_t i = 0; i < model->n_params; i++)
        if (isnan((*out)[i]))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("an example leaves '%s' open", model->params[i].name),
                        .where = node_where(status, example), .why = "the parameter has no default",
                        .hint = "give it under 'params' of the example");

cleanup:
    return code;
}

engram_code example_number(const struct node *map, const char *key, double *out, engram_status *status)
{
    struct node *node = NULL;
    engram_code code = node_need(map, key, "an example", &node, status);
    return code == ENGRAM_OK ? node_number(node, TEXT("'%s' of an example", key), out, status) : code;
}

static engram_code example_read(const struct model *model, const struct node *key, const struct node *value,
                                struct model_example *e, engram_status *status)
{
    for (size_t i = 0; i < model->n_reads; i++)
        if (node_is(key, model->reads[i]))
            return node_number(value, TEXT("'%s' of an example", key->text), &e->reads[i], status);
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("an example gives '%.80s', which nothing reads", key->text),
                .where = node_where(status, key), .why = "the states are those of key 'reads' of the rule",
                .hint = "correct the name, or remove it");
}

/* What the target leaves, and what it remembers. */
static engram_code example_target(const struct model *model, const struct node *map, struct model_example *e,
                                  engram_status *status)
{
    const struct node *marks = node_get(map, "mark_ms"), *reads = node_get(map, "reads");
    engram_code code = ENGRAM_OK;
    if (marks && !model->on_mark)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "an example has marks, and the rule has no event 'mark'",
                 .where = node_where(status, marks), .why = "nothing would come of them",
                 .hint = "remove mark_ms, or add the event"));
    TRY(example_times(marks, "mark_ms", e->read_at_ms, &e->mark_ms, &e->n_marks, status));
    if (e->n_marks)
        TRY(example_number(map, "mark", &e->mark, status));
    if (reads)
        TRY(node_require(reads, NODE_MAP, "'reads' of an example", status));
    for (size_t i = 0; reads && i < reads->n; i++)
        TRY(example_read(model, reads->keys[i], reads->items[i], e, status));

cleanup:
    return code;
}

static engram_code declare_example(const struct model *model, const struct node *map, struct model_example *e,
                                   engram_status *status)
{
    static const char *const keys[] = {"weight",  "pre_ms", "post_ms", "reward_ms",  "reward",
                                       "mark_ms", "mark",   "reads",   "read_at_ms", "expect",
                                       "within",  "why",    "params"};
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
    TRY(example_times(node_get(map, "reward_ms"), "reward_ms", e->read_at_ms, &e->reward_ms, &e->n_rewards,
                      status));
    if (e->n_rewards)
        TRY(example_number(map, "reward", &e->reward, status));
    TRY(example_target(model, map, e, status));
    TRY(example_params(model, map, &e->params, status));

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

/* ---- myelin rules ---- */

static engram_code declare_arrivals(const struct model *model, const struct node *map,
                                    struct myelin_example *e, engram_status *status)
{
    double last = e->params[model->tick_param] * (double)e->n_ticks;
    struct node *list = NULL, *axon = NULL;
    uint64_t which = 0;
    engram_code code = ENGRAM_OK;

    TRY(node_need(map, "arrivals_ms", "an example", &list, status));
    TRY(node_require(list, NODE_LIST, "arrivals_ms", status));
    if (list->n == 0 || list->n > MODEL_MAX_GROUP)
        return FAIL(ENGRAM_E_USAGE, .what = "an example has a wrong number of axons",
                    .where = node_where(status, list),
                    .why = TEXT("a cell wraps 1 to %d, not %zu", MODEL_MAX_GROUP, list->n),
                    .hint = "write one list of times for each axon");
    TRY(memory_new(&e->arrivals, list->n, sizeof *e->arrivals, "arrivals of an example", status));
    for (e->n_axons = 0; e->n_axons < list->n;) {
        struct model_times *times = &e->arrivals[e->n_axons];
        TRY(example_times(list->items[e->n_axons++], "arrivals_ms", last, &times->ms, &times->n, status));
    }
    TRY(node_need(map, "axon", "an example", &axon, status));
    TRY(node_integer(axon, "'axon' of an example", 0, e->n_axons - 1, &which, status));
    e->axon = (size_t)which;

cleanup:
    return code;
}

static engram_code declare_myelin_example(const struct model *model, const struct node *map,
                                          struct myelin_example *e, engram_status *status)
{
    static const char *const count_keys[] = {"velocity", "spikes_per_tick", "ticks", "expect", "within",
                                             "why",      "params"};
    static const char *const cell_keys[] = {"arrivals_ms", "axon", "ticks", "expect",
                                            "within",      "why",  "params"};
    enum { MOST_TICKS = 1000000 };
    struct node *ticks = NULL;
    uint64_t n_ticks = 0;
    engram_code code = ENGRAM_OK;

    TRY(node_require(map, NODE_MAP, "an example", status));
    TRY(node_only(map, model->on_arrival_at_cell ? cell_keys : count_keys, 7, "an example", status));
    TRY(node_need(map, "ticks", "an example", &ticks, status));
    TRY(node_integer(ticks, "'ticks' of an example", 1, MOST_TICKS, &n_ticks, status));
    e->n_ticks = (size_t)n_ticks;
    TRY(example_number(map, "expect", &e->expect, status));
    TRY(example_number(map, "within", &e->within, status));
    TRY(declare_text(map, "why", "an example", &e->why, status));
    TRY(example_params(model, map, &e->params, status));
    if (model->on_arrival_at_cell) {
        TRY(declare_arrivals(model, map, e, status));
    } else {
        TRY(example_number(map, "velocity", &e->velocity, status));
        TRY(example_number(map, "spikes_per_tick", &e->spikes_per_tick, status));
    }

cleanup:
    return code;
}

engram_code declare_myelin_examples(struct model *model, const struct node *list, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!list || node_is_null(list))
        return ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, "examples", status));
    TRY(memory_new(&model->myelin_examples, list->n, sizeof *model->myelin_examples, "examples of a rule",
                   status));
    for (model->n_myelin_examples = 0; model->n_myelin_examples < list->n;) {
        size_t i = model->n_myelin_examples++;
        TRY(declare_myelin_example(model, list->items[i], &model->myelin_examples[i], status));
    }

cleanup:
    return code;
}
