/* R-max, the policy gradient (science/synaptic.md 9.3): its eligibility against an integration step by step in double precision. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

enum { CELLS = 12, STEPS = 1000, REWARD_STEP = 950, DENDRITE = 3, ROOM = 100 };
#define DT         0.1
#define PRE        "10.0, 14.0, 17.0, 30.0, 31.0, 55.0, 80.0, 81.5"
#define I_E        50.0 /* pA: V_m is on its way to 4 mV */
#define PARAMETERS "E_L: 0, V_th: 4, Delta_V: 2, rho_0: 100, kappa_0: -5, t_ref: 2"
static const int pre_steps[] = {100, 140, 170, 300, 310, 550, 800, 815, -1};

/* Golden train 2 onto neurons of which each draws spikes of its own. The weight changes at the end. */
static char *golden(void)
{
    return textf("engram: 1\ndt: %g ms\nduration: %g ms\npopulations:\n"
                 "  pre: {model: spike_generator, size: 1, spike_times: [" PRE "]}\n"
                 "  cell: {model: srm0_psc_delta, size: %d, params: {" PARAMETERS ", I_e: %g}}\n"
                 "projections:\n  learn: {source: pre, target: cell, connect: all_to_all, weight: 1 mV, "
                 "delay: %g ms, dendritic_delay: %g ms, rule: {r_max: {lambda: 1, Wmin: -100, Wmax: 100}}}\n"
                 "schedule:\n  - {at: %g ms, reward: {projections: learn, amount: 2}}\n",
                 DT, DT * STEPS, CELLS, I_E, DT * (DENDRITE + 1), DT * DENDRITE, DT * REWARD_STEP);
}

static int arrivals_at(int step)
{
    int n = 0;
    for (int k = 0; pre_steps[k] >= 0; k++)
        n += pre_steps[k] + 1 == step;
    return n;
}

/* What a neuron with these spikes has learned by the reward. */
static double learned(const double *spike_ms, size_t n_spikes)
{
    double surprise[STEPS + 1] = {0}, V = 0, x = 0, e = 0;
    int until = 0; /* refractory */
    for (int step = 1; step <= REWARD_STEP; step++) {
        V = V * exp(-DT / 20) + I_E * 20 / 250 * -expm1(-DT / 20) + arrivals_at(step - DENDRITE);
        double chance = step > until ? -expm1(-100 * DT / 1000 * exp((V - 4) / 2)) : 0;
        surprise[step] = -chance;
        for (size_t k = 0; k < n_spikes; k++)
            if (lround(spike_ms[k] / DT) == step) {
                surprise[step] += 1;
                V -= 5;
                until = step + 20;
            }
        x *= exp(-DT / 20);
        e = e * exp(-DT / 500) + (step > DENDRITE ? surprise[step - DENDRITE] * x : 0);
        x += arrivals_at(step);
    }
    return 2 * e;
}

static void golden_weights(const engram_options *options, float *weights, double *want)
{
    struct trial t;
    uint64_t n = 0;
    char *text = golden();
    trial_open(&t, text, options);
    trial_run(&t, -1);
    float *w = trial_weights(&t, "learn", &n);
    cr_assert_eq(n, CELLS);
    for (uint32_t i = 0; i < CELLS; i++) {
        double ms[ROOM];
        weights[i] = w[i];
        want[i] = 1 + learned(ms, trial_times(&t, "cell", i, ms, ROOM));
    }
    free(w);
    trial_close(&t);
    free(text);
}

Test(r_max, eligibility_is_that_of_an_integration_step_by_step)
{
    float lazy[CELLS], eager[CELLS];
    double want[CELLS], largest = 0;
    golden_weights(NULL, lazy, want);
    golden_weights(&(engram_options){.flush_every = 1, .window = 1}, eager, want);
    for (int i = 0; i < CELLS; i++)
        largest = fmax(largest, fabs(want[i] - 1));
    for (int i = 0; i < CELLS; i++) {
        char *what = textf("weight of cell %d", i);
        within(what, (double)lazy[i], want[i], 3e-6 * largest,
               "3e-6 of the largest change: terms of both signs");
        free(what);
    }
    cr_expect_arr_eq(lazy, eager, sizeof lazy, "flushing in every step changes weights");
    cr_expect_gt(largest, 1);
}
