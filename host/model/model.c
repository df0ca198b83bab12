#include "model/model.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word, *shown, *folder;
} kinds[] = {
    [MODEL_NEURON] = {"neuron", "neuron model", "neurons"},
    [MODEL_RULE] = {"rule", "rule", "rules"},
    [MODEL_MYELIN] = {"myelin", "myelin rule", "myelin"},
    [MODEL_TURNOVER] = {"turnover", "turnover rule", "turnover"},
};

const char *model_kind_word(enum model_kind kind)
{
    return kinds[kind].word;
}

const char *model_kind_shown(enum model_kind kind)
{
    return kinds[kind].shown;
}

const char *model_kind_folder(enum model_kind kind)
{
    return kinds[kind].folder;
}

static void variables_free(struct model_variable *variables, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(variables[i].name), free(variables[i].unit), free(variables[i].doc);
    free(variables);
}

void model_free(struct model *model)
{
    if (!model)
        return;
    for (size_t i = 0; i < model->n_params; i++)
        free(model->params[i].name), free(model->params[i].unit), free(model->params[i].doc);
    for (size_t i = 0; i < model->n_sets; i++) {
        struct model_set *set = &model->sets[i];
        free(set->name), free(set->doc), free(set->source), free(set->values);
    }
    free(model->sets);
    for (size_t i = 0; i < model->n_derived; i++)
        free(model->derived[i].name);
    for (size_t i = 0; i < model->n_receptors; i++)
        free(model->receptors[i].name), free(model->receptors[i].unit), free(model->receptors[i].doc);
    for (size_t i = 0; i < model->n_traces; i++)
        free(model->traces[i].name);
    for (size_t i = 0; i < model->n_examples; i++) {
        struct model_example *e = &model->examples[i];
        free(e->pre_ms), free(e->post_ms), free(e->reward_ms), free(e->mark_ms), free(e->params);
        free(e->why);
    }
    for (size_t i = 0; i < model->n_myelin_examples; i++) {
        struct myelin_example *e = &model->myelin_examples[i];
        for (size_t k = 0; k < e->n_axons; k++)
            free(e->arrivals[k].ms);
        free(e->arrivals), free(e->params), free(e->why);
    }
    for (size_t i = 0; i < model->n_turnover_examples; i++) {
        struct turnover_example *e = &model->turnover_examples[i];
        free(e->draws), free(e->states), free(e->params), free(e->why);
    }
    free(model->turnover_examples);
    for (size_t i = 0; i < model->n_reads; i++)
        free(model->reads[i]);
    variables_free(model->variables, model->n_variables);
    variables_free(model->cells, model->n_cells);
    free(model->params), free(model->derived), free(model->values);
    free(model->receptors), free(model->traces), free(model->examples), free(model->myelin_examples);
    free(model->name), free(model->summary), free(model->source), free(model->path), free(model->text);
    free(model->alone);
    free(model);
}

int model_find_param(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->n_params; i++)
        if (strcmp(model->params[i].name, name) == 0)
            return (int)i;
    return -1;
}

int model_find_derived(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->n_derived; i++)
        if (strcmp(model->derived[i].name, name) == 0)
            return (int)i;
    return -1;
}

int model_find_variable(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->n_variables; i++)
        if (strcmp(model->variables[i].name, name) == 0)
            return (int)i;
    return -1;
}

int model_find_receptor(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->n_receptors; i++)
        if (strcmp(model->receptors[i].name, name) == 0)
            return (int)i;
    return -1;
}

int model_find_past(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->n_past; i++)
        if (strcmp(model->variables[model->past[i].state].name, name) == 0)
            return (int)i;
    return -1;
}
