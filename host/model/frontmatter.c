/* The declaration block at the top of a model file:
 *
 *      / *---            first line of the file
 *      YAML              read with the reader of the experiments, so every error has a line and a column
 *      ---* /            then C text, which is checked for the functions and names that the block declares */
#include "core/memory.h"
#include "model/derive.h"
#include "model/parse.h"

#include <stdlib.h>
#include <string.h>

static const char block_begin[] = "/*---", block_end[] = "---*/";

/* The block's lines as a text of their own; *out is owned by the caller. */
static engram_code block_text(const char *path, const char *text, char **out, engram_status *status)
{
    const char *begin = strncmp(text, block_begin, strlen(block_begin)) == 0 ? strchr(text, '\n') : NULL;
    const char *end = begin ? strstr(begin, block_end) : NULL;
    engram_code code = ENGRAM_OK;
    if (!end || end[-1] != '\n')
        return FAIL(ENGRAM_E_USAGE,
                    .what = begin ? "the declaration block does not end" : "no declaration block",
                    .where = TEXT("%s:1:1", path),
                    .why = begin ? "no line begins with ---*/" : "the first line of a model file is /*---",
                    .hint = "begin with a copy of a model that exists: engram rules --text stdp");
    code = memory_new(out, (uint64_t)(end - begin), 1, "declaration block", status);
    if (code == ENGRAM_OK)
        memcpy(*out, begin + 1, (size_t)(end - begin) - 1);
    return code;
}

static engram_code read_head(struct model *model, const struct node *root, engram_status *status)
{
    static const char *const keys[MODEL_KINDS][21] = {
        [MODEL_RULE] = {"rule",    "summary", "source",    "events",  "tick",    "params",  "sets",
                        "derived", "bounds",  "traces",    "columns", "late",    "elapsed", "draws",
                        "measure", "neurons", "modulator", "reads",   "gathers", "alone",   "examples"},
        [MODEL_NEURON] = {"neuron", "summary", "source", "params", "sets", "derived", "states", "receptors",
                          "generator", "refractory", "draws", "past", "marks"},
        [MODEL_MYELIN] = {"myelin", "summary", "source", "params", "sets", "derived", "states", "cells",
                          "group", "segments", "tick", "velocity", "delay", "bounds", "path", "decay",
                          "examples"},
        [MODEL_TURNOVER] = {"turnover", "summary", "source", "params", "sets", "derived", "states",
                            "activity", "bounds", "examples"}};
    engram_code code = ENGRAM_OK;
    size_t n = 0;

    TRY(node_require(root, NODE_MAP, "the declaration block", status));
    model->kind = MODEL_RULE; /* unless another kind is named */
    for (int kind = 0; kind < MODEL_KINDS; kind++)
        if (node_get(root, model_kind_word((enum model_kind)kind)))
            model->kind = (enum model_kind)kind;
    const char *kind = model_kind_word(model->kind);
    while (n < sizeof keys[0] / sizeof *keys[0] && keys[model->kind][n])
        n++;
    TRY(node_only(root, keys[model->kind], n, TEXT("a %s", model_kind_shown(model->kind)), status));
    TRY(declare_text(root, kind,
                     "a model file ('rule: NAME', 'neuron: NAME', 'myelin: NAME' or 'turnover: NAME')",
                     &model->name, status));
    TRY(declare_check_word(node_get(root, kind), kind, status));
    TRY(declare_text(root, "summary", "a model", &model->summary, status));
    TRY(declare_text(root, "source", "a model", &model->source, status));
    TRY(declare_params(model, node_get(root, "params"), status));
    TRY(declare_sets(model, node_get(root, "sets"), status));
    TRY(declare_derived(model, node_get(root, "derived"), status));

cleanup:
    return code;
}

/* p.NAME: parameters and derived constants that the snippet reads, in declaration order. */
static engram_code collect_values(struct model *model, const struct snippet *snippet, engram_status *status)
{
    bool dt = model->kind == MODEL_TURNOVER && snippet_reads(snippet, "dt");
    engram_code code = memory_new(&model->values, model->n_params + model->n_derived + dt,
                                  sizeof *model->values, "values of a model", status);
    if (code != ENGRAM_OK)
        return code;
    if (dt)
        model->values[model->n_values++] = (struct model_value){"dt", -1, -1};
    for (size_t i = 0; i < model->n_params; i++)
        if (snippet_reads(snippet, model->params[i].name))
            model->values[model->n_values++] = (struct model_value){model->params[i].name, (int)i, -1};
    for (size_t i = 0; i < model->n_derived; i++)
        if (snippet_reads(snippet, model->derived[i].name))
            model->values[model->n_values++] = (struct model_value){model->derived[i].name, -1, (int)i};
    if (model->n_values > MODEL_MAX_VALUES)
        return FAIL(ENGRAM_E_USAGE, .what = "the functions read too many values",
                    .where = TEXT("%s:1:1", model->path),
                    .why = TEXT("%zu parameters and derived constants; at most %d are possible",
                                model->n_values, MODEL_MAX_VALUES),
                    .hint = "combine some of them into derived constants");
    return ENGRAM_OK;
}

static bool param_is_used(const struct model *model, int param)
{
    const int named[] = {model->tick_param,  model->slow_bound_param,   model->fast_bound_param,
                         model->group_param, model->segments_param,     model->path_param,
                         model->decay_param, model->measure_param,      model->late_param,
                         model->xi_param,    model->modulator_tau_param};
    bool used = param == model->refractory_param || param == model->weight_max_param ||
                param == model->weight_min_param ||
                (model->generator == GENERATOR_POISSON && strcmp(model->params[param].name, "rate") == 0);
    for (size_t i = 0; i < model->n_values; i++)
        used |= model->values[i].param == param;
    for (size_t i = 0; i < model->n_derived; i++)
        for (int k = 0; k < model->derived[i].n_arguments; k++)
            used |= model->derived[i].arguments[k] == param;
    for (size_t i = 0; i < model->n_traces; i++)
        used |= model->traces[i].tau_param == param || model->traces[i].rate_param == param;
    for (size_t i = 0; i < model->n_variables; i++)
        used |= model->variables[i].initial_param == param ||
                (model->kind == MODEL_TURNOVER && model->variables[i].born_param == param);
    for (size_t i = 0; i < model->n_cells; i++)
        used |= model->cells[i].initial_param == param;
    for (size_t i = 0; i < model->n_past; i++)
        used |= model->past[i].param == param;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        used |= named[i] == param;
    return used;
}

static bool derived_is_initial(const struct model_variable *variables, size_t n, int derived)
{
    bool found = false;
    for (size_t i = 0; i < n; i++)
        found |= (variables[i].initial_param == MODEL_INITIAL_DERIVED &&
                  variables[i].initial_derived == derived) ||
                 (variables[i].born_param == MODEL_INITIAL_DERIVED && variables[i].born_derived == derived);
    return found;
}

static engram_code unused(const struct node *map, const char *name, const char *thing, engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s '%s' is never used", thing, name),
                .where = node_where(status, node_key(map, name)),
                .why = "a declaration without effect would mislead who sets it",
                .hint = "use it in the functions below, or remove it");
}

static engram_code check_use(const struct model *model, const struct node *root,
                             const struct snippet *snippet, engram_status *status)
{
    for (size_t i = 0; i < model->n_params; i++)
        if (!param_is_used(model, (int)i))
            return unused(node_get(root, "params"), model->params[i].name, "parameter", status);
    for (size_t i = 0; i < model->n_derived; i++)
        if (!snippet_reads(snippet, model->derived[i].name) &&
            !derived_is_initial(model->variables, model->n_variables, (int)i) &&
            !derived_is_initial(model->cells, model->n_cells, (int)i))
            return unused(node_get(root, "derived"), model->derived[i].name, "derived constant", status);
    for (size_t i = 0; i < model->n_traces; i++)
        if (!snippet_reads(snippet, model->traces[i].name))
            return unused(node_get(root, "traces"), model->traces[i].name, "trace", status);
    if (model->kind == MODEL_NEURON && model->draws && !snippet_reads(snippet, "u"))
        return unused(root, "draws", "key", status);
    for (size_t i = 0; i < model->n_reads; i++)
        if (!snippet_reads(snippet, model->reads[i]))
            return unused(root, "reads", TEXT("'%s' of key", model->reads[i]), status);
    if (model->on_mark && !snippet_reads(snippet, "mark"))
        return unused(root, "events", "the value of a mark, t.mark, of key", status);
    if (model->gathers && !snippet_reads(snippet, "pending"))
        return unused(root, "gathers", "t.pending of key", status);
    if (model->asks_elapsed && !snippet_reads(snippet, "elapsed"))
        return unused(root, "elapsed", "key", status);
    if (model->modulator_tau_param >= 0 && !snippet_reads(snippet, "modulator"))
        return unused(root, "modulator", "key", status);
    if (model->asks_xi && !snippet_reads(snippet, model_draw_name(model)))
        return unused(root, "draws", "key", status);
    return ENGRAM_OK;
}

/* `why_not`: why a function that is there would not be called. */
static engram_code check_function(const struct snippet *snippet, const char *function, bool declared,
                                  const char *why_not, const struct node *at, engram_status *status)
{
    bool defined = snippet_defines(snippet, function);
    if (declared && !defined)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("function '%s' is missing", function),
                    .where = node_where(status, at), .why = "what the block declares needs it",
                    .hint = TEXT("define  static inline ... %s(...)  below the block", function));
    if (defined && !declared)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("function '%s' would never be called", function),
                    .where = node_where(status, at), .why = why_not,
                    .hint = "change the block, or remove the function");
    return ENGRAM_OK;
}

/* A turnover rule that changes weights bounds them, since the sums that weights go into have room for so much and no more. */
static engram_code check_weight(const struct model *model, const struct snippet *snippet,
                                const struct node *root, engram_status *status)
{
    bool writes = snippet_writes(snippet, "w");
    if (writes == model->changes_weights)
        return ENGRAM_OK;
    if (writes)
        return FAIL(ENGRAM_E_USAGE,
                    .what = "the function changes the weight and does not say within which bounds",
                    .where = node_where(status, root),
                    .why = "the sums that weights go into are sized by the largest weight there can be",
                    .hint = "declare  bounds: {min: PARAM, max: PARAM}  and keep *w within them");
    return FAIL(ENGRAM_E_USAGE, .what = "'bounds' without effect",
                .where = node_where(status, node_key(root, "bounds")),
                .why = "the function does not write *w, so the weight stays as it is",
                .hint = "remove 'bounds', or change the weight");
}

static engram_code check_functions(const struct model *model, const struct node *root,
                                   const struct snippet *snippet, engram_status *status)
{
    static const char *const of_cells[] = {"on_arrival", "on_elapsed", "on_arrived", "on_cell_tick"};
    static const char unlisted[] = "'events' does not list its event";
    const struct node *events = node_get(root, "events");
    const struct node *at = events ? events : root;
    engram_code code = ENGRAM_OK;

    if (model->kind == MODEL_RULE) {
        TRY(check_function(snippet, "on_arrival", model->on_arrival, unlisted, at, status));
        TRY(check_function(snippet, "on_post_spike", model->on_post_spike, unlisted, at, status));
        TRY(check_function(snippet, "on_mark", model->on_mark, unlisted, at, status));
        TRY(check_function(snippet, "on_tick", model->on_tick, unlisted, at, status));
        TRY(check_function(snippet, "on_measure", model->measures, "there is no 'measure'", at, status));
        TRY(check_function(snippet, "on_neuron_tick", model->n_cells > 0, "there are no 'neurons'", at,
                           status));
        TRY(check_function(snippet, "on_reward", model->on_reward, unlisted, at, status));
        TRY(check_function(snippet, "on_late_arrival", model->on_late_arrival, unlisted, at, status));
    } else if (model->kind == MODEL_NEURON) {
        TRY(check_function(snippet, "on_step", true, NULL, root, status));
    } else if (model->kind == MODEL_TURNOVER) {
        TRY(check_function(snippet, "on_tick", true, NULL, root, status));
        TRY(check_weight(model, snippet, root, status));
    } else {
        TRY(check_function(snippet, "on_tick", true, NULL, root, status));
        for (size_t i = 0; i < sizeof of_cells / sizeof *of_cells; i++)
            TRY(check_function(snippet, of_cells[i], model->on_arrival_at_cell,
                               "only a rule with 'delay' has cells", root, status));
    }

cleanup:
    return code;
}

/* The names behind s-> and c. of a rule whose kind has them. */
static engram_code check_variables(const struct snippet *snippet, const char *object, const char *thing,
                                   const struct model_variable *variables, size_t n, const char **names,
                                   engram_status *status)
{
    for (size_t i = 0; i < n; i++)
        names[i] = variables[i].name;
    return snippet_check(snippet, object, thing, names, n, status);
}

/* The names behind d. and a. of a turnover rule. */
static engram_code check_turnover_members(const struct model *model, const struct snippet *snippet,
                                          engram_status *status)
{
    static const char *const draws[] = {"u", "v", "xi"}, *const activity[] = {"pre", "post"};
    engram_code code = ENGRAM_OK;
    TRY(snippet_check(snippet, "d", "draw", draws, 3, status));
    if (model->asks_activity)
        TRY(snippet_check(snippet, "a", "activity", activity, 2, status));

cleanup:
    return code;
}

/* The names behind p., t., s->, c., d., a. and in. */
static engram_code check_members(const struct model *model, const struct snippet *snippet,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char **names = NULL;
    size_t n = 0;

    TRY(memory_new(&names,
                   model->n_params + model->n_derived + model->n_variables + model->n_traces +
                       model->n_receptors + model->n_cells + MODEL_MAX_PAST + 7,
                   sizeof *names, "names of a model", status));
    for (size_t i = 0; i < model->n_params; i++)
        names[n++] = model->params[i].name;
    for (size_t i = 0; i < model->n_derived; i++)
        names[n++] = model->derived[i].name;
    if (model->kind == MODEL_TURNOVER)
        names[n++] = "dt";
    TRY(snippet_check(snippet, "p", "parameter", names, n, status));
    TRY(check_variables(snippet, "s", model->kind == MODEL_RULE ? "column" : "state", model->variables,
                        model->n_variables, names, status));
    if (model->kind == MODEL_MYELIN) {
        TRY(check_variables(snippet, "c", "cell state", model->cells, model->n_cells, names, status));
        goto cleanup; /* it has no traces and no receptors */
    }
    if (model->kind == MODEL_RULE && model->n_cells > 0)
        TRY(check_variables(snippet, "n", "state of a neuron", model->cells, model->n_cells, names, status));
    if (model->kind == MODEL_TURNOVER) {
        TRY(check_turnover_members(model, snippet, status));
        goto cleanup;
    }
    n = 0;
    for (size_t i = 0; i < model->n_traces; i++)
        names[n++] = model->traces[i].name;
    if (model->asks_elapsed)
        names[n++] = "elapsed";
    if (model->measures)
        names[n++] = "sum";
    for (size_t i = 0; i < model->n_cells; i++)
        names[n++] = model->cells[i].name;
    if (model->modulator_tau_param >= 0)
        names[n++] = "modulator";
    if (model->on_reward)
        names[n++] = "reward";
    if (model->asks_xi)
        names[n++] = model_draw_name(model);
    if (model->on_mark)
        names[n++] = "mark";
    if (model->gathers)
        names[n++] = "pending";
    for (size_t i = 0; i < model->n_reads; i++)
        names[n++] = model->reads[i];
    TRY(snippet_check(snippet, "t", "trace", names, n, status));
    n = 0;
    for (size_t i = 0; i < model->n_receptors; i++)
        names[n++] = model->receptors[i].name;
    names[n++] = "current";
    names[n++] = "generated";
    if (model->draws)
        names[n++] = "u";
    for (size_t i = 0; i < model->n_past; i++)
        names[n++] = model->variables[model->past[i].state].name;
    TRY(snippet_check(snippet, "in", "receptor", names, n, status));

cleanup:
    free(names);
    return code;
}

static engram_code read_snippet(struct model *model, const struct node *root, engram_status *status)
{
    struct snippet snippet = {0};
    engram_code code = ENGRAM_OK;

    TRY(snippet_open(model->path, model->text, &snippet, status));
    TRY(check_functions(model, root, &snippet, status));
    TRY(check_members(model, &snippet, status));
    model->sees_weights = model->kind == MODEL_TURNOVER && snippet_uses(&snippet, "on_tick", "real", "w");
    TRY(collect_values(model, &snippet, status));
    TRY(check_use(model, root, &snippet, status));

cleanup:
    snippet_close(&snippet);
    return code;
}

engram_code frontmatter_parse(const char *path, const char *text, struct model **out, engram_status *status)
{
    static engram_code (*const declare_kind[])(struct model *, const struct node *,
                                               engram_status *) = {[MODEL_NEURON] = declare_neuron,
                                                                   [MODEL_RULE] = declare_rule,
                                                                   [MODEL_MYELIN] = declare_myelin,
                                                                   [MODEL_TURNOVER] = declare_turnover};
    engram_code code = ENGRAM_OK;
    struct model *model = NULL;
    struct tree *tree = NULL;
    char *block = NULL;

    *out = NULL;
    TRY(memory_new(&model, 1, sizeof *model, "a model", status));
    model->modulator_tau_param = -1;
    model->refractory_param = model->weight_max_param = model->weight_min_param = -1;
    model->measure_param = -1;
    model->velocity_state = model->delay_state = model->tick_param = -1;
    model->slow_bound_param = model->fast_bound_param = -1;
    model->group_param = model->segments_param = model->path_param = model->decay_param = -1;
    model->late_param = model->xi_param = model->mark_state = -1;
    TRY(memory_string(&model->path, path, status));
    TRY(memory_string(&model->text, text, status));
    TRY(block_text(path, text, &block, status));
    TRY(yaml_read_text(path, block, 2, 1, &tree, status));
    TRY(read_head(model, tree->root, status));
    TRY(declare_kind[model->kind](model, tree->root, status));
    TRY(read_snippet(model, tree->root, status));
    *out = model;
    model = NULL;

cleanup:
    tree_free(tree);
    free(block);
    model_free(model);
    return code;
}
