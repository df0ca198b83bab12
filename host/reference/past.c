/* States that neurons remember, and the marks they leave. */
#include "network/past.h"
#include "core/memory.h"
#include "reference/parts.h"

#include <math.h>

engram_code past_create(struct neurons *n, const struct network *net, uint32_t population,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n_past = n->p->model->n_past;
    n->past_steps = past_ring(net, population);
    TRY(memory_new(&n->past, (uint64_t)n->past_steps * n_past * n->p->n, sizeof *n->past, "remembered states",
                   status));
    for (size_t k = 0; k < n_past; k++)
        n->past_age[k] = past_age(net, n->p, k);
    for (uint32_t step = 0; step < n->past_steps; step++)
        for (uint32_t i = 0; i < n->p->n; i++)
            past_keep(n, step, i);
cleanup:
    return code;
}

/* Stamps before the start wrap around, which a power of two does not mind. */
float *past_at(const struct neurons *n, uint64_t stamp, size_t k, uint32_t i)
{
    return &n->past[((stamp % n->past_steps) * n->p->model->n_past + k) * n->p->n + i];
}

void past_keep(struct neurons *n, uint64_t stamp, uint32_t i)
{
    const struct model *m = n->p->model;
    for (size_t k = 0; k < m->n_past; k++)
        *past_at(n, stamp, k, i) = n->state[i * m->n_variables + (size_t)m->past[k].state];
}

float past_mark(const struct neurons *n, uint32_t i)
{
    const struct model *m = n->p->model;
    bool stands_still = n->is_silent[i] || slot_is_empty(n, i);
    return m->mark_state < 0 || stands_still ? 0 : n->state[i * m->n_variables + (size_t)m->mark_state];
}

/* ---- marks that come gathered: `gathers` of a rule ---- */

engram_code gathered_create(struct synapses *s, engram_status *status)
{
    s->gathering = gathering_steps(s->net, s->p);
    if (s->gathering == 0)
        return ENGRAM_OK;
    s->gain = gathering_gain(s->net, s->p);
    return memory_new(&s->gathered, ((uint64_t)s->p->dendritic_steps + 1) * s->n_targets, sizeof *s->gathered,
                      "gathered marks", status);
}

/* A plane more is no other, and stamps before the start need no number below 0. */
float *gathered_at(const struct synapses *s, uint64_t stamp, uint32_t i)
{
    uint64_t n_planes = (uint64_t)s->p->dendritic_steps + 1;
    return &s->gathered[(stamp + n_planes) % n_planes * s->n_targets + i];
}

float gathered_mark(struct synapses *s, uint64_t stamp, uint32_t i, float mark)
{
    float before = *gathered_at(s, stamp - 1, i);
    float now = fmaf(before, s->gain, before) + mark;
    bool leaves = stamp % s->gathering == 0;
    *gathered_at(s, stamp, i) = leaves ? 0 : now;
    return leaves ? now : 0;
}

bool gathered_is_empty(const struct synapses *s)
{
    uint64_t n = s->gathered ? ((uint64_t)s->p->dendritic_steps + 1) * s->n_targets : 0;
    for (uint64_t k = 0; k < n; k++)
        if (s->gathered[k] != 0)
            return false;
    return true;
}
