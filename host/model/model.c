#include "model/model.h"

#include <stdlib.h>
#include <string.h>

void model_free(struct model *model)
{
    if (!model)
        return;
    for (size_t i = 0; i < model->n_params; i++)
        free(model->params[i].name), free(model->params[i].unit), free(model->params[i].doc);
    for (size_t i = 0; i < model->n_derived; i++)
        free(model->derived[i].name);
    for (size_t i = 0; i < model->n_variables; i++)
        free(model->variables[i].name), free(model->variables[i].unit), free(model->variables[i].doc);
    for (size_t i = 0; i < model->n_receptors; i++)
        free(model->receptors[i].name), free(model->receptors[i].unit), free(model->receptors[i].doc);
    for (size_t i = 0; i < model->n_traces; i++)
        free(model->traces[i].name);
    for (size_t i = 0; i < model->n_examples; i++) {
        struct model_example *e = &model->examples[i];
        free(e->pre_ms), free(e->post_ms), free(e->params), free(e->why);
    }
    free(model->params), free(model->derived), free(model->values), free(model->variables);
    free(model->receptors), free(model->traces), free(model->examples);
    free(model->name), free(model->summary), free(model->source), free(model->path), free(model->text);
    free(model);
}

int model_find_param(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->n_params; i++)
        if (strcmp(model->params[i].name, name) == 0)
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
