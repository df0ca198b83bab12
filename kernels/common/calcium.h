/* What postsynaptic calcium does to what it drives: exact steps from event to event. Between events calcium decays exponentially, so for how long it stays above a
 * threshold is known, and over that time what it drives relaxes exponentially. */
#ifndef ENGRAM_CALCIUM_H
#define ENGRAM_CALCIUM_H
#include "common/arith.h"

/* 1 - exp(-x), x >= 0, without the cancellation of that difference where x is small. */
static inline real loss_(real x)
{
    real series = fma_(x, (real)(-1.98412698e-4f), (real)(1.38888889e-3f));
    series = fma_(series, x, (real)(-8.33333333e-3f));
    series = fma_(series, x, (real)(4.16666667e-2f));
    series = fma_(series, x, (real)(-1.66666667e-1f));
    series = fma_(series, x, (real)(0.5f));
    series = fma_(series, -x, (real)(1.0f));
    return pick(x < 0.25f, x * series, 1.0f - exp_(-x));
}

/* For how long of `elapsed` ms calcium that is c at their beginning stays above a threshold: not at all if it only reaches it. */
static inline real time_above(real c, real threshold, real log_threshold, real tau_Ca, real elapsed)
{
    real time = tau_Ca * (log_(max_(c, threshold)) - log_threshold);
    return pick(c > threshold, clamp_(time, (real)(0.0f), elapsed), (real)(0.0f));
}

/* Calcium `elapsed` ms later, and never denormal. */
static inline real calcium_after(real c, real per_tau_Ca, real elapsed)
{
    real left = c * exp_(-per_tau_Ca * elapsed);
    return pick(left > 1e-9f, left, (real)(0.0f));
}
#endif
