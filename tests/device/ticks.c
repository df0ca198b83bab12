/* Rules that tick: when, in which order, and alike however the experiment is run. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TICKER "rules: [" ENGRAM_SOURCE_DIR "/tests/device/ticker.h]\n"

/* Ticks of every kind of row: one delay, many, axons that change speed, synapses that come and go at the steps of ticks; and every step. */
static const char LIVELY[] =
    "seed: 5\nduration: 40 ms\n" TICKER "populations:\n"
    "  N: {model: iaf_psc_exp, size: 40, params: {t_ref: 0.5 ms}, poisson: {exc: {rate: 9 kHz, weight: "
    "60}}}\n"
    "  S: {model: poisson_generator, size: 30, params: {rate: {uniform: {low: 10 Hz, high: 900 Hz}}}}\n"
    "projections:\n"
    "  A: {source: N, target: N, connect: {fixed_indegree: 7}, weight: 30, rule: {ticker: {every: 2.7 ms}}, "
    "delay: {uniform: {low: 0.8 ms, high: 6 ms}}, dendritic_delay: 0.7 ms}\n"
    "  B: {source: S, target: N, connect: {fixed_indegree: 9}, weight: 30, rule: ticker, delay: 1.5 ms}\n"
    "  C: {source: N, target: N, connect: {fixed_indegree: 9}, weight: 30, rule: {ticker: {every: 0.1 ms}}, "
    "length: {uniform: {low: 300 um, high: 900 um}}, dendritic_delay: 0.5 ms, velocity: {uniform: {low: 0.2 "
    "m/s, high: 3 m/s}}, myelin: {rate_driven: {tick: 3 ms, tau_rate: 5 ms, a_up: 2, a_down: 20 Hz, v_min: "
    "0.15 m/s, v_max: 9 m/s}}}\n"
    "  D: {source: S, target: N, connect: {fixed_indegree: 5}, weight: 30, rule: ticker, structure: {tick: 3 "
    "ms, formation: {rate: 20 Hz}, turnover: {random: {hazard: 20 1/s}}}, delay: {uniform: {low: 1.8 ms, "
    "high: "
    "6 ms}}, dendritic_delay: 1.7 ms}\n";

Test(ticks, are_alike_however_the_experiment_is_run, .timeout = 300)
{
    static const engram_options ways[] = {{.tiles = 1},
                                          {.tiles = 7, .window = 1, .flush_every = 1},
                                          {.delivery = "chunks", .flush_every = 5, .work_group = 4},
                                          {.delivery = "chunks", .tiles = 3, .window = 1}};
    engram_status *status = engram_status_create();
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        engram_experiment *experiment = NULL;
        engram_validation v = {0};
        cr_assert_eq(engram_experiment_parse("ticks", LIVELY, &experiment, status), ENGRAM_OK, "%s",
                     engram_status_what(status));
        cr_expect_eq(engram_validate(experiment, &ways[i], 0, &v, status), ENGRAM_OK, "way %zu: %s; %s", i,
                     engram_status_what(status), engram_status_why(status));
        cr_expect_gt(v.n_spikes, 1000, "too quiet to tell");
        engram_experiment_free(experiment);
    }
    engram_status_free(status);
}

/* One synapse without delay: arrival and post spike at the time of a tick come before it, and it sees them. */
Test(ticks, come_after_what_happens_at_their_time)
{
    static const char text[] =
        "duration: 7 ms\n" TICKER "populations:\n"
        "  pre: {model: spike_generator, size: 1, spike_times: [2.9 ms]}\n"
        "  post: {model: spike_generator, size: 1, spike_times: [1, 3]}\n"
        "projections: {P: {source: pre, target: post, connect: one_to_one, weight: 30, rule: ticker, "
        "delay: 0.1 ms, dendritic_delay: 0}}\n";
    struct trial t;
    float weight = 0;
    trial_open(&t, text, NULL);
    trial_run(&t, 2.9);
    cr_assert_eq(engram_simulation_synapses(t.sim, "P", NULL, NULL, &weight, NULL, 1, t.status), ENGRAM_OK);
    cr_expect_eq(weight, 30.0f, "nothing has happened yet");
    trial_run(&t, 0.1);
    cr_assert_eq(engram_simulation_synapses(t.sim, "P", NULL, NULL, &weight, NULL, 1, t.status), ENGRAM_OK);
    /* At 3 ms: a post spike without a pre trace, an arrival that sees the post spike of 1 ms, and the tick, which sees both of 3 ms. */
    double y = exp(-0.2), c = 0.9 * (0.5 - 0.1 * y) + 1 - (1 + exp(-2.0 / 3));
    double expected = 30 - 0.3 * y + 0.7 * 1 - 0.4 * (1 + y) + 0.1 * c;
    cr_expect_float_eq((double)weight, expected, 1e-5, "%.7f, not %.7f", (double)weight, expected);
    trial_run(&t, 3);
    cr_assert_eq(engram_simulation_synapses(t.sim, "P", NULL, NULL, &weight, NULL, 1, t.status), ENGRAM_OK);
    c = 0.9 * c + exp(-0.3) - exp(-1.0) * (1 + exp(-2.0 / 3)) + 0.1 * 3;
    expected += 0.7 * exp(-0.3) - 0.4 * exp(-0.3) * (1 + y) + 0.1 * c;
    cr_expect_float_eq((double)weight, expected, 1e-5, "%.7f, not %.7f", (double)weight, expected);
    trial_close(&t);
    must_validate(text);
}

/* 22 is within the promise of 90, and 23 is not. */
Test(ticks, a_measure_beyond_its_promise_stops_the_run)
{
    engram_status *status = engram_status_create();
    for (int weight = 22; weight <= 23; weight++) {
        engram_experiment *experiment = NULL;
        engram_simulation *sim = NULL;
        char *text =
            textf("duration: 2 ms\nrules: [" ENGRAM_SOURCE_DIR "/tests/device/boaster.h]\n"
                  "populations: {N: {model: iaf_psc_exp, size: 5}}\n"
                  "projections: {P: {source: N, target: N, connect: all_to_all, weight: %d, delay: 1 "
                  "ms, rule: boaster}}\n",
                  weight);
        cr_assert_eq(engram_experiment_parse("boaster", text, &experiment, status), ENGRAM_OK, "%s",
                     engram_status_what(status));
        engram_code code = engram_simulation_create(experiment, NULL, &sim, status);
        cr_expect_eq(code, weight == 22 ? ENGRAM_OK : ENGRAM_E_RUN, "weight %d: %d", weight, code);
        if (weight == 23)
            cr_expect(strstr(engram_status_what(status), "measures more"), "%s", engram_status_what(status));
        engram_simulation_free(sim);
        engram_experiment_free(experiment);
        free(text);
    }
    engram_status_free(status);
}
