/* The neuron with escape noise: how often it fires at a potential that stands still, and when again. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NEURONS = 50, N_LEVELS = 5, T_REF = 4, ROOM = 4000 };
#define RUN_S 4.0
#define RHO_0 100.0 /* Hz; a step is 1 ms */
#define CHANCE                                                                                               \
    0.1 /* of the neurons that have a refractory time, in a step: at V_th, - log(1 - 0.1) spikes are expected */

static const double above_mV[N_LEVELS] = {-4, -2, 0, 2, 8};

/* Potentials stand still: nothing leaks, nothing arrives, spikes leave nothing. */
static char *clamped(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "engram: 1\ndt: 1 ms\nduration: %g s\npopulations:\n", RUN_S);
    for (int k = 0; k < N_LEVELS; k++)
        fprintf(out,
                "  level_%d: {model: srm0_psc_delta, size: %d, params: {tau_m: 1e12, kappa_0: 0, V_th: -50, "
                "Delta_V: 2, rho_0: %g}, initial: {V_m: %g}}\n",
                k, NEURONS, RHO_0, -50 + above_mV[k]);
    fprintf(out,
            "  refractory: {model: srm0_psc_delta, size: %d, params: {tau_m: 1e12, kappa_0: 0, V_th: -50, "
            "rho_0: %.9g, t_ref: %d}, initial: {V_m: -50}}\n",
            NEURONS, -1000 * log(1 - CHANCE), T_REF);
    fclose(out);
    return text;
}

static void chances(const struct trial *t)
{
    double n = NEURONS * RUN_S * 1000;
    for (int k = 0; k < N_LEVELS; k++) {
        char *name = textf("level_%d", k), *what = textf("chance of a spike, %g mV above V_th", above_mV[k]);
        double p = 1 - exp(-RHO_0 * 0.001 * exp(above_mV[k] / 2));
        within(what, (double)trial_spikes(t, name)->n / n, p, 4 * sqrt(p * (1 - p) / n),
               "1 - exp(-rho dt), 4 standard errors");
        free(what), free(name);
    }
}

/* Intervals are T_REF steps and then a geometric number of steps. */
static void intervals(const struct trial *t)
{
    double times[ROOM], sum = 0, squares = 0, n = 0, least = INFINITY, at_once = 0;
    for (uint32_t i = 0; i < NEURONS; i++) {
        size_t n_times = trial_times(t, "refractory", i, times, ROOM);
        for (size_t k = 1; k < n_times; k++) {
            double steps = times[k] - times[k - 1] - T_REF;
            sum += steps, squares += steps * steps, n++;
            least = fmin(least, steps);
            at_once += steps < 1.5;
        }
    }
    double mean = sum / n, sd = sqrt(1 - CHANCE) / CHANCE;
    within("shortest interval (steps)", least, 1, 1e-6, "the refractory time, and one step");
    within("mean interval less t_ref (steps)", mean, 1 / CHANCE, 4 * sd / sqrt(n),
           "1 / p, 4 standard errors");
    within("its standard deviation", sqrt(squares / n - mean * mean), sd, 8 * sd / sqrt(n),
           "a hazard that does not change; 4 standard errors, with a kurtosis of 9");
    within("share of intervals that end in the first step", at_once / n, CHANCE,
           4 * sqrt(CHANCE * (1 - CHANCE) / n), "the hazard just after t_ref, 4 standard errors");
}

Test(escape_noise, spikes_are_as_likely_as_the_potential_says)
{
    struct trial t;
    char *text = clamped();
    trial_whole(&t, text);
    chances(&t);
    intervals(&t);
    trial_close(&t);
    free(text);
}
