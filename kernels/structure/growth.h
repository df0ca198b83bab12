/* Calcium, from which a neuron knows how active it has been (Butz & van Ooyen 2013). Compiled as C11 and as OpenCL C. */
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
#endif
