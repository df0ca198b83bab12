/* What a run on a device records, read back from its results. */
#include "support/scratch.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Axons of different velocities (fast), the same velocity (even), and delays that are times (timed); one projection is plastic. Of two, activity
 * changes the velocities: by a state of the axon (adaptive) or by the delays of its segments (sheathed). */
static const char NETWORK[] =
    "name: axons\n"
    "seed: 5\n"
    "duration: 50 ms\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 300, params: {I_e: {normal: {mean: 390, sd: 30}}},\n"
    "      positions: {random: {dimensions: 2, extent: [4 mm, 4 mm]}}}\n"
    "projections:\n"
    "  timed: {source: E, target: E, connect: {fixed_indegree: 20}, weight: 10, delay: 1.5 ms, rule: {stdp: "
    "{w_max: 70}}}\n"
    "  fast: {source: E, target: E, connect: {fixed_indegree: 30}, weight: 10, length: {from_distance: 1},\n"
    "         velocity: {uniform: {low: 0.2, high: 2}}, dendritic_delay: 0.5 ms}\n"
    "  even: {source: E, target: E, connect: {fixed_total_number: 999}, weight: 10, length: 1 mm, velocity: "
    "0.25 m/s}\n"
    "  adaptive: {source: E, target: E, connect: {fixed_total_number: 999}, weight: 10, length: 1 mm, "
    "velocity: 1,\n"
    "             myelin: {rate_driven: {tick: 5 ms, a_up: 0.1, tau_rate: 10 ms}}}\n"
    "  sheathed: {source: E, target: E, connect: {fixed_total_number: 999}, weight: 10, length: 1 mm,\n"
    "             myelin: {oligodendrocyte: {tick: 5 ms}}}\n";

TestSuite(recordings, .init = begin, .fini = end);

/* Run in slices of slice_ms (0: at once), with `record` appended to the experiment. */
static uint64_t digest_of(const char *record, const char *output, double slice_ms)
{
    char text[sizeof NETWORK + 400];
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_digest d = {0};
    snprintf(text, sizeof text, "%srecord: %s\n", NETWORK, record);
    must(engram_experiment_parse("test", text, &experiment, status));
    must(engram_simulation_create(experiment, &(engram_options){.output = output}, &sim, status));
    for (double t = slice_ms; slice_ms > 0 && t < 50; t += slice_ms)
        must(engram_simulation_run(sim, slice_ms, status));
    must(engram_simulation_run(sim, -1, status));
    must(engram_simulation_digest(sim, &d, status));
    if (output)
        must(engram_simulation_finish(sim, status));
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    return d.total;
}

static engram_results *results_of(const char *record, double slice_ms)
{
    engram_results *results = NULL;
    digest_of(record, folder, slice_ms);
    must(engram_results_open(folder, &results, status));
    return results;
}

static const engram_results_delays *delays_of(engram_results *results, const char *projection, size_t *i)
{
    const engram_results_delays *d = NULL;
    for (*i = 0; (d = engram_results_delays_at(results, *i)); ++*i)
        if (!strcmp(d->projection, projection))
            break;
    cr_assert_not_null(d, "no delays of %s", projection);
    return d;
}

Test(recordings, of_axons_do_not_change_the_digest)
{
    cr_expect_eq(digest_of("{axons: {fast: {interval: 0.7 ms}, even: {}, timed: {interval: 13 ms}, "
                           "adaptive: {interval: 3 ms}, sheathed: {interval: 5 ms}}}",
                           folder, 0),
                 digest_of("{spikes: none, weights: none, axons: none}", NULL, 0));
}

Test(recordings, start_and_end_are_recorded_once_whatever_else_is_due_then)
{
    static const double slices[] = {0, 5, 12.3};
    for (size_t k = 0; k < 3; k++) {
        engram_results *results =
            results_of("{weights: {timed: {}}, axons: {fast: {}, even: {interval: 10 ms}}, states: "
                       "[{population: E, variable: V_m, interval: 5 ms}]}",
                       slices[k]);
        const engram_results_weights *w = engram_results_weights_at(results, 0);
        cr_assert_eq(w->n_snapshots, 2, "slices of %g ms: %d weights", slices[k], (int)w->n_snapshots);
        cr_expect(w->time_ms[0] == 0 && fabs(w->time_ms[1] - 50) < 1e-9);
        size_t i = 0;
        cr_expect_eq(delays_of(results, "fast", &i)->n_snapshots, 2);
        cr_expect_eq(delays_of(results, "even", &i)->n_snapshots, 6);
        cr_expect_eq(engram_results_axons_at(results, 1)->n_snapshots, 6, "velocities of `even`");
        engram_results_free(results);
        end();
        begin();
    }
}

Test(recordings, delays_of_the_histogram_are_those_of_the_synapses)
{
    engram_results *results =
        results_of("{weights: {fast: {sample: 0}, even: {sample: 0}, timed: {sample: 0}}, "
                   "axons: {fast: {}, even: {}, timed: {}}}",
                   0);
    for (size_t k = 0; k < engram_results_n_weights(results); k++) {
        const engram_results_weights *w = engram_results_weights_at(results, k);
        size_t i = 0;
        const engram_results_delays *d = delays_of(results, w->projection, &i);
        float *delay = calloc(w->n_synapses, sizeof *delay);
        uint64_t *want = calloc(d->n_bins, sizeof *want), *got = calloc(d->n_bins, sizeof *got);
        must(engram_results_weights_mapping(results, k, NULL, NULL, NULL, delay, status));
        for (uint64_t s = 0; s < w->n_synapses; s++) {
            uint64_t bin = 0;
            while (bin < d->n_bins && (double)delay[s] > d->edge_ms[bin + 1])
                bin++;
            cr_assert(bin < d->n_bins && (double)delay[s] > d->edge_ms[bin], "%s: %g ms", w->projection,
                      (double)delay[s]);
            want[bin]++;
        }
        for (uint64_t s = 0; s < d->n_snapshots; s++) {
            must(engram_results_delays_read(results, i, s, got, status));
            cr_expect_arr_eq(got, want, d->n_bins * sizeof *got, "%s, snapshot %d", w->projection, (int)s);
        }
        free(delay);
        free(want);
        free(got);
    }
    engram_results_free(results);
}

/* How many synapses have a delay around `ms` at the end of the run. */
static uint64_t count_at(engram_results *results, const char *name, double ms)
{
    size_t i = 0;
    const engram_results_delays *d = delays_of(results, name, &i);
    uint64_t *counts = calloc(d->n_bins, sizeof *counts), n = 0;
    must(engram_results_delays_read(results, i, d->n_snapshots - 1, counts, status));
    for (uint64_t k = 0; k < d->n_bins; k++)
        n += d->edge_ms[k] < ms && ms < d->edge_ms[k + 1] ? counts[k] : 0;
    free(counts);
    return n;
}

Test(recordings, delays_of_several_projections_together_are_their_sum)
{
    engram_results *results =
        results_of("{axons: {fast: {}, even: {}, timed: {}}, delays: {all: {projections: [\"?a*\", even, "
                   "timed], interval: 10 ms}}, weights: none}",
                   0);
    size_t i = 0;
    uint64_t n = 0;
    const engram_results_delays *all = delays_of(results, "all", &i);
    cr_expect_eq(all->n_snapshots, 6);
    cr_expect_str_eq(all->source, "");
    for (uint64_t k = 0; k < all->n_bins; k++) {
        double ms = 0.5 * (all->edge_ms[k] + all->edge_ms[k + 1]);
        uint64_t want =
            count_at(results, "fast", ms) + count_at(results, "even", ms) + count_at(results, "timed", ms);
        cr_expect_eq(count_at(results, "all", ms), want, "%g ms", ms);
        n += want;
    }
    cr_expect_eq(n, 300 * (30 + 20) + 999);
    engram_results_free(results);
}

Test(recordings, of_axons_hold_the_velocities_they_were_given)
{
    engram_results *results = results_of("{axons: {fast: {sample: 100}, timed: {}, even: {sample: 0}}}", 0);
    float v[300];
    uint32_t neuron[300];
    cr_assert_eq(engram_results_n_axons(results), 2, "times have no velocity");
    const engram_results_axons *fast = engram_results_axons_at(results, 0),
                               *even = engram_results_axons_at(results, 1);
    cr_assert_str_eq(fast->projection, "fast");
    cr_assert(fast->n_axons == 100 && even->n_axons == 300);
    must(engram_results_axons_read(results, 0, 1, v, status));
    must(engram_results_axons_neurons(results, 0, neuron, status));
    double sum = 0;
    for (int i = 0; i < 100; i++) {
        cr_expect(v[i] >= 0.199f && v[i] <= 2.001f, "axon %u: %g m/s", neuron[i], (double)v[i]);
        cr_expect_eq(neuron[i] / 3, (uint32_t)i, "one of each three neurons");
        sum += (double)v[i];
    }
    cr_expect_float_eq(sum / 100, 1.1, 0.2,
                       "four standard errors of a uniform variable, 1.8 / sqrt(12 * 100)");
    must(engram_results_axons_read(results, 1, 1, v, status));
    for (int i = 0; i < 300; i++)
        cr_expect_float_eq((double)v[i], 0.25, 0.25e-3, "slowness is a whole number of 2^-24 steps per unit");
    engram_results_free(results);
}

/* All values of a variable at the end of the run; owned. */
static float *last_of(engram_results *results, const char *projection, const char *variable, uint64_t *n)
{
    const engram_results_axons *a = NULL;
    size_t i = 0;
    while ((a = engram_results_axons_at(results, i)) &&
           (strcmp(a->projection, projection) != 0 || strcmp(a->variable, variable) != 0))
        i++;
    cr_assert_not_null(a, "no %s of %s", variable, projection);
    *n = a->n_axons * a->n_segments;
    float *values = calloc(*n, sizeof *values);
    must(engram_results_axons_read(results, i, a->n_snapshots - 1, values, status));
    return values;
}

Test(recordings, of_axons_follow_the_myelin)
{
    engram_results *results =
        results_of("{rates: 10 ms}", 0); /* without the key: where there is a myelin rule */
    uint64_t n = 0, n_state = 0;
    float *velocity = last_of(results, "adaptive", "velocity", &n),
          *state = last_of(results, "adaptive", "v", &n_state), fastest = 0;
    cr_assert(n == 300 && n_state == 300);
    cr_expect_eq(engram_results_n_delays(results), 2);
    for (uint64_t i = 0; i < n; i++) {
        cr_expect_float_eq((double)(velocity[i] / state[i]), 1, 1e-3,
                           "slowness is a whole number of 2^-24 steps per unit");
        fastest = velocity[i] > fastest ? velocity[i] : fastest;
    }
    cr_expect_gt(fastest, 1.1f, "nothing has changed: the test shows nothing");
    free(velocity);
    free(state);

    velocity = last_of(results, "sheathed", "velocity", &n);
    state = last_of(results, "sheathed", "tau", &n_state);
    cr_assert(n == 300 && n_state == 1500, "five segments each");
    fastest = 0;
    for (uint64_t i = 0; i < n; i++) {
        double whole = 0;
        for (uint64_t k = 0; k < 5; k++)
            whole += (double)state[5 * i + k];
        cr_expect_float_eq((double)velocity[i] * whole, 50, 50e-3,
                           "the path of 50 mm takes the sum of the "
                           "segments; slowness is a whole number of 2^-24 steps per unit");
        fastest = velocity[i] > fastest ? velocity[i] : fastest;
    }
    cr_expect_gt(fastest, 1.0001f, "nothing has changed: the test shows nothing");
    free(velocity);
    free(state);
    engram_results_free(results);
}

/* The same levels as a table, and none of a gate that does not exist. */
static void must_hold_table(engram_results *results)
{
    static const char want[] = "time (ms),level\n0,1\n10,1\n15,0.75\n20,0.5\n25,0.25\n30,0\n40,1\n";
    char path[512], got[256] = {0};
    snprintf(path, sizeof path, "%s/gate.csv", folder);
    must(engram_results_export_gate(results, "moving", path, status));
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    cr_expect_gt(fread(got, 1, sizeof got - 1, file), 0);
    fclose(file);
    cr_expect_str_eq(got, want);
    cr_expect_eq(engram_results_export_gate(results, "movin", path, status), ENGRAM_E_NAME);
    cr_expect_str_eq(engram_status_why(status), "gates: moving, still");
}

/* A row for the start and one wherever the level changes; the others' levels do not make rows. */
Test(recordings, of_gates_hold_every_level_from_when_on)
{
    static const double times[] = {0, 10, 15, 20, 25, 30, 40}, levels[] = {1, 1, 0.75, 0.5, 0.25, 0, 1};
    enum { N_ROWS = sizeof times / sizeof *times };
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_results *results = NULL;
    double time_ms[N_ROWS], level[N_ROWS];
    must(engram_experiment_parse("test",
                                 "duration: 50 ms\ngates: {moving: {tick: 5 ms}, still: {level: 0.5}}\n"
                                 "populations: {S: {model: poisson_generator, size: 5, params: {rate: 50}}}\n"
                                 "schedule:\n  - {at: 10 ms, gate: {gates: moving, level: 0, over: 20 ms}}\n"
                                 "  - {at: 40 ms, gate: {gates: moving, level: 1}}\n",
                                 &experiment, status));
    must(engram_simulation_create(experiment, &(engram_options){.output = folder}, &sim, status));
    must(engram_simulation_run(sim, 12.3, status));
    must(engram_simulation_run(sim, -1, status));
    must(engram_simulation_finish(sim, status));
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    must(engram_results_open(folder, &results, status));
    cr_assert_eq(engram_results_n_gates(results), 2);
    cr_expect_str_eq(engram_results_gate_at(results, 1)->name, "still");
    must(engram_results_gate_read(results, 1, 0, 1, time_ms, level, status));
    cr_expect(engram_results_gate_at(results, 1)->n_rows == 1 && time_ms[0] == 0 && level[0] == 0.5);
    cr_assert_eq(engram_results_gate_at(results, 0)->n_rows, N_ROWS);
    must(engram_results_gate_read(results, 0, 0, N_ROWS, time_ms, level, status));
    for (int k = 0; k < N_ROWS; k++)
        cr_expect(fabs(time_ms[k] - times[k]) < 1e-9 && level[k] == levels[k], "row %d: %g from %g ms on", k,
                  level[k], time_ms[k]);
    must_hold_table(results);
    engram_results_free(results);
}
