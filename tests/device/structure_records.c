/* What is recorded of synapses that come and go. */
#include <criterion/criterion.h>
#include <engram/engram.h>
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

static engram_status *status;
static char folder[64];

static void begin(void)
{
    status = engram_status_create();
    snprintf(folder, sizeof folder, "/tmp/engram-structure-XXXXXX");
    cr_assert(mkdtemp(folder));
}

static void end(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_expect_eq(system(command), 0);
    engram_status_free(status);
}

TestSuite(structure_records, .init = begin, .fini = end);

static void must(engram_code code)
{
    cr_assert(code == ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status));
}

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

/* ---- counts ---- */

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
