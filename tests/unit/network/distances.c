/* Connecting by distance, and by a list. */
#include "network/distance.h"
#include "network/fixed.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_SOURCES = 60, N_TARGETS = 45 };

/* ---- distance ---- */

static float *scatter(uint32_t n, const double *extent, unsigned seed)
{
    float *p = calloc(3 * (size_t)n, sizeof *p);
    for (uint32_t i = 0; i < 3 * n; i++) {
        seed = seed * 1664525u + 1013904223u;
        p[i] = (float)(extent[i % 3] * (seed >> 8) / 0x1p24);
    }
    return p;
}

static const struct {
    const char *what;
    struct connect connect;
    double extent[3], period[3];
} spaces[] = {
    {"plane, Gaussian",
     {.probability = 0.7, .kernel = KERNEL_GAUSSIAN, .sigma_um = 80, .max_distance_um = 250},
     {1000, 800, 0},
     {0, 0, 0}},
    {"torus, Gaussian",
     {.probability = 0.7, .kernel = KERNEL_GAUSSIAN, .sigma_um = 80, .max_distance_um = 250},
     {1000, 800, 0},
     {1000, 800, 0}},
    {"torus, reach beyond half of it",
     {.probability = 0.5, .kernel = KERNEL_EXPONENTIAL, .sigma_um = 400, .max_distance_um = 900},
     {1000, 800, 0},
     {1000, 800, 0}},
    {"plane, exponential, all in reach",
     {.probability = 1, .kernel = KERNEL_EXPONENTIAL, .sigma_um = 100, .max_distance_um = 5000},
     {1000, 800, 0},
     {0}},
    {"disc, certain",
     {.probability = 1, .kernel = KERNEL_DISC, .sigma_um = 120, .max_distance_um = 120},
     {1000, 800, 0},
     {1000, 0, 0}},
    {"box",
     {.probability = 0.8, .kernel = KERNEL_GAUSSIAN, .sigma_um = 150, .max_distance_um = 450},
     {600, 500, 400},
     {0, 0, 0}},
    {"3-torus",
     {.probability = 0.8, .kernel = KERNEL_GAUSSIAN, .sigma_um = 90, .max_distance_um = 300},
     {600, 500, 400},
     {600, 500, 400}},
    {"line",
     {.probability = 0.6, .kernel = KERNEL_GAUSSIAN, .sigma_um = 50, .max_distance_um = 150},
     {2000, 0, 0},
     {0}},
    {"point",
     {.probability = 0.25, .kernel = KERNEL_DISC, .sigma_um = 1, .max_distance_um = 1},
     {0, 0, 0},
     {0}},
};

enum { BINS = 12 };

/* Counts of edges by distance against the sum of the probabilities of the pairs. */
Test(distance, probability_falls_with_distance_as_declared)
{
    for (size_t s = 0; s < sizeof spaces / sizeof *spaces; s++) {
        struct tiny t;
        struct connect connect = spaces[s].connect;
        double expected[BINS + 1] = {0}, spread[BINS + 1] = {0}, found[BINS + 1] = {0};
        connect.kind = CONNECT_DISTANCE;
        tiny_begin(&t, 900, 500, false, connect);
        for (int k = 0; k < 2; k++) {
            t.populations[k].positions = scatter(t.populations[k].n, spaces[s].extent, 17 + k);
            memcpy(t.populations[k].period, spaces[s].period, sizeof spaces[s].period);
        }
        double width = connect.max_distance_um / BINS * (1 + 1e-12);
        for (uint32_t i = 0; i < 900; i++)
            for (uint32_t j = 0; j < 500; j++) {
                double d = distance_um(t.populations[0].positions + 3 * i, t.populations[1].positions + 3 * j,
                                       spaces[s].period);
                double p = distance_probability(&connect, d);
                int bin = d < BINS * width ? (int)(d / width) : BINS;
                expected[bin] += p;
                spread[bin] += p * (1 - p);
            }
        struct edges e = tiny_edges(&t, 0, 500);
        for (uint64_t i = 0; i < e.n; i++) {
            double d =
                distance_um(t.populations[0].positions + 3 * (size_t)e.edge[i].source,
                            t.populations[1].positions + 3 * (size_t)e.edge[i].target, spaces[s].period);
            found[d < BINS * width ? (int)(d / width) : BINS]++;
        }
        for (int b = 0; b <= BINS; b++)
            cr_expect_lt(fabs(found[b] - expected[b]), 5 * sqrt(spread[b]) + 1e-6,
                         "%s: bin %d has %g edges, not %g", spaces[s].what, b, found[b], expected[b]);
        edges_free(&e);
        free(t.populations[0].positions);
        free(t.populations[1].positions);
    }
}

Test(distance, bound_holds_and_is_not_far_too_large)
{
    for (size_t s = 0; s < sizeof spaces / sizeof *spaces; s++) {
        struct tiny t;
        double best = 0;
        struct connect connect = spaces[s].connect;
        connect.kind = CONNECT_DISTANCE;
        tiny_begin(&t, 3000, 300, false, connect);
        for (int k = 0; k < 2; k++) {
            t.populations[k].positions = scatter(t.populations[k].n, spaces[s].extent, 17 + k);
            memcpy(t.populations[k].period, spaces[s].period, sizeof spaces[s].period);
        }
        for (uint32_t j = 0; j < 300; j++) {
            double mean = 0;
            for (uint32_t i = 0; i < 3000; i++)
                mean += distance_probability(&connect, distance_um(t.populations[0].positions + 3 * i,
                                                                   t.populations[1].positions + 3 * j,
                                                                   spaces[s].period));
            best = fmax(best, mean);
        }
        double bound = (double)projection_in_degree_bound(&t.net, &t.projection);
        cr_expect_geq(bound, fmin(best + 12 * sqrt(best) + 31, 3000), "%s", spaces[s].what);
        cr_expect_leq(bound, 8 * (best + 12 * sqrt(best) + 32), "%s: bound %g, best mean %g", spaces[s].what,
                      bound, best);
        free(t.populations[0].positions);
        free(t.populations[1].positions);
    }
}

Test(distance, without_positions_or_in_different_spaces_it_is_refused)
{
    struct tiny t;
    tiny_begin(
        &t, 10, 10, false,
        (struct connect){.kind = CONNECT_DISTANCE, .probability = 1, .sigma_um = 1, .max_distance_um = 1});
    cr_expect_eq(connect_each(&t.net, &t.projection, 0, 10, NULL, NULL, NULL), ENGRAM_E_USAGE);
    float places[30] = {0};
    t.populations[0].positions = t.populations[1].positions = places;
    t.populations[1].period[0] = 5;
    cr_expect_eq(connect_each(&t.net, &t.projection, 0, 10, NULL, NULL, NULL), ENGRAM_E_USAGE);
}

/* ---- explicit lists ---- */

Test(list, sorting_keeps_edges_weights_and_delays_together)
{
    struct tiny t;
    double weights[400], delays[400];
    uint32_t sources[400], targets[400];
    for (uint32_t i = 0; i < 400; i++) {
        sources[i] = i * 31 % N_SOURCES;
        targets[i] = i * 17 % N_TARGETS;
        weights[i] = sources[i] * 1000.0 + targets[i];
        delays[i] = targets[i] * 1000.0 + sources[i];
    }
    tiny_begin(&t, N_SOURCES, N_TARGETS, false,
               (struct connect){.kind = CONNECT_LIST, .n = 400, .sources = sources, .targets = targets});
    t.projection.weight = (struct quantity){.kind = QUANTITY_LIST, .list = weights, .n_list = 400};
    t.projection.axonal = (struct quantity){.kind = QUANTITY_LIST, .list = delays, .n_list = 400};
    cr_assert_eq(connect_list_sort(&t.net, &t.projection, NULL), ENGRAM_OK);
    struct edges e = tiny_edges(&t, 0, N_TARGETS);
    cr_assert_eq(e.n, 400);
    for (uint64_t i = 0; i < 400; i++) {
        cr_expect_eq(projection_weight(&t.net, &t.projection, &e.edge[i]),
                     (float)(e.edge[i].source * 1000.0 + e.edge[i].target));
        cr_expect_eq(delays[e.edge[i].item], e.edge[i].target * 1000.0 + e.edge[i].source);
    }
    edges_free(&e);
}

Test(list, an_index_out_of_range_is_named)
{
    struct tiny t;
    uint32_t sources[] = {0, 1, 10}, targets[] = {0, 1, 2};
    engram_status *status = engram_status_create();
    tiny_begin(&t, 10, 10, false,
               (struct connect){.kind = CONNECT_LIST, .n = 3, .sources = sources, .targets = targets});
    cr_expect_eq(connect_list_sort(&t.net, &t.projection, status), ENGRAM_E_INPUT);
    cr_expect(strstr(engram_status_where(status), "edge 2"), "%s", engram_status_where(status));
    cr_expect(strstr(engram_status_why(status), "source 10"), "%s", engram_status_why(status));
    sources[2] = 9;
    targets[1] = 10;
    cr_expect_eq(connect_list_sort(&t.net, &t.projection, status), ENGRAM_E_INPUT);
    cr_expect(strstr(engram_status_why(status), "target 10"), "%s", engram_status_why(status));
    engram_status_free(status);
}
