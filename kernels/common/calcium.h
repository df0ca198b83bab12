/* What postsynaptic calcium does to what it drives: exact steps from event to event. Between events calcium decays exponentially, so for how long it stays above a
 * threshold is known, and over that time what it drives relaxes exponentially. */
#ifndef ENGRAM_CALCIUM_H
#define ENGRAM_CALCIUM_H
#include "common/chance.h"

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
