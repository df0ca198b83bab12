#include "plot/scale.h"

#include <criterion/criterion.h>
#include <string.h>

Test(scales, ticks_are_round_numbers)
{
    static const struct {
        double low, high, step;
    } cases[] = {{0, 1000, 200},     {0, 1, 0.2}, {0, 7, 2},     {-3, 3, 2},
                 {0, 0.0034, 0.001}, {40, 52, 5}, {0, 12e6, 5e6}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scale s = scale_nice(cases[i].low, cases[i].high, 0, 100, 5);
        cr_expect_float_eq(s.step / cases[i].step, 1.0, 1e-12, "rounding of the step only; case %zu has %g",
                           i, s.step);
        cr_expect(s.low <= cases[i].low && s.high >= cases[i].high, "case %zu", i);
    }
}

Test(scales, ends_map_to_ends_and_an_empty_range_is_widened)
{
    struct scale s = scale_exact(2, 4, 10, 30, 5);
    cr_expect(scale_at(&s, 2) == 10 && scale_at(&s, 4) == 30 && scale_at(&s, 3) == 20);
    s = scale_nice(45, 45, 0, 1, 5);
    cr_expect(s.low < 45 && s.high > 45 && s.step > 0);
    s = scale_nice(0, 0, 0, 1, 5);
    cr_expect(s.low < 0 && s.high > 0);
}

Test(scales, numbers_have_the_decimals_of_their_step)
{
    static const struct {
        double value, step;
        const char *want;
    } cases[] = {{0, 5, "0"},          {1250, 250, "1,250"},   {0.5, 0.5, "0.5"},
                 {0.25, 0.05, "0.25"}, {-1000, 500, "-1,000"}, {1e6, 2e5, "1,000,000"},
                 {-1e-17, 0.2, "0.0"}, {100, 50, "100"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        scale_format(cases[i].value, cases[i].step, text, sizeof text);
        cr_expect_str_eq(text, cases[i].want);
    }
    char text[32];
    scale_format_count(18446744073709551615ull, text, sizeof text);
    cr_expect_str_eq(text, "18,446,744,073,709,551,615");
}
