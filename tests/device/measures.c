/* Numbers that an experiment asks for: what they are, and that asking changes nothing. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char NETWORK[] = "duration: 400 ms\n"
                              "seed: 3\n"
                              "populations:\n"
                              "  P: {model: poisson_generator, size: 50, params: {rate: 30 Hz}}\n"
                              "  E: {model: iaf_psc_exp, size: 40}\n"
                              "projections:\n"
                              "  PE: {source: P, target: E, connect: {fixed_indegree: 20}, weight: 900 pA,\n"
                              "       length: {uniform: {low: 1 mm, high: 5 mm}}, dendritic_delay: 0.3 ms,\n"
                              "       myelin: {oligodendrocyte: {tick: 20 ms, path_length: 5 mm}}}\n"
                              "record: {spikes: none, rates: 0 ms, weights: none, axons: none}\n";

static const engram_number *number(const struct trial *t, const char *name)
{
    const engram_number *numbers = NULL;
    size_t n = 0;
    cr_assert_eq(engram_simulation_numbers(t->sim, &numbers, &n, t->status), ENGRAM_OK);
    for (size_t i = 0; i < n; i++)
        if (strcmp(numbers[i].name, name) == 0)
            return &numbers[i];
    cr_assert(false, "no number '%s'", name);
    return NULL;
}

static void finish(struct trial *t)
{
    cr_assert_eq(engram_simulation_finish(t->sim, t->status), ENGRAM_OK, "%s", engram_status_what(t->status));
}

/* Run the network with measures to `ms` and finish. */
static void measured(struct trial *t, const char *measures, double ms)
{
    char *text = textf("%smeasures:\n%s", NETWORK, measures);
    trial_open(t, text, NULL);
    free(text);
    trial_run(t, ms);
    finish(t);
}

Test(measures, a_rate_counts_the_spikes_of_its_window)
{
    struct trial t, recorded;
    char *text = textf("%s", NETWORK);
    memcpy(strstr(text, "none"), " all", 4);
    trial_whole(&recorded, text);
    measured(&t,
             "  whole: {rate: {population: E}}\n"
             "  part: {rate: {population: E, begin: 100 ms, end: 250 ms}}\n"
             "  source: {rate: {population: P, begin: 100 ms}}\n"
             "  irregular: {cv: {population: P, begin: 50 ms, end: 390 ms}}\n"
             "  silent: {cv: {population: P, end: 1 ms}}\n",
             -1);
    cr_assert_gt(trial_spikes(&recorded, "E")->n, 50, "E is silent");
    cr_expect_float_eq(number(&t, "whole")->value, trial_rate(&recorded, "E", 0, 400), 1e-9);
    cr_expect_float_eq(number(&t, "part")->value, trial_rate(&recorded, "E", 100, 250), 1e-9);
    cr_expect_float_eq(number(&t, "source")->value, trial_rate(&recorded, "P", 100, 400), 1e-9);
    cr_expect_str_eq(number(&t, "whole")->unit, "Hz");
    cr_expect_float_eq(number(&t, "irregular")->value, trial_cv(&recorded, "P", 50, 390, 3), 1e-9);
    cr_expect(isnan(number(&t, "silent")->value), "too few intervals");
    free(text);
    trial_close(&t);
    trial_close(&recorded);
}

static double mean_delay(struct trial *t)
{
    uint64_t n = 0;
    double sum = 0;
    engram_simulation_n_synapses(t->sim, "PE", &n, t->status);
    float *delays = malloc(n * sizeof *delays);
    cr_assert_eq(engram_simulation_synapses(t->sim, "PE", NULL, NULL, NULL, delays, n, t->status), ENGRAM_OK);
    for (uint64_t i = 0; i < n; i++)
        sum += (double)delays[i];
    free(delays);
    return sum / (double)n;
}

Test(measures, delays_are_those_of_the_start_and_of_the_end)
{
    struct trial t;
    char *text = textf("%smeasures:\n"
                       "  before: {delay: {projection: PE, at: start}}\n"
                       "  after: {delay: {projection: PE}}\n"
                       "  change: {ratio: {of: after, to: before}}\n",
                       NETWORK);
    trial_open(&t, text, NULL);
    double before = mean_delay(&t);
    trial_run(&t, -1);
    double after = mean_delay(&t);
    finish(&t);
    cr_expect_neq(before, after, "the myelin has done nothing");
    cr_expect_float_eq(number(&t, "before")->value, before, 1e-5, "float rounds each delay");
    cr_expect_float_eq(number(&t, "after")->value, after, 1e-5, "float rounds each delay");
    cr_expect_eq(number(&t, "change")->value, number(&t, "after")->value / number(&t, "before")->value);
    free(text);
    trial_close(&t);
}

Test(measures, synchrony_is_the_mean_correlation_of_every_two_rates)
{
    static const char GENERATORS[] =
        "duration: 200 ms\npopulations:\n"
        "  A: {model: spike_generator, size: 1, spike_times: [[5, 6, 25, 26, 45, 65, 85, 125, 165]]}\n"
        "  B: {model: spike_generator, size: 2, spike_times: [[5, 25, 45, 65, 85, 125, 165], [9, 29]]}\n"
        "  C: {model: spike_generator, size: 1, spike_times: [[15, 35, 55, 75, 95, 105, 115, 135, 145, 155, "
        "175, "
        "185, 195]]}\n"
        "  D: {model: spike_generator, size: 1, spike_times: [[45, 65, 85, 125, 165]]}\n"
        "  silent: {model: spike_generator, size: 1, spike_times: [[]]}\n"
        "measures:\n"
        "  same: {synchrony: {populations: [A, B]}}\n"
        "  opposite: {synchrony: {populations: \"[CD]\", begin: 40 ms, end: 200 ms}}\n"
        "  three: {synchrony: {populations: [B, C, D, silent], begin: 40 ms, end: 200 ms}}\n"
        "  alone: {synchrony: {populations: [A, silent]}}\n"
        "  short: {synchrony: {populations: [A, B], bin: 25 ms}}\n"
        "  never: {synchrony: {populations: \"*\", end: 1e15 s, bin: 0.1 ms}}\n";
    struct trial t;
    trial_whole(&t, GENERATORS);
    finish(&t);
    cr_expect_float_eq(number(&t, "same")->value, 1, 1e-12, "the same counts in every bin of 10 ms");
    cr_expect_float_eq(number(&t, "opposite")->value, -1, 1e-12, "one where the other is not");
    cr_expect_float_eq(number(&t, "three")->value, -1.0 / 3, 1e-12,
                       "1 of B and D, -1 of C and each of them; silent is left out");
    cr_expect(isnan(number(&t, "alone")->value), "one population that varies has no partner");
    cr_expect(isnan(number(&t, "short")->value), "eight bins are too few");
    cr_expect(isnan(number(&t, "never")->value), "the run ends long before");
    trial_close(&t);
}

Test(measures, asking_changes_nothing)
{
    struct trial bare, t;
    engram_digest a, b;
    trial_whole(&bare, NETWORK);
    measured(&t,
             "  r: {rate: {population: E, begin: 10 ms}}\n"
             "  d: {delay: {projection: PE}}\n",
             -1);
    cr_assert_eq(engram_simulation_digest(bare.sim, &a, bare.status), ENGRAM_OK);
    cr_assert_eq(engram_simulation_digest(t.sim, &b, t.status), ENGRAM_OK);
    cr_expect_eq(a.total, b.total);
    trial_close(&bare);
    trial_close(&t);
}

Test(measures, a_number_is_held_against_what_is_expected)
{
    struct trial t;
    measured(&t,
             "  right: {rate: {population: P}, expect: [25, 0.035 kHz]}\n"
             "  wrong: {rate: {population: P}, expect: [35, 40]}\n"
             "  open: {rate: {population: P}}\n"
             "  beyond: {rate: {population: P, end: 401 ms}, expect: [0, 1000]}\n",
             -1);
    cr_expect(number(&t, "right")->passes);
    cr_expect_eq(number(&t, "right")->high, 35);
    cr_expect_not(number(&t, "wrong")->passes);
    cr_expect(number(&t, "open")->passes);
    cr_expect_not(number(&t, "open")->has_band);
    cr_expect(isnan(number(&t, "beyond")->value), "the run ends before the window");
    cr_expect_not(number(&t, "beyond")->passes, "what was not measured does not pass");
    trial_close(&t);
}

Test(measures, a_run_that_is_stopped_early_has_the_numbers_it_got_to)
{
    struct trial t;
    measured(&t,
             "  early: {rate: {population: P, end: 200 ms}}\n"
             "  late: {rate: {population: P}}\n",
             200);
    cr_expect_not(isnan(number(&t, "early")->value));
    cr_expect(isnan(number(&t, "late")->value));
    trial_close(&t);
}

Test(measures, there_are_none_before_the_end)
{
    struct trial t;
    const engram_number *numbers = NULL;
    size_t n = 7;
    trial_open(&t, NETWORK, NULL);
    cr_expect_eq(engram_simulation_numbers(t.sim, &numbers, &n, t.status), ENGRAM_E_STATE);
    finish(&t);
    cr_expect_eq(engram_simulation_numbers(t.sim, &numbers, &n, t.status), ENGRAM_OK);
    cr_expect_eq(n, 0);
    trial_close(&t);
}

/* ---- volleys ---- */

static const char VOLLEYS[] = "duration: 8 s\n"
                              "populations:\n"
                              "  V: {model: spike_generator, size: 20, spike_times: {volleys: {rate: 5 Hz, "
                              "spread: 3 ms, begin: 50 ms}}}\n"
                              "  T: {model: parrot, size: 2}\n"
                              "projections:\n"
                              "  VT: {source: V, target: T, connect: {list: [[0, 0], [1, 1], [2, 1], [3, 1], "
                              "[4, 1], [5, 1], [6, 1], [7, 1], [8, 1],\n"
                              "       [9, 1], [10, 1], [11, 1], [12, 1], [13, 1], [14, 1], [15, 1], [16, 1], "
                              "[17, 1], [18, 1], [19, 1]]},\n"
                              "       weight: 1, length: 20 mm, myelin: {oligodendrocyte: {n_axons: 10, "
                              "path_length: 20 mm, tick: 50 ms}}}\n";

/* Offset + delay of each axon, from its first spike and the synapses as they are now; then the mean of the two groups' standard deviations. */
static double spread_now(struct trial *t)
{
    float delays[20], arrival[20];
    double first = 1e9;
    cr_assert_eq(engram_simulation_synapses(t->sim, "VT", NULL, NULL, NULL, delays, 20, t->status),
                 ENGRAM_OK);
    for (uint32_t i = 0; i < 20; i++) {
        trial_times(t, "V", i, &first, 1);
        arrival[i] = (float)first + delays[i];
    }
    return 0.5 * (moments_of(arrival, 10).sd + moments_of(arrival + 10, 10).sd);
}

Test(measures, a_spread_is_that_of_offsets_and_delays_within_a_cell)
{
    struct trial t;
    char *text = textf("%smeasures:\n"
                       "  before: {spread: {projection: VT, at: start}}\n"
                       "  after: {spread: {projection: VT}}\n",
                       VOLLEYS);
    trial_open(&t, text, NULL);
    trial_run(&t, 500);
    trial_run(&t, -1);
    double after = spread_now(&t);
    finish(&t);
    within("after", number(&t, "after")->value, after, 0.06, "spikes are rounded to steps of 0.1 ms");
    between("before", number(&t, "before")->value, 1.5, 3,
            "3 ms over all 20; within ten of them less, as their means differ too");
    cr_expect_neq(number(&t, "before")->value, number(&t, "after")->value);
    free(text);
    trial_close(&t);
}

Test(measures, a_response_is_a_spike_in_the_time_after_a_volley)
{
    struct trial t;
    char *text =
        textf("%smeasures:\n"
              "  all: {response: {source: V, target: T, after: 30 ms, within: 70 ms}}\n"
              "  none: {response: {source: V, target: T, after: 0 ms, within: 5 ms}}\n"
              "  some: {response: {source: V, target: T, neuron: 1, after: 46 ms, within: 54 ms}}\n"
              "  late: {response: {source: V, target: T, after: 30 ms, within: 70 ms, end: 9 s}}\n"
              "  empty: {response: {source: V, target: T, after: 30 ms, within: 70 ms, end: 40 ms}}\n",
              VOLLEYS);
    trial_whole(&t, text);
    finish(&t);
    cr_expect_eq(number(&t, "all")->value, 1, "a parrot repeats every spike some 50 ms later");
    between("none", number(&t, "none")->value, 0, 0.2, "the answer to the volley before may come then");
    cr_expect_eq(number(&t, "some")->value, 1, "one of 19 axons, 3 ms apart");
    cr_expect(isnan(number(&t, "late")->value), "the run is shorter");
    cr_expect(isnan(number(&t, "empty")->value), "there is no volley");
    free(text);
    trial_close(&t);
}
