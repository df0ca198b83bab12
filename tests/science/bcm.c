/* The rule of Bienenstock, Cooper & Munro in rates (science/synaptic.md, 6.1) against its equations, integrated in double in steps of 0.1 ms, and against what
 * follows of them for constant rates. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- irregular trains ---- */

enum { N_PAIRS = 8, MOST_SPIKES = 1000, DURATION_MS = 4000 };
static const double tau_ms = 100, tau_theta_ms = 1000, kappa = 12, eta = 1e-3, theta_start = 8;

struct train {
    double ms[MOST_SPIKES];
    int n;
};

/* Intervals of 2 ms or more that are exponential beyond it, on a grid of 0.1 ms. */
static struct train drawn(double hz)
{
    struct train t = {0};
    for (double at = 0; at < DURATION_MS && t.n < MOST_SPIKES;) {
        at += round(10 * (2 - (1000 / hz - 2) * log((rand() + 1.0) / (RAND_MAX + 1.0)))) / 10;
        if (at < DURATION_MS)
            t.ms[t.n++] = at;
    }
    return t;
}

static void put_population(FILE *out, const char *name, const struct train *trains, double earlier_ms)
{
    fprintf(out, "  %s:\n    model: spike_generator\n    size: %d\n    spike_times:\n", name, N_PAIRS);
    for (int k = 0; k < N_PAIRS; k++) {
        fprintf(out, "      - [");
        for (int i = 0; i < trains[k].n; i++)
            fprintf(out, "%s%.1f", i ? ", " : "", trains[k].ms[i] - earlier_ms);
        fprintf(out, "]\n");
    }
}

/* Change of the weight by the equations. A spike counts from the step after it. */
static double integrated(const struct train *pre, const struct train *post)
{
    const double dt = 0.1, kept = exp(-dt / tau_ms);
    double x = 0, y = 0, theta = theta_start, change = 0;
    for (int step = 1, i = 0, j = 0; step <= DURATION_MS * 10; step++) {
        change += eta * x * y * (y - theta) * dt / 1000;
        theta += dt / tau_theta_ms * (y * y / kappa - theta);
        x *= kept;
        y *= kept;
        for (; i < pre->n && pre->ms[i] < step * dt + 0.05; i++)
            x += 1000 / tau_ms;
        for (; j < post->n && post->ms[j] < step * dt + 0.05; j++)
            y += 1000 / tau_ms;
    }
    return change;
}

Test(bcm, irregular_trains_change_weights_as_the_equations_say)
{
    struct train pre[N_PAIRS], post[N_PAIRS];
    struct trial t;
    char *text = NULL;
    size_t size = 0;
    uint64_t n = 0;
    double error = 0, largest = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    srand(1);
    for (int k = 0; k < N_PAIRS; k++) {
        pre[k] = drawn(10);
        post[k] = drawn(3 + 3 * k);
    }
    fprintf(out, "duration: %d ms\npopulations:\n", DURATION_MS);
    put_population(out, "pre", pre, 0.1);
    put_population(out, "post", post, 0);
    fprintf(out,
            "projections:\n  P: {source: pre, target: post, connect: one_to_one, weight: 50, delay: 0.1 ms, "
            "dendritic_delay: "
            "0 ms, rule: {bcm: {T: 1 ms, tau_x: %g ms, tau_y: %g ms, tau_theta: %g ms, kappa: %g, eta: %g, "
            "theta_start: %g}}}\n",
            tau_ms, tau_ms, tau_theta_ms, kappa, eta, theta_start);
    fclose(out);
    trial_whole(&t, text);
    float *weights = trial_weights(&t, "P", &n);
    cr_assert_eq(n, N_PAIRS);
    for (int k = 0; k < N_PAIRS; k++) {
        double want = integrated(&pre[k], &post[k]), got = (double)weights[k] - 50;
        error = fmax(error, fabs(got - want));
        largest = fmax(largest, fabs(want));
    }
    within("largest error over largest change", error / largest, 0, 0.02,
           "rates are looked at every ms: 1 % of tau");
    free(weights);
    free(text);
    trial_close(&t);
}

/* ---- constant rates ---- */

/* A threshold that has had time to follow a constant rate f is f^2 / kappa, and what is left of the drift is eta rho_x f^2 (1 - f / kappa). */
Test(bcm, a_target_below_kappa_potentiates_and_one_above_depresses)
{
    struct trial t;
    uint64_t n = 0;
    static const double hz[] = {5, 10, 20};
    trial_open(&t,
               "dt: 1 ms\nduration: 60 s\npopulations:\n"
               "  pre: {model: spike_generator, size: 3, spike_times: [{at: 19, every: 20 ms, n: 2999}, {at: "
               "19, every: 20 ms, n: "
               "2999}, {at: 19, every: 20 ms, n: 2999}]}\n"
               "  post: {model: spike_generator, size: 3, spike_times: [{at: 200, every: 200 ms, n: 299}, "
               "{at: 100, every: 100 ms, n: "
               "599}, {at: 50, every: 50 ms, n: 1199}]}\n"
               "projections:\n"
               "  P: {source: pre, target: post, connect: one_to_one, weight: 50, delay: 1 ms, "
               "dendritic_delay: 0 ms, rule: {bcm: "
               "{tau_x: 3 s, tau_y: 3 s, tau_theta: 3 s, kappa: 10, eta: 1e-5}}}\n",
               NULL);
    trial_run(&t, 40000);
    float *before = trial_weights(&t, "P", &n);
    trial_run(&t, -1);
    float *after = trial_weights(&t, "P", &n);
    for (int k = 0; k < 3; k++) {
        double drift = ((double)after[k] - (double)before[k]) / 20, f = hz[k];
        within("drift (1/s)", drift, 1e-5 * 50 * f * f * (1 - f / 10), 1e-5 * 50 * f * f * 0.03,
               "closed form; 3 %: traces of 3 s ripple");
    }
    free(before);
    free(after);
    trial_close(&t);
}
