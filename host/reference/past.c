/* States that neurons remember, and the marks they leave. */
#include "network/past.h"
#include "core/memory.h"
#include "reference/parts.h"

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
