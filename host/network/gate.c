#include "network/gate.h"

#include "network/ramp.h"

float gate_level(const struct gate *g, uint64_t stamp)
{
    struct ramp ramp = {.from = g->level, .to = g->level};
    for (size_t k = 0; k < g->n_events && g->events[k].begin < stamp; k++) {
        const struct gate_event *e = &g->events[k];
        ramp = (struct ramp){ramp_held(&ramp, g->stride, e->begin), e->level, e->begin, e->over};
    }
    return (float)ramp_held(&ramp, g->stride, stamp);
}

uint64_t gate_next(const struct gate *g, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t k = 0; k < g->n_events; k++) {
        uint64_t change = ramp_next(g->events[k].begin, g->events[k].over, g->stride, step);
        next = change < next ? change : next;
    }
    return next;
}

bool gate_is_due(const struct gate *g, uint64_t step)
{
    return step > 0 && gate_next(g, step - 1) == step;
}
