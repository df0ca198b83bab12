#include "network/past.h"

#include "fast/records.h"

#include <math.h>

uint32_t past_age(const struct network *net, const struct population *p, size_t k)
{
    double steps = floor(p->params[p->model->past[k].param].a / net->dt_ms + 0.5);
    return steps > 1 ? (uint32_t)steps : 1;
}

static bool ends_on(const struct projection *p, uint32_t population)
{
    return p->target == population && (p->rule->n_reads || p->rule->on_mark);
}

uint32_t past_ring(const struct network *net, uint32_t population)
{
    const struct population *p = &net->populations[population];
    uint32_t oldest = 0, dendrite = 0, ring = 1;
    for (size_t k = 0; k < p->model->n_past; k++)
        oldest = past_age(net, p, k) > oldest ? past_age(net, p, k) : oldest;
    for (size_t j = 0; j < net->n_projections; j++)
        if (ends_on(&net->projections[j], population) && net->projections[j].dendritic_steps > dendrite)
            dendrite = net->projections[j].dendritic_steps;
    while (ring < MAX_WINDOW + dendrite + oldest)
        ring *= 2;
    return p->model->n_past ? ring : 0;
}

bool past_marks(const struct network *net, uint32_t population)
{
    for (size_t j = 0; j < net->n_projections; j++)
        if (ends_on(&net->projections[j], population) && net->projections[j].rule->on_mark)
            return true;
    return false;
}

uint32_t gathering_steps(const struct network *net, const struct projection *p)
{
    if (!p->rule->gathers)
        return 0;
    double steps = floor(projection_trace_tau(p, p->rule->gathered_trace) / (3 * net->dt_ms) + 0.5);
    return steps > 1 ? (uint32_t)steps : 1;
}

float gathering_gain(const struct network *net, const struct projection *p)
{
    return (float)expm1(net->dt_ms / projection_trace_tau(p, p->rule->gathered_trace));
}

uint32_t gathering_ring(uint32_t dendritic_steps)
{
    uint32_t ring = 1;
    while (ring < MAX_WINDOW + dendritic_steps + 1)
        ring *= 2;
    return ring;
}
