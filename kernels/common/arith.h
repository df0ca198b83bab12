/* Elementary functions built from + - * fma and integer operations only, so that every device gives the same bits.
 * Errors against the true value are at most 1 (exp_, recip_, sqrt_), 2 (log_) or 3 (sin_) units in the last place, 16 for pow_ of weights (tests/unit/model/arith.c). */
#ifndef ENGRAM_ARITH_H
#define ENGRAM_ARITH_H
#include "dialect.h"

/* The standards leave fmin(-0, +0) and NaN handling open; these are plain comparisons. */
static inline real min_(real a, real b)
{
    return pick(a < b, a, b);
}
static inline real max_(real a, real b)
{
    return pick(a > b, a, b);
}
static inline real clamp_(real x, real low, real high)
{
    return min_(max_(x, low), high);
}

/* e^x. 0 below -87 (the result would be denormal), saturated above 88. Cody-Waite reduction, Taylor polynomial on |r| <= ln2/2. */
static inline real exp_(real x)
{
    real bounded = clamp_(x, (real)(-87.0f), (real)(88.0f));
    real k = rint_(bounded * 1.44269504f);
    real r = fma_(k, (real)(-0.693359375f), bounded);
    r = fma_(k, (real)(2.12194440e-4f), r);
    real p = (real)(1.98412698e-4f);
    p = fma_(p, r, (real)(1.38888889e-3f));
    p = fma_(p, r, (real)(8.33333333e-3f));
    p = fma_(p, r, (real)(4.16666667e-2f));
    p = fma_(p, r, (real)(1.66666667e-1f));
    p = fma_(p, r, (real)(0.5f));
    p = fma_(p, r, (real)(1.0f));
    p = fma_(p, r, (real)(1.0f));
    real scale = bits_real((to_int_(k) + 127) << 23);
    return pick(x < -87.0f, (real)(0.0f), p * scale);
}

/* Natural logarithm of a positive normal number: x = m 2^e with m in [sqrt(1/2), sqrt(2)), log m = 2 atanh((m-1)/(m+1))
 * would need a division, so a polynomial in (m - 1) is used (minimax coefficients of the Cephes library's logf). */
static inline real log_(real x)
{
    ireal bits = real_bits(x);
    ireal e = ((bits - 0x3f3504f3) >> 23);
    real m = bits_real(bits - e * 0x800000); /* not e << 23: C leaves shifts of negative numbers open */
    real f = m - 1.0f;
    real k = to_real_(e);
    real p = (real)(7.0376836292e-2f);
    p = fma_(p, f, (real)(-1.1514610310e-1f));
    p = fma_(p, f, (real)(1.1676998740e-1f));
    p = fma_(p, f, (real)(-1.2420140846e-1f));
    p = fma_(p, f, (real)(1.4249322787e-1f));
    p = fma_(p, f, (real)(-1.6668057665e-1f));
    p = fma_(p, f, (real)(2.0000714765e-1f));
    p = fma_(p, f, (real)(-2.4999993993e-1f));
    p = fma_(p, f, (real)(3.3333331174e-1f));
    real f2 = f * f;
    real y = p * f2 * f;
    y = fma_(k, (real)(-2.12194440e-4f), y);
    y = fma_((real)(-0.5f), f2, y);
    y = y + f;
    return fma_(k, (real)(0.693359375f), y);
}

/* 1/x for a positive number in [2^-126, 2^126]. Subtracting the bits from a constant negates the exponent and leaves 5 % of error in the mantissa
 * (the constant makes the worst case smallest); each Newton step squares it. */
static inline real recip_(real x)
{
    real r = bits_real(0x7ef127ea - real_bits(x));
    r = fma_(r, fma_(-x, r, (real)(1.0f)), r);
    r = fma_(r, fma_(-x, r, (real)(1.0f)), r);
    r = fma_(r, fma_(-x, r, (real)(1.0f)), r);
    return fma_(r, fma_(-x, r, (real)(1.0f)), r);
}

/* Square root of a number >= 0; 0 below 2^-100. Halving the bits and subtracting them from a constant gives 1/sqrt(x) with 3.5 % of error; each Newton step squares
 * that, and the last line corrects the rounding of x / sqrt(x). */
static inline real sqrt_(real x)
{
    real halved = 0.5f * x;
    real r = bits_real(0x5f375a86 - (real_bits(x) >> 1));
    r = r * fma_(-(halved * r), r, (real)(1.5f));
    r = r * fma_(-(halved * r), r, (real)(1.5f));
    r = r * fma_(-(halved * r), r, (real)(1.5f));
    real root = x * r;
    root = fma_(fma_(-root, root, x), 0.5f * r, root);
    return pick(x < 7.88860905e-31f, (real)(0.0f), root);
}

/* x^y for x >= 0 and one exponent for all lanes. Exact for y = 0 and y = 1, the additive and multiplicative limits. */
static inline real pow_(real x, float y)
{
    if (y == 0.0f)
        return (real)(1.0f);
    if (y == 1.0f)
        return x;
    return pick(x > 0.0f, exp_((real)(y)*log_(max_(x, (real)(1.17549435e-38f)))), (real)(0.0f));
}

/* Sine of an angle in radians, |x| <= 1e5. With k the nearest whole number of half turns, sin x = (-1)^k sin(x - k pi). The first step of the reduction
 * is exact, so three parts of pi keep what is left near a multiple of pi; then r + r^3 P(r^2), P minimax on |r| <= pi/2 (relative error 6e-9). */
static inline real sin_(real x)
{
    real k = rint_(x * 3.18309873e-1f);
    real r = fma_(k, (real)(-3.14159274f), x);
    r = fma_(k, (real)(8.74227766e-8f), r);
    r = fma_(k, (real)(3.43024902e-15f), r);
    real z = r * r;
    real p = (real)(2.60578064e-6f);
    p = fma_(p, z, (real)(-1.98096029e-4f));
    p = fma_(p, z, (real)(8.33306625e-3f));
    p = fma_(p, z, (real)(-1.66666596e-1f));
    real y = fma_(p * z, r, r);
    return pick((to_int_(k) & 1) != 0, -y, y);
}
#endif
