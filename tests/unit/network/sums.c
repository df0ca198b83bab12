/* Poisson thresholds, decay tables, discrete draws, fixed-point scales and delays. */
#include "fast/delay.h"
#include "fast/records.h"
#include "network/decay.h"
#include "network/discrete.h"
#include "network/fixed.h"
#include "network/structure.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Poisson ---- */

Test(poisson, thresholds_are_the_distribution_function)
{
    static const double means[] = {1e-6, 0.001, 0.405, 1, 5.5, 16};
    for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
        uint32_t thresholds[POISSON_MAX_THRESHOLDS];
        uint32_t n = poisson_thresholds(means[m], thresholds, POISSON_MAX_THRESHOLDS);
        long double term = expl(-(long double)means[m]), cdf = term;
        cr_assert(n > 0 && n < POISSON_MAX_THRESHOLDS, "mean %g: %u thresholds", means[m], n);
        for (uint32_t k = 0; k < n; k++) {
            cr_expect_leq(fabsl((long double)thresholds[k] - cdf * 0x1p32L), 0.5L + 1e-4L, "mean %g, k = %u",
                          means[m], k);
            cr_expect_gt(thresholds[k], k ? thresholds[k - 1] : 0, "mean %g, k = %u", means[m], k);
            term *= (long double)means[m] / (k + 1);
            cdf += term;
        }
        cr_expect_leq((double)((1 - cdf) * 0x1p32L), 0.5, "mean %g: stopped too early", means[m]);
    }
}

Test(poisson, counts_have_the_right_mean_and_variance)
{
    uint32_t thresholds[POISSON_MAX_THRESHOLDS];
    uint32_t n = poisson_thresholds(0.405, thresholds, POISSON_MAX_THRESHOLDS);
    double sum = 0, square = 0, draws = 400000;
    for (uint32_t s = 0; s < 100000; s++) {
        philox_block block = philox((philox_block){{s, 3, 99, STREAM_POISSON << 24}}, 1, 2);
        for (int w = 0; w < 4; w++) {
            int count = 0;
            for (uint32_t k = 0; k < n; k++)
                count += block.v[w] >= thresholds[k];
            sum += count;
            square += count * count;
        }
    }
    double mean = sum / draws;
    cr_expect_lt(fabs(mean - 0.405), 5 * sqrt(0.405 / draws), "mean %g", mean);
    cr_expect_lt(fabs(square / draws - mean * mean - 0.405), 5 * sqrt((0.405 + 2 * 0.405 * 0.405) / draws),
                 "variance");
}

Test(poisson, nothing_for_zero_and_refusal_beyond_the_largest_mean)
{
    uint32_t thresholds[POISSON_MAX_THRESHOLDS];
    cr_expect_eq(poisson_thresholds(0, thresholds, POISSON_MAX_THRESHOLDS), 0);
    cr_expect_eq(poisson_thresholds(16.001, thresholds, POISSON_MAX_THRESHOLDS), 0);
    cr_expect_eq(poisson_thresholds((double)NAN, thresholds, POISSON_MAX_THRESHOLDS), 0);
    cr_expect_eq(poisson_thresholds(5, thresholds, 3), 3, "never more than there is room for");
}

/* ---- decay ---- */

Test(decay, tables_hold_the_exponential_and_end_in_zero)
{
    uint32_t n = decay_table_length(20, 0.1);
    cr_assert_eq(n, 5001);
    float *table = calloc(n, sizeof *table);
    decay_table_fill(20, 0.1, table, n);
    for (uint32_t i = 0; i + 1 < n; i++)
        cr_expect_lt(fabs((double)table[i] / exp(-0.1 * i / 20) - 1), ldexp(1.0, -24) * 1.000001, "entry %u",
                     i);
    cr_expect_eq(table[0], 1.0f);
    cr_expect_eq(table[n - 1], 0.0f);
    free(table);
    cr_expect(decay_table_fits(4000, 0.1) && !decay_table_fits(4001, 0.1));
}

Test(decay, of_slow_traces_is_the_product_of_two_tables_and_ends_in_zero)
{
    double tau = 1.2e6, dt = 0.1;
    uint32_t n = decay_table_length(tau, dt), n_coarse = n - DECAY_FINE;
    float *table = calloc(n, sizeof *table), *coarse = table + DECAY_FINE;
    decay_table_fill(tau, dt, table, n);
    for (uint64_t age = 0; age / DECAY_FINE < n_coarse - 1; age += 777) {
        double product = (double)coarse[age / DECAY_FINE] * (double)table[age % DECAY_FINE];
        cr_assert_lt(fabs(product / exp(-dt * (double)age / tau) - 1), ldexp(1.0, -23) * 1.000001, "%llu",
                     (unsigned long long)age);
    }
    cr_expect_geq((double)(n_coarse - 1) * DECAY_FINE * dt, 25 * tau);
    cr_expect_eq(coarse[0], 1.0f);
    cr_expect_eq(coarse[n_coarse - 1], 0.0f);
    free(table);
    cr_expect(decay_tables_fit(1677721.6, dt) && !decay_tables_fit(1677721.7, dt));
}

/* ---- discrete draws ---- */

static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

enum { DRAWS = 200000 };

/* Chi-square of DRAWS draws against a distribution on 0 .. n, in cells of at least 20 expected draws. */
static void compare(const char *what, const uint32_t *count, uint64_t n, const double *log_p)
{
    double chi = 0, expected = 0, found = 0;
    int cells = 0;
    for (uint64_t k = 0; k <= n; k++) {
        expected += DRAWS * exp(log_p[k]);
        found += count[k];
        if (expected > 20 || k == n) {
            chi += expected > 0 ? (found - expected) * (found - expected) / expected : 0;
            cells += expected > 20;
            expected = found = 0;
        }
    }
    cr_expect_lt(chi, cells + 5 * sqrt(2.0 * cells) + 10, "%s: chi-square %g in %d cells", what, chi, cells);
}

Test(discrete, binomial_draws_follow_the_binomial_distribution)
{
    static const struct {
        uint64_t n;
        double p;
    } cases[] = {{5, 0.3}, {32, 0.5}, {40, 0.05}, {33, 0.5}, {100, 0.1}, {1000, 0.5}, {1000, 0.333}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double n = (double)cases[c].n, log_p[1001];
        uint32_t count[1001] = {0};
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct words words = words_begin(
                (struct draw_key){.seed = 3, .owner = (uint32_t)c, .stream = STREAM_CONNECT, .entity = i}, 1);
            count[discrete_binomial(&words, cases[c].n, cases[c].p)]++;
        }
        for (uint64_t k = 0; k <= cases[c].n; k++)
            log_p[k] =
                log_choose(n, (double)k) + (double)k * log(cases[c].p) + (n - (double)k) * log1p(-cases[c].p);
        compare("binomial", count, cases[c].n, log_p);
    }
}

Test(discrete, hypergeometric_draws_follow_the_hypergeometric_distribution)
{
    static const uint64_t cases[][3] = {{5, 7, 12},       {20, 600, 900},   {50, 60, 200},
                                        {150, 60, 200},   {60, 150, 200},   {400, 500, 1000},
                                        {999, 500, 1000}, {40, 300, 100000}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        uint64_t n = cases[c][0], marked = cases[c][1], total = cases[c][2];
        double log_p[1001];
        uint32_t count[1001] = {0};
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct words words = words_begin(
                (struct draw_key){.seed = 4, .owner = (uint32_t)c, .stream = STREAM_CONNECT, .entity = i}, 1);
            count[discrete_hypergeometric(&words, n, marked, total)]++;
        }
        for (uint64_t k = 0; k <= n; k++) {
            bool possible = k <= marked && n - k <= total - marked;
            log_p[k] = possible ? log_choose((double)marked, (double)k) +
                                      log_choose((double)(total - marked), (double)(n - k)) -
                                      log_choose((double)total, (double)n)
                                : -HUGE_VAL;
        }
        compare("hypergeometric", count, n, log_p);
    }
}

Test(discrete, large_counts_keep_mean_and_variance)
{
    double sum = 0, square = 0, n = 1e10, p = 0.5;
    for (uint32_t i = 0; i < DRAWS; i++) {
        struct words words =
            words_begin((struct draw_key){.seed = 5, .stream = STREAM_CONNECT, .entity = i}, 1);
        double z =
            ((double)discrete_hypergeometric(&words, (uint64_t)n, 500000000000000u, 1000000000000000u) -
             n * p) /
            sqrt(n * p * (1 - p));
        sum += z;
        square += z * z;
    }
    cr_expect_lt(fabs(sum / DRAWS), 5 / sqrt(DRAWS), "mean %g SD", sum / DRAWS);
    cr_expect_lt(fabs(square / DRAWS - 1), 5 * sqrt(2.0 / DRAWS), "variance %g", square / DRAWS);
}

/* ---- fixed-point scales ---- */

static struct fixed_scale scale_of(struct tiny *t)
{
    struct fixed_scale scale;
    cr_assert_eq(fixed_scales(&t->net, t->projection.target, &scale, NULL), ENGRAM_OK);
    return scale;
}

Test(fixed, the_balanced_network_fits_32_bits)
{
    struct tiny t;
    struct model_param t_ref = {0};
    struct quantity two = quantity_constant(2);
    tiny_begin(&t, 9000, 0, true, (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 900});
    t.neuron.params = &t_ref;
    t.neuron.n_params = 1;
    t.neuron.refractory_param = 0;
    t.populations[0].params = &two;
    t.projection.weight = (struct quantity){.kind = QUANTITY_NORMAL, .a = 35, .b = 3, .min = 0, .max = 70};
    t.projection.weight_limit = 70;
    struct fixed_scale scale = scale_of(&t);
    cr_expect(!scale.wide);
    cr_expect_eq(scale.exponent[0], 15, "exponent %d", scale.exponent[0]);
}

Test(fixed, no_sum_can_overflow_and_no_bit_is_wasted)
{
    static const double limits[] = {
        1e-9,  0.3,         1,  70,
        12345, 1073741.544, 1e9}; /* the last but one: 125 times rounded up would overflow */
    static const uint64_t degrees[] = {1, 7, 125, 1000, 200000};
    for (size_t l = 0; l < 7; l++)
        for (size_t d = 0; d < 5; d++) {
            struct tiny t;
            tiny_begin(&t, 100, 1, false,
                       (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = degrees[d], .multapses = true});
            t.projection.weight = quantity_constant(limits[l]);
            t.projection.weight_limit = limits[l];
            struct fixed_scale scale = scale_of(&t);
            double n = (double)degrees[d] * network_max_multiplicity(&t.net, 0),
                   scaled = ldexp((double)(float)limits[l], scale.exponent[0]);
            double room = ldexp(1, scale.wide ? 62 : 31);
            cr_expect_lt(n * rint(scaled), room, "limit %g, degree %lu", limits[l], degrees[d]);
            cr_expect_geq(n * (2 * scaled + 1) * (1 + 0x1p-20), room,
                          "limit %g, degree %lu: exponent %d could be larger", limits[l], degrees[d],
                          scale.exponent[0]);
            cr_expect_geq(scaled, 0x1p20, "20 bits below the typical weight");
            if (n < 1000 || n > 2048) /* 31 bits, less 20, less log2 n */
                cr_expect_eq(scale.wide, n > 2048, "64 bits only where they are needed: limit %g, degree %lu",
                             limits[l], degrees[d]);
        }
}

Test(fixed, large_bounds_take_64_bits_and_hopeless_ones_are_refused)
{
    struct tiny t;
    engram_status *status = engram_status_create();
    struct fixed_scale scale;
    tiny_begin(&t, 100, 100, false, (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 50});
    t.projection.weight_limit = 1e5;
    cr_expect(scale_of(&t).wide);
    t.projection.weight_limit = 1e15;
    cr_expect_eq(fixed_scales(&t.net, 1, &scale, status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_where(status), "receptor 'exc'"), "%s", engram_status_where(status));
    engram_status_free(status);
}

Test(fixed, spikes_at_once_count)
{
    struct tiny t;
    struct model repeat;
    struct model_receptor spikes;
    uint32_t neuron[] = {0, 0, 0, 1};
    uint64_t step[] = {3, 7, 7, 7};
    tiny_begin(&t, 2, 2, false, (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 5, .multapses = true});
    cr_expect_eq(population_max_multiplicity(&t.populations[0], 0.1), 16, "nothing is known of this model");
    t.neuron.generator = GENERATOR_LIST;
    cr_expect_eq(population_max_multiplicity(&t.populations[0], 0.1), 1);
    t.populations[0].spikes = (struct spike_list){.n = 4, .neuron = neuron, .step = step};
    cr_expect_eq(population_max_multiplicity(&t.populations[0], 0.1), 2);
    repeat = t.neuron;
    spikes = t.receptor;
    spikes.counts = true;
    repeat.generator = GENERATOR_NONE;
    repeat.receptors = &spikes;
    t.populations[1].model = &repeat;
    cr_expect_eq(network_max_multiplicity(&t.net, 1), 10, "five synapses, two spikes each");
    t.projection.source = 1; /* repeats itself */
    cr_expect_eq(network_max_multiplicity(&t.net, 1), MULTIPLICITY_UNKNOWN);
    struct fixed_scale scale;
    cr_expect_eq(fixed_scales(&t.net, 1, &scale, NULL), ENGRAM_E_USAGE);
}

/* What max_in_degree may be at most for sums of 32 bits: one more, and they are wide. */
Test(fixed, the_largest_in_degree_that_fits_32_bits_is_known)
{
    struct tiny t;
    struct structure may_grow = {.max_in_degree = 5000};
    tiny_begin(&t, 2000, 10, false, (struct connect){.kind = CONNECT_FIXED_INDEGREE, .n = 50});
    t.neuron.generator = GENERATOR_LIST; /* one spike at a time */
    struct model_receptor receptors[2] = {t.receptor, t.receptor};
    struct projection both[2] = {t.projection, t.projection};
    t.neuron.receptors = receptors;
    both[0].weight = both[1].weight = quantity_constant(35);
    both[0].weight_limit = both[1].weight_limit = 70;
    both[0].structure = &may_grow;
    t.net.projections = both;
    for (t.net.n_projections = 1; t.net.n_projections <= 2; t.net.n_projections++) {
        may_grow.max_in_degree = 5000;
        uint64_t n = projection_narrow_in_degree(&t.net, both);
        cr_expect_eq(n, t.net.n_projections == 1 ? 936 : 936 - 50, "%d", (int)n);
        may_grow.max_in_degree = n + 1;
        cr_expect(scale_of(&t).wide);
        cr_expect_eq(projection_narrow_in_degree(&t.net, both), n);
        may_grow.max_in_degree = n;
        cr_expect(!scale_of(&t).wide);
        cr_expect_eq(projection_narrow_in_degree(&t.net, both), 0, "nothing is to be gained");
    }
    t.net.n_projections = 2;
    may_grow.max_in_degree = 5000;
    both[1].weight_limit = 1e5;
    cr_expect_eq(projection_narrow_in_degree(&t.net, both), 0, "of the other alone they are too large");
    both[1].receptor = 1;
    t.neuron.n_receptors = 2;
    cr_expect_eq(projection_narrow_in_degree(&t.net, both), 0, "those of the other receptor stay wide");
    t.neuron.n_receptors = 0;
    cr_expect_eq(projection_narrow_in_degree(&t.net, both), 0, "nothing is summed");
}

/* ---- delays ---- */

Test(delays, the_law_rounds_and_never_falls_with_length)
{
    cr_expect_eq(axonal_steps(15, SLOWNESS_ONE, 0, 0), 15);
    cr_expect_eq(axonal_steps(0, SLOWNESS_ONE, 1, 1), 0);
    cr_expect_eq(axonal_steps(0, SLOWNESS_ONE, 1, 0), 1);
    cr_expect_eq(axonal_steps(3, SLOWNESS_ONE / 2, 0, 0), 2, "1.5 steps round up");
    cr_expect_eq(axonal_steps(65535, UINT32_MAX, 0, 0), 65535u * 256u, "64-bit product");
    for (uint32_t code = 1, before = 0; code <= LENGTH_CODE_MAX; code++) {
        uint32_t steps = axonal_steps(code, 777777, 1, 1);
        cr_assert_geq(steps, before);
        before = steps;
    }
}

Test(delays, codes_count_steps_or_lengths)
{
    struct tiny t;
    struct edge e = {.source = 1, .target = 2, .key = {5, 6}};
    tiny_begin(&t, 10, 10, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    t.projection.axonal = quantity_constant(1.5);
    cr_expect_eq(projection_length_code(&t.net, &t.projection, &e), 15);
    cr_expect_eq(projection_slowness(&t.net, &t.projection, 1), SLOWNESS_ONE);
    cr_expect_eq(projection_max_axonal(&t.net, &t.projection), 15);

    t.projection.by_length = true;
    t.projection.length_unit_um = 0.25;
    t.projection.axonal = quantity_constant(1000);
    t.projection.velocity = quantity_constant(0.5);
    cr_expect_eq(projection_length_code(&t.net, &t.projection, &e), 4000);
    uint32_t slowness = projection_slowness(&t.net, &t.projection, 1);
    cr_expect_eq(slowness, 83886, "0.25 um at 0.5 m/s is 0.0005 ms, 0.005 steps");
    cr_expect_eq(projection_axonal_steps(&t.projection, 4000, slowness), 20, "1 mm at 0.5 m/s is 2 ms");
    cr_expect_eq(projection_max_axonal(&t.net, &t.projection), 20);
}

Test(delays, the_longest_is_never_exceeded)
{
    struct tiny t;
    float places[300];
    tiny_begin(&t, 100, 100, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    for (int i = 0; i < 300; i++)
        places[i] = (float)(i * 7919 % 500);
    t.populations[0].positions = t.populations[1].positions = places;
    t.projection.by_length = t.projection.from_distance = true;
    t.projection.axonal = quantity_constant(1.5);
    t.projection.length_unit_um = 0.0625;
    t.projection.velocity =
        (struct quantity){.kind = QUANTITY_UNIFORM, .a = 0.2, .b = 2, .min = -HUGE_VAL, .max = HUGE_VAL};
    uint32_t longest = projection_max_axonal(&t.net, &t.projection), reached = 0;
    struct edges e = tiny_edges(&t, 0, 100);
    for (uint64_t i = 0; i < e.n; i++) {
        uint32_t code = projection_length_code(&t.net, &t.projection, &e.edge[i]);
        uint32_t steps = projection_axonal_steps(
            &t.projection, code, projection_slowness(&t.net, &t.projection, e.edge[i].source));
        cr_assert_leq(steps, longest);
        reached = steps > reached ? steps : reached;
    }
    cr_expect_gt(reached, longest / 2, "reached %u, bound %u", reached, longest);
    edges_free(&e);
}

Test(weights, batches_equal_single_ones)
{
    struct tiny t;
    float weights[1000];
    uint16_t codes[1000];
    tiny_begin(&t, 50, 20, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    t.projection.weight = (struct quantity){.kind = QUANTITY_LOGNORMAL, .a = 0, .b = 1, .min = 0.2, .max = 3};
    t.projection.axonal =
        (struct quantity){.kind = QUANTITY_NORMAL, .a = 1.5, .b = 0.75, .min = 0.1, .max = 9};
    struct edges e = tiny_edges(&t, 0, 20);
    projection_weights(&t.net, &t.projection, e.edge, 1000, weights);
    projection_length_codes(&t.net, &t.projection, e.edge, 1000, codes);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(weights[i], projection_weight(&t.net, &t.projection, &e.edge[i]));
        cr_assert_eq(codes[i], projection_length_code(&t.net, &t.projection, &e.edge[i]));
        cr_assert(codes[i] >= 1 && codes[i] <= 90);
    }
    edges_free(&e);
}
