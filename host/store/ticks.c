/* Ticks: slow changes between windows. Each kind says when its next one is and does it; the order within a stamp is that of the list. */
#include "store/store.h"

static const struct {
    uint64_t (*next)(const struct store *store, uint64_t step);
    engram_code (*tick)(struct store *store, uint64_t step, engram_status *status);
} kinds[] = {{rule_ticks_next, rule_ticks_tick}, {myelin_next, myelin_tick},
             {growth_next, growth_tick},         {neurogenesis_next_day, neurogenesis_day},
             {structure_next, structure_tick},   {gates_next, gates_tick},
             {scaling_next, scaling_tick}};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

uint64_t store_next_tick(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t k = 0; k < N_KINDS; k++) {
        uint64_t due = kinds[k].next(s, step);
        next = due < next ? due : next;
    }
    return next;
}

bool store_needs_flush(const struct store *s, uint64_t step, uint32_t flushed)
{
    return structure_needs_flush(s, step, flushed) || gates_are_due(s, step) || ages_are_due(s, step);
}

engram_code store_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t k = 0; k < N_KINDS; k++)
        TRY(kinds[k].tick(s, step, status));
cleanup:
    return code;
}
