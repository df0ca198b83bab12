/* What a rule does at its ticks, one synapse after the other. */
#include "reference/parts.h"

void synapses_tick(struct synapses *s, uint64_t stamp)
{
    float sees[SEES_N];
    if (!s->tick || stamp % s->tick != 0)
        return;
    for (uint32_t i = 0; i < s->n; i++) {
        synapses_see(s, i, stamp, sees);
        synapses_happen(s, i, stamp, s->entry->on_tick, sees);
    }
    s->ticked = stamp;
}
