/* States that neurons remember for some time, and rules that read them or learn of marks: `past` and `marks` of a neuron model, `reads`, on_mark and `gathers` of a rule. */
#ifndef ENGRAM_NETWORK_PAST_H
#define ENGRAM_NETWORK_PAST_H
#include "network/network.h"

/* How many steps ago state k that a model remembers is seen: the nearest whole number, at least one. */
uint32_t past_age(const struct network *net, const struct population *p, size_t k);
/* Steps for which a population's states are kept, a power of two: for a window, the longest dendrite of those who read them, and the age. 0: it remembers none. */
uint32_t past_ring(const struct network *net, uint32_t population);
/* Does any rule learn of its marks? */
bool past_marks(const struct network *net, uint32_t population);

/* Marks are gathered between multiples of so many steps: a third of the time constant of the trace with which they are, at least one. 0: the rule gathers none. */
uint32_t gathering_steps(const struct network *net, const struct projection *p);
/* By what part that which is gathered grows in a step, as the trace fades in it: exp(dt / tau) - 1. */
float gathering_gain(const struct network *net, const struct projection *p);
/* Steps for which a device keeps what was gathered up to each of them, a power of two: for a window, the dendrite, and the step before. */
uint32_t gathering_ring(uint32_t dendritic_steps);
#endif
