/* Demyelination and remyelination: what the events of a schedule make of an axon, as pure functions of time. */
#include "network/draw.h"
#include "network/myelin.h"
#include "network/ramp.h"

#include "fast/delay.h"

#include <math.h>

/* Whether event k strikes an axon; each event draws anew. */
static bool strikes(const struct network *net, const struct projection *p, size_t k, uint32_t source)
{
    struct draw_key key = {net->seed, p->owner, STREAM_PLACE, source, name_hash("damage") + (uint32_t)k};
    philox_block block = draw_block(&key, 0);
    return draw_uniform(block.v[0], block.v[1]) < p->damages[k].fraction;
}

uint32_t axon_slowdown(const struct network *net, const struct projection *p, uint32_t source, uint64_t stamp)
{
    struct ramp ramp = {.from = 1, .to = 1}; /* the latest event that concerned the axon */
    for (size_t k = 0; k < p->n_damages && p->damages[k].begin <= stamp; k++) {
        const struct damage *d = &p->damages[k];
        if (strikes(net, p, k, source))
            ramp = (struct ramp){ramp_at(&ramp, d->begin - ramp.begin), d->slowdown, d->begin, d->over};
    }
    return (uint32_t)floor(ramp_at(&ramp, stamp - ramp.begin) * SLOWDOWN_ONE + 0.5);
}

double largest_slowdown(const struct projection *p)
{
    double largest = 1;
    for (size_t k = 0; k < p->n_damages; k++)
        largest = fmax(largest, p->damages[k].slowdown);
    return largest;
}

bool damage_changes(const struct projection *p, const struct myelin_plan *plan, uint64_t stamp)
{
    for (size_t k = 0; k < p->n_damages; k++) {
        const struct damage *d = &p->damages[k];
        if (d->begin <= stamp && stamp < d->begin + d->over + plan->tick)
            return true;
    }
    return false;
}

uint64_t myelin_next_tick(const struct projection *p, const struct myelin_plan *plan, uint64_t step)
{
    uint64_t tick = plan->tick, next = (step / tick + 1) * tick, earliest = UINT64_MAX;
    if (p->myelin || damage_changes(p, plan, next))
        return next;
    for (size_t k = 0; k < p->n_damages; k++) {
        uint64_t at = (p->damages[k].begin + tick - 1) / tick * tick;
        earliest = at > step && at < earliest ? at : earliest;
    }
    return earliest;
}

uint32_t damaged_slowness(const struct network *net, const struct projection *p,
                          const struct myelin_plan *plan, uint32_t source, uint64_t stamp)
{
    return slowness_damaged(projection_slowness(net, p, source), axon_slowdown(net, p, source, stamp),
                            plan->slowest, plan->blocked_above);
}
