/* What the tiny run says of synapses and neurons that come and go, and what must be read of it. */
#include "support.h"
#include "tiny_run.h"

#include <criterion/criterion.h>
#include <string.h>

uint64_t tiny_synapses(uint64_t step)
{
    return (1ull << 34) + 3 * step;
}

engram_structure tiny_change(uint64_t step)
{
    return (engram_structure){.n_born = step + 4, .n_died = {step, 1, 2, 1ull << 33}};
}

struct cell_day tiny_cells(uint64_t step)
{
    return (struct cell_day){{0.25 + (double)step, 0.5}, 3 * step, 7, {step + 1, 2, 3, step + 4, 1ull << 35}};
}

struct topology_event tiny_event(uint64_t step, uint32_t k)
{
    return (struct topology_event){(uint32_t)step % TINY_I, k, (uint16_t)(65535 - k),
                                   k % 2 ? ENGRAM_EVENT_BORN : ENGRAM_EVENT_DIED + k % ENGRAM_N_CAUSES};
}

engram_code tiny_record_structure(struct recorder *recorder, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_structure change = tiny_change(step);
    struct topology_event events[TINY_EVENTS];
    for (uint32_t k = 0; k < TINY_EVENTS; k++)
        events[k] = tiny_event(step, k);
    const struct cell_day day = tiny_cells(step);
    TRY(recorder_structure(recorder, 2, step, tiny_synapses(step), &change, status));
    TRY(recorder_cells(recorder, 1, step, &day, status));
    TRY(recorder_topology(recorder, 0, step, events, TINY_EVENTS, status));
cleanup:
    return code;
}

static void check_structure(engram_results *results, size_t i, engram_status *status)
{
    const engram_results_structure *s = engram_results_structure_at(results, i);
    cr_assert_str_eq(s->projection, "I_to_I");
    for (uint64_t row = 0; row < s->n_rows; row++) {
        double time = 0;
        uint64_t n = 0;
        engram_structure change, want = tiny_change(10 * row);
        must_work(engram_results_structure_read(results, i, row, 1, &time, &n, &change, status), status);
        cr_assert_float_eq(time, (double)row, 1e-12, "every 10 steps of 0.1 ms");
        cr_assert(n == tiny_synapses(10 * row) && change.n_born == want.n_born &&
                      !memcmp(change.n_died, want.n_died, sizeof want.n_died),
                  "row %lu of structure", (unsigned long)row);
    }
}

static void check_cells(engram_results *results, size_t i, engram_status *status)
{
    const engram_results_cells *c = engram_results_cells_at(results, i);
    cr_assert_str_eq(c->population, "I");
    cr_assert_eq(c->day_ms, 1);
    for (uint64_t row = 0; row < c->n_rows; row++) {
        double time = 0;
        engram_cells is;
        struct cell_day want = tiny_cells(10 * row);
        must_work(engram_results_cells_read(results, i, row, 1, &time, &is, status), status);
        cr_assert_float_eq(time, (double)row, 1e-12, "every 10 steps of 0.1 ms");
        cr_assert(is.young == want.young && is.mature == want.mature && is.born == want.counts.born &&
                      is.unborn == want.counts.unborn && is.matured == want.counts.matured &&
                      is.died_young == want.counts.died_young && is.died_mature == want.counts.died_mature &&
                      is.bdnf == want.level.bdnf && is.cortisol == want.level.cort,
                  "day %lu", (unsigned long)row);
    }
}

static void check_topology(engram_results *results, size_t i, engram_status *status)
{
    const engram_results_topology *t = engram_results_topology_at(results, i);
    cr_assert_str_eq(t->projection, "I_to_I");
    for (uint64_t k = 0; k < t->n_events; k++) {
        struct topology_event is, want = tiny_event(10 * (k / TINY_EVENTS), k % TINY_EVENTS);
        uint64_t step = 0;
        must_work(engram_results_topology_read(results, i, k, 1, &step, &is.source, &is.target, &is.length,
                                               &is.event, status),
                  status);
        cr_assert(step == 10 * (k / TINY_EVENTS) && is.source == want.source && is.target == want.target &&
                      is.length == want.length && is.event == want.event,
                  "event %lu", (unsigned long)k);
    }
}

void tiny_check_structure(engram_results *results, engram_status *status)
{
    for (size_t i = 0; i < engram_results_n_structure(results); i++)
        check_structure(results, i, status);
    for (size_t i = 0; i < engram_results_n_cells(results); i++)
        check_cells(results, i, status);
    for (size_t i = 0; i < engram_results_n_topology(results); i++)
        check_topology(results, i, status);
}
