#include "network/neuron_events.h"

#include "core/memory.h"
#include "network/network.h"
#include "network/ramp.h"

#include <math.h>

/* A fraction is drawn anew for each kind of event at each time, whichever other events there are. */
static bool strikes(const struct network *net, const struct population *p, const struct neuron_event *e,
                    uint32_t i)
{
    static const char *const words[] = {"silence", "restore", "drive"};
    return selection_has(&e->which, p, net->seed, name_hash(words[e->kind]) + (uint32_t)e->begin, i);
}

engram_code neuron_event_add(struct population *p, const struct neuron_event *event, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&p->events, p->n_events + 1, sizeof *p->events, p->name, status));
    size_t k = p->n_events++;
    for (; k > 0 && p->events[k - 1].begin > event->begin; k--)
        p->events[k] = p->events[k - 1];
    p->events[k] = *event;
cleanup:
    return code;
}

/* ---- silence ---- */

bool neuron_is_silent(const struct network *net, const struct population *p, uint32_t i, uint64_t stamp)
{
    if (rest_after(net, stamp - 1))
        return true;
    for (size_t k = p->n_events; k > 0; k--) {
        const struct neuron_event *e = &p->events[k - 1];
        if (e->kind != NEURON_DRIVE && e->begin < stamp && strikes(net, p, e, i))
            return e->kind == NEURON_SILENCE;
    }
    return false;
}

bool population_falls_silent(const struct network *net, const struct population *p)
{
    if (p->neurogenesis || net->n_rests)
        return true;
    for (size_t k = 0; k < p->n_events; k++)
        if (p->events[k].kind == NEURON_SILENCE)
            return true;
    return false;
}

bool silence_changes(const struct network *net, const struct population *p, uint64_t step)
{
    if (rest_changes(net, step))
        return true;
    for (size_t k = 0; k < p->n_events; k++)
        if (p->events[k].kind != NEURON_DRIVE && p->events[k].begin == step)
            return true;
    return false;
}

void silence_apply(const struct network *net, const struct population *p, uint64_t step, uint32_t *silent)
{
    uint32_t resting = rest_after(net, step) ? NEURON_IS_RESTING : 0;
    for (uint32_t i = 0; i < p->n; i++)
        silent[i] = (silent[i] & ~NEURON_IS_RESTING) | resting;
    for (size_t k = 0; k < p->n_events; k++) {
        const struct neuron_event *e = &p->events[k];
        if (e->kind == NEURON_DRIVE || e->begin != step)
            continue;
        for (uint32_t i = 0; i < p->n; i++)
            if (strikes(net, p, e, i))
                silent[i] =
                    (silent[i] & ~NEURON_IS_SILENCED) | (e->kind == NEURON_SILENCE ? NEURON_IS_SILENCED : 0);
    }
}

/* ---- drive ---- */

static uint64_t stride_of(const struct network *net)
{
    return (uint64_t)fmax(1, floor(DRIVE_STRIDE_MS / net->dt_ms + 0.5));
}

double drive_factor(const struct network *net, const struct population *p, uint32_t receptor, uint32_t i,
                    uint64_t stamp)
{
    struct ramp ramp = {.from = 1, .to = 1};
    uint64_t stride = stride_of(net);
    for (size_t k = 0; k < p->n_events && p->events[k].begin < stamp; k++) {
        const struct neuron_event *e = &p->events[k];
        if (e->kind == NEURON_DRIVE && e->receptors >> receptor & 1u && strikes(net, p, e, i))
            ramp = (struct ramp){ramp_held(&ramp, stride, e->begin), e->factor, e->begin, e->over};
    }
    return ramp_held(&ramp, stride, stamp);
}

bool drive_is_scheduled(const struct population *p, uint32_t receptor)
{
    for (size_t k = 0; k < p->n_events; k++)
        if (p->events[k].kind == NEURON_DRIVE && p->events[k].receptors >> receptor & 1u)
            return true;
    return false;
}

double drive_largest_factor(const struct population *p, uint32_t receptor)
{
    double largest = 1;
    for (size_t k = 0; k < p->n_events; k++)
        if (p->events[k].kind == NEURON_DRIVE && p->events[k].receptors >> receptor & 1u)
            largest = fmax(largest, p->events[k].factor);
    return largest;
}

/* ---- when ---- */

/* The first step after `step` at which an event changes something; UINT64_MAX if it does not any more. */
static uint64_t next_change(const struct network *net, const struct neuron_event *e, uint64_t step)
{
    return ramp_next(e->begin, e->kind == NEURON_DRIVE ? e->over : 0, stride_of(net), step);
}

bool drives_change(const struct network *net, const struct population *p, uint64_t step)
{
    for (size_t k = 0; k < p->n_events; k++) {
        const struct neuron_event *e = &p->events[k];
        if (e->kind == NEURON_DRIVE && (e->begin == step || (step && next_change(net, e, step - 1) == step)))
            return true;
    }
    return false;
}

uint64_t next_neuron_event(const struct network *net, uint64_t step)
{
    uint64_t next = rest_next_change(net, step);
    for (size_t i = 0; i < net->n_populations; i++)
        for (size_t k = 0; k < net->populations[i].n_events; k++) {
            uint64_t change = next_change(net, &net->populations[i].events[k], step);
            next = change < next ? change : next;
        }
    return next;
}
