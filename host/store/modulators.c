/* Concentrations of modulators: the host keeps them, and a delivery record says what they were just after the latest jump. Before a jump every synapse
 * is brought up to date, so that between two events of a synapse there is no jump. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/store.h"

#include <stdlib.h>

engram_code modulators_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&s->modulators, s->net->n_projections, sizeof *s->modulators, "modulators", status));
    for (size_t j = 0; j < s->net->n_projections; j++)
        TRY(modulator_create(s->net, &s->net->projections[j], &s->modulators[j], status));
cleanup:
    return code;
}

void modulators_free(struct store *s)
{
    for (size_t j = 0; s->modulators && j < s->net->n_projections; j++)
        modulator_free(&s->modulators[j]);
    free(s->modulators);
}

bool store_has_modulator(const struct store *s, uint32_t projection)
{
    return s->modulators[projection].table != NULL;
}

float store_modulator(const struct store *s, uint32_t projection, uint64_t step)
{
    return modulator_at(&s->modulators[projection], step);
}

static engram_code jump(struct store *s, uint32_t projection, uint64_t step, double amount,
                        engram_status *status)
{
    uint32_t place = 0;
    const struct layout_class *class = layout_class_of(s->layout, projection, &place);
    delivery_record *records = s->layout->delivery + class->first_projection;
    struct modulator *m = &s->modulators[projection];
    modulator_jump(m, step, amount);
    records[place].modulator = m->value;
    records[place].jumped = (uint32_t)step;
    return bank_write(s->dev, s->classes[class - s->layout->classes].delivery, 0, records,
                      class->n_projections * sizeof *records, status);
}

engram_code store_reward(struct store *s, const double *amounts, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t j = 0; j < s->net->n_projections; j++) {
        if (amounts[j] == 0)
            continue;
        TRY(rule_ticks_reward(s, j, step, (float)amounts[j], status));
        if (store_has_modulator(s, j))
            TRY(jump(s, j, step, amounts[j], status));
    }
cleanup:
    return code;
}
