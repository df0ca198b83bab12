/* Calcium and synaptic elements, one neuron and one tick after the other. */
#include "core/memory.h"
#include "network/calcium.h"
#include "reference/parts.h"
#include "structure/growth.h"

#include <stdlib.h>

engram_code calcium_create(struct neurons *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = n->p;
    if (!p->calcium)
        return ENGRAM_OK;
    TRY(memory_new(&n->calcium, p->n, sizeof *n->calcium, "calcium", status));
    TRY(memory_new(&n->calcium_seen, p->n, sizeof *n->calcium_seen, "calcium", status));
    for (uint32_t i = 0; i < p->n; i++)
        n->calcium[i] = (float)p->calcium->initial;
cleanup:
    return code;
}

void calcium_free(struct neurons *n)
{
    free(n->calcium);
    free(n->calcium_seen);
}

void calcium_step(struct neurons *n, double dt_ms, uint64_t stamp)
{
    if (!n->calcium || stamp % n->p->calcium->tick)
        return;
    struct calcium_plan plan = calcium_plan(n->p->calcium, dt_ms);
    for (uint32_t i = 0; i < n->p->n; i++) {
        float since = (float)(n->count[i] - n->calcium_seen[i]);
        n->calcium[i] = calcium_after(n->calcium[i], since, plan.loss, plan.gain);
        n->calcium_seen[i] = n->count[i];
    }
}

/* ---- elements ---- */

engram_code elements_create(const struct network *net, uint32_t projection, struct elements *e,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    e->p = &net->projections[projection];
    for (enum side side = 0; projection_growth(e->p) && side < N_SIDES; side++) {
        e->plan[side] = growth_plan(net, e->p, side);
        e->n[side] = net->populations[projection_side(e->p, side)].n;
        TRY(memory_new(&e->z[side], e->n[side], sizeof *e->z[side], "synaptic elements", status));
        const struct neurogenesis *born = net->populations[projection_side(e->p, side)].neurogenesis;
        for (uint32_t i = 0; i < e->n[side]; i++)
            e->z[side][i] = born && i >= born->alive ? 0 : e->plan[side].initial;
    }
cleanup:
    return code;
}

void elements_free(struct elements *e)
{
    for (enum side side = 0; side < N_SIDES; side++)
        free(e->z[side]);
}

void elements_step(struct elements *e, const struct neurons *neurons, uint64_t stamp)
{
    for (enum side side = 0; e->z[SIDE_AXON] && side < N_SIDES; side++) {
        const struct neurons *n = &neurons[projection_side(e->p, side)];
        const struct growth_plan *plan = &e->plan[side];
        for (uint32_t i = 0; calcium_is_due(n->p, stamp) && i < e->n[side]; i++)
            e->z[side][i] = slot_is_new(n, stamp, i)
                                ? 0
                                : elements_grown(e->z[side][i], growth_curve(plan->curve, n->calcium[i],
                                                                             plan->centre, plan->slope) *
                                                                    plan->step);
        elements_clear(e, side, n);
    }
}

void elements_clear(struct elements *e, enum side side, const struct neurons *n)
{
    for (uint32_t i = 0; i < e->n[side]; i++)
        if (slot_is_empty(n, i))
            e->z[side][i] = 0;
}

void elements_bind(struct elements *e, enum side side, const uint32_t *bound)
{
    for (uint32_t i = 0; i < e->n[side]; i++)
        e->z[side][i] += (int64_t)bound[i] << ELEMENT_BITS;
}

void elements_count(const struct elements *e, enum side side, const uint32_t *bound, uint32_t *surplus,
                    uint32_t *vacant)
{
    for (uint32_t i = 0; i < e->n[side]; i++) {
        surplus[i] = elements_surplus(e->z[side][i], bound[i]);
        vacant[i] = elements_vacant(e->z[side][i], bound[i]);
    }
}

void elements_decay(struct elements *e, enum side side, const uint32_t *bound)
{
    for (uint32_t i = 0; i < e->n[side]; i++)
        e->z[side][i] =
            elements_decayed(e->z[side][i], bound[i], growth_decay_share(projection_growth(e->p)));
}
