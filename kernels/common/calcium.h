/* What postsynaptic calcium does to what it drives: exact steps from event to event. Between events calcium decays exponentially, so for how long it stays above a
 * threshold is known, and over that time what it drives relaxes exponentially. */
#ifndef ENGRAM_CALCIUM_H
#define ENGRAM_CALCIUM_H
#include "common/chance.h"

/* Compilers see too many calls of too much, and would pass vectors through memory: a tenth of a rule's time. */
#define INSIDE static inline __attribute__((always_inline))

/* Of `elapsed` ms that begin with calcium c: for how long it is above both thresholds, and then above the lower one, theta_d, alone: not at all if it only reaches it. One
 * logarithm says both; `between` is how long it falls from the upper threshold to the lower one. */
INSIDE void times_above(real c, float theta_d, float log_theta_d, float between, float tau_Ca, real elapsed,
                        real *both, real *one)
{
    real above = tau_Ca * (log_(max_(c, (real)(theta_d))) - log_theta_d);
    real either = pick(c > theta_d, clamp_(above, (real)(0.0f), elapsed), (real)(0.0f));
    *both = min_(max_(above - between, (real)(0.0f)), either);
    *one = either - *both;
}

/* x loses this part of its distance from its goal; with noise its variance, `spread`, comes as much closer to `variance`. All of it is linear, so noise need not be drawn where
 * it arises: how it has spread is known at each event, and a tick draws from it. */
INSIDE void relaxed(real *x, real *spread, real lost, real goal, real variance, int is_noisy)
{
    if (is_noisy)
        *spread = fma_(lost * (2.0f - lost), variance - *spread, *spread);
    *x = fma_(lost, goal - *x, *x);
}

/* Calcium `elapsed` ms later, and never denormal. */
static inline real calcium_after(real c, real per_tau_Ca, real elapsed)
{
    real left = c * exp_(-per_tau_Ca * elapsed);
    return pick(left > 1e-9f, left, (real)(0.0f));
}
#endif
