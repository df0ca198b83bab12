/* While a network rests, steps in which nothing can happen are passed over. Nothing else here knows of it: a step may always be taken. */
#include "reference/parts.h"

#include <string.h>

static bool inputs_are_empty(const struct neurons *n)
{
    uint64_t n_sums = (uint64_t)n->n_slots * n->p->model->n_receptors * n->p->n;
    for (uint64_t k = 0; k < n_sums; k++)
        if (n->input[k])
            return false;
    return true;
}

static bool posts_are_empty(const struct synapses *s)
{
    for (uint32_t b = 0; s->posts && b <= s->p->dendritic_steps; b++)
        if (s->posts[b].n)
            return false;
    return true;
}

/* Nothing is under way, neither on an axon nor in a dendrite. */
static bool is_quiet(const struct reference *r)
{
    for (uint32_t b = 0; b < r->n_arrivals; b++)
        if (r->arrivals[b].n)
            return false;
    for (uint32_t i = 0; i < r->net->n_populations; i++)
        if (!inputs_are_empty(&r->neurons[i]))
            return false;
    for (uint32_t j = 0; j < r->net->n_projections; j++)
        if (!posts_are_empty(&r->synapses[j]) || !gathered_is_empty(&r->synapses[j]) ||
            (r->synapses[j].fibres && !fibres_are_empty(r->synapses[j].fibres)))
            return false;
    return true;
}

/* All that neurons remember is from the rest itself. */
static bool past_stands_still(const struct reference *r, const struct rest *rest)
{
    for (uint32_t i = 0; i < r->net->n_populations; i++)
        if (r->stamp < rest->begin + r->neurons[i].past_steps)
            return false;
    return true;
}

static void sooner(uint64_t *next, uint64_t stamp)
{
    *next = stamp < *next ? stamp : *next;
}

/* The first multiple of an interval after `stamp`. */
static void tick(uint64_t *next, uint64_t stamp, uint64_t interval)
{
    if (interval)
        sooner(next, (stamp / interval + 1) * interval);
}

/* The first step after `stamp` in which anything is due. What changes after a step is seen in the next one. */
static uint64_t next_due(const struct reference *r, uint64_t stamp)
{
    const struct network *net = r->net;
    uint64_t next = next_neuron_event(net, stamp - 1), current = next_current_change(net, stamp - 1);
    next = current < next ? current : next;
    next += next < UINT64_MAX;
    for (uint32_t i = 0; i < net->n_populations; i++) {
        const struct population *p = &net->populations[i];
        tick(&next, stamp, p->calcium ? p->calcium->tick : 0);
        for (size_t k = 0; k < p->n_scalings; k++)
            tick(&next, stamp, p->scalings[k].tick);
        tick(&next, stamp, p->neurogenesis ? p->neurogenesis->day : 0);
    }
    for (uint32_t j = 0; j < net->n_projections; j++) {
        const struct synapses *s = &r->synapses[j];
        tick(&next, stamp, s->tick);
        tick(&next, stamp, s->left ? s->changing.tick : 0);
        tick(&next, stamp, s->p->structure ? s->p->structure->tick : 0);
    }
    if (r->earnings)
        sooner(&next, earnings_next(r, stamp));
    return next;
}

void clock_pass_over(struct reference *r, uint64_t stop)
{
    const struct rest *rest = rest_after(r->net, r->stamp);
    if (r->stamp == 0 || !rest || !is_quiet(r) || !past_stands_still(r, rest))
        return;
    uint64_t next = next_due(r, r->stamp);
    r->stamp = (next < stop ? next : stop) - 1;
}
