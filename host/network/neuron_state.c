#include "network/neuron_state.h"

#include <string.h>

enum { ELEMENT_STATES = NEURON_VACANT - NEURON_ELEMENTS + 1 };

/* State `number` of the elements of a population; false if it has fewer. */
static bool elements_at(const struct network *net, uint32_t population, uint32_t number,
                        struct neuron_state *out)
{
    uint32_t n = 0;
    for (uint32_t j = 0; j < net->n_projections; j++) {
        const struct growth *growth = projection_growth(&net->projections[j]);
        for (enum side side = 0; growth && side < N_SIDES; side++) {
            const struct growth_side *of = &growth->side[side];
            if (projection_side(&net->projections[j], side) != population)
                continue;
            if (number < n + ELEMENT_STATES) {
                const char *names[ELEMENT_STATES] = {of->name, of->bound, of->vacant};
                *out = (struct neuron_state){.kind = NEURON_ELEMENTS + (number - n),
                                             .name = names[number - n],
                                             .unit = "1",
                                             .projection = j,
                                             .side = side};
                return true;
            }
            n += ELEMENT_STATES;
        }
    }
    return false;
}

/* Before those of scaling. */
static uint32_t n_before_scaling(const struct network *net, uint32_t population)
{
    const struct population *p = &net->populations[population];
    struct neuron_state ignored;
    uint32_t n = 0;
    while (elements_at(net, population, n, &ignored))
        n++;
    return (uint32_t)p->model->n_variables + (p->calcium != NULL) + n;
}

uint32_t population_n_states(const struct network *net, uint32_t population)
{
    return n_before_scaling(net, population) + 2 * (uint32_t)net->populations[population].n_scalings;
}

static struct neuron_state scaling_at(const struct population *p, uint32_t number)
{
    const struct scaling *s = &p->scalings[number / 2];
    bool is_factor = number % 2 == 0;
    return (struct neuron_state){.kind = is_factor ? NEURON_FACTOR : NEURON_ACTIVITY,
                                 .name = is_factor ? s->factor_name : s->activity_name,
                                 .unit = is_factor ? "1" : "Hz",
                                 .scaling = number / 2};
}

struct neuron_state population_state_at(const struct network *net, uint32_t population, uint32_t state)
{
    const struct population *p = &net->populations[population];
    uint32_t n = (uint32_t)p->model->n_variables;
    struct neuron_state out = {.kind = NEURON_CALCIUM, .name = "Ca", .unit = "1"};
    if (state < n)
        return (struct neuron_state){.kind = NEURON_VARIABLE,
                                     .name = p->model->variables[state].name,
                                     .unit = p->model->variables[state].unit};
    uint32_t before = n_before_scaling(net, population);
    if (state >= before)
        return scaling_at(p, state - before);
    if (state > n)
        elements_at(net, population, state - n - 1, &out);
    return out;
}

int population_find_state(const struct network *net, uint32_t population, const char *name)
{
    uint32_t n = population_n_states(net, population);
    for (uint32_t k = 0; k < n; k++)
        if (!strcmp(population_state_at(net, population, k).name, name))
            return (int)k;
    return -1;
}
