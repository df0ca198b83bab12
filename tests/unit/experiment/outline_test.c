/* What `engram check` says an experiment is going to do. */
#include "core/memory.h"
#include "core/text.h"
#include "experiment/experiment.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(outline, .init = begin, .fini = end);

static engram_experiment *must_parse(const char *text)
{
    engram_experiment *e = NULL;
    engram_code code = engram_experiment_parse("t.yaml", text, &e, status);
    cr_assert_eq(code, ENGRAM_OK, "%s: %s (%s)", engram_status_where(status), engram_status_what(status),
                 engram_status_why(status));
    return e;
}

static void must_describe(const char *yaml, const char *expect)
{
    engram_experiment *e = must_parse(yaml);
    char *text = NULL;
    cr_assert_eq(engram_experiment_describe(e, &text, status), ENGRAM_OK, "%s", engram_status_what(status));
    cr_expect_str_eq(text, expect);
    free(text);
    engram_experiment_free(e);
}

/* Everything that has a row of its own, or a clause. */
static const char rich[] =
    "name: rich\nseed: 7\ndt: 0.1 ms\nduration: 2 min\n"
    "gates: {window: {level: 0.5}}\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 80, positions: {random: {extent: [1 mm, 1 mm]}}, poisson: {exc: {rate: "
    "4 kHz, weight: 35 pA}},\n"
    "      current: [{amplitude: 100 pA, begin: 1 s, end: 1.5 s, neurons: [0-9]}],\n"
    "      scaling: {exc: {target_rate: 5 Hz}}, calcium: {}}\n"
    "  I: {model: iaf_psc_exp, size: 20, positions: {random: {extent: [1 mm, 1 mm]}}}\n"
    "  S: {model: spike_generator, size: 10, spike_times: [{at: 10 ms, every: 100 ms, n: 3, neurons: 2}, "
    "{at: 3 min, every: 1 ms, n: 1, neurons: 8}]}\n"
    "  P: {model: poisson_generator, size: 5, params: {rate: {uniform: {low: 2 Hz, high: 4 Hz}}}}\n"
    "projections:\n"
    "  E_to_E: {source: E, target: E, connect: {fixed_indegree: 8}, weight: 20 pA, length: 1 mm, velocity: 1 "
    "m/s, dendritic_delay: 1 ms,\n"
    "           rule: [{stdp: {w_max: 100 pA}}, {normalization: {W: 200 pA}}], gate: window, short_term: {U: "
    "0.2, tau_rec: 0.7 s, tau_fac: 20 ms},\n"
    "           myelin: {rate_driven: {v_min: 1 m/s, v_max: 4 m/s}}, structure: {tick: 1 s, turnover: "
    "{random: {hazard: 0.1 1/d}}}}\n"
    "  E_to_I: {source: E, target: I, connect: {bernoulli: 0.5}, weight: 20 pA, delay: 1 ms, rule: "
    "{stdp_dopamine: {Wmax: 100}}}\n"
    "  I_to_E: {source: I, target: E, connect: all_to_all, receptor: inh, weight: -20 pA, delay: 1 ms}\n"
    "  S_to_E: {source: S, target: E, connect: all_to_all, weight: 1 pA, delay: 1 ms, rule: {stdp: {w_max: "
    "10 pA}}, weight_storage: u8, weight_rounding: stochastic}\n"
    "schedule:\n"
    "  - {at: 1 h, silence: {populations: E}}\n"
    "  - {at: 60 s, rest: {until: 90 s}}\n"
    "  - {at: 10 s, silence: {populations: [E, I], sphere: {center: [500, 500], radius: 300 um}}}\n"
    "  - {at: 20 s, restore: {populations: [E, I]}}\n"
    "  - {at: 10 s, drive: {populations: E, factor: 0.5, over: 1 s}}\n"
    "  - {at: 5 s, gate: {gates: window, level: 0, over: 2 s}}\n"
    "  - {at: 5 s, demyelinate: {projections: E_to_E, slowdown: 3, fraction: 0.5}}\n"
    "  - {at: 7 s, cut: {projections: E_to_E, fraction: 0.1, order: weakest}}\n"
    "  - {at: 8 s, adjust: {projections: E_to_E, turnover: {hazard: 1 1/d}}}\n"
    "  - {at: 0 s, reward: {projections: E_to_I, amount: 0.5, pair: {first: {population: E, neuron: 0}, "
    "then: {population: I, neuron: 1}, within: 20 ms}, delay: [1 s, 3 s]}}\n"
    "record:\n"
    "  spikes: [E, S]\n"
    "  weights: {E_to_I: {interval: 10 s, sample: 0}, S_to_E: {interval: 10 s, sample: 0}, E_to_E: {}}\n"
    "  states: [{population: E, variable: V_m, neurons: [0, 1], interval: 1 ms}]\n"
    "measures:\n"
    "  rate: {rate: {population: E}, expect: [0, 100]}\n"
    "  rate_I: {rate: {population: I}}\n";

Test(outline, says_what_there_is_what_acts_on_it_what_happens_and_what_is_kept)
{
    must_describe(
        rich,
        "rich: 2 min in steps of 0.1 ms\n"
        "115 neurons, about 3840 synapses, seed 7\n"
        "\n"
        "populations  neurons  model              input, and what acts on it\n"
        "  E               80  iaf_psc_exp        Poisson input to exc, 4000 Hz of 35 pA\n"
        "                                         scaling of exc to 5 Hz, every 1 s\n"
        "                                         calcium, every 10 ms\n"
        "  I               20  iaf_psc_exp\n"
        "  S               10  spike_generator\n"
        "  P                5  poisson_generator  3 Hz on average\n"
        "\n"
        "projections  synapses  from, to    rules in their order, and what else acts on it\n"
        "  E_to_E          640  E -> E exc  stdp\n"
        "                                   then normalization, every 1 s\n"
        "                                   gate window, 0.5 at the start\n"
        "                                   short-term plasticity, U 0.2, recovery 700 ms, facilitation 20 "
        "ms\n"
        "                                   myelin rate_driven, every 100 ms\n"
        "                                   synapses come and go, every 1 s, turnover random\n"
        "                                   max_in_degree 100 makes sums of input 64 bits wide; up to 19 "
        "they take 32, and less time\n"
        "  E_to_I          800  E -> I exc  stdp_dopamine, every 1 s, modulator fades with 200 ms\n"
        "  I_to_E         1600  I -> E inh  static\n"
        "  S_to_E          800  S -> E exc  stdp\n"
        "                                   weights of 8 bits, rounded by chance\n"
        "\n"
        "schedule               what         on\n"
        "  0 ms                 reward       E_to_I       0.5 when I[1] fires after E[0] within 20 ms, 1 s "
        "to 3 s later\n"
        "  10 ms                spikes       S            6 spikes until 210 ms\n"
        "  1 s                  current      E            100 pA until 1.5 s, neurons 0-9\n"
        "  5 s                  demyelinate  E_to_E       3 times slower, 0.5 of the axons\n"
        "  5 s                  gate         window       to 0, within 2 s\n"
        "  7 s                  cut          E_to_E       0.1 of the synapses, the weakest\n"
        "  8 s                  adjust       E_to_E       turnover with hazard 1\n"
        "  10 s                 silence      E, I         within 300 um of (500, 500, 0)\n"
        "  10 s                 drive        E            0.5 times the rate of Poisson input, within 1 s\n"
        "  20 s                 restore      E, I\n"
        "  1 min                rest         all neurons  until 1.5 min\n"
        "  1 h (after the end)  silence      E\n"
        "\n"
        "recorded      of               how often\n"
        "  spikes      E, S\n"
        "  rates       all populations  every 10 ms\n"
        "  states      E.V_m            every 1 ms, 2 neurons\n"
        "  weights     E_to_I, S_to_E   every 10 s, all synapses\n"
        "  weights     E_to_E           at the start and the end, up to 10000 synapses\n"
        "  structure   E_to_E           every 1 s\n"
        "  axons       E_to_E           at the start and the end, 80 axons\n"
        "  gates       window           whenever they move\n"
        "  modulators  E_to_I           every 100 ms\n"
        "  measures                     2 numbers, 1 of them with an expected range\n");
}

/* Many events of a kind, and many projections that are alike, are one row each. */
Test(outline, long_lists_are_short)
{
    struct text yaml = {0};
    text_add(&yaml, "name: long\ndt: 1 ms\nduration: 100 s\npopulations: {P: {model: poisson_generator, "
                    "size: 10, params: {rate: 1 Hz}}}\nprojections:\n");
    for (int i = 0; i < 101; i++)
        text_add(&yaml, "  p%d: {source: P, target: P, connect: one_to_one, weight: 1, delay: 1 ms%s}\n", i,
                 i % 2 ? ", rule: {stdp: {}}" : "");
    text_add(&yaml, "record: {weights: none, spikes: none, rates: 0 ms}\nschedule:\n");
    for (int i = 0; i < 20; i++)
        text_add(&yaml,
                 "  - {at: %d s, silence: {populations: P}}\n  - {at: %d.5 s, restore: {populations: P}}\n",
                 i + 1, i + 1);
    must_describe(
        yaml.characters,
        "long: 100 s in steps of 1 ms\n"
        "10 neurons, 1010 synapses, seed 1\n"
        "\n"
        "populations  neurons  model              input, and what acts on it\n"
        "  P               10  poisson_generator  1 Hz\n"
        "\n"
        "projections                   synapses  from, to  rules in their order, and what else acts on it\n"
        "  p0, p2, p4, p6 and 47 more       510  various   static\n"
        "  p1, p3, p5, p7 and 46 more       500  various   stdp\n"
        "\n"
        "schedule  what     on\n"
        "  1 s     silence  P  20 events until 20 s\n"
        "  1.5 s   restore  P  20 events until 20.5 s\n"
        "\n"
        "recorded  of    how often\n"
        "  spikes  none\n");
    text_free(&yaml);
}

Test(outline, no_allocation_is_taken_for_granted)
{
    engram_experiment *e = must_parse(rich);
    char *text = NULL, *whole = NULL;
    uint64_t k = 1;
    for (engram_code code = ENGRAM_E_RESOURCES; code != ENGRAM_OK; k++) {
        memory_fail_at(k);
        code = engram_experiment_describe(e, &text, status);
        cr_expect(code == ENGRAM_OK || (code == ENGRAM_E_RESOURCES && !text), "allocation %d", (int)k);
    }
    memory_fail_at(0);
    cr_expect_gt(k, 100);
    cr_assert_eq(engram_experiment_describe(e, &whole, status), ENGRAM_OK);
    cr_expect_str_eq(text, whole, "a part is missing, and nothing said so");
    free(text);
    free(whole);
    engram_experiment_free(e);
}

Test(outline, oscillators_are_counted)
{
    must_describe("name: waves\ndt: 1 ms\nduration: 10 s\noscillators: {size: 3, connections: {random: "
                  "{length: 10 mm}}}\n",
                  "waves: 10 s in steps of 1 ms\n3 oscillators\n");
}
