#include "support/science_calcium.h"
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const struct calcium_set calcium_sets[] = {
    [CALCIUM_DP] = {"DP", 20, 1, 2, 1.3, 200, 321.808, 2.8284, 150, 13.7, 5, 0.5},
    [CALCIUM_DPD] = {"DPD", 20, .9, .9, 1.3, 250, 550, 2.8284, 150, 4.6, 5, 0.5},
    [CALCIUM_DPD_PRIME] = {"DPD_prime", 20, 1, 2, 2.5, 50, 600, 2.8284, 150, 2.2, 5, 0.5},
    [CALCIUM_P] = {"P", 20, 2, 2, 1.3, 160, 257.447, 2.8284, 150, 0, 5, 0.5},
    [CALCIUM_D] = {"D", 20, .6, .6, 1.3, 500, 550, 5.6568, 150, 0, 5, 0.5},
    [CALCIUM_CORTICAL] = {"cortical_slices", 22.6936, .5617539, 1.23964, 1.3, 331.909, 725.085, 3.3501,
                          346.3615, 4.6098, 5.40988, 0.5},
    [CALCIUM_HIPPOCAMPAL] = {"hippocampal_slices", 48.8373, 1, .275865, 1.3, 313.0965, 1645.59, 9.1844,
                             688.355, 18.8008, 5.28145, 0.7},
};

static double strength(const struct calcium_set *s, double up_of_down, double down_of_up)
{
    double down = s->beta * (1 - up_of_down) + (1 - s->beta) * down_of_up;
    return (down + s->b * (1 - down)) / (s->beta + s->b * (1 - s->beta));
}

/* ---- the formula ---- */

static double time_above(double c, double theta, double tau, double gap)
{
    return c > theta ? fmin(tau * log(c / theta), gap) : 0;
}

struct jump { /* of calcium, within the period */
    double at, by;
};

static int by_time(const void *a, const void *b)
{
    const struct jump *x = a, *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

/* Shares of a period, once it repeats itself, in which calcium is above either threshold. */
static void shares_above(const struct calcium_set *s, const struct calcium_pairs *p, double *down, double *up)
{
    double period = p->period_ms, c = 0;
    struct jump jumps[1 + CALCIUM_POST_MAX] = {{fmod(s->D, period), s->C_pre}};
    int n = 1 + p->n_post;
    for (int e = 1; e < n; e++)
        jumps[e] =
            (struct jump){fmod(p->lag_ms - CALCIUM_BURST_MS * (e - 1) + 10 * period, period), s->C_post};
    qsort(jumps, (size_t)n, sizeof *jumps, by_time);
    for (int k = 0; k < 500; k++) {
        *down = *up = 0;
        for (int e = 0; e < n; e++) {
            double gap = e + 1 < n ? jumps[e + 1].at - jumps[e].at : jumps[0].at + period - jumps[e].at;
            c += jumps[e].by;
            *down += time_above(c, 1, s->tau_Ca, gap) / period;
            *up += time_above(c, s->theta_p, s->tau_Ca, gap) / period;
            c *= exp(-gap / s->tau_Ca);
        }
    }
}

double calcium_formula(const struct calcium_set *s, const struct calcium_pairs *p)
{
    double a_d, a_p, is_up[2];
    shares_above(s, p, &a_d, &a_p);
    double rate_p = s->gamma_p * a_p, rate = rate_p + s->gamma_d * a_d;
    if (rate == 0)
        return 1;
    double mean = rate_p / rate, variance = s->sigma * s->sigma * (a_p + a_d) / rate;
    double kept = exp(-p->n * p->period_ms * 1e-3 * rate / s->tau_s);
    for (int from = 0; from < 2; from++)
        is_up[from] =
            0.5 * (1 + erf(-(0.5 - mean + (mean - from) * kept) / sqrt(variance * (1 - kept * kept))));
    return strength(s, is_up[0], 1 - is_up[1]);
}

/* ---- the engine ---- */

enum { N_PRE = 32, N_POST = 64 };

enum { BEGIN_MS = 500 }; /* when the first pre spike arrives */

/* The same train for all of `size` neurons: a spike at each of the n_at times, once in every period. */
static void put_trains(FILE *out, const char *side, int k, int size, const double *at, int n_at,
                       const struct calcium_pairs *p)
{
    fprintf(out, "  %s_%d: {size: %d, ", side, k, size);
    if (n_at == 0) {
        fprintf(out, "model: poisson_generator, params: {rate: 0}}\n");
        return;
    }
    fprintf(out, "model: spike_generator, spike_times: [{at: [%.1f", at[0]);
    for (int a = 1; a < n_at; a++)
        fprintf(out, ", %.1f", at[a]);
    fprintf(out, "], every: %g, n: %d, neurons: %d}]}\n", p->period_ms, p->n, size);
}

static char *network(const struct calcium_set *set, const struct calcium_pairs *pairs, int n, double dt_ms)
{
    char *text = NULL;
    size_t size = 0;
    double ms = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "dt: %g ms\npopulations:\n", dt_ms);
    for (int k = 0; k < n; k++) {
        const struct calcium_pairs *p = &pairs[k];
        double leaves = BEGIN_MS - dt_ms, post[CALCIUM_POST_MAX];
        for (int i = 0; i < p->n_post; i++)
            post[i] = BEGIN_MS + p->lag_ms - CALCIUM_BURST_MS * i;
        put_trains(out, "pre", k, N_PRE, &leaves, 1, p);
        put_trains(out, "post", k, N_POST, post, p->n_post, p);
        ms = fmax(ms, 1000 * ceil(1 + p->n * p->period_ms / 1000));
    }
    fprintf(out, "projections:\n");
    for (int k = 0; k < n; k++)
        for (int up = 0; up < 2; up++)
            fprintf(out,
                    "  %s_%d: {source: pre_%d, target: post_%d, connect: all_to_all, weight: %.7g, delay: "
                    "%g ms, dendritic_delay: 0 ms, rule: {calcium: {set: %s}}}\n",
                    up ? "up" : "down", k, k, k, up ? set->b : 1.0, dt_ms, set->name);
    fprintf(out, "duration: %g ms\n", ms);
    fclose(out);
    return text;
}

static double share_up(struct trial *t, const struct calcium_set *set, const char *side, int k)
{
    uint64_t n = 0, n_up = 0;
    char *name = textf("%s_%d", side, k);
    float *weights = trial_weights(t, name, &n);
    cr_assert_eq(n, N_PRE * N_POST);
    for (uint64_t i = 0; i < n; i++)
        n_up += (double)weights[i] > 1 + 0.5 * (set->b - 1);
    free(weights);
    free(name);
    return (double)n_up / (double)n;
}

void calcium_engine(const struct calcium_set *set, const struct calcium_pairs *pairs, int n, double dt_ms,
                    double *change)
{
    struct trial t;
    char *text = network(set, pairs, n, dt_ms);
    trial_open(&t, text, NULL);
    trial_run(&t, -1);
    for (int k = 0; k < n; k++)
        change[k] = strength(set, share_up(&t, set, "down", k), 1 - share_up(&t, set, "up", k));
    trial_close(&t);
    free(text);
}
