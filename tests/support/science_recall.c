#include "support/science_recall.h"

#include "common/philox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DENSITY 0.8 /* of what has grown too much */

enum { N = 800, K = 80, P = 300, MOVED = K / 5, ITERATIONS = 10 }; /* neurons, active ones, patterns */

struct memory {
    uint32_t seed, draw; /* draws so far */
    bool active[P][N];
    float weight[N][N]; /* [source][target], whether there is a synapse or not */
};

static double uniform(struct memory *m)
{
    return philox((philox_block){{m->draw++, 0, 0, 0}}, m->seed, 0).v[0] / 4294967296.0;
}

static uint32_t below(struct memory *m, uint32_t n)
{
    return (uint32_t)(uniform(m) * n);
}

static void draw_pattern(struct memory *m, bool *active)
{
    for (int n = 0; n < K;) {
        uint32_t i = below(m, N);
        n += !active[i];
        active[i] = true;
    }
}

/* W_ij = sum over patterns of (xi_i - f) (xi_j - f) */
static void learn(struct memory *m)
{
    const float f = (float)K / N;
    for (int p = 0; p < P; p++)
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                m->weight[i][j] += ((float)m->active[p][i] - f) * ((float)m->active[p][j] - f);
}

/* Free it with free(). */
static struct memory *memory_create(uint32_t seed)
{
    struct memory *m = calloc(1, sizeof *m);
    cr_assert(m, "out of memory");
    m->seed = seed;
    for (int p = 0; p < P; p++)
        draw_pattern(m, m->active[p]);
    learn(m);
    return m;
}

/* Every pair with this probability, as a list of `connect`; free() it. */
static char *synapses_of(struct memory *m, double density)
{
    enum { LONGEST = 40 }; /* of a synapse as text */
    char *text = malloc((size_t)N * N * LONGEST), *end = text;
    cr_assert(text, "out of memory");
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = 0; j < N; j++)
            if (i != j && uniform(m) < density)
                end += sprintf(end, "%s[%u,%u,%.9g]", end == text ? "" : ",", i, j, (double)m->weight[i][j]);
    return text;
}

/* A fifth of the active neurons fall silent, and as many others are active. */
static void spoil(struct memory *m, const bool *pattern, bool *active)
{
    memcpy(active, pattern, N * sizeof *active);
    for (int n = 0; n < MOVED;) {
        uint32_t off = below(m, N), on = below(m, N);
        if (!active[off] || !pattern[off] || active[on] || pattern[on])
            continue;
        active[off] = false;
        active[on] = true;
        n++;
    }
}

struct input {
    double h;
    uint32_t neuron;
};

static int strongest_first(const void *a, const void *b)
{
    const struct input *x = a, *y = b;
    return x->h != y->h ? (x->h < y->h) - (x->h > y->h) : (x->neuron > y->neuron) - (x->neuron < y->neuron);
}

/* The K neurons with the most input from active ones are active next. `present`: [N][N] weight of each pair's synapse, or 0. */
static void step(const float *present, bool *active)
{
    struct input input[N];
    for (uint32_t j = 0; j < N; j++)
        input[j] = (struct input){0, j};
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = 0; active[i] && j < N; j++)
            input[j].h += (double)present[i * N + j];
    qsort(input, N, sizeof *input, strongest_first);
    memset(active, 0, N * sizeof *active);
    for (int k = 0; k < K; k++)
        active[input[k].neuron] = true;
}

static double overlap(const bool *a, const bool *b)
{
    double n = 0;
    for (int i = 0; i < N; i++)
        n += a[i] && b[i];
    return n / K;
}

/* Overlap with the stored pattern, mean over all patterns, when recalled by these synapses. */
static double recall(struct memory *m, uint64_t n, const uint32_t *source, const uint32_t *target,
                     const float *weight)
{
    float *present = calloc((size_t)N * N, sizeof *present);
    double sum = 0;
    cr_assert(present, "out of memory");
    for (uint64_t k = 0; k < n; k++)
        present[source[k] * N + target[k]] = weight[k];
    for (int p = 0; p < P; p++) {
        bool active[N];
        spoil(m, m->active[p], active);
        for (int i = 0; i < ITERATIONS; i++)
            step(present, active);
        sum += overlap(active, m->active[p]) / P;
    }
    free(present);
    return sum;
}

/* ---- pruning ---- */

struct pruned {
    double full, at_60, at_50; /* overlap with all synapses, with 60 % and with 50 % of them */
};

static double recall_now(struct trial *t, struct memory *m)
{
    uint64_t n = 0;
    uint32_t *source = NULL, *target = NULL;
    float *weight = trial_synapses(t, "S", &n, &source, &target);
    double overlap = recall(m, n, source, target, weight);
    free(weight), free(source), free(target);
    return overlap;
}

/* Cut to 60 % of the synapses, and then to 50 %, in an order. */
static struct pruned prune(struct memory *m, const char *synapses, const char *order)
{
    struct trial t;
    struct pruned p;
    char *text =
        textf("duration: 3 ms\npopulations: {N: {model: iaf_psc_delta, size: %d}}\n"
              "projections: {S: {source: N, target: N, connect: {list: [%s]}, structure: {tick: 1 ms, "
              "weight: 1}}}\n"
              "schedule:\n  - {at: 0.5 ms, cut: {projections: [S], order: %s, fraction: 0.4}}\n"
              "  - {at: 1.5 ms, cut: {projections: [S], order: %s, fraction: 0.166666666666666667}}\n",
              N, synapses, order, order);
    trial_open(&t, text, NULL);
    free(text);
    p.full = recall_now(&t, m);
    trial_run(&t, 1);
    p.at_60 = recall_now(&t, m);
    trial_run(&t, -1);
    p.at_50 = recall_now(&t, m);
    cr_log_info("%s: %.4f, %.4f, %.4f", order, p.full, p.at_60, p.at_50);
    trial_close(&t);
    return p;
}

/* Of a memory that never had more. */
static double recall_grown_at(struct memory *m, double density)
{
    struct trial t;
    char *synapses = synapses_of(m, density);
    char *text = textf("duration: 1 ms\npopulations: {N: {model: iaf_psc_delta, size: %d}}\n"
                       "projections: {S: {source: N, target: N, connect: {list: [%s]}}}\n",
                       N, synapses);
    trial_open(&t, text, NULL);
    double overlap = recall_now(&t, m);
    trial_close(&t);
    free(text), free(synapses);
    return overlap;
}

void weakest_first_must_keep_memories(uint32_t seed)
{
    struct memory *m = memory_create(seed);
    char *synapses = synapses_of(m, DENSITY);
    struct pruned weakest = prune(m, synapses, "weakest"), random = prune(m, synapses, "random"),
                  strongest = prune(m, synapses, "strongest");
    between("weakest cut, 50 % left", weakest.at_50, 0.85, 1, "C3b");
    between("drop from all synapses", weakest.full - weakest.at_50, -0.01, 0.05, "C3b");
    between("random cut, 50 % left", random.at_50, 0, 0.50, "C3b, control");
    between("strongest cut, 50 % left", strongest.at_50, 0, 0.25, "C3b, control");
    between("grown at that size", recall_grown_at(m, 0.5 * DENSITY), 0, 0.50, "C3b, control");
    free(synapses);
    free(m);
}
