/* kernels/common/arith.h against the C library in double. */
#include "common/arith.h"

#include <criterion/criterion.h>
#include <float.h>

/* Distance in units of the last place of the true value. */
static double ulps(float got, double want)
{
    int exponent = 0;
    frexp(want, &exponent);
    double ulp = ldexp(1.0, exponent - FLT_MANT_DIG);
    return fabs((double)got - want) / fmax(ulp, (double)FLT_MIN * (double)FLT_EPSILON);
}

/* The next argument: about `steps` per octave, on both sides of 1. */
static float next(float x, double steps)
{
    return (float)((double)x * exp2(1.0 / steps));
}

Test(arith, exp_is_within_one_unit_over_its_whole_range)
{
    double worst = 0.0;
    for (float x = -87.0f; x <= 88.0f; x += 0.00021f)
        worst = fmax(worst, ulps(exp_(x), exp((double)x)));
    for (float x = 1e-30f; x < 1.0f; x = next(x, 50)) {
        worst = fmax(worst, ulps(exp_(x), exp((double)x)));
        worst = fmax(worst, ulps(exp_(-x), exp(-(double)x)));
    }
    cr_expect_leq(worst, 1.0, "worst error %.3f units in the last place", worst);
}

Test(arith, exp_has_exact_ends)
{
    cr_expect_eq(exp_(0.0f), 1.0f);
    cr_expect_eq(exp_(-87.5f), 0.0f, "denormal results are 0");
    cr_expect_eq(exp_(-1e30f), 0.0f);
    cr_expect_eq(exp_(1e30f), exp_(88.0f), "saturated");
    cr_expect(isfinite(exp_(88.0f)));
}

Test(arith, log_is_within_two_units_of_the_true_logarithm)
{
    double worst = 0.0;
    for (float x = FLT_MIN; x < FLT_MAX / 2; x = next(x, 3001))
        worst = fmax(worst, ulps(log_(x), log((double)x)));
    for (float x = 0.99f; x < 1.01f; x += FLT_EPSILON * 3)
        if (x != 1.0f)
            worst = fmax(worst, ulps(log_(x), log((double)x)));
    cr_expect_leq(worst, 2.0, "worst error %.3f units in the last place", worst);
    cr_expect_eq(log_(1.0f), 0.0f);
}

Test(arith, pow_is_exact_in_the_limits_of_weight_dependence)
{
    for (float x = 0.0f; x <= 1.0f; x += 0.001f) {
        cr_expect_eq(pow_(x, 0.0f), 1.0f);
        cr_expect_eq(pow_(x, 1.0f), x);
    }
    cr_expect_eq(pow_(0.0f, 0.5f), 0.0f);
    cr_expect_eq(pow_(0.0f, 0.0f), 1.0f);
    cr_expect_eq(pow_(-1e-9f, 0.4f), 0.0f, "below 0 counts as 0");
}

Test(arith, pow_is_close_for_weights_and_exponents_of_rules)
{
    double worst = 0.0;
    static const float exponents[] = {0.02f, 0.1f, 0.2f, 0.4f, 0.5f, 0.9f};
    for (size_t i = 0; i < 6; i++)
        for (float x = 1e-6f; x < 1e4f; x = next(x, 997))
            worst = fmax(worst, ulps(pow_(x, exponents[i]), pow((double)x, (double)exponents[i])));
    /* |y log x| < 14 there: two units of the logarithm and one of the product become relative errors of the result. */
    cr_expect_leq(worst, 16.0, "worst error %.3f units in the last place", worst);
}

Test(arith, recip_is_within_one_unit_over_its_whole_range)
{
    double worst = 0.0;
    for (float x = ldexpf(1.0f, -125); x < ldexpf(1.0f, 125); x = next(x, 5003))
        worst = fmax(worst, ulps(recip_(x), 1.0 / (double)x));
    cr_expect_leq(worst, 1.0, "worst error %.3f units in the last place", worst);
    for (int k = -126; k <= 125; k++)
        cr_expect_eq(recip_(ldexpf(1.0f, k)), ldexpf(1.0f, -k), "2^%d", k);
}

Test(arith, sqrt_is_within_one_unit_over_its_whole_range)
{
    double worst = 0.0;
    for (float x = ldexpf(1.0f, -100); x < FLT_MAX / 2; x = next(x, 5003))
        worst = fmax(worst, ulps(sqrt_(x), sqrt((double)x)));
    cr_expect_leq(worst, 1.0, "worst error %.3f units in the last place", worst);
    for (int k = -50; k < 64; k++)
        cr_expect_eq(sqrt_(ldexpf(1.0f, 2 * k)), ldexpf(1.0f, k), "2^%d", 2 * k);
    cr_expect_eq(sqrt_(0.0f), 0.0f);
    cr_expect_eq(sqrt_(1e-31f), 0.0f, "the residual would be denormal");
}

Test(arith, sin_is_within_three_units_over_its_whole_range)
{
    double worst = 0.0;
    for (float x = 0.0f; x < 1e4f; x += 0.00137f + x * 3e-7f) {
        worst = fmax(worst, ulps(sin_(x), sin((double)x)));
        worst = fmax(worst, ulps(sin_(-x), sin(-(double)x)));
    }
    for (float x = 1e-30f; x < 1e5f; x = next(x, 5003))
        worst = fmax(worst, ulps(sin_(x), sin((double)x)));
    cr_expect_leq(worst, 3.0, "worst error %.3f units in the last place", worst);
}

/* Where nearly all of the argument cancels: the floats next to every multiple of pi. */
Test(arith, sin_keeps_its_digits_beside_the_multiples_of_pi)
{
    double worst = 0.0;
    for (int k = 1; k < 31830; k++) {
        float x = (float)(k * 3.14159265358979323846);
        worst = fmax(worst, ulps(sin_(x), sin((double)x)));
        worst = fmax(worst, ulps(sin_(nextafterf(x, 0.0f)), sin((double)nextafterf(x, 0.0f))));
    }
    cr_expect_leq(worst, 3.0, "worst error %.3f units in the last place", worst);
    cr_expect(sin_(0.0f) == 0.0f && sin_(-0.0f) == 0.0f);
}

Test(arith, comparisons_do_not_depend_on_signed_zero)
{
    cr_expect(signbit(min_(-0.0f, 0.0f)) == signbit(0.0f), "equal arguments give the second");
    cr_expect_eq(clamp_(2.0f, 0.0f, 1.0f), 1.0f);
    cr_expect_eq(clamp_(-2.0f, 0.0f, 1.0f), 0.0f);
}
