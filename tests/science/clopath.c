/* Voltage-based STDP against published numbers (science/synaptic.md, 4): pairings by rate, of which the authors' own program and NEST's regression test say
 * what becomes of a weight of 0.5. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N_RATES = 5, N_PAIRS = 5, DENDRITE_MS = 20 };

static void put_train(FILE *out, const double *ms, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s%.1f", i ? ", " : "      - [", ms[i]);
    fprintf(out, "]\n");
}

/* ---- T4.2 ---- */

static const double regression_pre[6][6] = {
    {29, 129, 229, 329, 429},       {29, 62.3, 95.7, 129, 162.3},         {29, 49, 69, 89, 109},
    {129, 229, 329, 429, 529, 629}, {62.3, 95.6, 129, 162.3, 195.6, 229}, {49, 69, 89, 109, 129, 149}};
static const double regression_post[6][N_PAIRS] = {
    {19, 119, 219, 319, 419},  {19, 52.3, 85.7, 119, 152.3},     {19, 39, 59, 79, 99},
    {139, 239, 339, 439, 539}, {72.3, 105.6, 139, 172.3, 205.6}, {59, 79, 99, 119, 139}};

/* NEST passes arrivals through parrots, which takes a step; and it reads the weight at the last arrival, after which there is no post spike here. */
Test(clopath, pairings_change_weights_as_in_nest)
{
    static const double want[6] = {57.826, 72.167, 149.434, 103.304, 124.036, 157.029};
    struct trial t;
    uint64_t n = 0;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    fprintf(out,
            "engram: 1\ndt: 0.1 ms\nduration: 660 ms\npopulations:\n"
            "  cell: {model: aeif_psc_delta_clopath, size: 6, params: {delay_u_bars: 4 ms, b: 0.0805 pA, "
            "V_reset: -49.6 mV}}\n  pre:\n    model: spike_generator\n    size: 6\n    spike_times:\n");
    for (int i = 0; i < 6; i++) {
        double later[6];
        size_t n_pre = i < 3 ? N_PAIRS : N_PAIRS + 1;
        for (size_t k = 0; k < n_pre; k++)
            later[k] = regression_pre[i][k] + 0.1;
        put_train(out, later, n_pre);
    }
    fprintf(out, "  drive:\n    model: spike_generator\n    size: 6\n    spike_times:\n");
    for (int i = 0; i < 6; i++)
        put_train(out, regression_post[i], N_PAIRS);
    fprintf(out, "projections:\n"
                 "  fire: {source: drive, target: cell, connect: one_to_one, weight: 80 mV, delay: 0.1 ms}\n"
                 "  learn: {source: pre, target: cell, connect: one_to_one, weight: 0.5 mV, delay: 0.1 ms, "
                 "dendritic_delay_fraction: 1, rule: clopath}\n");
    fclose(out);
    must_validate(text);
    trial_whole(&t, text);
    float *weights = trial_weights(&t, "learn", &n);
    cr_assert_eq(n, 6);
    for (int i = 0; i < 6; i++) {
        char *what = textf("%s, %d Hz", i < 3 ? "post before pre" : "pre before post", 10 + 20 * (i % 3));
        within(what, 100 * (1 + 15 * ((double)weights[i] - 0.5) / 0.5), want[i], 3, "T4.2");
        free(what);
    }
    free(weights);
    trial_close(&t);
    free(text);
}

/* ---- T4.1 ---- */

/* The authors' trains: bursts of 5 pairs. Nothing lasts for a second, so pairs at 0.1 Hz follow every second here, and bursts every 2 s instead of 10. There, bursts begin when the
 * one before is over. The post spike comes first when it comes 10 ms before, and once more after the last pair. What would be the first spike of all is not computed. */
static void put_bursts(FILE *out, int rate, int lag, bool pre)
{
    bool is_slow = rate == 0;
    int n = is_slow ? 10 : 15, interval = is_slow ? 1000 : 1000 / rate;
    int period = is_slow ? N_PAIRS * interval + 11 : 2000;
    int first = pre ? 11 : lag > 0 ? 21 : 1, n_spikes = pre || lag > 0 ? N_PAIRS : N_PAIRS + 1;
    double ms[15 * (N_PAIRS + 1)];
    size_t k = 0;
    for (int burst = 0; burst < n; burst++)
        for (int spike = 0; spike < n_spikes; spike++) {
            int at = burst * period + first + spike * interval;
            if (at >= 4)
                ms[k++] = pre ? at + DENDRITE_MS : at - 1;
        }
    put_train(out, ms, k);
}

static const int rates_Hz[N_RATES] = {0, 10, 20, 40, 50};

static void put_trains(FILE *out, const char *name, bool pre)
{
    fprintf(out, "  %s:\n    model: spike_generator\n    size: %d\n    spike_times:\n", name, 2 * N_RATES);
    for (int i = 0; i < 2 * N_RATES; i++)
        put_bursts(out, rates_Hz[i % N_RATES], i < N_RATES ? 10 : -10, pre);
}

/* Their trace of arrivals decays by 1 - 1/15 per step, and is 1/15 a step after an arrival: a time constant of -1/log(14/15), and 15/14 times as much. */
Test(clopath, pairings_change_weights_as_published)
{
    static const double want[2 * N_RATES] = {100.0, 102.9, 115.7, 146.3, 165.0,
                                             71.7,  59.6,  60.5,  117.8, 173.6};
    struct trial t;
    uint64_t n = 0;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    fprintf(out,
            "engram: 1\ndt: 1 ms\nduration: 51 s\nneurons: [%s/tests/science/clopath_euler.h]\npopulations:\n"
            "  cell: {model: clopath_euler, size: %d}\n",
            ENGRAM_SOURCE_DIR, 2 * N_RATES);
    put_trains(out, "pre", true);
    put_trains(out, "drive", false);
    fprintf(
        out,
        "projections:\n"
        "  fire: {source: drive, target: cell, connect: one_to_one, weight: 4000 mV, delay: 1 ms}\n"
        "  learn: {source: pre, target: cell, connect: one_to_one, receptor: ignored, weight: 0.5 mV, delay: "
        "%d ms, dendritic_delay_fraction: 1, rule: {clopath: {tau_x: 14.494251, A_LTP: 8.282429e-5}}}\n",
        DENDRITE_MS);
    fclose(out);
    trial_whole(&t, text);
    float *weights = trial_weights(&t, "learn", &n);
    cr_assert_eq(n, 2 * N_RATES);
    for (int i = 0; i < 2 * N_RATES; i++) {
        char *what = textf("%s10 ms, %g Hz", i < N_RATES ? "+" : "-",
                           rates_Hz[i % N_RATES] ? rates_Hz[i % N_RATES] : 0.1);
        within(what, 100 * (double)weights[i] / 0.5, want[i], 0.1,
               "T4.1, the same numerics: the table has one digit");
        free(what);
    }
    free(weights);
    trial_close(&t);
    free(text);
}

/* ---- what is gathered ---- */

/* A neuron leaves what it has gathered every 5 ms; weights are those of a rule with an event in each step (clopath_stepwise.h), but for its rounding. Arrivals come amid all that, now and then
 * two at once; many weights are kept at their bounds. What is still pending at the end is not in a weight, so the network rests before. */
Test(clopath, gathered_potentiation_is_that_of_every_step)
{
    enum { N = 800 };
    static const char *const names[] = {"gathered", "stepwise"};
    struct trial t;
    float *weights[2];
    double largest = 0, change = 0;
    uint64_t n = 0, n_full = 0;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    fprintf(
        out,
        "engram: 1\ndt: 0.5 ms\nduration: 600 ms\nseed: 3\nrules: [%s/tests/science/clopath_stepwise.h]\n"
        "populations:\n  pre: {model: poisson_generator, size: 40, params: {rate: 100 Hz}}\n"
        "  cell: {model: aeif_psc_delta_clopath, size: 20, params: {V_th_max: -30.4 mV, V_reset: -55 mV}, "
        "poisson: {delta: {rate: 1800 Hz, weight: 1.2 mV}}}\nprojections:\n",
        ENGRAM_SOURCE_DIR);
    for (int k = 0; k < 2; k++)
        fprintf(out,
                "  %s: {source: pre, target: cell, connect: all_to_all, weight: 1e-3 mV, delay: 3 ms, "
                "dendritic_delay: 1.5 ms, rule: {clopath%s: {w_max: 2e-3, A_LTD: 5e-7, A_LTP: 2e-6}}}\n",
                names[k], k ? "_stepwise" : "");
    fprintf(out, "schedule: [{at: 580 ms, rest: {until: 600 ms}}]\n");
    fclose(out);
    trial_whole(&t, text);
    for (int k = 0; k < 2; k++) {
        weights[k] = trial_weights(&t, names[k], &n);
        cr_assert_eq(n, N);
    }
    for (int i = 0; i < N; i++) {
        largest = fmax(largest, fabs((double)weights[0][i] - (double)weights[1][i]));
        change += fabs((double)weights[1][i] - 1e-3) / N;
        n_full += weights[1][i] == 2e-3f;
    }
    within("largest difference over the mean change", largest / change, 0, 2e-5, "rounding of every step");
    cr_expect(n_full > 20 && n_full < N / 2, "%d weights at their bound", (int)n_full);
    for (int k = 0; k < 2; k++)
        free(weights[k]);
    trial_close(&t);
    free(text);
}
