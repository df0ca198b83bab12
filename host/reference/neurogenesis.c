/* Births and deaths of neurons, one slot after the other: levels from the first day on and fates from their draws, every day again. */
#include "network/neurogenesis.h"

#include "core/memory.h"
#include "reference/parts.h"

#include <stdlib.h>

static const uint64_t NOBODY = UINT64_MAX;

engram_code slots_create(struct neurons *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct neurogenesis *g = n->p->neurogenesis;
    if (!g)
        return ENGRAM_OK;
    TRY(memory_new(&n->born, n->p->n, sizeof *n->born, "slots of neurons", status));
    TRY(memory_new(&n->freed, n->p->n, sizeof *n->freed, "slots of neurons", status));
    for (uint32_t i = 0; i < n->p->n; i++)
        n->born[i] = i < g->alive ? 0 : NOBODY;
cleanup:
    return code;
}

bool slot_is_empty(const struct neurons *n, uint32_t i)
{
    return n->born && n->born[i] == NOBODY;
}

bool slot_is_new(const struct neurons *n, uint64_t stamp, uint32_t i)
{
    return n->born && n->born[i] != NOBODY && n->born[i] > 0 && n->born[i] * n->p->neurogenesis->day == stamp;
}

float slot_gain(const struct neurons *n, uint64_t stamp, uint32_t i)
{
    if (!n->born || n->born[i] == NOBODY || n->born[i] == 0)
        return 1.0f;
    return excitability_at(n->p->neurogenesis, (stamp - 1) / n->p->neurogenesis->day - n->born[i]);
}

float slot_input_density(const struct neurons *n, uint64_t stamp, uint32_t i)
{
    if (!n->born || n->born[i] == NOBODY || n->born[i] == 0)
        return 1.0f;
    return input_density_at(n->p->neurogenesis, stamp / n->p->neurogenesis->day - n->born[i]);
}

float slot_plasticity(const struct neurons *n, uint32_t i)
{
    const struct neurogenesis *g = n->p->neurogenesis;
    if (!g)
        return 1.0f;
    if (n->born[i] == NOBODY || n->born[i] == 0)
        return plasticity_at(g, g->maturity_day);
    return plasticity_at(g, n->n_days - n->born[i]);
}

static struct region level_on(const struct neurogenesis *g, uint64_t day)
{
    struct region level = REGION_AT_REST;
    for (uint64_t d = 1; d <= day; d++)
        level = region_next(g, level, d);
    return level;
}

static void leave(struct neurons *n, uint32_t i, uint64_t day, bool is_young)
{
    n->born[i] = NOBODY;
    n->freed[i] = day;
    n->cells.died_young += is_young;
    n->cells.died_mature += !is_young;
}

static void live_on(struct neurons *n, const struct network *net, uint32_t i, uint64_t day,
                    struct region level)
{
    const struct neurogenesis *g = n->p->neurogenesis;
    uint64_t age = day - n->born[i];
    struct fate fate = cell_fate(net, n->p, i, n->born[i]);
    if (n->born[i] == 0) { /* it was there from the start, and mature */
        if (day >= fate.death)
            leave(n, i, day, false);
        return;
    }
    double calcium = n->calcium ? (double)n->calcium[i] : 0;
    if (age == fate.checkpoint && fate.needs >= survival_chance(g, level, calcium)) {
        leave(n, i, day, age < g->maturity_day);
        return;
    }
    if (age == g->maturity_day && age < fate.death)
        n->cells.matured++;
    if (age >= fate.death)
        leave(n, i, day, age < g->maturity_day);
}

static void be_born(struct neurons *n, const struct network *net, uint32_t i, uint64_t day)
{
    size_t n_variables = n->p->model->n_variables;
    n->born[i] = day;
    n->cells.born++;
    if (n->calcium) {
        n->calcium[i] = (float)n->p->calcium->initial;
        n->calcium_seen[i] = n->count[i];
    }
    for (size_t k = 0; k < n_variables; k++)
        n->state[i * n_variables + k] = (float)population_state(n->p, net->seed, k, i);
}

void slots_step(struct neurons *n, const struct network *net, uint64_t stamp)
{
    const struct neurogenesis *g = n->p->neurogenesis;
    if (!g || stamp % g->day)
        return;
    uint64_t day = n->n_days = stamp / g->day;
    struct region level = level_on(g, day);
    for (uint32_t i = 0; i < n->p->n; i++)
        if (n->born[i] != NOBODY)
            live_on(n, net, i, day, level);
    uint64_t births = births_of_day(net, n->p, level, day);
    for (uint32_t i = 0; i < n->p->n && births > 0; i++)
        if (n->born[i] == NOBODY && n->freed[i] != day) {
            be_born(n, net, i, day);
            births--;
        }
    n->cells.unborn += births;
}
