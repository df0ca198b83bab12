#include "network/neuron_state.h"

#include <assert.h>
#include <string.h>

uint32_t population_n_states(const struct population *p)
{
    return (uint32_t)p->model->n_variables + (p->calcium != NULL);
}

struct neuron_state population_state_at(const struct population *p, uint32_t state)
{
    assert(state < population_n_states(p));
    if (state >= p->model->n_variables)
        return (struct neuron_state){NEURON_CALCIUM, "Ca", "1"};
    const struct model_variable *variable = &p->model->variables[state];
    return (struct neuron_state){NEURON_VARIABLE, variable->name, variable->unit};
}

int population_find_state(const struct population *p, const char *name)
{
    for (uint32_t k = 0; k < population_n_states(p); k++)
        if (!strcmp(population_state_at(p, k).name, name))
            return (int)k;
    return -1;
}
