/* T9.3 of science/synaptic.md: distal reward, 1000 neurons for an hour. What each seed gave is logged; docs/science.md lists it. */
#include "support/science.h"

#include <stdlib.h>

enum { SEEDS = 3, LOOK_S = 10, HOUR_S = 3600 };

struct outcome {
    double reached_s; /* when the rewarded synapse was first seen at its bound; 0: never */
    double final, mean,
        above; /* of the rewarded synapse; of E_to_E; share of E_to_E above the rewarded one */
};

static struct outcome hour(unsigned seed, const char *amount)
{
    struct outcome o = {0};
    struct trial t;
    char *which = textf("seed=%u", seed);
    trial_open_file(&t, EXAMPLE("protocols/distal_reward.yaml"),
                    (const char *const[]){which, amount, "record.rates=0", NULL});
    for (int s = 0; s < HOUR_S; s += LOOK_S) {
        uint64_t n = 0;
        trial_run(&t, 1000 * LOOK_S);
        float *w = trial_weights(&t, "rewarded", &n);
        o.final = (double)w[0];
        if (o.final >= 3.99 && o.reached_s == 0)
            o.reached_s = s + LOOK_S;
        free(w);
    }
    uint64_t n = 0;
    float *all = trial_weights(&t, "E_to_E", &n);
    o.mean = moments_of(all, n).mean;
    o.above = share_of(all, n, o.final + 1e-6, 100);
    free(all);
    trial_close(&t);
    free(which);
    return o;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

Test(dopamine_long, credit_finds_the_synapse_that_earned_the_reward, .timeout = 3600)
{
    double final[SEEDS];
    int reached = 0;
    for (unsigned k = 0; k < SEEDS; k++) {
        struct outcome o = hour(k + 1, "schedule.0.reward.amount=0.05");
        final[k] = o.final;
        reached += o.reached_s > 0;
        char *what =
            textf("seed %u, at its bound first after %g s, ends at %.3f, mean of E_to_E %.3f; above it",
                  k + 1, o.reached_s, o.final, o.mean);
        between(what, o.above, 0, 0.1, "T9.3, among the top 10 %");
        free(what);
    }
    qsort(final, SEEDS, sizeof *final, ascending);
    between("share of runs that reached 3.99", (double)reached / SEEDS, 0.8, 1, "T9.3");
    between("median at the end", final[SEEDS / 2], 3.5, 4, "T9.3");
}

Test(dopamine_long, without_reward_it_stays_small, .timeout = 3600)
{
    struct outcome o = hour(1, "schedule.0.reward.amount=0");
    between("rewarded synapse without reward", o.final, 0, 0.5, "T9.3, control");
}
