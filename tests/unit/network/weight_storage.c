#include "network/weight_storage.h"

#include <criterion/criterion.h>
#include <math.h>

static const enum weight_width widths[] = {WEIGHTS_U16, WEIGHTS_U8};

static struct weight_storage storage_of(enum weight_width width, bool by_chance, double least, double most)
{
    struct weight_storage s = {.width = width, .by_chance = by_chance};
    cr_assert(weight_grid_fill(width, least, most, &s.grid));
    return s;
}

/* Whatever an event reads and leaves alone stays, however it is rounded. */
Test(weight_storage, keeps_every_number_that_nothing_changes)
{
    static const float chances[] = {1e-9f, 0.3f, 0.99999994f};
    static const double bounds[][2] = {{0, 1}, {0, 70}, {-3, 0.7}, {1, 2}};
    for (unsigned k = 0; k < 2; k++)
        for (unsigned b = 0; b < 4; b++) {
            struct weight_storage s = storage_of(widths[k], true, bounds[b][0], bounds[b][1]);
            for (uint32_t number = 0; number <= (uint32_t)weight_most(widths[k]); number++) {
                uint16_t column[1] = {0};
                float w = grid_weight((float)number, s.grid), rounded = w;
                weight_put(&s, column, 0, w);
                weights_round(&s, &rounded, 1);
                cr_assert_eq(weight_get(&s, column, 0), w, "number %u", number);
                cr_assert_eq(rounded, w, "number %u", number);
                cr_assert_eq(weight_kept(&s, w, w, chances[number % 3]), w, "number %u", number);
                cr_assert(w >= (float)bounds[b][0] && w <= (float)bounds[b][1], "number %u is %g", number,
                          (double)w);
            }
        }
}

Test(weight_storage, weights_that_are_all_alike_have_no_column)
{
    struct weight_storage s = {.width = WEIGHTS_ALIKE, .grid = {.least = -62.5f}};
    float weights[] = {-62.5f, -62.5f};
    weights_round(&s, weights, 2);
    weight_put(&s, NULL, 1, weights[1]);
    cr_expect_eq(weights[0], -62.5f);
    cr_expect_eq(weight_get(&s, NULL, 1), -62.5f);
    cr_expect_eq(weight_bytes(s.width), 0);
}

Test(weight_storage, to_nearest_loses_changes_below_half_a_step)
{
    struct weight_storage s = storage_of(WEIGHTS_U8, false, 0, 255);
    cr_expect_eq(weight_kept(&s, 100, 100.4f, 0.1f), 100);
    cr_expect_eq(weight_kept(&s, 100, 100.6f, 0.9f), 101);
    cr_expect_eq(weight_kept(&s, 100, 99.6f, 0.9f), 100);
    cr_expect_eq(weight_kept(&s, 100, 99.4f, 0.1f), 99);
    cr_expect_eq(weight_kept(&s, 100, 1e9f, 0), 255, "no number is beyond the bounds");
    cr_expect_eq(weight_kept(&s, 100, -1e9f, 0), 0);
}

Test(weight_storage, by_chance_keeps_the_mean)
{
    struct weight_storage s = storage_of(WEIGHTS_U16, true, 0, 1);
    float before = grid_weight(60000, s.grid);
    for (float change = -3.7f; change < 3.8f; change += 0.1f) { /* in steps */
        double sum = 0;
        float after = before + change * s.grid.step, wanted = (after - before) * s.grid.per_step;
        enum { N = 4096 };
        for (int i = 0; i < N; i++)
            sum +=
                (double)((weight_kept(&s, before, after, ((float)i + 0.5f) / N) - before) * s.grid.per_step);
        cr_expect(fabs(sum / N - (double)wanted) < 5e-3, "change of %g steps: %g", (double)wanted, sum / N);
    }
}

Test(weight_storage, refuses_a_grid_finer_than_floats)
{
    weight_grid grid;
    cr_expect_not(weight_grid_fill(WEIGHTS_U16, 100, 100.5, &grid));
    cr_expect_not(weight_grid_fill(WEIGHTS_U8, 1, 1, &grid));
    cr_expect(weight_grid_fill(WEIGHTS_U8, 100, 100.5, &grid));
}
