#include "network/nursery.h"

#include "core/memory.h"

#include <stdlib.h>

engram_code nursery_create(const struct network *net, const struct population *p, uint32_t n_slots,
                           struct nursery **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct nursery *n = NULL;
    TRY(memory_new(&n, 1, sizeof *n, p->name, status));
    *out = n;
    *n = (struct nursery){.net = net, .p = p, .level = REGION_AT_REST, .n = n_slots};
    TRY(memory_new(&n->cells, n->n, sizeof *n->cells, "slots of neurons", status));
    TRY(memory_new(&n->calcium, n->n, sizeof *n->calcium, "slots of neurons", status));
    TRY(memory_new(&n->log, net->n_steps / p->neurogenesis->day + 1, sizeof *n->log, "days", status));
    for (uint32_t i = 0; i < n->n; i++)
        n->cells[i] = (struct cell){
            .is_alive = i < p->neurogenesis->alive, .died = UINT32_MAX, .fate = cell_fate(net, p, i, 0)};
cleanup:
    return code;
}

void nursery_free(struct nursery *n)
{
    if (!n)
        return;
    free(n->cells);
    free(n->calcium);
    free(n->log);
    free(n);
}

static void age_by_a_day(const struct nursery *n, uint32_t day, struct cell *cell, double calcium,
                         struct cell_counts *counts)
{
    const struct neurogenesis *g = n->p->neurogenesis;
    uint32_t age = day - cell->born;
    bool is_young = cell->born > 0 && age < g->maturity_day;
    if (cell->born > 0 && age == cell->fate.checkpoint &&
        !(survival_chance(g, n->level, calcium) > cell->fate.needs))
        cell->is_alive = false;
    else if (age >= cell->fate.death)
        cell->is_alive = false;
    else if (cell->born > 0 && age == g->maturity_day)
        counts->matured++;
    if (cell->is_alive)
        return;
    cell->died = day;
    counts->died_young += is_young;
    counts->died_mature += !is_young;
}

/* The lowest free slots, but for those that became free today. */
static void place_births(struct nursery *n, uint32_t day, uint64_t births, struct cell_counts *counts)
{
    for (uint32_t i = 0; i < n->n && counts->born < births; i++) {
        struct cell *cell = &n->cells[i];
        if (cell->is_alive || cell->died == day)
            continue;
        *cell = (struct cell){true, day, UINT32_MAX, cell_fate(n->net, n->p, i, day)};
        counts->born++;
    }
    counts->unborn = births - counts->born;
}

void nursery_day(struct nursery *n)
{
    struct cell_counts *counts = &n->log[n->n_days++];
    uint32_t day = (uint32_t)n->n_days;
    n->level = region_next(n->p->neurogenesis, n->level, day);
    for (uint32_t i = 0; i < n->n; i++)
        if (n->cells[i].is_alive)
            age_by_a_day(n, day, &n->cells[i], (double)n->calcium[i], counts);
    place_births(n, day, births_of_day(n->net, n->p, n->level, day), counts);
}

/* ---- planning ---- */

enum { MOST_SLOTS = 1 << 24 };
static const uint64_t MOST_LOOKS = UINT64_C(1) << 31; /* at a slot on a day: seconds */
static const float USED_WITHOUT_END = 1e30f;

/* With a slot for everybody who is ever born nobody is refused; the lowest free ones are taken, so the highest that is needed is seen. */
static uint64_t everybody(const struct network *net, const struct population *p, uint64_t n_days)
{
    const struct neurogenesis *g = p->neurogenesis;
    struct region level = REGION_AT_REST;
    uint64_t sum = g->alive;
    for (uint64_t day = 1; day <= n_days; day++) {
        level = region_next(g, level, day);
        sum += births_of_day(net, p, level, day);
    }
    return sum;
}

engram_code nursery_need(const struct network *net, const struct population *p, uint32_t *need,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct nursery *n = NULL;
    uint64_t n_days = net->n_steps / p->neurogenesis->day, n_slots = 0;
    *need = 0;
    if (n_days <= MOST_SLOTS)
        n_slots = everybody(net, p, n_days);
    if (n_slots == 0 || n_slots > MOST_SLOTS || n_slots * n_days > MOST_LOOKS)
        return ENGRAM_OK;
    TRY(nursery_create(net, p, (uint32_t)n_slots, &n, status));
    for (uint32_t i = 0; i < n->n; i++)
        n->calcium[i] = USED_WITHOUT_END;
    *need = p->neurogenesis->alive;
    for (uint64_t day = 0; day < n_days; day++) {
        nursery_day(n);
        while (*need < n->n && n->cells[*need].born)
            ++*need;
    }
cleanup:
    nursery_free(n);
    return code;
}
