/* Births and maturation of neurons under exercise and stress: criterion C8a, in examples/neurogenesis.yaml. */
#include "support/science.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct renewal {
    double exercise_born, exercise_matured, stress_born, stress_matured, both_matured, unborn;
};

static struct renewal run(unsigned seed, const char *change)
{
    struct trial t = {0};
    char *of_seed = textf("seed=%u", seed);
    const char *overrides[] = {of_seed, change, NULL};
    trial_open_file(&t, EXAMPLE("neurogenesis.yaml"), overrides);
    trial_run(&t, -1);
    struct renewal r = {.exercise_born = trial_number(&t, "exercise_born"),
                        .exercise_matured = trial_number(&t, "exercise_matured"),
                        .stress_born = trial_number(&t, "stress_born"),
                        .stress_matured = trial_number(&t, "stress_matured"),
                        .both_matured = trial_number(&t, "both_matured"),
                        .unborn = trial_number(&t, "unborn")};
    trial_close(&t);
    return r;
}

static void in_band(double value, double low, double high, const char *what, unsigned seed)
{
    cr_expect(value >= low && value <= high, "%s, seed %u: %.4f, not from %g to %g", what, seed, value, low,
              high);
}

Test(neurogenesis, exercise_and_stress_change_births_and_maturation)
{
    for (unsigned seed = 1; seed <= 5; seed++) {
        struct renewal r = run(seed, NULL);
        in_band(r.exercise_born, 1.8, 2.1, "born under exercise", seed);
        in_band(r.exercise_matured, 2.5, 3.3, "matured under exercise", seed);
        in_band(r.stress_born, 0.53, 0.64, "born under stress", seed);
        in_band(r.stress_matured, 0.40, 0.55, "matured under stress", seed);
        in_band(r.both_matured, 1.3, 1.7, "matured under both", seed);
        cr_expect_eq(r.unborn, 0);
    }
}

/* The control: where BDNF does nothing, exercise does nothing. */
Test(neurogenesis, without_an_effect_of_bdnf_exercise_changes_nothing)
{
    struct renewal births = run(1, "populations.exercise.neurogenesis.bdnf.births=0"),
                   survival = run(1, "populations.exercise.neurogenesis.bdnf.survival=0");
    in_band(births.exercise_born, 0.95, 1.05, "born", 1);
    in_band(survival.exercise_matured, 1.85, 2.1, "matured", 1);
}

/* ---- plasticity by age ---- */

enum { N_OLD = 3, N_SLOTS = 6, N_DAYS = 14, MATURITY = 10 };

/* One neuron fires at the beginning of every day, its targets all together 6 ms later at the synapses. Half of them are there from the start, the others are born together at the end of
 * the first day. */
static void open_classroom(struct trial *t)
{
    char text[4096];
    int n = snprintf(text, sizeof text,
                     "duration: %d ms\npopulations:\n  teacher: {model: spike_generator, size: 1, "
                     "spike_times: [[",
                     20 * N_DAYS);
    for (int day = 0; day < N_DAYS; day++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%d", day ? ", " : "", 20 * day + 2);
    n += snprintf(
        text + n, sizeof text - (size_t)n,
        "]]}\n  class: {model: spike_generator, size: %d, neurogenesis: {day: 20 ms, alive: %d, births: "
        "1000, survival: 1, checkpoint: [1, 1], maturity: %d, mature_plasticity: 0.1}, spike_times: [",
        N_SLOTS, N_OLD, MATURITY);
    for (int i = 0; i < N_SLOTS; i++)
        for (int day = 0; day < N_DAYS; day++)
            n += snprintf(text + n, sizeof text - (size_t)n, "%s%d%s",
                          day ? ", "
                          : i ? ", ["
                              : "[",
                          20 * day + 7, day + 1 == N_DAYS ? "]" : "");
    snprintf(text + n, sizeof text - (size_t)n,
             "]}\nprojections:\n  lesson: {source: teacher, target: class, connect: all_to_all, weight: 10, "
             "dendritic_delay: 1 ms, rule: {stdp: {w_max: 100, lambda: 0.01, alpha: 0, mu_plus: 0}}}\n");
    trial_open(t, text, NULL);
}

/* M7: plasticity falls from 1 (young) to 0.1 (mature). What a pairing does to a synapse, of each slot: learned [N_DAYS][N_SLOTS]. */
static void teach(double learned[N_DAYS][N_SLOTS])
{
    struct trial t = {0};
    double before[N_SLOTS];
    open_classroom(&t);
    for (int i = 0; i < N_SLOTS; i++)
        before[i] = 10;
    for (int day = 0; day < N_DAYS; day++) {
        uint64_t n = 0;
        trial_run(&t, 20);
        float *weights = trial_weights(&t, "lesson", &n);
        cr_assert_eq(n, N_SLOTS);
        for (int i = 0; i < N_SLOTS; i++) {
            learned[day][i] = (double)weights[i] - before[i];
            before[i] = (double)weights[i];
        }
        free(weights);
    }
    trial_close(&t);
}

Test(neurogenesis, young_neurons_learn_more_the_younger_they_are)
{
    double learned[N_DAYS][N_SLOTS];
    teach(learned);
    for (int day = 0; day < N_DAYS; day++)
        for (int i = 0; i < N_SLOTS; i++) {
            int age = day - 1;
            double plasticity = i < N_OLD || age >= MATURITY ? 0.1 : 1 - 0.9 * age / MATURITY;
            if (i >= N_OLD && day == 0)
                cr_expect_eq(learned[day][i], 0, "nobody is there yet");
            else
                within("change at a pairing", 0.1 * learned[day][i] / learned[day][0], plasticity, 1e-4,
                       "M7: plasticity 1 when young, 0.1 when mature");
        }
    within("at the first pairing of all", learned[0][0], 0.1 * exp(-(7 - 2 + 1) / 20.0), 1e-5,
           "0.1 lambda w_max exp(-6 ms / tau_plus)");
}

/* ---- elements ---- */

static void elements_are(struct trial *t, double founders, double newborns)
{
    float *z = trial_state(t, "E", "dendrite_E_to_E");
    for (int i = 0; i < N_SLOTS; i++)
        within("elements of a slot", (double)z[i], i < N_OLD ? founders : newborns, 1e-6,
               "0.1 per ms of life, for nobody fires");
    free(z);
}

/* Founders die on the first day, when the other slots are taken; their own are on the second. */
Test(neurogenesis, a_newborn_grows_its_own_elements_and_the_dead_have_none)
{
    struct trial t = {0};
    trial_open(
        &t,
        "duration: 30 ms\npopulations:\n  E: {model: iaf_psc_exp, size: 6, calcium: {tick: 1 ms}, "
        "neurogenesis: {day: 10 ms, alive: 3, births: 1000, survival: 1, checkpoint: [1, 1], lifetime: "
        "1e-6}}\nprojections:\n  E_to_E: {source: E, target: E, connect: {bernoulli: 0}, weight: 1, delay: "
        "1 ms, structure: {tick: 5 ms, growth: {vacant_decay: 0, axon: {curve: linear, eps: 1, growth_rate: "
        "100 Hz}, "
        "dendrite: {curve: linear, eps: 1, growth_rate: 100 Hz, initial: 2}}}}\n",
        NULL);
    trial_run(&t, 5);
    elements_are(&t, 2.5, 0);
    trial_run(&t, 10);
    elements_are(&t, 0, 0.5);
    trial_run(&t, 10);
    elements_are(&t, 0.5, 1.5);
    trial_close(&t);
}
