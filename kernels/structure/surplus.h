/* Which synapses go when a neuron has more than elements for them: those whose numbers are smallest. A number belongs to a synapse and a tick, so the choice is
 * uniform, and nobody has to agree on an order. Compiled as C11 and as OpenCL C. */
#ifndef ENGRAM_STRUCTURE_SURPLUS_H
#define ENGRAM_STRUCTURE_SURPLUS_H
#include "common/mix.h"

/* Of a tick, a projection and a side (0: axons, 1: dendrites). */
static inline u64 surplus_salt(u64 seed, u32 owner, u32 step, u32 side)
{
    return mix_pair(mix_pair(seed, owner), (u64)step << 1 | side);
}

/* n_alike: synapses of the row before it with the same target and length. */
static inline u64 surplus_number(u64 salt, u32 source, u32 target, u32 length, u32 n_alike)
{
    return mix_pair(mix_pair(salt, (u64)source << 32 | target), (u64)n_alike << 16 | length);
}
#endif
