/* Levels of gates, told to delivery when an event of the schedule changes them. */
#include "device/bank.h"
#include "store/store.h"

uint64_t gates_next(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t k = 0; k < s->net->n_gates; k++) {
        uint64_t change = gate_next(&s->net->gates[k], step);
        next = change < next ? change : next;
    }
    return next;
}

/* Only those that rules see: a gate of pruning is read at structural ticks, and recorded wherever it changes. */
bool gates_are_due(const struct store *s, uint64_t step)
{
    for (size_t i = 0; i < s->net->n_projections; i++)
        if (s->net->projections[i].gate && gate_is_due(s->net->projections[i].gate, step))
            return true;
    return false;
}

engram_code gates_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!gates_are_due(s, step))
        return ENGRAM_OK;
    for (uint32_t c = 0; c < s->layout->n_classes; c++) {
        const struct layout_class *lc = &s->layout->classes[c];
        delivery_record *records = s->layout->delivery + lc->first_projection;
        for (uint32_t k = 0; lc->variant.gated && k < lc->n_projections; k++)
            records[k].gate = gate_level(s->net->projections[lc->projections[k]].gate, step + 1);
        if (lc->variant.gated)
            TRY(bank_write(s->dev, s->classes[c].delivery, 0, records, lc->n_projections * sizeof *records,
                           status));
    }
cleanup:
    return code;
}
