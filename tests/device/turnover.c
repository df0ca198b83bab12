/* Every turnover rule in a network whose weights STDP changes: device and reference agree on every synapse and state, bit for bit. */
#include "model/model.h"
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 16 model days, a quarter of a day per tick. Parameters are those with which something happens in that time. */
static char *network_of(const char *rule, const char *params, const char *formation, const char *targets)
{
    return textf("duration: 640 ms\npopulations:\n"
                 "  S: {model: poisson_generator, size: 37, params: {rate: 40 Hz}}\n"
                 "  T: {model: iaf_psc_exp, size: 29, params: {I_e: 500 pA}%s}\n"
                 "projections:\n  A:\n    source: S\n    target: T\n    connect: {bernoulli: 0.6}\n"
                 "    weight: {lognormal: {mu: 1.5, sigma: 1}, max: 90}\n    delay: 2 ms\n"
                 "    rule: {stdp: {lambda: 0.05}}\n"
                 "    structure:\n      tick: 10 ms\n      compression: 2160000\n      max_in_degree: 200\n"
                 "      weight: {lognormal: {mu: 0, sigma: 1}, max: 50}\n"
                 "%s      turnover: {%s: {%s}}\n",
                 targets, formation, rule, params);
}

static const struct {
    const char *rule, *params;
} cases[] = {
    {"activity", "hazard: 0.2 1/d, rate: 40 Hz"},
    {"kesten", "w_unit: 40"},
    {"langevin", "w_unit: 40"},
    {"random", "hazard: 0.1 1/d"},
    {"spine", "w_unit: 40, h_c: 0.2 1/d, old: 0"},
    {"threshold", "theta: 3, patience: 1 d"},
    {"weak_first", "hazard: 0.1 1/d, w_half: 5, w_rest: 5, theta: 0.1 1/d, sigma2: 0.1 1/d"},
};

Test(turnover, every_rule_gives_the_same_on_the_device_and_in_the_reference, .timeout = 300)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = network_of(cases[i].rule, cases[i].params, "      formation: {rate: 1e-6 Hz}\n", "");
        must_validate(text);
        free(text);
    }
}

/* Without births. */
static void expect_losses(const char *rule, const char *params)
{
    struct trial t;
    uint64_t before = 0, after = 0;
    uint32_t *sources = NULL, *targets = NULL;
    char *text = network_of(rule, params, "", "");
    trial_open(&t, text, NULL);
    float *first = trial_weights(&t, "A", &before);
    trial_run(&t, -1);
    float *last = trial_synapses(&t, "A", &after, &sources, &targets);
    cr_log_info("%s: %llu synapses, then %llu", rule, (unsigned long long)before, (unsigned long long)after);
    cr_expect(after < before && after > 0, "%s: %llu synapses, then %llu", rule, (unsigned long long)before,
              (unsigned long long)after);
    free(first), free(last), free(sources), free(targets), free(text);
    trial_close(&t);
}

Test(turnover, every_rule_loses_synapses_there, .timeout = 300)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_losses(cases[i].rule, cases[i].params);
}

/* ---- activity ---- */

static void expect_equal(const char *text, const engram_options *options, const char *how)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_validation v = {0};
    engram_code code = engram_experiment_parse("turnover", text, &experiment, status);
    cr_assert_eq(code, ENGRAM_OK, "%s", engram_status_what(status));
    code = engram_validate(experiment, options, 0, &v, status);
    cr_expect(code == ENGRAM_OK && v.equal, "%s: %s %s", how, engram_status_what(status), v.difference);
    engram_experiment_free(experiment);
    engram_status_free(status);
}

/* Counts lie beside those that calcium reads, before and behind them, and slots whose neurons die and are born go on counting. */
Test(turnover, rates_are_the_same_however_the_work_is_cut, .timeout = 300)
{
    static const char *const widths[] = {"1", "16"}, *const deliveries[] = {"chunks", "tiles"};
    static const char *const targets[] = {
        "", ", calcium: {tick: 3 ms, tau_Ca: 30 ms}, neurogenesis: {day: 20 ms, alive: 20, births: 3, "
            "checkpoint: [1, 2], maturity: 3, lifetime: 5}"};
    for (size_t k = 0; k < 8; k++) {
        char *text = network_of("activity", "hazard: 1 1/d, rate: 40 Hz",
                                "      formation: {rate: 1e-6 Hz}\n", targets[k / 4]);
        setenv("ENGRAM_VW", widths[k % 2], 1);
        expect_equal(text, &(engram_options){.delivery = deliveries[k / 2 % 2]}, deliveries[k / 2 % 2]);
        free(text);
    }
    unsetenv("ENGRAM_VW");
}

enum { N_SOURCES = 19, N_TARGETS = 21 };

/* Neuron i of n fires i % most times in every 100 ms. */
static char *spike_times(uint32_t n, uint32_t most)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (uint32_t i = 0; i < n; i++) {
        fprintf(out, i ? ", [" : "[[");
        for (uint32_t tick = 0; tick < 4; tick++)
            for (uint32_t k = 0; k < i % most; k++)
                fprintf(out, "%s%.1f", tick + k ? ", " : "", 100.0 * (tick + 1) - 20.0 * k);
        fprintf(out, "]");
    }
    fprintf(out, "]");
    fclose(out);
    return text;
}

/* Of sources that fire at 0, 10, 20 and 30 Hz and targets at 0 to 40 Hz, only synapses between those at 20 and 30 Hz live. */
static void expect_survivors(const char *calcium)
{
    struct trial t;
    uint64_t n = 0;
    uint32_t *sources = NULL, *targets = NULL;
    char *of_sources = spike_times(N_SOURCES, 4), *of_targets = spike_times(N_TARGETS, 5);
    char *text = textf("duration: 400 ms\nrules: [" ENGRAM_SOURCE_DIR "/tests/device/exact_rates.h]\n"
                       "populations:\n"
                       "  S: {model: spike_generator, size: %d, spike_times: %s}\n"
                       "  T: {model: spike_generator, size: %d, spike_times: %s%s}\n"
                       "projections:\n"
                       "  A: {source: S, target: T, connect: all_to_all, weight: 1, delay: 1 ms,\n"
                       "      structure: {tick: 100 ms, compression: 1000, turnover: {exact_rates: {pre: 20, "
                       "post: 30}}}}\n",
                       N_SOURCES, of_sources, N_TARGETS, of_targets, calcium);
    trial_open(&t, text, NULL);
    trial_run(&t, -1);
    float *weights = trial_synapses(&t, "A", &n, &sources, &targets);
    for (uint64_t k = 0; k < n; k++)
        cr_expect(sources[k] % 4 == 2 && targets[k] % 5 == 3, "from %u to %u", sources[k], targets[k]);
    cr_expect_eq(n, 5 * 4, "%llu synapses are left", (unsigned long long)n);
    expect_equal(text, &(engram_options){0}, "exact rates");
    free(weights), free(sources), free(targets), free(text), free(of_sources), free(of_targets);
    trial_close(&t);
}

Test(turnover, rules_learn_the_rates_of_source_and_target_since_the_last_tick)
{
    expect_survivors("");
    expect_survivors(", calcium: {tick: 7 ms, tau_Ca: 30 ms}");
}

/* ---- gates ---- */

static uint64_t synapses_after(struct trial *t, double ms)
{
    uint64_t n = 0;
    trial_run(t, ms);
    free(trial_weights(t, "A", &n));
    return n;
}

/* All that a hazard takes at a tick are let through in part, not at all, and all at once. */
Test(turnover, a_gate_lets_through_a_part_of_what_the_rule_takes)
{
    enum { N = 20000, TICKS = 5 };
    struct trial t;
    trial_open(
        &t,
        "duration: 20 ms\ngates: {adolescence: {level: 0.25}}\n"
        "populations: {S: {model: poisson_generator, size: 200, params: {rate: 0 Hz}}, T: {model: "
        "iaf_psc_exp, size: 100}}\n"
        "projections:\n  A: {source: S, target: T, connect: all_to_all, weight: 1, delay: 1 ms, structure: "
        "{tick: 1 ms, turnover: {random: {hazard: 1e9 1/s}}, pruning_gate: adolescence}}\n"
        "schedule:\n  - {at: 5 ms, gate: {gates: adolescence, level: 0}}\n"
        "  - {at: 10 ms, gate: {gates: adolescence, level: 1}}\n",
        NULL);
    double stays = pow(0.75, TICKS);
    uint64_t left = synapses_after(&t, TICKS);
    within("part that is left after 5 ticks", (double)left / N, stays, 4 * sqrt(stays * (1 - stays) / N),
           "0.75^5, four standard deviations");
    cr_expect_eq(synapses_after(&t, TICKS), left, "the gate is closed");
    cr_expect_eq(synapses_after(&t, 1), 0, "and opens");
    trial_close(&t);
}

/* Draws of twins differ by how many there are before, which a death changes: what waits to be applied is drawn as it was at its time. */
Test(turnover, weights_are_rounded_by_chance_alike_when_a_twin_dies, .timeout = 300)
{
    static const char *const deaths[] = {
        "    structure: {tick: 20 ms}\nschedule:\n  - {at: 20 ms, cut: {projections: [A], fraction: 0.05, "
        "every: 20 ms}}\n",
        "    structure: {tick: 20 ms, turnover: {random: {hazard: 3 1/s}}}\n"};
    for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++) {
        char *text =
            textf("duration: 200 ms\nseed: 7\npopulations:\n"
                  "  S: {model: poisson_generator, size: 20, params: {rate: 40 Hz}}\n"
                  "  T: {model: poisson_generator, size: 5, params: {rate: 80 Hz}}\n"
                  "projections:\n  A:\n    source: S\n    target: T\n    connect: {fixed_indegree: 80}\n"
                  "    weight: 0.5\n    delay: 1 ms\n    rule: {stdp: {lambda: 0.01, w_max: 1}}\n"
                  "    weight_storage: u8\n    weight_rounding: stochastic\n%s",
                  deaths[i]);
        must_validate(text);
        free(text);
    }
}
