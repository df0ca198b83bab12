/* What a rule does at its ticks, one synapse after the other. */
#include "core/memory.h"
#include "fast/records.h"
#include "reference/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

engram_code synapses_create_targets(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *rule = s->p->rule;
    if (!rule->measures)
        return ENGRAM_OK;
    TRY(memory_new(&s->sum, s->n_targets, sizeof *s->sum, "sums of a rule", status));
    TRY(memory_new(&s->neuron, (uint64_t)s->n_targets * (rule->n_cells + 1), sizeof *s->neuron,
                   "states of a rule", status));
    for (uint32_t j = 0; j < s->n_targets; j++)
        for (size_t k = 0; k < rule->n_cells; k++)
            s->neuron[j * rule->n_cells + k] = projection_neuron_state(s->p, k);
cleanup:
    return code;
}

void synapses_free_targets(struct synapses *s)
{
    free(s->sum);
    free(s->neuron);
}

/* What each synapse measures, summed over those of every target; then the targets' states. */
static void measure(struct synapses *s, uint64_t stamp)
{
    float sees[SEES_N], columns[SYNAPSE_MAX_COLUMNS];
    size_t n_columns = projection_n_columns(s->p);
    memset(s->sum, 0, s->n_targets * sizeof *s->sum);
    for (uint32_t i = 0; i < s->n; i++) {
        synapses_see(s, i, stamp, sees);
        memcpy(columns, s->columns + i * n_columns, n_columns * sizeof *columns);
        float value = s->entry->on_measure(s->weight[i], columns, sees, s->values);
        value = value < -MEASURE_MOST ? -MEASURE_MOST : value > MEASURE_MOST ? MEASURE_MOST : value;
        s->sum[s->target[i]] += (int64_t)rintf(value * (float)(1u << MEASURE_BITS));
    }
    for (uint32_t j = 0; s->entry->on_neuron_tick && j < s->n_targets; j++)
        s->entry->on_neuron_tick(s->neuron + j * s->p->rule->n_cells,
                                 (float)s->sum[j] * (1.0f / (float)(1u << MEASURE_BITS)), s->values);
}

void synapses_tick(struct synapses *s, uint64_t stamp)
{
    float sees[SEES_N];
    size_t n_cells = s->p->rule->n_cells;
    if (!s->tick || stamp % s->tick != 0)
        return;
    if (s->entry->on_measure)
        measure(s, stamp);
    for (uint32_t i = 0; i < s->n; i++) {
        synapses_see(s, i, stamp, sees);
        if (s->sum) {
            sees[SEES_SUM] = (float)s->sum[s->target[i]] * (1.0f / (float)(1u << MEASURE_BITS));
            memcpy(sees + SEES_NEURON, s->neuron + s->target[i] * n_cells, n_cells * sizeof *sees);
        }
        synapses_happen(s, i, stamp, s->entry->on_tick, sees);
    }
    s->ticked = stamp;
}
