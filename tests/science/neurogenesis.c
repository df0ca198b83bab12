/* Births and maturation of neurons under exercise and stress: criterion C8a, in examples/neurogenesis.yaml. */
#include "support/science.h"

#include <criterion/criterion.h>
#include <math.h>

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
