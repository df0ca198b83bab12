/* A birth in a row that has no room: its bank is laid out anew, unless the dead of the same tick leave room enough. */
#include "device/bank.h"
#include "engine/simulation.h"
#include "store/structure.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <stdlib.h>

/* 72 rows of about two synapses with room for four more; about three are born in each row at every tick, of 10 ms. Weights and paths differ, spikes are on
 * their way, and the rule of turnover, which takes nobody, counts the ticks that a synapse has seen: 0 are the newborn. */
static const char NETWORK[] =
    "duration: 35 ms\npopulations:\n"
    "  E: {model: iaf_psc_exp, size: 24, poisson: {exc: {rate: 9 kHz, weight: 70}}}\nprojections:\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 6}, weight: {uniform: {low: 1, high: 9}},\n"
    "       delay: {uniform: {low: 1, high: 5}}, dendritic_delay: 0.5 ms,\n"
    "       structure: {tick: 10 ms, formation: {rate: 900 Hz}, turnover: {threshold: {theta: 1000}}}}\n"
    "schedule:\n  - {at: 30 ms, cut: {projections: [EE], fraction: 0.9}}\n";

/* The one bank of the network above, as it lies on the device. */
struct rows {
    uint32_t n, n_axons;
    uint64_t room; /* elements of the bank */
    row_record *row;
    uint32_t *target;
    float *weight, *ticks;
    uint16_t *length;
};

static engram_status *status;

static void must(engram_code code)
{
    cr_assert(code == ENGRAM_OK, "%s; %s", engram_status_what(status), engram_status_why(status));
}

static void *read(struct store *s, cl_mem buffer, uint64_t n, size_t size)
{
    void *copy = calloc(n, size);
    cr_assert(copy);
    must(bank_read(s->dev, buffer, 0, copy, n * size, status));
    return copy;
}

static struct rows rows_of(struct store *s)
{
    struct store_class *class = s->structures[0].class;
    struct store_bank *bank = &class->banks[0];
    cr_assert(class->n_banks == 1 && class->layout->n_columns == 1);
    uint32_t n_axons = class->layout->n_axons, n = s->layout->n_tiles * n_axons;
    return (struct rows){.n = n,
                         .n_axons = n_axons,
                         .room = bank->n,
                         .row = read(s, class->rows, n, sizeof(row_record)),
                         .target = read(s, bank->target, bank->n, sizeof(uint32_t)),
                         .weight = read(s, bank->weight, bank->n, sizeof(float)),
                         .ticks = read(s, bank->columns[0], bank->n, sizeof(float)),
                         .length = read(s, bank->length, bank->n, sizeof(uint16_t))};
}

static void rows_free(struct rows *rows)
{
    free(rows->row);
    free(rows->target);
    free(rows->weight);
    free(rows->ticks);
    free(rows->length);
}

/* Elements that row r has beyond its end. */
static uint32_t free_of(const struct rows *rows, uint32_t r)
{
    if (r + 1 == rows->n)
        return (uint32_t)rows->room - rows->row[r].end;
    uint32_t next = rows->row[r + 1].begin - rows->row[r].end;
    return (r + 1) % rows->n_axons ? next : next - BANK_SPARE;
}

/* What a tick did to the rows: how many were born where there was no room before, and in all; old synapses that are left, and those that were passed over to find them. */
struct change {
    uint32_t n_crowded, n_roomy, n_born, n_old, n_gone;
};

static void compare_row(const struct rows *before, const struct rows *after, uint32_t r, struct change *c)
{
    uint32_t k = before->row[r].begin, n_born = 0;
    for (uint32_t i = after->row[r].begin; i < after->row[r].end; i++) {
        if (after->ticks[i] == 0) {
            n_born++;
            continue;
        }
        while (k < before->row[r].end &&
               !(before->target[k] == after->target[i] && before->length[k] == after->length[i] &&
                 before->weight[k] == after->weight[i] && before->ticks[k] + 1 == after->ticks[i])) {
            k++;
            c->n_gone++;
        }
        cr_assert(k < before->row[r].end, "row %u: synapse %u was not there before the tick, or elsewhere", r,
                  i - after->row[r].begin);
        k++;
        c->n_old++;
    }
    c->n_gone += before->row[r].end - k;
    c->n_born += n_born;
    c->n_crowded += n_born > free_of(before, r);
    c->n_roomy += n_born > 0 && n_born <= free_of(before, r);
}

struct run {
    engram_experiment *experiment;
    engram_simulation *sim;
    struct rows before, after;
    struct change change;
    engram_structure so_far;
};

/* To just before the tick at `ms`, and past it. */
static struct run run_past(double ms, const char *delivery)
{
    struct run r = {0};
    status = engram_status_create();
    must(engram_experiment_parse("full rows", NETWORK, &r.experiment, status));
    must(engram_simulation_create(r.experiment, &(engram_options){.delivery = delivery, .tiles = 3}, &r.sim,
                                  status));
    must(engram_simulation_run(r.sim, ms - 0.1, status));
    r.before = rows_of(r.sim->store);
    engram_structure until = r.sim->store->structures[0].so_far;
    must(engram_simulation_run(r.sim, 0.2, status));
    r.after = rows_of(r.sim->store);
    r.so_far = r.sim->store->structures[0].so_far;
    r.so_far.n_born -= until.n_born;
    for (uint32_t i = 0; i < r.before.n; i++)
        compare_row(&r.before, &r.after, i, &r.change);
    return r;
}

static void run_free(struct run *r)
{
    rows_free(&r->before);
    rows_free(&r->after);
    engram_simulation_free(r->sim);
    engram_experiment_free(r->experiment);
    engram_status_free(status);
}

static const char *const DELIVERIES[] = {"tiles", "chunks"};

Test(full_rows, births_without_room_move_the_bank_and_every_synapse_with_it)
{
    for (int i = 0; i < 2; i++) {
        struct run r = run_past(20, DELIVERIES[i]);
        cr_expect(r.change.n_crowded > 3 && r.change.n_roomy > 3, "rows without room %u, with room %u",
                  r.change.n_crowded, r.change.n_roomy);
        cr_expect(r.after.room > r.before.room);
        cr_expect(r.change.n_born == r.so_far.n_born && r.change.n_old > 300 && r.change.n_gone == 0,
                  "%s: %u born, %u still there, %u gone", DELIVERIES[i], r.change.n_born, r.change.n_old,
                  r.change.n_gone);
        must(structure_check(r.sim->store, 200, status));
        run_free(&r);
    }
}

Test(full_rows, nothing_moves_where_the_dead_leave_room_for_the_newborn)
{
    for (int i = 0; i < 2; i++) {
        struct run r = run_past(30, DELIVERIES[i]);
        cr_expect(r.change.n_crowded > 3, "rows without room: %u", r.change.n_crowded);
        cr_expect_eq(r.after.room, r.before.room);
        for (uint32_t row = 0; row < r.before.n; row++)
            cr_expect_eq(r.after.row[row].begin, r.before.row[row].begin);
        cr_expect(r.change.n_born == r.so_far.n_born && r.change.n_gone > 8 * r.change.n_old &&
                      r.change.n_old > 20,
                  "%s: %u born, %u still there, %u gone", DELIVERIES[i], r.change.n_born, r.change.n_old,
                  r.change.n_gone);
        must(structure_check(r.sim->store, 300, status));
        run_free(&r);
    }
}

/* Spikes that are on their way find their places again. */
Test(full_rows, spikes_reach_synapses_that_have_moved)
{
    for (int i = 0; i < 2; i++) {
        engram_experiment *experiment = NULL;
        engram_validation v = {0};
        status = engram_status_create();
        must(engram_experiment_parse("full rows", NETWORK, &experiment, status));
        cr_expect(engram_validate(experiment, &(engram_options){.delivery = DELIVERIES[i], .tiles = 3}, 0, &v,
                                  status) == ENGRAM_OK,
                  "%s: %s", DELIVERIES[i], engram_status_why(status));
        cr_expect(v.n_structural_ticks == 3 && v.n_spikes > 50, "%llu ticks, %llu spikes",
                  (unsigned long long)v.n_structural_ticks, (unsigned long long)v.n_spikes);
        engram_experiment_free(experiment);
        engram_status_free(status);
    }
}
