/* The keys of a turnover rule: what happens to a synapse on each tick of its projection's structural clock. */
#include "core/memory.h"
#include "model/parse.h"

/* Both ends, since sums of weights are sized by the larger one. */
static engram_code declare_bounds(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *map = node_get(root, "bounds");
    struct node *end = NULL;
    engram_code code = ENGRAM_OK;
    if (!map)
        return ENGRAM_OK;
    TRY(declare_weight_bounds(model, map, status));
    TRY(node_need(map, "min", "bounds of a turnover rule", &end, status));
    TRY(node_need(map, "max", "bounds of a turnover rule", &end, status));
    model->changes_weights = true;

cleanup:
    return code;
}

engram_code declare_turnover(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *states = node_get(root, "states"), *activity = node_get(root, "activity");
    engram_code code = ENGRAM_OK;

    TRY(declare_variables(model, states, "state", &model->variables, &model->n_variables, status));
    if (model->n_variables > MODEL_MAX_COLUMNS)
        return FAIL(ENGRAM_E_USAGE, .what = "too many states", .where = node_where(status, states),
                    .why = TEXT("a turnover rule has at most %d, this one has %zu", MODEL_MAX_COLUMNS,
                                model->n_variables),
                    .hint = "every synapse keeps them; remove some");
    if (activity)
        TRY(node_flag(activity, "activity", &model->asks_activity, status));
    TRY(declare_bounds(model, root, status));
    TRY(declare_turnover_examples(model, node_get(root, "examples"), status));

cleanup:
    return code;
}
