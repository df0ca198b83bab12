/* Turnover rules: one synapse after the other changes, or dies. */
#include "common/normal.h"
#include "core/memory.h"
#include "reference/builtin.h"
#include "reference/parts.h"
#include "structure/draws.h"

#include <stdlib.h>

engram_code synapses_learn_turnover(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct structure *structure = s->p->structure;
    const uint32_t n[N_SIDES] = {[SIDE_AXON] = s->n_sources, [SIDE_DENDRITE] = s->n_targets};
    if (!structure->turnover)
        return ENGRAM_OK;
    TRY(reference_turnover_entry(structure->turnover, &s->turnover, status));
    for (enum side side = 0; structure_asks_activity(structure) && side < N_SIDES; side++) {
        TRY(memory_new(&s->seen[side], n[side], sizeof *s->seen[side], "turnover rules", status));
        TRY(memory_new(&s->hz[side], n[side], sizeof *s->hz[side], "turnover rules", status));
    }
cleanup:
    return code;
}

void synapses_forget_turnover(struct synapses *s)
{
    for (enum side side = 0; side < N_SIDES; side++) {
        free(s->seen[side]);
        free(s->hz[side]);
    }
}

/* How often sources and targets have fired since the last tick. */
static void measure_rates(struct synapses *s, const struct neurons *neurons)
{
    float hz_of_spike = structure_hz_of_spike(s->net, s->p->structure);
    for (enum side side = 0; structure_asks_activity(s->p->structure) && side < N_SIDES; side++) {
        const struct neurons *of = &neurons[projection_side(s->p, side)];
        for (uint32_t i = 0; i < of->p->n; i++) {
            s->hz[side][i] = (float)(of->count[i] - s->seen[side][i]) * hz_of_spike;
            s->seen[side][i] = of->count[i];
        }
    }
}

void synapses_turn_over(struct synapses *s, const struct neurons *neurons, uint64_t stamp, bool *dies)
{
    const struct structure *structure = s->p->structure;
    const double *params = structure_turnover_params(structure, stamp);
    float values[MODEL_MAX_VALUES];
    size_t n_columns = projection_n_columns(s->p);
    float level = structure->pruning ? gate_level(structure->pruning, stamp) : 1.0f;
    measure_rates(s, neurons);
    for (size_t k = 0; k < structure->turnover->n_values; k++)
        values[k] = (float)model_value(structure->turnover, k, params, structure->tick_ms);
    for (uint32_t source = 0; source < s->n_sources; source++)
        for (uint32_t i = s->row[source]; i < s->row[source + 1u]; i++) {
            uint32_t n_alike = synapses_alike_before(s, source, i);
            n_alike = n_alike < MOST_ALIKE ? n_alike : MOST_ALIKE;
            philox_block block =
                synapse_draws((uint32_t)stamp, source, s->target[i], s->length[i], n_alike, s->p->owner,
                              (uint32_t)s->net->seed, (uint32_t)(s->net->seed >> 32));
            struct turnover_tick tick = {
                .u = uniform_(block.v[0]), .v = uniform_(block.v[1]), .xi = normal_(block.v[2])};
            if (s->hz[SIDE_AXON]) {
                tick.pre = s->hz[SIDE_AXON][source];
                tick.post = s->hz[SIDE_DENDRITE][s->target[i]];
            }
            float weight = s->weight[i];
            bool is_taken = s->turnover->on_tick(
                &weight, s->columns + i * n_columns + s->p->rule->n_variables, &tick, values);
            dies[i] |= is_taken && (!structure->pruning || uniform_(pruning_word(block)) < level);
            s->weight[i] = weight_kept(&s->p->storage, s->weight[i], weight, uniform_(block.v[3]));
        }
}
