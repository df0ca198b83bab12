/* Learning by reward with networks: T9.4 and biofeedback of science/synaptic.md 9.3, of the examples that show them. docs/science.md lists what each seed gave. */
#include "support/science.h"

#include <stdlib.h>

enum { SEEDS = 2 };

/* Shares of right choices in the last 200 s: A pays 0 or 1, B pays 2 or 3. */
static void accuracies(unsigned seed, const char *name, double *a, double *b)
{
    struct trial t;
    char *which = textf("seed=%u", seed), *at_a = textf("schedule.0.reward.baseline.name=%s", name),
         *at_b = textf("schedule.1.reward.baseline.name=%s%s", name, name[0] == 'A' ? "B" : "");
    trial_open_file(&t, EXAMPLE("protocols/two_choices.yaml"),
                    (const char *const[]){which, at_a, at_b, NULL});
    trial_run(&t, -1);
    *a = trial_number(&t, "last_A");
    *b = trial_number(&t, "last_B") - 2;
    trial_close(&t);
    free(which), free(at_a), free(at_b);
}

Test(choices_long, a_mean_for_each_stimulus_learns_both, .timeout = 3600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double a = 0, b = 0;
        accuracies(seed, "A", &a, &b);
        between("share of right choices at A", a, 0.9, 1, "T9.4");
        between("share of right choices at B", b, 0.9, 1, "T9.4");
    }
}

Test(choices_long, one_mean_for_both_fails_at_one, .timeout = 3600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double a = 0, b = 0;
        accuracies(seed, "both", &a, &b);
        between("share of right choices at the worse of both", a < b ? a : b, 0, 0.65, "T9.4, control");
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
