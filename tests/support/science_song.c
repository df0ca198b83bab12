#include "support/science_song.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUTS = 1000, BINS = 10 };

static bool has_two_peaks(const float *weights, double w_max)
{
    double share[BINS], least = 1;
    for (int i = 0; i < BINS; i++)
        share[i] =
            share_of(weights, INPUTS, i * w_max / BINS, i == BINS - 1 ? HUGE_VAL : (i + 1) * w_max / BINS);
    for (int i = 1; i < BINS - 1; i++)
        least = fmin(least, share[i]);
    return least < share[0] && least < share[BINS - 1];
}

static struct competition outcome_of(struct trial *t, const char *neuron, double w_max)
{
    double end_ms = engram_simulation_time_ms(t->sim);
    uint64_t n = 0;
    float *weights = trial_weights(t, "plastic", &n);
    cr_assert_eq(n, INPUTS);
    struct competition c = {.rate_hz = trial_rate(t, neuron, 0.75 * end_ms, end_ms),
                            .cv = trial_cv(t, neuron, 0.75 * end_ms, end_ms, 3),
                            .mean = moments_of(weights, n).mean / w_max,
                            .low = share_of(weights, n, 0, 0.1 * w_max),
                            .high = share_of(weights, n, 0.9 * w_max, HUGE_VAL),
                            .two_peaks = has_two_peaks(weights, w_max)};
    free(weights);
    return c;
}

struct competition variant_A(unsigned seed, double duration_s)
{
    struct trial t;
    char *seeded = textf("seed=%u", seed), *duration = textf("duration=%g s", duration_s);
    const char *const overrides[] = {seeded, duration, "record.spikes=[neuron]", NULL};
    trial_open_file(&t, EXAMPLE("song_abbott.yaml"), overrides);
    trial_run(&t, -1);
    struct competition c = outcome_of(&t, "neuron", 0.01);
    trial_close(&t);
    free(seeded);
    free(duration);
    return c;
}

#define SONG_NEURON                                                                                          \
    "  neuron:\n    model: iaf_cond_exp\n    size: 1\n    params: {C_m: 20, g_L: 1, E_L: -70, V_th: -54, "   \
    "V_reset: -60, t_ref: 0, E_ex: 0, E_in: -70, tau_syn_ex: 5, tau_syn_in: 5}\n"
#define SONG_SYNAPSES                                                                                        \
    "  plastic: {source: inputs, target: neuron, connect: all_to_all, receptor: exc, delay: 0.1, weight: "   \
    "%s, \n"                                                                                                 \
    "            rule: {stdp: {mu_plus: 0, mu_minus: 0, lambda: %g, alpha: %g, w_max: 0.015, tau_plus: 20, " \
    "tau_minus: 20}}}\n"

struct competition variant_B(unsigned seed, double input_hz, double alpha, double duration_s)
{
    struct trial t;
    char *text =
        textf("engram: 1\nname: song\nseed: %u\nduration: %g s\npopulations:\n"
              "  inputs: {model: poisson_generator, size: 1000, params: {rate: %g}}\n"
              "  inhibitors: {model: poisson_generator, size: 200, params: {rate: 10}}\n" SONG_NEURON
              "projections:\n" SONG_SYNAPSES "  inhibition: {source: inhibitors, target: neuron, connect: "
              "all_to_all, receptor: inh, weight: 0.05, delay: 0.1}\n"
              "record: {spikes: [neuron], rates: 0, weights: none}\n",
              seed, duration_s, input_hz, "{uniform: {low: 0, high: 0.015}}", 0.005, alpha);
    trial_whole(&t, text);
    struct competition c = outcome_of(&t, "neuron", 0.015);
    trial_close(&t);
    free(text);
    return c;
}

/* ---- T1.5 ---- */

/* Between two presentations everything must be at rest again: after the last burst more than 300 ms follow, 15 time constants of traces and membrane. */
enum { PRESENTATION_MS = 500 };

static double uniform(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return ((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}

static double normal(uint64_t *state)
{
    double radius = sqrt(-2 * log(uniform(state)));
    return radius * cos(6.283185307179586 * uniform(state));
}

/* Spike times of one input: in every presentation a Poisson burst of 100 Hz for 20 ms that begins at `begin_ms`. */
static void write_bursts(FILE *out, double begin_ms, unsigned n_trials, uint64_t *state)
{
    const char *separator = "";
    fprintf(out, "      - [");
    for (unsigned k = 0; k < n_trials; k++)
        for (double at = -10 * log(uniform(state)); at < 20; at -= 10 * log(uniform(state))) {
            fprintf(out, "%s%.1f", separator, (double)k * PRESENTATION_MS + begin_ms + at);
            separator = ", ";
        }
    fprintf(out, "]\n");
}

static char *latency_experiment(unsigned seed, unsigned n_trials, double lambda, double *begin_ms)
{
    char *text = NULL;
    size_t size = 0;
    uint64_t state = seed;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "engram: 1\nname: latency\nduration: %u ms\npopulations:\n" SONG_NEURON,
            n_trials * PRESENTATION_MS);
    fprintf(out, "  inputs:\n    model: spike_generator\n    size: %d\n    spike_times:\n", INPUTS);
    for (int i = 0; i < INPUTS; i++) {
        begin_ms[i] = fmax(50 + 15 * normal(&state), 0.1);
        write_bursts(out, begin_ms[i], n_trials, &state);
    }
    fprintf(out, "projections:\n" SONG_SYNAPSES, "0.003", lambda, 1.05);
    fprintf(out, "record: {spikes: [neuron], rates: 0, weights: none}\n");
    fclose(out);
    return text;
}

/* Mean latency of the first spike over presentations [begin, end). */
static double mean_latency(const struct trial *t, unsigned begin, unsigned end)
{
    const struct spikes *s = trial_spikes(t, "neuron");
    double sum = 0;
    unsigned n = 0, last = UINT32_MAX;
    for (size_t i = 0; i < s->n; i++) {
        double at = (double)s->step[i] * t->dt_ms;
        unsigned k = (unsigned)(at / PRESENTATION_MS);
        if (k != last && k >= begin && k < end) {
            sum += at - (double)k * PRESENTATION_MS;
            n++;
        }
        last = k;
    }
    cr_expect_eq(n, end - begin, "only %u of %u presentations made the neuron fire", n, end - begin);
    return sum / n;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Mean weight of the inputs whose bursts begin in [low, high). */
static double mean_between(const float *weights, const double *begin_ms, double low, double high)
{
    double sum = 0;
    int n = 0;
    for (int i = 0; i < INPUTS; i++)
        if (begin_ms[i] >= low && begin_ms[i] < high) {
            sum += (double)weights[i];
            n++;
        }
    return sum / n / 0.015;
}

struct latency latency_after(unsigned seed, unsigned n_trials, double lambda)
{
    struct trial t;
    double begin_ms[INPUTS], sorted[INPUTS];
    uint64_t n = 0;
    char *text = latency_experiment(seed, n_trials, lambda, begin_ms);
    trial_whole(&t, text);
    float *weights = trial_weights(&t, "plastic", &n); /* one source each, so in the order of the inputs */
    memcpy(sorted, begin_ms, sizeof sorted);
    qsort(sorted, INPUTS, sizeof *sorted, ascending);
    struct latency l = {.first_ms = mean_latency(&t, 0, 10),
                        .last_ms = mean_latency(&t, n_trials - 10, n_trials),
                        .earliest_quarter = mean_between(weights, begin_ms, 0, sorted[INPUTS / 4]),
                        .early_half = mean_between(weights, begin_ms, 0, sorted[INPUTS / 2]),
                        .late_half = mean_between(weights, begin_ms, sorted[INPUTS / 2], HUGE_VAL)};
    cr_log_info(
        "latency %.2f -> %.2f ms; mean weights: earliest quarter %.3f, early half %.3f, late half %.4f",
        l.first_ms, l.last_ms, l.earliest_quarter, l.early_half, l.late_half);
    free(weights);
    trial_close(&t);
    free(text);
    return l;
}
