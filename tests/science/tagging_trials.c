/* Tagging and capture with Poisson pulses and with noise (science/synaptic.md, 5.3). Every trial is a source with two synapses: one onto a neuron that makes proteins,
 * and one onto a neuron that makes none, which is left with its early phase. */
#include "support/science.h"
#include "support/tagging_exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct statistic {
    double mean, sd; /* over trials */
};

struct protocol {
    const char *name;
    int n_trials, n_bursts;
    double rate_Hz, burst_s, period_s;
    struct statistic early, late, total; /* h / h_0 after 22 min; z and w / h_0 after 8 h */
};

static const struct protocol protocols[] = {
    {"STET", 60, 3, 100, 1, 600, {1.890, .031}, {.736, .018}, {1.752, .019}},
    {"WTET", 60, 1, 100, 0.2, 600, {1.241, .076}, {0, 0}, {1.004, .001}},
    {"SLFS", 12, 900, 20, 0.15, 1.15, {NAN, NAN}, {-.28, .08}, {.711, .082}},
    {"WLFS", 12, 1, 1, 900, 1000, {.734, .028}, {0, 0}, {.995, .001}},
};
enum { N_PROTOCOLS = sizeof protocols / sizeof *protocols, MOST_TRIALS = 60 };

static void put_population(FILE *out, const struct protocol *p)
{
    fprintf(out, "  %s: {model: poisson_generator, size: %d, params: {rate: %g Hz}}\n", p->name, p->n_trials,
            p->rate_Hz);
    fprintf(out, "  of_%s: {model: spike_generator, size: %d, spike_times: [", p->name, p->n_trials);
    for (int i = 0; i < p->n_trials; i++)
        fprintf(out, "%s[]", i ? ", " : "");
    fprintf(out, "]}\n");
}

static void put_projection(FILE *out, const struct protocol *p, const char *kind, double alpha)
{
    fprintf(out,
            "  %s_%s: {source: %s, target: of_%s, connect: one_to_one, weight: %.9g, delay: 50 ms, rule: "
            "{tagging: {alpha: %g}}}\n",
            p->name, kind, p->name, p->name, TAGGING_H_0, alpha);
}

static void put_bursts(FILE *out, const struct protocol *p)
{
    for (int b = 0; b < p->n_bursts; b++)
        fprintf(out,
                "  - {at: %.2f s, drive: {populations: %s, factor: 1}}\n"
                "  - {at: %.2f s, drive: {populations: %s, factor: 0}}\n",
                b * p->period_s, p->name, b * p->period_s + p->burst_s, p->name);
}

static char *network(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "seed: 2\ndt: 1 ms\nduration: 8.1 h\npopulations:\n");
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        put_population(out, &protocols[k]);
    fprintf(out, "projections:\n");
    for (size_t k = 0; k < N_PROTOCOLS; k++) {
        put_projection(out, &protocols[k], "making", 1);
        put_projection(out, &protocols[k], "blocked", 0);
    }
    fprintf(out, "schedule:\n");
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        put_bursts(out, &protocols[k]);
    fprintf(out, "  - {at: 1038 s, rest: {until: 1200 s}}\n  - {at: 1203 s, rest: {until: 8.1 h}}\n");
    fclose(out);
    return text;
}

/* In units of h_0. */
static void read_trials(struct trial *t, const struct protocol *p, const char *kind, float *w)
{
    uint64_t n = 0;
    char *name = textf("%s_%s", p->name, kind);
    float *weights = trial_weights(t, name, &n);
    cr_assert_eq(n, (uint64_t)p->n_trials);
    for (int i = 0; i < p->n_trials; i++)
        w[i] = weights[i] / (float)TAGGING_H_0;
    free(weights);
    free(name);
}

/* The table has a mean over as many trials as here: three standard errors of the difference, and half of its last digit. */
static void expect_statistic(const struct protocol *p, const char *what, const float *values,
                             struct statistic want)
{
    struct moments m = moments_of(values, (uint64_t)p->n_trials);
    char *text = textf("%s, %s", p->name, what);
    within(text, m.mean, want.mean, 3 * want.sd * sqrt(2.0 / p->n_trials) + 0.0005,
           "mean of the table, three standard errors");
    if (want.sd > 0.001)
        between(textf("%s, SD", text), m.sd, want.sd * (p->n_trials > 20 ? 0.65 : 0.4),
                want.sd * (p->n_trials > 20 ? 1.45 : 1.8), "SD of the table, both of a few trials");
    free(text);
}

Test(tagging_trials, poisson_pulses_leave_what_is_published)
{
    struct trial t;
    char *text = network();
    float early[N_PROTOCOLS][MOST_TRIALS], blocked[MOST_TRIALS], total[MOST_TRIALS], late[MOST_TRIALS];
    trial_open(&t, text, NULL);
    trial_run(&t, 1320e3);
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        read_trials(&t, &protocols[k], "blocked", early[k]);
    trial_run(&t, (8 * 3600 - 1320) * 1e3);
    for (size_t k = 0; k < N_PROTOCOLS; k++) {
        const struct protocol *p = &protocols[k];
        read_trials(&t, p, "making", total);
        read_trials(&t, p, "blocked", blocked);
        for (int i = 0; i < p->n_trials; i++)
            late[i] = total[i] - blocked[i];
        if (!isnan(p->early.mean))
            expect_statistic(p, "early phase after 22 min", early[k], p->early);
        expect_statistic(p, "late phase after 8 h", late, p->late);
        expect_statistic(p, "weight after 8 h", total, p->total);
    }
    trial_close(&t);
    free(text);
}

/* At 100 Hz calcium stays above both thresholds, at 40 Hz between them; sigma_pl / sqrt(rate n) with n = 1 for two thresholds, 2 for one, is what noise comes to. Between the
 * thresholds h is around 0 and a weight never below, so that half of the synapses show it: sigma^2 is twice the mean square. Noise is drawn at ticks, so weights are read at one. */
Test(tagging_trials, noise_of_the_early_phase_is_as_large_as_its_equation_says)
{
    struct trial t;
    uint64_t n = 0;
    trial_whole(&t,
                "dt: 1 ms\nduration: 16 s\npopulations:\n"
                "  S: {model: spike_generator, size: 2, spike_times: [[{at: 1 ms, every: 10 ms, n: 1600}], "
                "[{at: 1 ms, every: 25 ms, n: 640}]]}\n"
                "  T: {model: iaf_psc_exp, size: 4000, params: {V_th: 1000000}}\n"
                "projections:\n  P: {source: S, target: T, connect: all_to_all, weight: 4.20075, delay: 10 "
                "ms, rule: {tagging: {set: single_synapse, T: 8 s}}}\n");
    float *w = trial_weights(&t, "P", &n);
    cr_assert_eq(n, 8000);
    struct moments high = moments_of(w, 4000);
    double square = 0;
    for (int i = 4000; i < 8000; i++)
        square += 2 * (double)w[i] * (double)w[i] / 4000;
    within("mean above both thresholds, mV", high.mean, (0.1 * TAGGING_H_0 + 16456) / 1958.8, 0.004,
           "3 standard errors");
    within("SD above both thresholds, mV", high.sd, 0.0656, 0.0025, "3 standard errors of 4000 synapses");
    within("SD between the thresholds, mV", sqrt(square), 0.116, 0.006, "3 standard errors of 2000 synapses");
    free(w);
    trial_close(&t);
}
