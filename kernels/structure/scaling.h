/* Synaptic scaling (Turrigiano et al. 1998; van Rossum, Bi & Turrigiano 2000), shared by kernels and reference. A neuron multiplies what arrives at a receptor by a
 * factor s, and so scales all of these synapses alike: ds/dt = s (beta (g - a) + gamma I), dI/dt = g - a, da/dt = (rate - a) / tau_a, with g the goal.
 *
 * A tick of length T takes the spikes within it as spread evenly, so rate is constant and the equations have closed forms (h = 1 - exp(-T / tau_a)):
 *      a          a + (rate - a) h
 *      I      by  (g - rate) T   - (a - rate) tau_a h
 *      ln s   by  beta (that) + gamma (I T + (g - rate) T^2 / 2 - (a - rate) tau_a (T - tau_a h))
 * ln s and gamma T I, the pace at which ln s changes by I, are fixed-point numbers: float would lose slow changes near s = 1. */
#ifndef ENGRAM_SCALING_H
#define ENGRAM_SCALING_H
#include "common/arith.h"

#define SCALING_BITS 40

/* Constants of a tick, in units of Hz and of 2^-SCALING_BITS; low, high: bounds of ln s. */
typedef struct {
    float goal, per_tick, loss;      /* per_tick: 1 / T in Hz */
    float by_rate, by_lag;           /* of ln s */
    float pace_by_rate, pace_by_lag; /* of the pace */
    float low, high;
} scaling_constants;

/* Of one neuron and receptor. */
typedef struct {
    real activity, factor;
    lreal ln_factor, pace;
} scaling_state;

static inline lreal scaling_units(real x)
{
    real most = (real)(1.1529215046068469760e18f); /* 2^60 */
    return to_long_(rint_(clamp_(x, -most, most)));
}

/* The neuron fired n times within the tick. While the factor is at a bound the pace does not grow beyond it. */
static inline scaling_state scaling_after(scaling_state s, real n, scaling_constants c)
{
    real rate = n * c.per_tick, missing = c.goal - rate, lag = s.activity - rate;
    lreal low = scaling_units((real)(c.low)), high = scaling_units((real)(c.high));
    lreal sum = s.ln_factor + s.pace + scaling_units(missing * c.by_rate - lag * c.by_lag);
    lreal faster = scaling_units(missing * c.pace_by_rate - lag * c.pace_by_lag);
    faster = pick(sum > high, pick(faster > (lreal)(0), (lreal)(0), faster), faster);
    faster = pick(sum < low, pick(faster < (lreal)(0), (lreal)(0), faster), faster);
    s.pace = s.pace + faster;
    s.ln_factor = pick(sum > high, high, pick(sum < low, low, sum));
    s.activity = s.activity - lag * c.loss;
    s.factor = exp_(to_real_(s.ln_factor) * 9.094947017729282379150390625e-13f); /* 2^-40 */
    return s;
}
#endif
