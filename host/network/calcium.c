#include "network/calcium.h"

#include "network/elementary.h"

struct calcium_plan calcium_plan(const struct calcium *c, double dt_ms)
{
    double ratio = (double)c->tick * dt_ms / c->tau_ms, loss = 1.0 - elementary_exp(-ratio);
    return (struct calcium_plan){
        .tick = (uint32_t)c->tick, .loss = (float)loss, .gain = (float)(c->beta * loss / ratio)};
}

uint64_t calcium_next_tick(const struct population *p, uint64_t step)
{
    return p->calcium ? (step / p->calcium->tick + 1) * p->calcium->tick : UINT64_MAX;
}

bool calcium_is_due(const struct population *p, uint64_t step)
{
    return p->calcium && step % p->calcium->tick == 0;
}
