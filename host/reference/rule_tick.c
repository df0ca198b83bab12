/* What a rule does at its ticks and at rewards, one synapse after the other. */
#include "core/memory.h"
#include "reference/parts.h"
#include "structure/draws.h"

#include <inttypes.h>
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
    TRY(memory_new(&s->measured, s->n_targets, sizeof *s->measured, "sums of a rule", status));
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
    free(s->measured);
    free(s->neuron);
}

/* What each synapse measures, summed over those of every target; then the targets' states. */
static engram_code measure(struct synapses *s, uint64_t stamp, engram_status *status)
{
    const struct model *rule = s->p->rule;
    float sees[SEES_N], columns[SYNAPSE_MAX_COLUMNS], most = (float)s->p->params[rule->measure_param];
    size_t n_columns = projection_n_columns(s->p);
    int exponent = projection_measure_exponent(s->net, s->p);
    memset(s->sum, 0, s->n_targets * sizeof *s->sum);
    for (uint32_t i = 0; i < s->n; i++) {
        synapses_see(s, i, stamp, sees);
        memcpy(columns, s->columns + i * n_columns, n_columns * sizeof *columns);
        float value = rule_parts_measure(rule, &s->parts, s->weight[i], columns, sees, s->values);
        if (!(fabsf(value) <= most))
            return FAIL(
                ENGRAM_E_RUN, .what = TEXT("rule '%s' measures more than it has declared", rule->name),
                .where = TEXT("projection '%s', synapse %" PRIu32 " onto neuron %" PRIu32 ", step %" PRIu64,
                              s->p->name, i, s->target[i], stamp),
                .why = TEXT("on_measure gives %g; 'measure' promises at most %s = %g", (double)value,
                            rule->params[rule->measure_param].name, (double)most),
                .hint = "raise that parameter, or bound what on_measure returns");
        s->sum[s->target[i]] += (int64_t)rintf(value * ldexpf(1.0f, exponent));
    }
    for (uint32_t j = 0; j < s->n_targets; j++) {
        s->measured[j] = (float)s->sum[j] * ldexpf(1.0f, -exponent);
        rule_parts_neuron_tick(rule, &s->parts, s->neuron + j * rule->n_cells, s->measured[j], s->values);
    }
    return ENGRAM_OK;
}

static engram_code visit_all(struct synapses *s, uint64_t stamp, size_t event, double amount,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float sees[SEES_N];
    size_t n_cells = s->p->rule->n_cells;
    if (s->sum)
        TRY(measure(s, stamp, status));
    for (uint32_t i = 0; i < s->n; i++) {
        synapses_see(s, i, stamp, sees);
        sees[SEES_REWARD] = (float)amount;
        if (s->sum) {
            sees[SEES_SUM] = s->measured[s->target[i]];
            memcpy(sees + SEES_NEURON, s->neuron + s->target[i] * n_cells, n_cells * sizeof *sees);
        }
        synapses_happen(s, i, stamp, DRAW_OF_TICK, 0, event, sees);
    }
    s->ticked = stamp;
cleanup:
    return code;
}

engram_code synapses_tick(struct synapses *s, uint64_t stamp, engram_status *status)
{
    if (!s->tick || stamp % s->tick != 0)
        return ENGRAM_OK;
    return visit_all(s, stamp, EVENT(on_tick), 0, status);
}

engram_code synapses_reward(struct synapses *s, uint64_t stamp, double amount, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(visit_all(s, stamp, s->p->rule->on_reward ? EVENT(on_reward) : EVENT(on_tick), amount, status));
    if (s->modulator.table)
        modulator_jump(&s->modulator, stamp, amount);
cleanup:
    return code;
}
