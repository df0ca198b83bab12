/* Synaptic scaling: neurons multiply what arrives at a receptor by a factor that follows how far their activity is from a goal; kernels/structure/scaling.h
 * has the law. What does not come through projections, Poisson input and currents, is not scaled. */
#ifndef ENGRAM_NETWORK_SCALING_H
#define ENGRAM_NETWORK_SCALING_H
#include "network/network.h"
#include "structure/scaling.h"

scaling_constants scaling_plan(const struct scaling *s, double dt_ms);
/* At the start: the factor is 1, and activity is what it should be. */
scaling_state scaling_initial(const struct scaling *s);
/* The first stamp after `step` at which factors of the population change; UINT64_MAX if it has none. */
uint64_t scaling_next_tick(const struct population *p, uint64_t step);
#endif
