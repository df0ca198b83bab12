/* Calcium, from which a neuron knows how active it has been, and the synaptic elements that follow it (Butz & van Ooyen 2013). Compiled as C11 and as
 * OpenCL C.
 *
 * A neuron has axonal and dendritic elements, of which some are bound in synapses and the others vacant. Their number z is a fixed-point number with 32 bits on
 * either side of the point, so growth is an integer add: in float, a thousand elements would not notice growth by 1e-4 of one; with fewer bits behind the
 * point a tick's growth would be rounded to few digits (slowest growth in use, 1e-5 per ms: 1e-4 in 10 ms, 429,497 units). */
#ifndef ENGRAM_GROWTH_H
#define ENGRAM_GROWTH_H
#include "common/arith.h"

/* Calcium at the end of a tick within which the neuron fired n times. loss = 1 - exp(-T / tau) is what fades within a tick, gain = beta (tau / T) loss what a
 * spike leaves: as if the spikes had come evenly spread over the tick, so the mean of calcium is beta tau rate, exactly. loss times calcium, not exp(-T / tau)
 * times calcium: of that, float would keep too few digits where the tick is short. */
static inline real calcium_after(real calcium, real n, float loss, float gain)
{
    return calcium + (gain * n - calcium * loss);
}

#define GROWTH_GAUSSIAN 0u
#define GROWTH_LINEAR   1u
#define GROWTH_SIGMOID  2u

/* The curve, NEST's growth_curve.cpp: part of the growth rate at which elements grow (1) or go (-1).
 *      gaussian   2 exp(-((Ca - xi) / zeta)^2) - 1    centre xi = (eta + eps) / 2, slope 1 / zeta, zeta = (eta - eps) / (2 sqrt(ln 2)): 0 at eta and at eps
 *      linear     1 - Ca / eps                        slope 1 / eps
 *      sigmoid    2 / (1 + exp((Ca - eps) / psi)) - 1 centre eps, slope 1 / psi */
static inline real growth_curve(u32 curve, real calcium, float centre, float slope)
{
    real x = (calcium - centre) * slope;
    if (curve == GROWTH_LINEAR)
        return 1.0f - x;
    if (curve == GROWTH_GAUSSIAN)
        return 2.0f * exp_(-(x * x)) - 1.0f;
    return 2.0f * recip_(1.0f + exp_(min_(x, (real)(80.0f)))) - 1.0f;
}

#define ELEMENT_BITS 32
#define MOST_ELEMENTS                                                                                        \
    0x20000000 /* of one kind on one neuron; with what a tick may add at most, sums stay in range */

/* Elements after a tick; growth: in units of 2^-32. */
static inline lreal elements_grown(lreal z, real growth)
{
    real most = (real)(2.305843009213693952e18f); /* MOST_ELEMENTS */
    lreal sum = z + to_long_(rint_(clamp_(growth, -most, most)));
    sum = pick(sum < (lreal)(0), (lreal)(0), sum);
    return pick(sum > (lreal)((i64)MOST_ELEMENTS << ELEMENT_BITS),
                (lreal)((i64)MOST_ELEMENTS << ELEMENT_BITS), sum);
}

/* Elements that a neuron has, as far as they are whole. */
static inline u32 elements_whole(i64 z)
{
    return (u32)(z >> ELEMENT_BITS);
}

/* Synapses that it has too many of, and elements that are free. */
static inline u32 elements_surplus(i64 z, u32 bound)
{
    return bound > elements_whole(z) ? bound - elements_whole(z) : 0u;
}

static inline u32 elements_vacant(i64 z, u32 bound)
{
    return elements_whole(z) > bound ? elements_whole(z) - bound : 0u;
}

/* Of the vacant elements a share is lost, in units of 2^-32. As in NEST only of whole ones: what has begun to grow does not fade, or slow growth would
 * come to an end below one element. */
static inline i64 elements_decayed(i64 z, u32 bound, u64 share)
{
    return z - (i64)(elements_vacant(z, bound) * share);
}
#endif
