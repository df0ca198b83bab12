/* Demyelination and remyelination: what the events of a schedule make of an axon, as a pure function of time. */
#include "network/draw.h"
#include "network/myelin.h"

#include <math.h>

/* The latest event that concerned an axon: from what it was then to what it leads to. */
struct ramp {
    double from, to;
    uint64_t begin, over;
};

static double ramp_at(const struct ramp *r, uint64_t stamp)
{
    uint64_t age = stamp - r->begin;
    return age >= r->over ? r->to : r->from + (r->to - r->from) * ((double)age / (double)r->over);
}

/* Whether event k strikes an axon; each event draws anew. */
static bool strikes(const struct network *net, const struct projection *p, size_t k, uint32_t source)
{
    struct draw_key key = {net->seed, p->owner, STREAM_PLACE, source, name_hash("damage") + (uint32_t)k};
    philox_block block = draw_block(&key, 0);
    return draw_uniform(block.v[0], block.v[1]) < p->damages[k].fraction;
}

uint32_t axon_slowdown(const struct network *net, const struct projection *p, uint32_t source, uint64_t stamp)
{
    struct ramp ramp = {.from = 1, .to = 1};
    for (size_t k = 0; k < p->n_damages && p->damages[k].begin <= stamp; k++) {
        const struct damage *d = &p->damages[k];
        if (strikes(net, p, k, source))
            ramp = (struct ramp){ramp_at(&ramp, d->begin), d->slowdown, d->begin, d->over};
    }
    return (uint32_t)floor(ramp_at(&ramp, stamp) * SLOWDOWN_ONE + 0.5);
}

double largest_slowdown(const struct projection *p)
{
    double largest = 1;
    for (size_t k = 0; k < p->n_damages; k++)
        largest = fmax(largest, p->damages[k].slowdown);
    return largest;
}

uint32_t blocked_above(const struct network *net, const struct projection *p, uint64_t stamp)
{
    double limit = 0;
    for (size_t k = 0; k < p->n_damages && p->damages[k].begin <= stamp; k++)
        limit = p->damages[k].block_below;
    return limit > 0 ? projection_slowness_at(net, p, limit) : UINT32_MAX;
}
