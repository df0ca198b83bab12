/* Calcium, one neuron and one tick after the other. */
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
    TRY(memory_new(&n->since_tick, p->n, sizeof *n->since_tick, "calcium", status));
    for (uint32_t i = 0; i < p->n; i++)
        n->calcium[i] = (float)p->calcium->initial;
cleanup:
    return code;
}

void calcium_free(struct neurons *n)
{
    free(n->calcium);
    free(n->since_tick);
}

void calcium_step(struct neurons *n, double dt_ms, uint64_t stamp)
{
    if (!n->calcium)
        return;
    for (uint32_t i = 0; i < n->p->n; i++)
        n->since_tick[i] += (uint32_t)n->fired[i];
    if (stamp % n->p->calcium->tick)
        return;
    struct calcium_plan plan = calcium_plan(n->p->calcium, dt_ms);
    for (uint32_t i = 0; i < n->p->n; i++) {
        n->calcium[i] = calcium_after(n->calcium[i], (float)n->since_tick[i], plan.loss, plan.gain);
        n->since_tick[i] = 0;
    }
}
