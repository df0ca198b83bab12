/* Synaptic scaling, one neuron and one tick after the other. */
#include "core/memory.h"
#include "reference/parts.h"

#include <stdlib.h>

engram_code scaled_create(struct neurons *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = n->p;
    TRY(memory_new(&n->scaled, p->n_scalings * p->n, sizeof *n->scaled, "scaling", status));
    TRY(memory_new(&n->scaled_seen, p->n_scalings * p->n, sizeof *n->scaled_seen, "scaling", status));
    for (size_t k = 0; k < p->n_scalings; k++)
        for (uint32_t i = 0; i < p->n; i++)
            n->scaled[k * p->n + i] = scaling_initial(&p->scalings[k]);
cleanup:
    return code;
}

void scaled_free(struct neurons *n)
{
    free(n->scaled);
    free(n->scaled_seen);
}

void scaled_step(struct neurons *n, double dt_ms, uint64_t stamp)
{
    for (size_t k = 0; k < n->p->n_scalings; k++) {
        scaling_constants constants = scaling_plan(&n->p->scalings[k], dt_ms);
        for (uint32_t i = 0; stamp % n->p->scalings[k].tick == 0 && i < n->p->n; i++) {
            size_t at = k * n->p->n + i;
            n->scaled[at] =
                scaling_after(n->scaled[at], (float)(n->count[i] - n->scaled_seen[at]), constants);
            n->scaled_seen[at] = n->count[i];
        }
    }
}

float scaled_factor(const struct neurons *n, uint32_t receptor, uint32_t i)
{
    for (size_t k = 0; k < n->p->n_scalings; k++)
        if (n->p->scalings[k].receptor == receptor)
            return n->scaled[k * n->p->n + i].factor;
    return 1.0f;
}
