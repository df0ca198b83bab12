/* kernels/common/normal.h and chance.h against the C library in double, and against what such numbers must be on average. */
#include "common/normal.h"

#include "common/chance.h"
#include "common/philox.h"

#include <criterion/criterion.h>

/* The standard normal quantile: z so that a fraction q lies beyond, by Newton's method on erfc. */
static double quantile(double q)
{
    double z = q < 0.1 ? sqrt(-2 * log(q)) : 0;
    for (int i = 0; i < 60; i++)
        z += (0.5 * erfc(z / sqrt(2)) - q) / (exp(-0.5 * z * z) / sqrt(2 * 3.14159265358979323846));
    return z;
}

static double error_of(u32 word)
{
    double z = quantile(((double)(word >> 1) + 0.5) * 0x1p-32);
    return fabs((double)normal_(word) - (word & 1 ? -z : z));
}

Test(normal, is_the_quantile_of_its_word)
{
    double worst = 0;
    for (u32 k = 0; k < 100000; k++)
        worst = fmax(worst, error_of(k * 42949u));
    cr_log_info("worst error %.3g", worst);
    cr_expect_leq(worst, 2e-6, "worst error %.3g", worst);
}

/* The tails, where a step of the word is a large step of the quantile. */
Test(normal, holds_to_the_last_word_of_the_tails)
{
    double worst = 0;
    for (u32 shift = 0; shift < 31; shift++)
        for (u32 k = 0; k < 64; k++)
            worst = fmax(worst, error_of((64u + k) >> 6 << shift));
    for (u32 word = 0; word < 4096; word++)
        worst = fmax(worst, error_of(word));
    cr_log_info("worst error in the tails %.3g", worst);
    cr_expect_leq(worst, 2e-6, "worst error %.3g", worst);
    cr_expect_float_eq((double)normal_(0), quantile(0x1p-33), 2e-6);
    cr_expect_eq(normal_(1), -normal_(0));
    cr_expect_eq(normal_(UINT32_MAX), 0.0f, "the middle");
}

Test(normal, has_the_moments_of_a_normal_number)
{
    enum { N = 2000000 };
    double sum[5] = {0};
    for (u32 i = 0; i < N; i++) {
        philox_block random = philox((philox_block){{i, 7, 0, 0}}, 1u, 2u);
        for (int k = 0; k < 4; k++) {
            double z = (double)normal_(random.v[k]), power = 1;
            for (int m = 0; m < 5; m++, power *= z)
                sum[m] += power;
        }
    }
    /* Four standard errors of each: sqrt(1, 2, 15, 96 / n). */
    double n = sum[0], four = 4 / sqrt(n);
    cr_expect_leq(fabs(sum[1] / n), four, "mean %.3g", sum[1] / n);
    cr_expect_leq(fabs(sum[2] / n - 1), sqrt(2) * four, "variance %.6f", sum[2] / n);
    cr_expect_leq(fabs(sum[3] / n), sqrt(15) * four, "third moment %.3g", sum[3] / n);
    cr_expect_leq(fabs(sum[4] / n - 3), sqrt(96) * four, "fourth moment %.5f", sum[4] / n);
}

Test(normal, a_uniform_number_is_between_0_and_1_and_small_ones_are_fine)
{
    cr_expect_gt(uniform_(0), 0.0f);
    cr_expect_lt(uniform_(UINT32_MAX), 1.0f);
    cr_expect_float_eq((double)uniform_(0x80000000u), 0.5, 1e-9);
    cr_expect_float_eq((double)uniform_(200), 100.5 * 0x1p-31, 1e-16, "not rounded to steps of 2^-24");
    float before = 0;
    for (u32 word = 0; word < UINT32_MAX - 100003u; word += 100003u) {
        cr_assert_gt(uniform_(word), before);
        before = uniform_(word);
    }
}

Test(normal, a_chance_keeps_its_digits)
{
    double worst = 0;
    for (double x = 1e-30; x < 100; x *= 1.01)
        worst = fmax(worst, fabs((double)chance_((float)x) / -expm1(-(double)(float)x) - 1));
    cr_expect_leq(worst, 1e-6, "worst relative error %.3g", worst);
    cr_expect_eq(chance_(0.0f), 0.0f);
    cr_expect_eq(chance_(1e30f), 1.0f);
}
