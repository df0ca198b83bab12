#include "network/draw.h"

#include <assert.h>
#include <math.h>

static double of_neuron(const struct population *p, uint64_t seed, uint32_t stream, uint32_t index,
                        const struct quantity *q, uint32_t i)
{
    struct draw_key key = {.seed = seed, .owner = p->owner, .stream = stream, .entity = i, .index = index};
    return quantity_value(q, &key, i);
}

double population_param(const struct population *p, uint64_t seed, size_t param, uint32_t i)
{
    return of_neuron(p, seed, STREAM_PARAM, name_hash(p->model->params[param].name), &p->params[param], i);
}

double population_state(const struct population *p, uint64_t seed, size_t state, uint32_t i)
{
    const struct model_variable *variable = &p->model->variables[state];
    const struct quantity *q = &p->states[state];
    if (q->kind == QUANTITY_CONSTANT && isnan(q->a) && variable->initial_param >= 0)
        return population_param(p, seed, (size_t)variable->initial_param, i);
    return of_neuron(p, seed, STREAM_STATE, name_hash(variable->name), q, i);
}

uint64_t next_current_change(const struct network *net, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < net->n_populations; i++)
        for (size_t k = 0; k < net->populations[i].n_currents; k++) {
            const struct current *c = &net->populations[i].currents[k];
            if (c->begin > step && c->begin < next)
                next = c->begin;
            if (c->end > step && c->end < next)
                next = c->end;
        }
    return next;
}

float population_value(const struct population *p, uint64_t seed, size_t k, uint32_t i, double dt_ms)
{
    const struct model_value *value = &p->model->values[k];
    double params[MODEL_MAX_PARAMS] = {0};
    assert(p->model->n_params <= MODEL_MAX_PARAMS);
    if (value->param >= 0)
        return (float)population_param(p, seed, (size_t)value->param, i);
    const struct model_derived *derived = &p->model->derived[value->derived];
    for (int a = 0; a < derived->n_arguments; a++)
        params[derived->arguments[a]] = population_param(p, seed, (size_t)derived->arguments[a], i);
    return (float)model_value(p->model, k, params, dt_ms);
}

bool population_value_varies(const struct population *p, size_t k)
{
    const struct model_value *value = &p->model->values[k];
    if (value->param >= 0)
        return !quantity_is_constant(&p->params[value->param]);
    const struct model_derived *derived = &p->model->derived[value->derived];
    for (int a = 0; a < derived->n_arguments; a++)
        if (!quantity_is_constant(&p->params[derived->arguments[a]]))
            return true;
    return false;
}

/* Without the schedule. */
static double own_rate(const struct network *net, const struct population *p, const struct drive *drive,
                       uint32_t i)
{
    if (!drive)
        return population_param(p, net->seed, (size_t)model_find_param(p->model, "rate"), i);
    return of_neuron(p, net->seed, STREAM_TABLE, name_hash("rate") + drive->receptor, &drive->rate, i);
}

double drive_rate(const struct network *net, const struct population *p, const struct drive *drive,
                  uint32_t i, uint64_t stamp)
{
    return own_rate(net, p, drive, i) * drive_factor(net, p, drive ? drive->receptor : 0, i, stamp);
}

double drive_largest_rate(const struct network *net, const struct population *p, const struct drive *drive,
                          uint32_t i)
{
    return own_rate(net, p, drive, i) * drive_largest_factor(p, drive ? drive->receptor : 0);
}

bool drive_rate_varies(const struct population *p, const struct drive *drive)
{
    const struct quantity *rate = drive ? &drive->rate : &p->params[model_find_param(p->model, "rate")];
    return !quantity_is_constant(rate) || drive_is_scheduled(p, drive ? drive->receptor : 0);
}

float drive_weight(const struct population *p, uint64_t seed, const struct drive *drive, uint32_t i)
{
    return (float)of_neuron(p, seed, STREAM_TABLE, name_hash("weight") + drive->receptor, &drive->weight, i);
}

/* Currents are told apart by their place in the list. */
float population_current(const struct population *p, uint64_t seed, uint64_t stamp, uint32_t i)
{
    double sum = 0;
    for (size_t c = 0; c < p->n_currents; c++) {
        const struct current *one = &p->currents[c];
        if (one->begin < stamp && stamp <= one->end && selection_has(&one->which, p, seed, 0, i))
            sum += of_neuron(p, seed, STREAM_TABLE, name_hash("current") + (uint32_t)c, &one->amplitude, i);
    }
    return (float)sum;
}

uint32_t population_min_interval(const struct population *p, double dt_ms)
{
    double low = 0, high = 0;
    if (p->model->refractory_param < 0)
        return 1;
    quantity_range(&p->params[p->model->refractory_param], &low, &high);
    double steps = floor(low / dt_ms + 0.5);
    return steps > 1 ? (uint32_t)fmin(steps, (double)INT32_MAX) : 1;
}
