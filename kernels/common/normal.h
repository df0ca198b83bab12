/* Random numbers from one word of 32 random bits each (philox.h). */
#ifndef ENGRAM_NORMAL_H
#define ENGRAM_NORMAL_H
#include "arith.h"

/* Uniform in (0, 1), never 0 or 1. Steps are 2^-31 near 0, as wide as floats are further up: what happens with a chance c happens where it is below c, and
 * chances down to 2^-31 are met. */
static inline real uniform_(ureal word)
{
    return min_((to_real_(signed_(word >> 1)) + 0.5f) * 4.65661287e-10f, (real)(0.99999994f));
}

/* Standard normal, by inversion: the lowest bit is the sign, the others are the probability q of going further out, up to 6.3 standard deviations. As in
 * Giles 2011 (GPU Computing Gems Jade Edition, ch. 10) the quantile is x = 1 - 2 q times a polynomial in w = -ln(1 - x^2), or in its root in the tails: one
 * logarithm, no division. His coefficients end at 5.4; these interpolate at Chebyshev nodes, w in [0, 5] and [5, 22]. Error below 2e-6 (tests/unit/model/normal.c). */
static inline real normal_(ureal word)
{
    real q = (to_real_(signed_(word >> 1)) + 0.5f) * 2.32830644e-10f;
    real w = -log_(4.0f * q * (1.0f - q));
    real a = w - 2.5f;
    real near = (real)(-1.26316513e-08f);
    near = fma_(near, a, (real)(3.3002042e-08f));
    near = fma_(near, a, (real)(6.62037678e-07f));
    near = fma_(near, a, (real)(-4.89881495e-06f));
    near = fma_(near, a, (real)(-7.03206342e-06f));
    near = fma_(near, a, (real)(0.00030879266f));
    near = fma_(near, a, (real)(-0.00177162269f));
    near = fma_(near, a, (real)(-0.00590772554f));
    near = fma_(near, a, (real)(0.34880203f));
    near = fma_(near, a, (real)(2.12331343f));
    real b = sqrt_(max_(w, (real)(0.0f))) - 3.4375f;
    real far = (real)(5.16923101e-05f);
    far = fma_(far, b, (real)(-4.47047159e-06f));
    far = fma_(far, b, (real)(-0.000424707861f));
    far = fma_(far, b, (real)(0.000907728157f));
    far = fma_(far, b, (real)(-0.00119250803f));
    far = fma_(far, b, (real)(0.00180989283f));
    far = fma_(far, b, (real)(-0.00334969372f));
    far = fma_(far, b, (real)(0.00523357047f));
    far = fma_(far, b, (real)(1.42401969f));
    far = fma_(far, b, (real)(4.62806797f));
    real size = (1.0f - 2.0f * q) * pick(w < 5.0f, near, far);
    return pick((signed_(word) & 1) != 0, -size, size);
}
#endif
