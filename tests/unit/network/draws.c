#include "network/draw.h"
#include "network/elementary.h"
#include "network/words.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Philox ---- */

static const struct {
    uint32_t counter[4], key[2], want[4];
} random123[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

Test(philox, gives_the_known_answers_of_its_authors)
{
    for (size_t i = 0; i < 3; i++) {
        philox_block counter;
        memcpy(counter.v, random123[i].counter, sizeof counter.v);
        philox_block got = philox(counter, random123[i].key[0], random123[i].key[1]);
        cr_expect(memcmp(got.v, random123[i].want, sizeof got.v) == 0, "vector %zu: %08x ...", i, got.v[0]);
    }
}

Test(philox, side_by_side_blocks_equal_single_ones)
{
    philox_lanes lanes;
    for (unsigned l = 0; l < DRAW_LANES; l++)
        for (unsigned k = 0; k < 4; k++)
            lanes.v[k][l] = 0x9e3779b9u * (4 * l + k + 1);
    philox_lanes got = lanes;
    draw_lanes(&got, 0x123456789abcdef0u);
    for (unsigned l = 0; l < DRAW_LANES; l++) {
        philox_block one = {{lanes.v[0][l], lanes.v[1][l], lanes.v[2][l], lanes.v[3][l]}};
        one = philox(one, 0x9abcdef0u, 0x12345678u);
        for (unsigned k = 0; k < 4; k++)
            cr_expect_eq(got.v[k][l], one.v[k], "lane %u, word %u", l, k);
    }
}

Test(philox, words_drawn_ahead_are_those_drawn_one_by_one)
{
    enum { MANY = 40000 };
    struct draw_key key = {0x123456789abcdef0u, 7, 11, 0, 0};
    uint32_t *ahead = malloc(MANY * sizeof *ahead);
    engram_status *status = engram_status_create();
    for (unsigned n_before = 0; n_before < 6; n_before++) {
        struct words words = words_begin(key, 3), skipping = words;
        for (unsigned k = 0; k < n_before; k++)
            words_next(&words);
        words_skip(&skipping, n_before);
        cr_assert_eq(words_ahead(&words, MANY, ahead, status), ENGRAM_OK);
        for (unsigned k = 0; k < MANY; k++)
            cr_assert_eq(ahead[k], words_next(&words), "word %u after %u", k, n_before);
        words_skip(&skipping, MANY);
        cr_expect_eq(words_next(&skipping), words_next(&words), "after %u", n_before);
    }
    engram_status_free(status);
    free(ahead);
}

Test(philox, uniform_numbers_never_reach_the_ends)
{
    cr_expect_gt(draw_uniform(0, 0), 0.0);
    cr_expect_lt(draw_uniform(~0u, ~0u), 1.0);
    cr_expect_eq(draw_uniform(0x80000000u, 0) - 0.5, 0x1p-53);
}

/* ---- elementary functions ---- */

static double ulps_off(double got, double want)
{
    return fabs(got - want) / (fabs(want) * DBL_EPSILON);
}

Test(elementary, exp_and_log_are_close_to_the_true_ones)
{
    for (double x = -700; x < 700; x += 0.37)
        cr_expect_lt(ulps_off(elementary_exp(x), exp(x)), 2.0, "exp(%g)", x);
    for (double x = 1e-300; x < 1e300; x *= 1.7)
        cr_expect_lt(ulps_off(elementary_log(x), log(x)), 2.0, "log(%g)", x);
    for (double d = 1e-15; d < 0.3; d *= 1.3) /* near 1, where log(x) itself is small: absolute */
        cr_expect_lt(fabs(elementary_log(1 + d) - log1p((1 + d) - 1)), 2.3e-16, "log(1 + %g)", d);
    cr_expect_eq(elementary_exp(0), 1.0);
    cr_expect_eq(elementary_log(1), 0.0);
    cr_expect_eq(elementary_exp(-1000), 0.0);
    cr_expect(isinf(elementary_exp(1000)));
}

Test(elementary, logarithms_of_near_numbers_keep_their_digits)
{
    for (double p = 1e-18; p < 1; p *= 1.9)
        cr_expect_lt(ulps_off(elementary_minus_log1m(p), -log1p(-p)), 3.0, "-log(1 - %g)", p);
    cr_expect(isinf(elementary_minus_log1m(1)));
    for (double d = 1; d < 1e15; d *= 7)
        cr_expect_lt(ulps_off(elementary_log_ratio(1e15 + d, 1e15), log1p(d / 1e15)), 3.0, "ratio 1 + %g",
                     d / 1e15);
}

static double normal_of(double u)
{
    double x = 0;
    elementary_normals(&u, &x, 1);
    return x;
}

Test(elementary, normal_inverts_the_normal_distribution)
{
    for (double u = 1e-15; u < 1; u += u < 0.001 ? u : 0.001) {
        double x = normal_of(u);
        double lower = 0.5 * erfc(-x / sqrt(2)), slope = exp(-0.5 * x * x) / sqrt(2 * M_PI);
        /* The error of x that explains the difference: 4 units in its last place, and what erfc itself is off. */
        cr_expect_lt(fabs(lower - u), slope * 4 * DBL_EPSILON * fmax(fabs(x), 1) + 4 * DBL_EPSILON * u,
                     "u = %g", u);
        cr_expect_lt(fabs(x + normal_of(1 - u)), 1e-12 + 2 * DBL_EPSILON / slope, "symmetry at %g", u);
    }
}

Test(elementary, many_normals_are_the_same_bits_as_single_ones)
{
    enum { MANY = 1000 };
    double u[MANY], x[MANY];
    for (int i = 0; i < MANY; i++)
        u[i] = i % 5 ? (i + 0.5) / MANY : i % 10 ? 1e-13 * (i + 1) : 1 - 1e-13 * (i + 1);
    elementary_normals(u, x, MANY);
    for (int i = 0; i < MANY; i++) {
        double one = normal_of(u[i]);
        cr_expect(memcmp(&x[i], &one, sizeof one) == 0, "u = %g: %.17g of many, %.17g alone", u[i], x[i],
                  one);
    }
}

/* ---- distributions ---- */

enum { N = 200000 };

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void draw_many(const struct quantity *q, double *values)
{
    for (uint32_t i = 0; i < N; i++) {
        struct draw_key key = {
            .seed = 77, .owner = 5, .stream = STREAM_WEIGHT, .entity = i / 1000, .index = i % 1000};
        values[i] = quantity_value(q, &key, 0);
    }
}

/* Largest distance between the empirical and the true distribution; below 2.2 / sqrt(N) but for one case in 10,000. */
static double kolmogorov(const double *sorted, double (*cdf)(double))
{
    double most = 0;
    for (int i = 0; i < N; i++) {
        double p = cdf(sorted[i]);
        most = fmax(most, fmax(fabs(p - (double)i / N), fabs(p - (i + 1.0) / N)));
    }
    return most;
}

static double uniform_cdf(double x)
{
    return (x + 2) / 5;
}
static double normal_cdf(double x)
{
    return 0.5 * erfc(-(x - 35) / 3 / sqrt(2));
}
static double lognormal_cdf(double x)
{
    return 0.5 * erfc(-(log(x) + 1) / 0.5 / sqrt(2));
}
static double truncated_cdf(double x) /* normal, 35 +- 3, in [34, 36.5] */
{
    return (normal_cdf(x) - normal_cdf(34)) / (normal_cdf(36.5) - normal_cdf(34));
}

static const struct {
    const char *what;
    struct quantity q;
    double (*cdf)(double), mean, sd;
} distributions[] = {
    {"uniform",
     {.kind = QUANTITY_UNIFORM, .a = -2, .b = 3, .min = -HUGE_VAL, .max = HUGE_VAL},
     uniform_cdf,
     0.5,
     1.4433757},
    {"normal",
     {.kind = QUANTITY_NORMAL, .a = 35, .b = 3, .min = -HUGE_VAL, .max = HUGE_VAL},
     normal_cdf,
     35,
     3},
    {"lognormal",
     {.kind = QUANTITY_LOGNORMAL, .a = -1, .b = 0.5, .min = -HUGE_VAL, .max = HUGE_VAL},
     lognormal_cdf,
     0.4168620,
     0.2221644},
    {"truncated",
     {.kind = QUANTITY_NORMAL, .a = 35, .b = 3, .min = 34, .max = 36.5},
     truncated_cdf,
     35.2315,
     0.7171},
};

Test(quantity, draws_follow_their_distribution)
{
    double *values = malloc(N * sizeof *values);
    for (size_t d = 0; d < sizeof distributions / sizeof *distributions; d++) {
        double sum = 0, square = 0, sd = distributions[d].sd;
        draw_many(&distributions[d].q, values);
        for (int i = 0; i < N; i++) {
            sum += values[i];
            square += (values[i] - distributions[d].mean) * (values[i] - distributions[d].mean);
        }
        cr_expect_lt(fabs(sum / N - distributions[d].mean), 5 * sd / sqrt(N) + 1e-4, "%s: mean %g",
                     distributions[d].what, sum / N);
        cr_expect_lt(fabs(sqrt(square / N) / sd - 1), 0.01, "%s: SD %g", distributions[d].what,
                     sqrt(square / N));
        qsort(values, N, sizeof *values, ascending);
        cr_expect_lt(kolmogorov(values, distributions[d].cdf), 2.2 / sqrt(N), "%s", distributions[d].what);
    }
    free(values);
}

Test(quantity, truncation_redraws_and_clip_clips)
{
    struct quantity q = {.kind = QUANTITY_NORMAL, .a = 0, .b = 1, .min = -0.5, .max = 1};
    double *values = malloc(N * sizeof *values);
    int at_low = 0, at_high = 0;
    draw_many(&q, values);
    for (int i = 0; i < N; i++)
        cr_assert(values[i] > q.min && values[i] < q.max,
                  "drawn %g: redrawn values do not pile up at the ends", values[i]);
    q.clip = true;
    draw_many(&q, values);
    for (int i = 0; i < N; i++) {
        at_low += values[i] == q.min;
        at_high += values[i] == q.max;
    }
    cr_expect_lt(fabs(at_low / (double)N - 0.3085375), 0.006);
    cr_expect_lt(fabs(at_high / (double)N - 0.1586553), 0.005);
    free(values);
}

Test(quantity, a_choice_takes_each_value_as_often_as_its_chance_says)
{
    static double list[] = {1, 5, -2}, up_to[] = {0.5, 0.8, 1};
    struct quantity q = {.kind = QUANTITY_CHOICE,
                         .list = list,
                         .up_to = up_to,
                         .n_list = 3,
                         .min = -HUGE_VAL,
                         .max = HUGE_VAL};
    double *values = malloc(N * sizeof *values), low = 0, high = 0;
    int n[3] = {0};
    draw_many(&q, values);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < 3; k++)
            n[k] += values[i] == list[k];
    cr_expect_eq(n[0] + n[1] + n[2], N);
    for (int k = 0; k < 3; k++) {
        double chance = up_to[k] - (k ? up_to[k - 1] : 0);
        cr_expect_lt(fabs(n[k] / (double)N - chance), 5 * sqrt(chance * (1 - chance) / N), "%g: %d of %d",
                     list[k], n[k], N);
    }
    quantity_range(&q, &low, &high);
    cr_expect(low == -2 && high == 5);
    cr_expect_lt(fabs(quantity_mean(&q) - 1.6), 1e-12);
    cr_expect_lt(fabs(quantity_mean_magnitude(&q) - 2.4), 1e-12);
    q.min = 2; /* what falls outside is drawn again */
    draw_many(&q, values);
    for (int i = 0; i < N; i++)
        cr_assert_eq(values[i], 5);
    free(values);
}

Test(quantity, an_interval_out_of_reach_ends_at_its_bound)
{
    struct quantity q = {.kind = QUANTITY_NORMAL, .a = 0, .b = 1, .min = 50, .max = 60};
    struct draw_key key = {.seed = 1, .owner = 2, .stream = STREAM_PARAM, .entity = 3, .index = 4};
    cr_expect_eq(quantity_value(&q, &key, 0), 50);
}

Test(quantity, many_at_once_equal_one_by_one)
{
    struct quantity all[] = {distributions[0].q,
                             distributions[1].q,
                             distributions[2].q,
                             distributions[3].q,
                             quantity_constant(7),
                             {.kind = QUANTITY_CHOICE,
                              .list = (double[]){2, 3},
                              .up_to = (double[]){0.3, 1},
                              .n_list = 2,
                              .min = 2,
                              .max = 3}};
    uint32_t entity[601], index[601];
    uint64_t items[601];
    double list[601], values[601];
    for (uint32_t i = 0; i < 601; i++) {
        entity[i] = i * i;
        index[i] = 3 * i + 1;
        items[i] = 600 - i;
        list[i] = i * 0.5;
    }
    for (size_t q = 0; q < 7; q++) {
        struct quantity one =
            q < 6 ? all[q] : (struct quantity){.kind = QUANTITY_LIST, .list = list, .n_list = 601};
        struct draw_key key = {.seed = 9, .owner = 8, .stream = STREAM_DELAY};
        quantity_values(&one, &key, entity, index, items, 601, values);
        for (uint32_t i = 0; i < 601; i++) {
            key.entity = entity[i];
            key.index = index[i];
            cr_assert_eq(values[i], quantity_value(&one, &key, items[i]), "quantity %zu, item %u", q, i);
        }
    }
}

Test(quantity, changing_any_part_of_the_address_changes_the_draw)
{
    struct quantity q = distributions[0].q;
    struct draw_key base = {.seed = 1, .owner = 2, .stream = STREAM_PARAM, .entity = 3, .index = 4}, other[6];
    for (int i = 0; i < 6; i++)
        other[i] = base;
    other[0].seed ^= 1;
    other[1].seed ^= 1ull << 63;
    other[2].owner ^= 1;
    other[3].stream ^= 1;
    other[4].entity ^= 1;
    other[5].index ^= 1;
    for (int i = 0; i < 6; i++)
        cr_expect_neq(quantity_value(&q, &base, 0), quantity_value(&q, &other[i], 0), "part %d", i);
}

Test(quantity, ranges_hold_what_is_drawn)
{
    double low = 0, high = 0;
    double list[] = {3, -1, 2};
    quantity_range(&distributions[3].q, &low, &high);
    cr_expect(low == 34 && high == 36.5);
    quantity_range(&distributions[2].q, &low, &high);
    cr_expect(low == 0 && isinf(high));
    struct quantity q = {.kind = QUANTITY_LIST, .list = list, .n_list = 3};
    quantity_range(&q, &low, &high);
    cr_expect(low == -1 && high == 3);
    cr_expect_eq(quantity_mean(&q), 4.0 / 3);
    cr_expect_eq(quantity_mean_magnitude(&q), 2.0);
    q = (struct quantity){.kind = QUANTITY_UNIFORM, .a = -1, .b = 3, .min = -HUGE_VAL, .max = HUGE_VAL};
    cr_expect_eq(quantity_mean_magnitude(&q), 1.25);
    cr_expect_eq(quantity_mean(&q), 1.0);
}

Test(names, hashes_spread)
{
    char name[16];
    uint32_t seen[4096];
    for (int i = 0; i < 4096; i++) {
        snprintf(name, sizeof name, "E_%d", i);
        seen[i] = name_hash(name);
        for (int k = 0; k < i; k++)
            cr_assert_neq(seen[i], seen[k], "E_%d and E_%d", i, k);
    }
}
