/* The keys of a myelin rule. `velocity` makes it one of the count form, `delay` one of the cell form (model.h). */
#include "core/memory.h"
#include "model/parse.h"

#include <stdio.h>
#include <string.h>

/* map[key], which must name a parameter in `unit` that cannot be less than `min` (0: must be above 0) or more than `max` (0: no bound). */
static engram_code need_param(const struct model *model, const struct node *map, const char *key,
                              const char *of, const char *unit, double min, double max, int *out,
                              engram_status *status)
{
    struct node *node = NULL;
    char name[64];
    engram_code code = ENGRAM_OK;

    snprintf(name, sizeof name, "'%s' of %s", key, of);
    TRY(node_need(map, key, of, &node, status));
    TRY(declare_param_reference(model, node, name, unit, out, status));
    const struct model_param *p = &model->params[*out];
    bool low = min > 0.0 ? p->min >= min : p->min > 0.0 || (p->min == 0.0 && p->min_excluded);
    if (low && (max == 0.0 || p->max <= max))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("the range of parameter '%s' is too wide", p->name),
                .where = node_where(status, node),
                .why = max > 0.0 ? TEXT("%s is %g to %g", name, min, max) : TEXT("%s is above 0", name),
                .hint = max > 0.0 ? TEXT("declare it with  min: %g, max: %g", min, max)
                                  : TEXT("declare it with  above: 0"));

cleanup:
    return code;
}

/* Bounds of the state that says how fast the axon conducts: `slowest` and `fastest` are the keys. */
static engram_code declare_bounds(struct model *model, const struct node *root, const char *slowest,
                                  const char *fastest, const char *unit, engram_status *status)
{
    static const char *const keys[] = {"min", "max"};
    struct node *map = NULL;
    engram_code code = ENGRAM_OK;

    TRY(node_need(root, "bounds", "a myelin rule", &map, status));
    TRY(node_require(map, NODE_MAP, "bounds", status));
    TRY(node_only(map, keys, 2, "bounds", status));
    TRY(need_param(model, map, slowest, "bounds", unit, 0, 0, &model->slow_bound_param, status));
    TRY(need_param(model, map, fastest, "bounds", unit, 0, 0, &model->fast_bound_param, status));

cleanup:
    return code;
}

/* The state that root[key] names. */
static engram_code declare_state(const struct model *model, const struct node *root, const char *key,
                                 const char *unit, int *out, engram_status *status)
{
    const struct node *node = node_get(root, key);
    const char *name = NULL;
    engram_code code = node_text(node, key, &name, status);
    if (code != ENGRAM_OK)
        return code;
    *out = model_find_variable(model, name);
    if (*out < 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' names the undeclared state '%s'", key, name),
                    .where = node_where(status, node), .why = "it must be one of the keys of 'states'",
                    .hint = TEXT("declare '%s' in 'states', or correct the name", name));
    if (strcmp(model->variables[*out].unit, unit) != 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' needs a state in %s", key, unit),
                    .where = node_where(status, node),
                    .why = TEXT("'%s' is in %s", name, model->variables[*out].unit),
                    .hint = "name another state, or correct its unit");
    return ENGRAM_OK;
}

/* What only a rule with cells declares is an error in one without. */
static engram_code declare_count_form(struct model *model, const struct node *root, engram_status *status)
{
    static const char *const cell_keys[] = {"cells", "group", "segments", "path", "decay"};
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < sizeof cell_keys / sizeof *cell_keys; i++)
        if (node_get(root, cell_keys[i]))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' does not go with 'velocity'", cell_keys[i]),
                        .where = node_where(status, node_key(root, cell_keys[i])),
                        .why = "a rule that counts spikes and sets the velocity of an axon has no cells",
                        .hint = "remove it, or set the delay of the segments at cells with 'delay'");
    TRY(declare_state(model, root, "velocity", "m/s", &model->velocity_state, status));
    TRY(declare_bounds(model, root, "min", "max", "m/s", status));

cleanup:
    return code;
}

static engram_code declare_cell_form(struct model *model, const struct node *root, engram_status *status)
{
    static const char of[] = "a myelin rule with 'delay'";
    struct node *cells = NULL;
    engram_code code = ENGRAM_OK;

    model->on_arrival_at_cell = true;
    TRY(node_need(root, "cells", of, &cells, status));
    TRY(declare_variables(model, cells, "cell state", &model->cells, &model->n_cells, status));
    for (size_t k = 0; k < model->n_cells; k++)
        if (model->cells[k].initial_param == MODEL_INITIAL_VELOCITY)
            return FAIL(ENGRAM_E_USAGE,
                        .what = TEXT("cell state '%s' cannot start from a velocity", model->cells[k].name),
                        .where = node_where(status, node_key(cells, model->cells[k].name)),
                        .why = "a cell wraps several axons, which differ in velocity",
                        .hint = "start from a parameter, a derived constant or a number");
    TRY(declare_state(model, root, "delay", "ms", &model->delay_state, status));
    TRY(declare_bounds(model, root, "max", "min", "ms", status));
    TRY(need_param(model, root, "group", of, "1", 1, MODEL_MAX_GROUP, &model->group_param, status));
    TRY(need_param(model, root, "segments", of, "1", 1, MODEL_MAX_SEGMENTS, &model->segments_param, status));
    TRY(need_param(model, root, "path", of, "um", 0, 0, &model->path_param, status));
    TRY(need_param(model, root, "decay", of, "ms", 0, 0, &model->decay_param, status));

cleanup:
    return code;
}

engram_code declare_myelin(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *velocity = node_get(root, "velocity"), *delay = node_get(root, "delay");
    engram_code code = ENGRAM_OK;

    if (!velocity == !delay)
        return FAIL(
            ENGRAM_E_USAGE,
            .what = TEXT("a myelin rule needs %s of 'velocity' and 'delay'", velocity ? "only one" : "one"),
            .where = node_where(status, velocity ? node_key(root, "delay") : root),
            .why = "it sets the velocity of an axon, or the delay of its segments at cells",
            .hint = "write  velocity: STATE  or  delay: STATE");
    TRY(declare_variables(model, node_get(root, "states"), "state", &model->variables, &model->n_variables,
                          status));
    TRY(need_param(model, root, "tick", "a myelin rule", "ms", 0, 0, &model->tick_param, status));
    TRY(velocity ? declare_count_form(model, root, status) : declare_cell_form(model, root, status));
    TRY(declare_myelin_examples(model, node_get(root, "examples"), status));

cleanup:
    return code;
}
