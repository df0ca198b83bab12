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
    static const char *const rule_keys[] = {"rule",    "summary", "source", "events",  "params",
                                            "derived", "bounds",  "traces", "columns", "examples"};
    static const char *const neuron_keys[] = {"neuron", "summary",   "source",    "params",    "derived",
                                              "states", "receptors", "generator", "refractory"};
    engram_code code = ENGRAM_OK;
    const char *kind = "rule";

    TRY(node_require(root, NODE_MAP, "the declaration block", status));
    if (node_get(root, "neuron")) {
        model->kind = MODEL_NEURON;
        kind = "neuron";
        TRY(node_only(root, neuron_keys, sizeof neuron_keys / sizeof *neuron_keys, "a neuron", status));
    } else {
        model->kind = MODEL_RULE;
        TRY(node_only(root, rule_keys, sizeof rule_keys / sizeof *rule_keys, "a rule", status));
    }
    TRY(declare_text(root, kind, "a model file ('rule: NAME' or 'neuron: NAME')", &model->name, status));
    TRY(declare_check_word(node_get(root, kind), kind, status));
    TRY(declare_text(root, "summary", "a model", &model->summary, status));
    TRY(declare_text(root, "source", "a model", &model->source, status));
    TRY(declare_params(model, node_get(root, "params"), status));
    TRY(declare_derived(model, node_get(root, "derived"), status));

cleanup:
    return code;
}

/* p.NAME: parameters and derived constants that the snippet reads, in declaration order. */
static engram_code collect_values(struct model *model, const struct snippet *snippet, engram_status *status)
{
    engram_code code = memory_new(&model->values, model->n_params + model->n_derived, sizeof *model->values,
                                  "values of a model", status);
    if (code != ENGRAM_OK)
        return code;
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
    bool used = param == model->refractory_param || param == model->weight_max_param ||
                param == model->weight_min_param ||
                (model->generator == GENERATOR_POISSON && strcmp(model->params[param].name, "rate") == 0);
    for (size_t i = 0; i < model->n_values; i++)
        used |= model->values[i].param == param;
    for (size_t i = 0; i < model->n_derived; i++)
        for (int k = 0; k < model->derived[i].n_arguments; k++)
            used |= model->derived[i].arguments[k] == param;
    for (size_t i = 0; i < model->n_traces; i++)
        used |= model->traces[i].tau_param == param;
    for (size_t i = 0; i < model->n_variables; i++)
        used |= model->variables[i].initial_param == param;
    return used;
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
        if (!snippet_reads(snippet, model->derived[i].name))
            return unused(node_get(root, "derived"), model->derived[i].name, "derived constant", status);
    for (size_t i = 0; i < model->n_traces; i++)
        if (!snippet_reads(snippet, model->traces[i].name))
            return unused(node_get(root, "traces"), model->traces[i].name, "trace", status);
    return ENGRAM_OK;
}

static engram_code check_function(const struct snippet *snippet, const char *function, bool declared,
                                  const struct node *at, engram_status *status)
{
    bool defined = snippet_defines(snippet, function);
    if (declared && !defined)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("function '%s' is missing", function),
                    .where = node_where(status, at), .why = "the block declares its event",
                    .hint = TEXT("define  static inline ... %s(...)  below the block", function));
    if (defined && !declared)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("function '%s' would never be called", function),
                    .where = node_where(status, at), .why = "'events' does not list its event",
                    .hint = TEXT("write  events: [%s]", function + strlen("on_")));
    return ENGRAM_OK;
}

/* The names behind p., t., s-> and in. */
static engram_code check_members(const struct model *model, const struct snippet *snippet,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char **names = NULL;
    size_t n = 0;

    TRY(memory_new(&names,
                   model->n_params + model->n_derived + model->n_variables + model->n_traces +
                       model->n_receptors + 2,
                   sizeof *names, "names of a model", status));
    for (size_t i = 0; i < model->n_params; i++)
        names[n++] = model->params[i].name;
    for (size_t i = 0; i < model->n_derived; i++)
        names[n++] = model->derived[i].name;
    TRY(snippet_check(snippet, "p", "parameter", names, n, status));
    n = 0;
    for (size_t i = 0; i < model->n_variables; i++)
        names[n++] = model->variables[i].name;
    TRY(snippet_check(snippet, "s", model->kind == MODEL_RULE ? "column" : "state", names, n, status));
    n = 0;
    for (size_t i = 0; i < model->n_traces; i++)
        names[n++] = model->traces[i].name;
    TRY(snippet_check(snippet, "t", "trace", names, n, status));
    n = 0;
    for (size_t i = 0; i < model->n_receptors; i++)
        names[n++] = model->receptors[i].name;
    names[n++] = "current";
    names[n++] = "generated";
    TRY(snippet_check(snippet, "in", "receptor", names, n, status));

cleanup:
    free(names);
    return code;
}

static engram_code read_snippet(struct model *model, const struct node *root, engram_status *status)
{
    struct snippet snippet = {0};
    const struct node *events = node_get(root, "events");
    engram_code code = ENGRAM_OK;

    TRY(snippet_open(model->path, model->text, &snippet, status));
    if (model->kind == MODEL_RULE) {
        TRY(check_function(&snippet, "on_arrival", model->on_arrival, events ? events : root, status));
        TRY(check_function(&snippet, "on_post_spike", model->on_post_spike, events ? events : root, status));
    } else {
        TRY(check_function(&snippet, "on_step", true, root, status));
    }
    TRY(check_members(model, &snippet, status));
    TRY(collect_values(model, &snippet, status));
    TRY(check_use(model, root, &snippet, status));

cleanup:
    snippet_close(&snippet);
    return code;
}

engram_code frontmatter_parse(const char *path, const char *text, struct model **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct model *model = NULL;
    struct tree *tree = NULL;
    char *block = NULL;

    *out = NULL;
    TRY(memory_new(&model, 1, sizeof *model, "a model", status));
    model->refractory_param = model->weight_max_param = model->weight_min_param = -1;
    TRY(memory_string(&model->path, path, status));
    TRY(memory_string(&model->text, text, status));
    TRY(block_text(path, text, &block, status));
    TRY(yaml_read_text(path, block, 2, 1, &tree, status));
    TRY(read_head(model, tree->root, status));
    TRY(model->kind == MODEL_RULE ? declare_rule(model, tree->root, status)
                                  : declare_neuron(model, tree->root, status));
    TRY(read_snippet(model, tree->root, status));
    *out = model;
    model = NULL;

cleanup:
    tree_free(tree);
    free(block);
    model_free(model);
    return code;
}
