/* The chance that something happens which is expected to happen x >= 0 times: 1 - exp(-x), with all digits where x is small. */
#ifndef ENGRAM_CHANCE_H
#define ENGRAM_CHANCE_H
#include "arith.h"

static inline real chance_(real x)
{
    real p = fma_(x, (real)(8.33333333e-3f), (real)(-4.16666667e-2f));
    p = fma_(p, x, (real)(1.66666667e-1f));
    p = fma_(p, x, (real)(-0.5f));
    p = fma_(p, x, (real)(1.0f));
    if (!any_(x >= 0.1f)) /* nearly always, where x is a short time over a long one */
        return x * p;
    return pick(x < 0.1f, x * p, 1.0f - exp_(-x));
}
#endif
