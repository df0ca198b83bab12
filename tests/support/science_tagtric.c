#include "support/science_tagtric.h"
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The authors' program takes steps of 1 ms, in which arrivals make the neuron fire, and neither trace nor low-passed potential has the step itself in it. Here something else makes it fire, so much
 * earlier that the spike has come through the dendrite when the arrivals come. Bursts begin at ticks, since a tag counts from the tick before it. */
enum { PATHWAY = 100, UP = 30, N_BURSTS = 3, DENDRITE_MS = 20, ONSET_S = 10, LATER_S = 1810, BURST_S = 9 };

enum pulses { NONE = 0, WTET = 21, STET = 100 };

struct statistic {
    double mean, sd; /* of 8 neurons */
};

static const struct protocol {
    const char *name;
    enum pulses pulses[2]; /* of a burst; the second pathway begins LATER_S after the first */
    double synthesis;
    struct statistic h, l,
        w[2]; /* tags of the first pathway after its last burst; weights after 5 h over those before */
} protocols[] = {
    {"WTET", {WTET, NONE}, 1, {35, 4.8}, {NAN, 0}, {{1.00, .005}, {1.00, 0}}},
    {"STET", {STET, NONE}, 1, {67, 4.7}, {33, 4.7}, {{1.22, .06}, {1.00, 0}}},
    {"STET_WTET", {STET, WTET}, 1, {67, 4.7}, {33, 4.7}, {{1.22, .06}, {1.11, .04}}},
    {"WTET_STET", {WTET, STET}, 1, {35, 4.8}, {NAN, 0}, {{1.04, .03}, {1.22, .06}}},
    {"blocked", {STET, WTET}, 0, {67, 4.7}, {33, 4.7}, {{1.00, .006}, {1.00, .006}}},
};
enum { N_PROTOCOLS = sizeof protocols / sizeof *protocols };

static double burst_s(int pathway, int burst)
{
    return ONSET_S + pathway * LATER_S + burst * 600.0;
}

static int bursts_of(const struct protocol *p, int pathway)
{
    return p->pulses[pathway] == WTET ? 1 : N_BURSTS;
}

/* Of so many neurons, `shift` ms after the time at which the spike is in the synapses. */
static void put_train(FILE *out, const struct protocol *p, int pathway, int shift, int n)
{
    if (p->pulses[pathway] == NONE) {
        for (int i = 0; i < n; i++)
            fprintf(out, "%s[]", i ? ", " : "");
        return;
    }
    fprintf(out, "{at: [");
    for (int b = 0; b < bursts_of(p, pathway); b++)
        fprintf(out, "%s%.0f ms", b ? ", " : "", burst_s(pathway, b) * 1e3 + 2 * DENDRITE_MS + shift);
    fprintf(out, "], every: 10 ms, n: %d, neurons: %d}", p->pulses[pathway], n);
}

static void put_populations(FILE *out, const struct protocol *p, int n_neurons)
{
    fprintf(out, "  S_%s: {model: spike_generator, size: %d, spike_times: [", p->name, 2 * PATHWAY);
    put_train(out, p, 0, 0, PATHWAY);
    fprintf(out, ", ");
    put_train(out, p, 1, 0, PATHWAY);
    fprintf(out, "]}\n  D_%s: {model: spike_generator, size: 2, spike_times: [", p->name);
    put_train(out, p, 0, -DENDRITE_MS - 1, 1);
    fprintf(out, ", ");
    put_train(out, p, 1, -DENDRITE_MS - 1, 1);
    fprintf(out, "]}\n  T_%s: {model: tagtric_euler, size: %d}\n", p->name, n_neurons);
}

static void put_projections(FILE *out, const struct protocol *p, int n_neurons)
{
    fprintf(
        out,
        "  fire_%s: {source: D_%s, target: T_%s, connect: all_to_all, weight: 4000 mV, delay: 1 ms}\n"
        "  %s: {source: S_%s, target: T_%s, receptor: ignored, delay: %d ms, dendritic_delay: %d ms, rule: "
        "{tagtric: {synthesis: %g}}, connect: {list: [",
        p->name, p->name, p->name, p->name, p->name, p->name, DENDRITE_MS, DENDRITE_MS, p->synthesis);
    for (int i = 0; i < 2 * PATHWAY; i++)
        for (int j = 0; j < n_neurons; j++)
            fprintf(out, "%s[%d, %d, %d]", i + j ? ", " : "", i, j, i % PATHWAY < UP ? 3 : 1);
    fprintf(out, "]}}\n");
}

/* Nobody fires but in bursts; some seconds later the low-passed potentials are at rest. */
static void put_rests(FILE *out)
{
    fprintf(out, "schedule:\n  - {at: 1 ms, rest: {until: %d s}}\n", ONSET_S);
    for (int k = 0; k < 2; k++)
        for (int b = 0; b < N_BURSTS; b++) {
            double until = b + 1 < N_BURSTS ? burst_s(k, b + 1) : k == 0 ? burst_s(1, 0) : 5 * 3600;
            fprintf(out, "  - {at: %.0f s, rest: {until: %.0f s}}\n", burst_s(k, b) + BURST_S, until);
        }
}

/* Tags of the first pathway just after its last burst. */
static void put_measures(FILE *out, const struct protocol *p)
{
    double at = burst_s(0, bursts_of(p, 0) - 1) + 2;
    for (int tag = -1; tag <= 1; tag += 2)
        fprintf(out,
                "  %s_%s: {synapses: {projection: %s, at: %.0f s, from: {neurons: [0-99]}, where: {tag: [%d, "
                "%d]}}}\n",
                p->name, tag > 0 ? "h" : "l", p->name, at, tag, tag);
}

static char *network(int n_neurons)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "dt: 1 ms\nduration: 5 h\nneurons: [%s/tests/science/tagtric_euler.h]\npopulations:\n",
            ENGRAM_SOURCE_DIR);
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        put_populations(out, &protocols[k], n_neurons);
    fprintf(out, "projections:\n");
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        put_projections(out, &protocols[k], n_neurons);
    put_rests(out);
    fprintf(out, "measures:\n");
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        put_measures(out, &protocols[k]);
    fclose(out);
    return text;
}

/* The table has a mean over 8 neurons: three standard errors of the difference, and half of its last digit. */
static void expect_mean(const char *name, const char *what, double mean, struct statistic want, double digit,
                        int n_neurons)
{
    char *text = textf("%s: %s", name, what);
    within(text, mean, want.mean, 3 * want.sd * sqrt(1.0 / 8 + 1.0 / n_neurons) + digit / 2,
           "mean of the table, three standard errors");
    free(text);
}

static void expect_weights(struct trial *t, const struct protocol *p, int n_neurons)
{
    uint64_t n = 0;
    uint32_t *sources = NULL, *targets = NULL;
    float *w = trial_synapses(t, p->name, &n, &sources, &targets);
    float *sum = calloc(2 * (size_t)n_neurons, sizeof *sum);
    cr_assert_eq(n, 2u * PATHWAY * (uint64_t)n_neurons);
    for (uint64_t i = 0; i < n; i++)
        sum[sources[i] / PATHWAY * (uint32_t)n_neurons + targets[i]] += w[i] / (float)(PATHWAY + 2 * UP);
    for (int k = 0; k < 2; k++) {
        struct moments m = moments_of(sum + k * n_neurons, (uint64_t)n_neurons);
        cr_log_info("%s: pathway %d ends at %.3f +- %.3f", p->name, k + 1, m.mean, m.sd);
        expect_mean(p->name, k ? "weight of the second pathway" : "weight of the first pathway", m.mean,
                    p->w[k], 0.01, n_neurons);
    }
    free(sum);
    free(targets);
    free(sources);
    free(w);
}

static void expect_tags(struct trial *t, const struct protocol *p, const char *which, struct statistic want,
                        int n_neurons)
{
    char *name = textf("%s_%s", p->name, which);
    double mean = trial_number(t, name) / n_neurons;
    cr_log_info("%s: %.2f of 100", name, mean);
    if (!isnan(want.mean))
        expect_mean(p->name, which, mean, want, 1, n_neurons);
    free(name);
}

void expect_tagtric(int n_neurons)
{
    struct trial t;
    char *text = network(n_neurons);
    trial_whole(&t, text);
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        expect_weights(&t, &protocols[k], n_neurons);
    for (size_t k = 0; k < N_PROTOCOLS; k++) {
        expect_tags(&t, &protocols[k], "h", protocols[k].h, n_neurons);
        expect_tags(&t, &protocols[k], "l", protocols[k].l, n_neurons);
    }
    trial_close(&t);
    free(text);
}
