/* What is recorded of synapses that come and go. */
#include "support/scratch.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every cause of death, births of both kinds; ticks that do not fall on the end. */
static const char NETWORK[] =
    "name: restless\n"
    "seed: 7\n"
    "duration: 210 ms\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 120, params: {t_ref: 1 ms}, poisson: {exc: {rate: 9 kHz, weight: 60}},\n"
    "      positions: {random: {dimensions: 2, extent: [2 mm, 2 mm]}},\n"
    "      calcium: {tau_Ca: 30 ms, beta_Ca: 0.1, tick: 3 ms, initial: 0.5}}\n"
    "  P: {model: poisson_generator, size: 40, params: {rate: 20}}\n"
    "projections:\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 8}, weight: 20, dendritic_delay: 0.3 ms,\n"
    "       length: {uniform: {low: 0.5 mm, high: 3 mm}}, velocity: 1, rule: {stdp: {w_max: 70}},\n"
    "       structure: {tick: 20 ms, turnover: {random: {hazard: 2 1/s}}, formation: {rate: 15 Hz},\n"
    "         growth: {axon: {growth_rate: 60, eta: 0.02, eps: 0.3, initial: 1},\n"
    "                  dendrite: {eta: 0.1, eps: 0.3, growth_rate: 50, initial: 2}}}}\n"
    "  PE: {source: P, target: E, connect: {fixed_indegree: 0}, weight: 20, delay: 1.5 ms,\n"
    "       structure: {tick: 50 ms, max_in_degree: 60, formation: {rate: 40 Hz}}}\n"
    "  fixed: {source: P, target: E, connect: {fixed_indegree: 5}, weight: 20, delay: 1.5 ms}\n"
    "schedule:\n"
    "  - {at: 35 ms, cut: {projections: [EE], fraction: 0.2}}\n";

TestSuite(structure_records, .init = begin, .fini = end);

/* A run with `record` appended to the experiment and its results in the folder; NULL: recorded is nothing. */
struct run {
    engram_experiment *experiment;
    engram_simulation *sim;
    engram_results *results;
};

static struct run run_of(const char *record, uint32_t tiles, double slice_ms)
{
    char text[sizeof NETWORK + 400];
    struct run r = {0};
    snprintf(text, sizeof text, "%srecord: %s\n", NETWORK, record);
    must(engram_experiment_parse("test", text, &r.experiment, status));
    must(engram_simulation_create(r.experiment, &(engram_options){.output = folder, .tiles = tiles}, &r.sim,
                                  status));
    for (double t = slice_ms; slice_ms > 0 && t < 210; t += slice_ms)
        must(engram_simulation_run(r.sim, slice_ms, status));
    must(engram_simulation_run(r.sim, -1, status));
    must(engram_simulation_finish(r.sim, status));
    must(engram_results_open(folder, &r.results, status));
    return r;
}

static void run_free(struct run *r)
{
    engram_results_free(r->results);
    engram_simulation_free(r->sim);
    engram_experiment_free(r->experiment);
}

/* Rows of counts. */
enum { MOST_ROWS = 32 };
struct rows {
    uint64_t n, n_synapses[MOST_ROWS];
    double time_ms[MOST_ROWS];
    engram_structure change[MOST_ROWS];
};

static struct rows rows_of(const struct run *r, size_t i)
{
    struct rows rows = {.n = engram_results_structure_at(r->results, i)->n_rows};
    cr_assert_leq(rows.n, MOST_ROWS);
    must(engram_results_structure_read(r->results, i, 0, rows.n, rows.time_ms, rows.n_synapses, rows.change,
                                       status));
    return rows;
}

/* ---- places ---- */

Test(structure_records, places_of_neurons_are_kept_with_the_results)
{
    struct run r = run_of("{weights: none}", 0, 0);
    float xyz[120][3];
    double sum = 0;
    cr_assert(engram_results_population_at(r.results, 0)->has_positions);
    cr_assert(!engram_results_population_at(r.results, 1)->has_positions);
    must(engram_results_positions(r.results, 0, xyz[0], status));
    for (int i = 0; i < 120; i++) {
        cr_expect(fabsf(xyz[i][0]) <= 2000 && fabsf(xyz[i][1]) <= 2000 && xyz[i][2] == 0,
                  "neuron %d: %g %g %g", i, (double)xyz[i][0], (double)xyz[i][1], (double)xyz[i][2]);
        sum += fabs((double)xyz[i][0] - (double)xyz[0][0]) + fabs((double)xyz[i][1] - (double)xyz[0][1]);
    }
    cr_expect_gt(sum, 120 * 100.0, "they do not all lie in one place");
    cr_expect_eq(engram_results_positions(r.results, 1, xyz[0], status), ENGRAM_E_STATE);
    must(engram_results_verify(r.results, status));
    run_free(&r);
}

/* ---- elements ---- */

/* Values of all neurons of E at the end. */
static void elements_of(struct run *r, const char *name, float *values)
{
    must(engram_simulation_state(r->sim, "E", name, values, 120, status));
}

Test(structure_records, bound_elements_are_synapses_and_vacant_ones_are_whole_and_free)
{
    struct run r =
        run_of("{weights: none, states: [{population: E, variable: dendrite_EE_bound, interval: 20 ms, "
               "neurons: [0, 7, 119]}]}",
               0, 205);
    static const char *const sides[] = {"axon_EE", "dendrite_EE"};
    uint64_t n = 0, n_bound = 0, n_vacant = 0;
    must(engram_simulation_n_synapses(r.sim, "EE", &n, status));
    uint32_t *source = calloc(n, sizeof *source), *target = calloc(n, sizeof *target);
    must(engram_simulation_synapses(r.sim, "EE", source, target, NULL, NULL, n, status));
    for (int side = 0; side < 2; side++) {
        float all[120], bound[120], vacant[120], row[3];
        uint32_t degree[120] = {0};
        char name[64];
        for (uint64_t i = 0; i < n; i++)
            degree[side ? target[i] : source[i]]++;
        elements_of(&r, sides[side], all);
        snprintf(name, sizeof name, "%s_bound", sides[side]);
        elements_of(&r, name, bound);
        snprintf(name, sizeof name, "%s_vacant", sides[side]);
        elements_of(&r, name, vacant);
        for (uint32_t i = 0; i < 120; i++) {
            float free_ones = floorf(all[i]) - bound[i];
            cr_expect_eq(bound[i], (float)degree[i], "%s, neuron %u", sides[side], i);
            cr_expect_eq(vacant[i], free_ones > 0 ? free_ones : 0, "%s, neuron %u", sides[side], i);
            n_bound += bound[i] > 0;
            n_vacant += vacant[i] > 0;
        }
        if (!side)
            continue;
        must(engram_results_states_read(r.results, 0, 10, 1, row, status));
        cr_expect(row[0] == bound[0] && row[1] == bound[7] && row[2] == bound[119],
                  "nothing changed after 200 ms");
    }
    cr_expect(n_bound > 10 && n_vacant > 0, "both must be there to be compared");
    free(source);
    free(target);
    run_free(&r);
}

/* ---- logs ---- */

struct synapse {
    uint32_t source, length, target;
};

static int by_ends(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct synapse)); /* some order; all that matters is that it is one */
}

struct log {
    uint64_t n, *step;
    struct synapse *synapse;
    uint8_t *event;
};

static struct log log_of(const struct run *r, size_t i)
{
    struct log log = {.n = engram_results_topology_at(r->results, i)->n_events};
    uint32_t *source = calloc(log.n, sizeof *source), *target = calloc(log.n, sizeof *target);
    uint16_t *length = calloc(log.n, sizeof *length);
    log.step = calloc(log.n, sizeof *log.step);
    log.event = calloc(log.n, sizeof *log.event);
    log.synapse = calloc(log.n, sizeof *log.synapse);
    must(engram_results_topology_read(r->results, i, 0, log.n, log.step, source, target, length, log.event,
                                      status));
    for (uint64_t k = 0; k < log.n; k++)
        log.synapse[k] = (struct synapse){source[k], length[k], target[k]};
    free(source);
    free(target);
    free(length);
    return log;
}

static void log_free(struct log *log)
{
    free(log->step);
    free(log->event);
    free(log->synapse);
}

/* The synapses there are after the last event, in some order. */
static uint64_t replay(const struct log *log, struct synapse *now)
{
    uint64_t n = 0;
    for (uint64_t k = 0; k < log->n; k++) {
        uint64_t at = 0;
        if (log->event[k] < ENGRAM_EVENT_DIED) {
            now[n++] = log->synapse[k];
            continue;
        }
        while (at < n && memcmp(&now[at], &log->synapse[k], sizeof *now) != 0)
            at++;
        cr_assert_lt(at, n, "event %lu: nobody dies who does not live", (unsigned long)k);
        now[at] = now[--n];
    }
    qsort(now, n, sizeof *now, by_ends);
    return n;
}

/* Those of the simulation. */
static uint64_t present(const struct run *r, const char *projection, struct synapse *now)
{
    uint64_t n = 0;
    must(engram_simulation_n_synapses(r->sim, projection, &n, status));
    uint32_t *source = calloc(n, sizeof *source), *target = calloc(n, sizeof *target);
    float *delay = calloc(n, sizeof *delay);
    must(engram_simulation_synapses(r->sim, projection, source, target, NULL, delay, n, status));
    for (uint64_t i = 0; i < n; i++)
        now[i] = (struct synapse){source[i], (uint32_t)lroundf(delay[i] * 10), target[i]};
    qsort(now, n, sizeof *now, by_ends);
    free(source);
    free(target);
    free(delay);
    return n;
}

/* Lengths as delays in steps, as the simulation tells them: EE conducts at 1 m/s and has 0.3 ms on the dendrite, PE all of its 1.5 ms. */
static void to_delays(struct synapse *now, uint64_t n, const engram_results_topology *t)
{
    bool is_um = !strcmp(t->length_unit, "um");
    for (uint64_t i = 0; i < n; i++) {
        double length = now[i].length * t->length_per_code;
        now[i].length = (uint32_t)lround(10 * (is_um ? length * 1e-3 + 0.3 : length + 1.5));
    }
    qsort(now, n, sizeof *now, by_ends);
}

Test(structure_records, a_log_replayed_gives_the_synapses_at_the_end)
{
    enum { MOST = 10000 };
    static struct synapse logged[MOST], now[MOST];
    struct run r = run_of("{weights: none, topology: {EE: {}, PE: {}}}", 0, 33);
    cr_assert_eq(engram_results_n_topology(r.results), 2);
    for (size_t i = 0; i < 2; i++) {
        const engram_results_topology *t = engram_results_topology_at(r.results, i);
        struct log log = log_of(&r, i);
        struct rows rows = rows_of(&r, i);
        uint64_t counted[ENGRAM_N_EVENTS] = {0};
        engram_structure sum;
        cr_assert_leq(log.n, MOST);
        uint64_t n = replay(&log, logged), n_now = present(&r, t->projection, now);
        to_delays(logged, n, t);
        cr_assert_eq(n, n_now);
        cr_expect(!memcmp(logged, now, n * sizeof *now), "%s", t->projection);
        must(engram_simulation_structure(r.sim, t->projection, &sum, status));
        for (uint64_t k = 0; k < log.n; k++)
            counted[log.event[k]]++;
        cr_expect_eq(counted[ENGRAM_EVENT_START], rows.n_synapses[0]);
        cr_expect_eq(counted[ENGRAM_EVENT_BORN], sum.n_born);
        for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
            cr_expect_eq(counted[ENGRAM_EVENT_DIED + k], sum.n_died[k], "%s", engram_cause_name(k));
        log_free(&log);
    }
    run_free(&r);
}

Test(structure_records, a_log_is_the_same_however_a_run_is_cut)
{
    struct run whole = run_of("{weights: none, topology: {EE: {}}}", 0, 0);
    struct log want = log_of(&whole, 0);
    run_free(&whole);
    end();
    begin();
    struct run cut = run_of("{weights: none, topology: {EE: {}}}", 3, 33);
    struct log got = log_of(&cut, 0);
    cr_assert_eq(got.n, want.n);
    cr_expect(!memcmp(want.step, got.step, got.n * sizeof *got.step) &&
              !memcmp(want.synapse, got.synapse, got.n * sizeof *got.synapse) &&
              !memcmp(want.event, got.event, got.n));
    log_free(&want);
    log_free(&got);
    run_free(&cut);
}

Test(structure_records, a_log_leaves_the_start_out_if_asked_and_changes_nothing)
{
    engram_digest with, without;
    struct run r = run_of("{weights: none, topology: {EE: {start: false}}}", 0, 0);
    struct log log = log_of(&r, 0);
    for (uint64_t k = 0; k < log.n; k++)
        cr_assert_neq(log.event[k], ENGRAM_EVENT_START);
    must(engram_simulation_digest(r.sim, &with, status));
    log_free(&log);
    run_free(&r);
    end();
    begin();
    struct run none = run_of("{weights: none}", 0, 0);
    must(engram_simulation_digest(none.sim, &without, status));
    cr_expect_eq(with.total, without.total);
    cr_expect_eq(engram_results_n_topology(none.results), 0);
    run_free(&none);
}

/* ---- weights ---- */

static uint64_t pair_of(uint32_t source, uint32_t target)
{
    return (uint64_t)source << 32 | target;
}

/* One snapshot of the weights of a projection; freed by the caller. */
struct snapshot {
    uint64_t n;
    uint32_t *source, *target;
    float *weight, *delay;
};

static struct snapshot snapshot_of(const struct run *r, size_t i, uint64_t k)
{
    struct snapshot s = {.n = engram_results_weights_at(r->results, i)->n_recorded[k]};
    s.source = calloc(s.n + 1, sizeof *s.source);
    s.target = calloc(s.n + 1, sizeof *s.target);
    s.weight = calloc(s.n + 1, sizeof *s.weight);
    s.delay = calloc(s.n + 1, sizeof *s.delay);
    must(engram_results_weights_synapses(r->results, i, k, s.source, s.target, s.delay, s.weight, status));
    return s;
}

static void snapshot_free(struct snapshot *s)
{
    free(s->source);
    free(s->target);
    free(s->weight);
    free(s->delay);
}

Test(structure_records, a_snapshot_of_weights_holds_the_synapses_of_its_time)
{
    struct run r =
        run_of("{weights: {EE: {sample: 0, interval: 20 ms}, PE: {sample: 0}, fixed: {sample: 0}}}", 0, 33);
    cr_assert_eq(engram_results_n_weights(r.results), 3);
    struct rows rows = rows_of(&r, 0);
    for (size_t i = 0; i < 3; i++) {
        const engram_results_weights *w = engram_results_weights_at(r.results, i);
        uint64_t n = 0, last = w->n_snapshots - 1;
        struct snapshot s = snapshot_of(&r, i, last);
        must(engram_simulation_n_synapses(r.sim, w->projection, &n, status));
        cr_assert_eq(s.n, n, "%s", w->projection);
        struct snapshot now = {n, calloc(n, sizeof *now.source), calloc(n, sizeof *now.target),
                               calloc(n, sizeof *now.weight), calloc(n, sizeof *now.delay)};
        must(engram_simulation_synapses(r.sim, w->projection, now.source, now.target, now.weight, now.delay,
                                        n, status));
        cr_expect(!memcmp(s.source, now.source, n * 4) && !memcmp(s.target, now.target, n * 4) &&
                      !memcmp(s.weight, now.weight, n * 4) && !memcmp(s.delay, now.delay, n * 4),
                  "%s", w->projection);
        cr_expect_eq(w->structure, i < 2);
        for (uint64_t k = 0; i == 0 && k <= last; k++)
            cr_expect(w->n_recorded[k] == w->n_existing[k] &&
                      w->n_recorded[k] == rows.n_synapses[k < rows.n ? k : rows.n - 1]);
        cr_expect(i != 1 || w->n_recorded[0] == 0, "PE begins without a synapse");
        snapshot_free(&s);
        snapshot_free(&now);
    }
    cr_expect_eq(engram_results_weights_mapping(r.results, 0, NULL, NULL, NULL, NULL, status),
                 ENGRAM_E_STATE);
    run_free(&r);
}

static bool has(const struct snapshot *s, uint64_t pair)
{
    for (uint64_t i = 0; i < s->n; i++)
        if (pair_of(s->source[i], s->target[i]) == pair)
            return true;
    return false;
}

Test(structure_records, a_sample_of_synapses_that_come_and_go_is_one_of_pairs)
{
    struct run all =
        run_of("{weights: {EE: {sample: 0, interval: 20 ms}, PE: {sample: 0, interval: 20 ms}}}", 0, 0);
    struct snapshot every[2][12];
    for (size_t i = 0; i < 2; i++)
        for (uint64_t k = 0; k < 12; k++)
            every[i][k] = snapshot_of(&all, i, k);
    run_free(&all);
    end();
    begin();
    struct run r =
        run_of("{weights: {EE: {sample: 150, interval: 20 ms}, PE: {sample: 40, interval: 20 ms}}}", 2, 0);
    for (size_t i = 0; i < 2; i++) {
        const engram_results_weights *w = engram_results_weights_at(r.results, i);
        uint64_t largest = 0;
        for (uint64_t k = 0; k < w->n_snapshots; k++) {
            struct snapshot now = snapshot_of(&r, i, k);
            largest = now.n > largest ? now.n : largest;
            cr_expect_leq(now.n, i ? 40 : 150);
            cr_expect_eq(w->n_existing[k], every[i][k].n);
            for (uint64_t later = k + 1; later < w->n_snapshots; later++) {
                struct snapshot then = snapshot_of(&r, i, later);
                for (uint64_t x = 0; x < then.n; x++) {
                    uint64_t pair = pair_of(then.source[x], then.target[x]);
                    cr_expect(has(&now, pair) == has(&every[i][k], pair),
                              "a pair that is recorded later is recorded whenever it is connected");
                }
                snapshot_free(&then);
            }
            snapshot_free(&now);
        }
        cr_expect_gt(largest, i ? 20 : 75);
        for (uint64_t k = 0; k < 12; k++)
            snapshot_free(&every[i][k]);
    }
    run_free(&r);
}

/* ---- counts ---- */

Test(structure_records, count_what_came_and_went_at_every_tick)
{
    struct run r = run_of("{weights: none}", 0, 0);
    cr_assert_eq(engram_results_n_structure(r.results), 2, "the synapses of `fixed` stay");
    for (size_t i = 0; i < 2; i++) {
        const engram_results_structure *s = engram_results_structure_at(r.results, i);
        struct rows rows = rows_of(&r, i);
        engram_structure sum = {0}, total;
        uint64_t n = 0;
        cr_assert_str_eq(s->projection, i ? "PE" : "EE");
        cr_assert_eq(rows.n, i ? 5 : 11);
        cr_expect_eq(rows.n_synapses[0], i ? 0 : 8 * 120);
        for (uint64_t k = 0; k < rows.n; k++) {
            const engram_structure *c = &rows.change[k];
            cr_expect_float_eq(rows.time_ms[k], (double)k * s->tick_ms, 1e-9);
            cr_expect(k > 0 || (c->n_born == 0 && engram_structure_n_died(c) == 0));
            cr_expect(k == 0 ||
                      rows.n_synapses[k] == rows.n_synapses[k - 1] + c->n_born - engram_structure_n_died(c));
            sum.n_born += c->n_born;
            for (unsigned cause = 0; cause < ENGRAM_N_CAUSES; cause++)
                sum.n_died[cause] += c->n_died[cause];
        }
        must(engram_simulation_structure(r.sim, s->projection, &total, status));
        cr_expect(!memcmp(&sum, &total, sizeof sum));
        must(engram_simulation_n_synapses(r.sim, s->projection, &n, status));
        cr_expect_eq(rows.n_synapses[rows.n - 1], n);
        cr_expect(sum.n_born > 100);
        for (unsigned cause = 0; cause < ENGRAM_N_CAUSES; cause++)
            cr_expect((sum.n_died[cause] > 0) == (i == 0), "%s: %s", s->projection, engram_cause_name(cause));
    }
    run_free(&r);
}

Test(structure_records, counts_are_the_same_however_a_run_is_cut)
{
    struct run whole = run_of("{weights: none}", 0, 0);
    struct rows want = rows_of(&whole, 0);
    run_free(&whole);
    end();
    begin();
    struct run cut = run_of("{weights: none}", 3, 33);
    struct rows got = rows_of(&cut, 0);
    cr_expect(!memcmp(&want, &got, sizeof want));
    run_free(&cut);
}

Test(structure_records, totals_are_in_the_manifest_and_equal_in_the_reference)
{
    struct run r = run_of("{weights: none}", 0, 0);
    engram_structure sum;
    engram_validation v = {0};
    char key[64];
    must(engram_simulation_structure(r.sim, NULL, &sum, status));
    cr_expect_eq(strtoull(engram_results_fact(r.results, "n_born"), NULL, 10), sum.n_born);
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++) {
        snprintf(key, sizeof key, "n_died.%s", engram_cause_name(k));
        cr_expect_eq(strtoull(engram_results_fact(r.results, key), NULL, 10), sum.n_died[k]);
    }
    must(engram_validate(r.experiment, NULL, 0, &v, status));
    cr_expect(!memcmp(&v.structure, &sum, sizeof sum));
    cr_expect_eq(engram_simulation_structure(r.sim, "nobody", &sum, status), ENGRAM_E_NAME);
    run_free(&r);
}
