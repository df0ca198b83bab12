/* States that neurons remember for some time, and rules that read them or learn of marks: `past` and `marks` of a neuron model, `reads` and on_mark of a rule. */
#ifndef ENGRAM_NETWORK_PAST_H
#define ENGRAM_NETWORK_PAST_H
#include "network/network.h"

/* How many steps ago state k that a model remembers is seen: the nearest whole number, at least one. */
uint32_t past_age(const struct network *net, const struct population *p, size_t k);
/* Steps for which a population's states are kept, a power of two: for a window, the longest dendrite of those who read them, and the age. 0: it remembers none. */
uint32_t past_ring(const struct network *net, uint32_t population);
/* Does any rule learn of its marks? */
bool past_marks(const struct network *net, uint32_t population);
#endif
