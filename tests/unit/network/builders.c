#include "core/memory.h"
#include "network/fixed.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- every builder ---- */

enum { N_SOURCES = 60, N_TARGETS = 45 };

static float places[3 * 64];
static uint32_t list_sources[400], list_targets[400];

static const struct {
    const char *what;
    bool is_one; /* recurrent, 60 neurons */
    struct connect connect;
} builders[] = {
    {"in-degree, multapses", false, {.kind = CONNECT_FIXED_INDEGREE, .n = 17, .multapses = true}},
    {"in-degree, multapses, no autapses", true, {.kind = CONNECT_FIXED_INDEGREE, .n = 17, .multapses = true}},
    {"in-degree, distinct", true, {.kind = CONNECT_FIXED_INDEGREE, .n = 11}},
    {"in-degree, distinct, most", true, {.kind = CONNECT_FIXED_INDEGREE, .n = 50}},
    {"in-degree, distinct, all", true, {.kind = CONNECT_FIXED_INDEGREE, .n = 59}},
    {"out-degree, multapses", false, {.kind = CONNECT_FIXED_OUTDEGREE, .n = 13, .multapses = true}},
    {"out-degree, distinct", true, {.kind = CONNECT_FIXED_OUTDEGREE, .n = 13}},
    {"out-degree, distinct, most", true, {.kind = CONNECT_FIXED_OUTDEGREE, .n = 40, .autapses = true}},
    {"Bernoulli", true, {.kind = CONNECT_BERNOULLI, .probability = 0.2}},
    {"Bernoulli, certain", true, {.kind = CONNECT_BERNOULLI, .probability = 1}},
    {"Bernoulli, never", true, {.kind = CONNECT_BERNOULLI, .probability = 0}},
    {"total, multapses", false, {.kind = CONNECT_FIXED_TOTAL, .n = 1001, .multapses = true}},
    {"total, distinct", true, {.kind = CONNECT_FIXED_TOTAL, .n = 1001}},
    {"total, distinct, most", true, {.kind = CONNECT_FIXED_TOTAL, .n = 3000}},
    {"total, distinct, all", true, {.kind = CONNECT_FIXED_TOTAL, .n = 60 * 59}},
    {"one to one", true, {.kind = CONNECT_ONE_TO_ONE, .autapses = true}},
    {"one to one, five synapses each",
     true,
     {.kind = CONNECT_ONE_TO_ONE, .n = 5, .autapses = true, .multapses = true}},
    {"all to all", true, {.kind = CONNECT_ALL_TO_ALL}},
    {"all to all, two populations", false, {.kind = CONNECT_ALL_TO_ALL}},
    {"all to all, two synapses each", false, {.kind = CONNECT_ALL_TO_ALL, .n = 2, .multapses = true}},
    {"Gaussian",
     true,
     {.kind = CONNECT_DISTANCE,
      .probability = 0.9,
      .kernel = KERNEL_GAUSSIAN,
      .sigma_um = 30,
      .max_distance_um = 90}},
    {"disc",
     true,
     {.kind = CONNECT_DISTANCE,
      .probability = 1,
      .kernel = KERNEL_DISC,
      .sigma_um = 30,
      .max_distance_um = 30}},
    {"list",
     false,
     {.kind = CONNECT_LIST, .n = 400, .multapses = true, .sources = list_sources, .targets = list_targets}},
};
enum { N_BUILDERS = sizeof builders / sizeof *builders };

static void builder_begin(struct tiny *t, size_t b)
{
    tiny_begin(t, N_SOURCES, N_TARGETS, builders[b].is_one, builders[b].connect);
    for (int i = 0; i < 3 * 64; i++)
        places[i] = i % 3 == 2 ? 0.0f : (float)(i * 7919 % 100);
    for (uint32_t i = 0; i < 400; i++) {
        list_sources[i] = i * 31 % N_SOURCES;
        list_targets[i] = i * 17 % N_TARGETS;
    }
    t->populations[0].positions = t->populations[1].positions = places;
}

Test(builders, a_range_of_targets_gives_what_the_whole_gives)
{
    static const uint32_t cuts[] = {0, 1, 2, 16, 17, 40, 45, 60};
    for (size_t b = 0; b < N_BUILDERS; b++) {
        struct tiny t;
        builder_begin(&t, b);
        uint32_t n_targets = t.net.populations[t.projection.target].n;
        struct edges whole = tiny_edges(&t, 0, n_targets);
        uint64_t at = 0;
        for (size_t c = 0; c + 1 < sizeof cuts / sizeof *cuts && cuts[c] < n_targets; c++) {
            struct edges part = tiny_edges(&t, cuts[c], cuts[c + 1] < n_targets ? cuts[c + 1] : n_targets);
            cr_assert_leq(at + part.n, whole.n, "%s: more edges in parts", builders[b].what);
            cr_expect(memcmp(whole.edge + at, part.edge, part.n * sizeof *part.edge) == 0,
                      "%s: part %zu differs", builders[b].what, c);
            at += part.n;
            edges_free(&part);
        }
        cr_expect_eq(at, whole.n, "%s: %lu edges in parts, %lu in all", builders[b].what, at, whole.n);
        edges_free(&whole);
    }
}

/* Walked by ranges of sources, then put together and sorted by target: the edges, and the order of those of a pair, are those of a walk by target. */
Test(builders, ranges_of_sources_give_what_the_whole_gives)
{
    static const uint32_t cuts[] = {0, 1, 7, 30, N_SOURCES};
    unsigned n_seen = 0;
    for (size_t b = 0; b < N_BUILDERS; b++) {
        struct tiny t;
        builder_begin(&t, b);
        if (!connect_draws_by_source(&t.projection.connect))
            continue;
        n_seen++;
        struct edges whole = tiny_edges(&t, 0, t.net.populations[t.projection.target].n);
        uint64_t n = 0, *at = calloc(t.net.populations[t.projection.target].n + 1, sizeof *at);
        cr_assert(at);
        for (uint64_t i = 0; i < whole.n; i++)
            at[whole.edge[i].target + 1]++;
        for (uint32_t i = 0; i < t.net.populations[t.projection.target].n; i++)
            at[i + 1] += at[i];
        for (size_t c = 0; c + 1 < sizeof cuts / sizeof *cuts; c++) {
            struct edges part = tiny_edges_from(&t, cuts[c], cuts[c + 1]);
            for (uint64_t i = 0; i < part.n; i++, n++)
                cr_expect(memcmp(&whole.edge[at[part.edge[i].target]++], &part.edge[i], sizeof *part.edge) ==
                              0,
                          "%s: an edge of part %zu differs", builders[b].what, c);
            edges_free(&part);
        }
        cr_expect_eq(n, whole.n, "%s: %lu edges in parts, %lu in all", builders[b].what, n, whole.n);
        free(at);
        edges_free(&whole);
    }
    cr_expect_gt(n_seen, 1, "with and without multapses");
}

Test(builders, autapses_and_multapses_only_where_allowed)
{
    for (size_t b = 0; b < N_BUILDERS; b++) {
        struct tiny t;
        builder_begin(&t, b);
        struct edges e = tiny_edges(&t, 0, t.net.populations[t.projection.target].n);
        if (builders[b].is_one && !builders[b].connect.autapses)
            cr_expect_eq(edges_to_self(&e), 0, "%s", builders[b].what);
        if (!builders[b].connect.multapses)
            cr_expect_eq(edges_repeated(&e, N_SOURCES), 0, "%s", builders[b].what);
        edges_free(&e);
    }
}

Test(builders, keys_are_unique_so_no_two_draws_are_the_same)
{
    for (size_t b = 0; b < N_BUILDERS; b++) {
        struct tiny t;
        builder_begin(&t, b);
        struct edges e = tiny_edges(&t, 0, t.net.populations[t.projection.target].n);
        for (uint64_t i = 0; i < e.n; i++)
            for (uint64_t k = 0; k < i; k++)
                cr_assert(e.edge[i].key[0] != e.edge[k].key[0] || e.edge[i].key[1] != e.edge[k].key[1],
                          "%s: edges %lu and %lu", builders[b].what, k, i);
        edges_free(&e);
    }
}

Test(builders, pairs_have_as_many_synapses_as_they_are_told)
{
    struct tiny t;
    bool exact = false;
    tiny_begin(&t, N_SOURCES, N_TARGETS, false, (struct connect){.kind = CONNECT_ALL_TO_ALL, .n = 3});
    struct edges e = tiny_edges(&t, 0, N_TARGETS);
    cr_expect_eq(e.n, 3 * N_SOURCES * N_TARGETS);
    cr_expect_eq(edges_repeated(&e, N_SOURCES), 2 * N_SOURCES * N_TARGETS);
    cr_expect_eq(projection_in_degree_bound(&t.net, &t.projection), 3 * N_SOURCES);
    cr_expect_eq(projection_expected_synapses(&t.net, &t.projection, &exact), (double)e.n);
    cr_expect(exact);
    edges_free(&e);
}

Test(builders, no_neuron_has_more_synapses_than_its_bound_says)
{
    for (size_t b = 0; b < N_BUILDERS; b++) {
        struct tiny t;
        builder_begin(&t, b);
        uint32_t n_targets = t.net.populations[t.projection.target].n;
        struct edges e = tiny_edges(&t, 0, n_targets);
        uint32_t *count = edges_per_target(&e, n_targets);
        uint64_t bound = projection_in_degree_bound(&t.net, &t.projection);
        for (uint32_t i = 0; i < n_targets; i++)
            cr_expect_leq(count[i], bound, "%s: target %u has %u, bound %lu", builders[b].what, i, count[i],
                          bound);
        free(count);
        edges_free(&e);
    }
}

Test(builders, the_expected_number_is_exact_where_it_says_so)
{
    for (size_t b = 0; b < N_BUILDERS; b++) {
        struct tiny t;
        bool exact = false;
        builder_begin(&t, b);
        struct edges e = tiny_edges(&t, 0, t.net.populations[t.projection.target].n);
        double expected = projection_expected_synapses(&t.net, &t.projection, &exact);
        if (exact)
            cr_expect_eq((double)e.n, expected, "%s: %lu, not %g", builders[b].what, e.n, expected);
        else
            cr_expect_lt(fabs((double)e.n - expected), 5 * sqrt(expected) + 1e-9, "%s: %lu, not about %g",
                         builders[b].what, e.n, expected);
        edges_free(&e);
    }
}

Test(builders, a_failed_allocation_is_reported)
{
    for (size_t b = 0; b < N_BUILDERS; b++) {
        struct tiny t;
        builder_begin(&t, b);
        memory_fail_at(0);
        struct edges e = tiny_edges(&t, 0, 10);
        edges_free(&e);
        uint64_t n_allocations = memory_fail_at(0);
        for (uint64_t k = 1; k <= n_allocations; k++) {
            memory_fail_at(k);
            engram_code code = connect_each(&t.net, &t.projection, 0, 0, NULL, NULL, NULL);
            cr_expect_eq(code, ENGRAM_E_RESOURCES, "%s: allocation %lu", builders[b].what, k);
        }
        memory_fail_at(0);
    }
}

/* ---- degrees ---- */

static double chi_square(const uint32_t *count, uint32_t n, double mean)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += (count[i] - mean) * (count[i] - mean) / mean;
    return sum;
}

/* Five standard deviations around the mean n - 1 of a chi-square sum over n equally likely cells. */
static bool is_even(const uint32_t *count, uint32_t n, double mean)
{
    return fabs(chi_square(count, n, mean) - (n - 1)) < 5 * sqrt(2.0 * (n - 1));
}

Test(degrees, in_degrees_are_exact_and_sources_evenly_used)
{
    struct tiny t;
    tiny_begin(&t, 500, 2000, false,
               (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 101, .multapses = true});
    struct edges e = tiny_edges(&t, 0, 2000);
    uint32_t *in = edges_per_target(&e, 2000), *out = edges_per_source(&e, 500);
    for (int i = 0; i < 2000; i++)
        cr_assert_eq(in[i], 101);
    cr_expect(is_even(out, 500, 404), "chi-square %g", chi_square(out, 500, 404));
    cr_expect_gt(edges_repeated(&e, 500), 0, "drawn with replacement, some pairs must repeat");
    free(in);
    free(out);
    edges_free(&e);
}

Test(degrees, out_degrees_are_exact_and_targets_evenly_used)
{
    for (int distinct = 0; distinct < 2; distinct++) {
        struct tiny t;
        tiny_begin(&t, 2000, 500, false,
                   (struct connect){.kind = CONNECT_FIXED_OUTDEGREE, .n = 101, .multapses = !distinct});
        struct edges e = tiny_edges(&t, 0, 500);
        uint32_t *in = edges_per_target(&e, 500), *out = edges_per_source(&e, 2000);
        for (int i = 0; i < 2000; i++)
            cr_assert_eq(out[i], 101);
        double shrink = distinct ? 1 - 101.0 / 500 : 1; /* drawn without replacement counts vary less */
        double chi = chi_square(in, 500, 404) / shrink;
        cr_expect_lt(fabs(chi - 499), 5 * sqrt(2 * 499.0), "chi-square %g", chi);
        free(in);
        free(out);
        edges_free(&e);
    }
}

/* Where one neuron is left out, every other one must stay equally likely, also in the dense case that draws who is missing. */
Test(degrees, leaving_out_oneself_favours_nobody)
{
    static const uint64_t degrees[] = {5, 35};
    for (int d = 0; d < 2; d++) {
        struct tiny t;
        uint32_t *pairs = calloc(40 * 40, sizeof *pairs), *cells = calloc(40 * 39, sizeof *cells), n = 0;
        tiny_begin(&t, 40, 0, true, (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = degrees[d]});
        for (t.net.seed = 0; t.net.seed < 500; t.net.seed++) {
            struct edges e = tiny_edges(&t, 0, 40);
            for (uint64_t i = 0; i < e.n; i++)
                pairs[40 * e.edge[i].target + e.edge[i].source]++;
            edges_free(&e);
        }
        for (uint32_t i = 0; i < 40 * 40; i++)
            if (i % 40 != i / 40)
                cells[n++] = pairs[i];
        double p = (double)degrees[d] / 39;
        double chi = chi_square(cells, n, 500 * p) / (1 - p);
        cr_expect_lt(fabs(chi - 40 * 38), 5 * sqrt(2.0 * 40 * 38), "degree %lu: chi-square %g", degrees[d],
                     chi);
        free(pairs);
        free(cells);
    }
}

Test(degrees, more_different_partners_than_neurons_is_refused)
{
    struct tiny t;
    engram_status *status = engram_status_create();
    tiny_begin(&t, 40, 0, true, (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 40});
    cr_expect_eq(connect_each(&t.net, &t.projection, 0, 40, NULL, NULL, status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_why(status), "of 39"), "%s", engram_status_why(status));
    t.projection.connect = (struct connect){.kind = CONNECT_FIXED_TOTAL, .n = 40 * 39 + 1};
    cr_expect_eq(connect_each(&t.net, &t.projection, 0, 40, NULL, NULL, status), ENGRAM_E_USAGE);
    tiny_begin(&t, 1, 0, true, (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 3, .multapses = true});
    cr_expect_eq(connect_each(&t.net, &t.projection, 0, 1, NULL, NULL, status), ENGRAM_E_USAGE);
    tiny_begin(&t, 4, 5, false, (struct connect){.kind = CONNECT_ONE_TO_ONE});
    cr_expect_eq(connect_each(&t.net, &t.projection, 0, 5, NULL, NULL, status), ENGRAM_E_USAGE);
    engram_status_free(status);
}

/* ---- Bernoulli and fixed total: in-degrees have the variance that theory gives ---- */

static double variance(const uint32_t *count, uint32_t n, double mean)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += (count[i] - mean) * (count[i] - mean);
    return sum / n;
}

Test(counts, in_degrees_vary_as_they_should)
{
    static const struct {
        const char *what;
        struct connect connect;
        double mean, variance;
    } cases[] = {
        {"Bernoulli .1", {.kind = CONNECT_BERNOULLI, .probability = 0.1}, 30, 27},
        {"Bernoulli .9", {.kind = CONNECT_BERNOULLI, .probability = 0.9}, 270, 27},
        {"total with replacement",
         {.kind = CONNECT_FIXED_TOTAL, .n = 120000, .multapses = true},
         30,
         30 * (1 - 1 / 4000.0)},
        {"total of different pairs", {.kind = CONNECT_FIXED_TOTAL, .n = 120000}, 30, 27},
        {"total, dense", {.kind = CONNECT_FIXED_TOTAL, .n = 1080000}, 270, 27},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct tiny t;
        tiny_begin(&t, 300, 4000, false, cases[c].connect);
        struct edges e = tiny_edges(&t, 0, 4000);
        uint32_t *in = edges_per_target(&e, 4000), *out = edges_per_source(&e, 300);
        double n = (double)e.n, fraction = cases[c].variance / cases[c].mean;
        cr_expect_lt(fabs(n - 4000 * cases[c].mean), 5 * sqrt(4000 * cases[c].variance), "%s: %g edges",
                     cases[c].what, n);
        cr_expect_lt(fabs(variance(in, 4000, cases[c].mean) / cases[c].variance - 1), 5 * sqrt(2.0 / 4000),
                     "%s: variance %g, not %g", cases[c].what, variance(in, 4000, cases[c].mean),
                     cases[c].variance);
        double chi = chi_square(out, 300, n / 300) / fraction;
        cr_expect_lt(fabs(chi - 299), 5 * sqrt(2 * 299.0), "%s: sources unevenly used, chi-square %g",
                     cases[c].what, chi);
        free(in);
        free(out);
        edges_free(&e);
    }
}

/* The levels of the tree must draw independently, or the first target, which is on the left at every one, would be far from its mean. */
Test(counts, the_first_target_varies_from_seed_to_seed_as_it_should)
{
    for (int distinct = 0; distinct < 2; distinct++) {
        struct tiny t;
        uint32_t count[2000];
        tiny_begin(&t, 20, 64, false,
                   (struct connect){.kind = CONNECT_FIXED_TOTAL, .n = 640, .multapses = !distinct});
        for (t.net.seed = 0; t.net.seed < 2000; t.net.seed++) {
            struct edges e = tiny_edges(&t, 0, 1);
            count[t.net.seed] = (uint32_t)e.n;
            edges_free(&e);
        }
        double want = distinct ? 10 * 0.5 * (1 - 1 / 64.0) : 10 * (1 - 1 / 64.0),
               got = variance(count, 2000, 10);
        cr_expect_lt(fabs(got / want - 1), 5 * sqrt(2.0 / 2000), "variance %g, not %g", got, want);
    }
}
