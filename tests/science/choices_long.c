/* Learning by reward with networks: T9.4 and biofeedback of science/synaptic.md 9.3, of the examples that show them. docs/science.md lists what each seed gave. */
#include "support/science.h"

#include <stdlib.h>

enum { SEEDS = 2 };

/* Shares of right choices in the last 200 s: A pays 0 or 1, B pays 2 or 3. */
static void accuracies(const char *path, const char *const *overrides, double *a, double *b)
{
    struct trial t;
    trial_open_file(&t, path, overrides);
    trial_run(&t, -1);
    *a = trial_number(&t, "last_A");
    *b = trial_number(&t, "last_B") - 2;
    trial_close(&t);
}

/* R-STDP, with means of R of that name. */
static void by_pairings(unsigned seed, const char *name, double *a, double *b)
{
    char *which = textf("seed=%u", seed), *at_a = textf("schedule.0.reward.baseline.name=%s", name),
         *at_b = textf("schedule.1.reward.baseline.name=%s%s", name, name[0] == 'A' ? "B" : "");
    accuracies(EXAMPLE("protocols/two_choices.yaml"), (const char *const[]){which, at_a, at_b, NULL}, a, b);
    free(which), free(at_a), free(at_b);
}

Test(choices_long, a_mean_for_each_stimulus_learns_both, .timeout = 3600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double a = 0, b = 0;
        by_pairings(seed, "A", &a, &b);
        between("share of right choices at A", a, 0.9, 1, "T9.4");
        between("share of right choices at B", b, 0.9, 1, "T9.4");
    }
}

Test(choices_long, one_mean_for_both_fails_at_one, .timeout = 3600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double a = 0, b = 0;
        by_pairings(seed, "both", &a, &b);
        between("share of right choices at the worse of both", a < b ? a : b, 0, 0.65, "T9.4, control");
    }
}

#define TWO_CHOICES_R_MAX EXAMPLE("protocols/two_choices_r_max.yaml")

Test(choices_long, policy_gradient_learns_both_by_one_mean, .timeout = 3600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double a = 0, b = 0;
        char *which = textf("seed=%u", seed);
        accuracies(TWO_CHOICES_R_MAX, (const char *const[]){which, NULL}, &a, &b);
        between("share of right choices at A", a, 0.9, 1, "T9.4, R-max");
        between("share of right choices at B", b, 0.9, 1, "T9.4, R-max");
        free(which);
    }
}

#define PAIRINGS "={r_stdp: {lambda: 0.02, A_minus: 0.5, tau_e: 100 ms, Wmax: 4 mV}}"
Test(choices_long, pairings_of_the_same_neurons_fail_at_one, .timeout = 3600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double a = 0, b = 0;
        char *which = textf("seed=%u", seed);
        accuracies(TWO_CHOICES_R_MAX,
                   (const char *const[]){
                       which, "projections.A_to_left.rule" PAIRINGS, "projections.A_to_right.rule" PAIRINGS,
                       "projections.B_to_left.rule" PAIRINGS, "projections.B_to_right.rule" PAIRINGS, NULL},
                   &a, &b);
        between("share of right choices at the worse of both", a < b ? a : b, 0, 0.65, "T9.4, control");
        free(which);
    }
}

static void biofeedback(const char *who, double *rise, double *others)
{
    struct trial t;
    trial_open_file(&t, EXAMPLE("protocols/biofeedback.yaml"), (const char *const[]){who, NULL});
    trial_run(&t, -1);
    *rise = trial_number(&t, "rise");
    *others = trial_number(&t, "others");
    trial_close(&t);
}

Test(choices_long, the_neuron_whose_spikes_are_rewarded_fires_more, .timeout = 3600)
{
    double rise = 0, others = 0;
    biofeedback("schedule.0.reward.spikes.population=N", &rise, &others);
    between("rate of the rewarded neuron over that before", rise, 2, 10, "Fetz & Baker: twice or more");
    between("rate of all others over that before", others, 0.75, 1.25, "within 25 %");
    biofeedback("schedule.0.reward.spikes.population=yoked", &rise, &others);
    between("the same, with rewards for nothing", rise, 0.5, 1.5, "control");
}
