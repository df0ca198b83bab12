/* C5: cells that have lost a part of their input recover through axons that grow in from the border (Butz & van Ooyen 2013). A sheet of 32 x 32 cells on a
 * torus, one cell 10 um wide; in a disc of radius 8 cells, the lesion projection zone, the drive falls. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIDE = 32, N = SIDE * SIDE };
enum zone { LESIONED, BORDER, FAR, N_ZONES }; /* within 8 cells of the centre, within 12, beyond */

static enum zone zone_of(uint32_t i)
{
    double x = i % SIDE - 16.0, y = i / SIDE - 16.0, d = sqrt(x * x + y * y);
    return d <= 8 ? LESIONED : d <= 12 ? BORDER : FAR;
}

/* E to I and I to all: 40 and 20 inputs on average within exp(-d^2 / 36), d in cells. */
#define CELLS                                                                                                \
    "model: iaf_psc_delta, params: {E_L: 0, tau_m: 20, V_th: 20, V_reset: 10, t_ref: 2}, poisson: {delta: "  \
    "{rate: 1150 Hz, weight: 0.8}}"
#define NEAR(p)                                                                                              \
    "connect: {distance: {kernel: gaussian, probability: " p ", sigma: 42.43 um}, autapses: false}"

/* `growing`: how E is connected to E. The lesion comes at `at_s`. */
static char *experiment(const char *growing, double at_s, double factor)
{
    return textf(
        "seed: 1\ndt: 0.5 ms\nduration: 220 s\npopulations:\n"
        "  E: {size: 1024, positions: {grid: {shape: [32, 32], spacing: 10 um, periodic: true}}, calcium: "
        "{tau_Ca: 5 s}, " CELLS "}\n"
        "  I: {size: 256, positions: {grid: {shape: [16, 16], spacing: 20 um, periodic: true}}, " CELLS "}\n"
        "projections:\n"
        "  EI: {source: E, target: I, weight: 0.3, delay: 2 ms, " NEAR(
            "0.354") "}\n"
                     "  IE: {source: I, target: E, weight: -1, delay: 2 ms, " NEAR(
                         "0.707") "}\n"
                                  "  II: {source: I, target: I, weight: -1, delay: 2 ms, " NEAR(
                                      "0.707") "}\n"
                                               "  EE: {source: E, target: E, weight: 0.5, delay: 2 ms, %s}\n"
                                               "schedule:\n  - {at: %g s, drive: {populations: E, factor: "
                                               "%g, sphere: {center: [160, 160], "
                                               "radius: 80}}}\n",
        growing, at_s, factor);
}

/* Synapses grow from nothing; dendritic elements need at least this calcium. */
#define GROWING(least)                                                                                       \
    "connect: {fixed_indegree: 0}, structure: {tick: 100 ms, max_in_degree: 500, growth: {axon: "            \
    "{growth_rate: 2 Hz, "                                                                                   \
    "eta: 0.016, eps: 0.04}, dendrite: {growth_rate: 2 Hz, eta: " least                                      \
    ", eps: 0.04}, vacant_decay: 0.05, kernel: gaussian, sigma: 80 um}}"

/* Mean rate of the cells of each zone. */
static void rates_of(const struct trial *t, double from_s, double to_s, double rate[N_ZONES])
{
    const struct spikes *s = trial_spikes(t, "E");
    double n[N_ZONES] = {0}, cells[N_ZONES] = {0};
    for (uint32_t i = 0; i < N; i++)
        cells[zone_of(i)]++;
    for (size_t k = 0; k < s->n; k++) {
        double at = (double)s->step[k] * t->dt_ms / 1000;
        n[zone_of(s->neuron[k])] += at > from_s && at <= to_s;
    }
    for (int z = 0; z < N_ZONES; z++)
        rate[z] = n[z] / cells[z] / (to_s - from_s);
}

struct degrees { /* means per cell of the zone */
    double in[N_ZONES], out[N_ZONES], in_from_outside;
};

static struct degrees degrees_of(struct trial *t)
{
    struct degrees d = {0};
    uint64_t n = 0;
    uint32_t *source = NULL, *target = NULL;
    double cells[N_ZONES] = {0};
    for (uint32_t i = 0; i < N; i++)
        cells[zone_of(i)]++;
    free(trial_synapses(t, "EE", &n, &source, &target));
    for (uint64_t k = 0; k < n; k++) {
        enum zone from = zone_of(source[k]), to = zone_of(target[k]);
        d.out[from] += 1 / cells[from];
        d.in[to] += 1 / cells[to];
        d.in_from_outside += (to == LESIONED && from != LESIONED) / cells[LESIONED];
    }
    free(source);
    free(target);
    return d;
}

Test(sprouting, from_the_border_brings_deafferented_cells_back)
{
    struct trial t;
    double rate[N_ZONES], least_out = INFINITY;
    char *text = experiment(GROWING("0"), 60, 0.75);
    trial_open(&t, text, NULL);
    trial_run(&t, 60000);
    struct degrees before = degrees_of(&t);
    rates_of(&t, 40, 60, rate);
    for (int z = 0; z < N_ZONES; z++)
        within("before", rate[z], 8, 0.2, "C5: all zones");
    for (double at = 70; at <= 220; at += 10) {
        trial_run(&t, 10000);
        least_out = fmin(least_out, degrees_of(&t).out[LESIONED]);
    }
    struct degrees after = degrees_of(&t);
    rates_of(&t, 60, 80, rate);
    between("lesioned, first 20 s", rate[LESIONED], 0, 0.6, "C5");
    between("border, first 20 s", rate[BORDER], 7.8, 8.2, "C5");
    between("far, first 20 s", rate[FAR], 7.8, 8.2, "C5");
    rates_of(&t, 200, 220, rate);
    between("lesioned, 140 to 160 s after", rate[LESIONED], 6.8, 8.2, "C5: 85 %");
    between("in-degree", after.in[LESIONED] / before.in[LESIONED], 4.3, 5.7, "C5");
    between("inputs from outside", after.in_from_outside / before.in_from_outside, 6, 8, "C5");
    between("out-degree of the border", after.out[BORDER] / before.out[BORDER], 1.85, 2.25, "C5");
    between("least out-degree", least_out, 0, 1, "C5: it falls");
    between("out-degree in the end", after.out[LESIONED], 15, INFINITY, "C5: and returns");
    trial_close(&t);
    free(text);
}

/* The synapses that have grown, as a list. */
static char *grown(struct trial *t)
{
    uint64_t n = 0;
    uint32_t *source = NULL, *target = NULL;
    free(trial_synapses(t, "EE", &n, &source, &target));
    char *text = malloc(16 * n + 64), *end = text;
    end += sprintf(end, "connect: {list: [");
    for (uint64_t k = 0; k < n; k++)
        end += sprintf(end, "%s[%u,%u]", k ? "," : "", source[k], target[k]);
    sprintf(end, "]}");
    free(source);
    free(target);
    return text;
}

Test(sprouting, control_without_plasticity_they_do_not_come_back)
{
    struct trial t;
    double rate[N_ZONES];
    char *text = experiment(GROWING("0"), 60, 0.75);
    trial_open(&t, text, NULL);
    trial_run(&t, 60000);
    char *list = grown(&t);
    trial_close(&t);
    free(text);
    text = experiment(list, 20, 0.75);
    trial_open(&t, text, NULL);
    trial_run(&t, 60000);
    rates_of(&t, 1, 20, rate);
    within("before", rate[LESIONED], 8, 0.4, "the same synapses, which no longer change");
    rates_of(&t, 40, 60, rate);
    between("lesioned, 20 to 40 s after", rate[LESIONED], 0, 0.3, "C5, control: 0.17 Hz");
    trial_close(&t);
    free(text);
    free(list);
}

Test(sprouting, control_cells_below_the_least_activity_die_for_good)
{
    struct trial t;
    double rate[N_ZONES];
    char *text = experiment(GROWING("0.004"), 60, 0.5);
    trial_open(&t, text, NULL);
    trial_run(&t, -1);
    rates_of(&t, 200, 220, rate);
    between("lesioned", rate[LESIONED], 0, 0.01, "C5, second control: 0 Hz");
    between("in-degree", degrees_of(&t).in[LESIONED], 0, 1, "C5, second control");
    trial_close(&t);
    free(text);
}
