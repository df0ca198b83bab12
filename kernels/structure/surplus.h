/* Which synapses go when a neuron has more than elements for them: those whose numbers are smallest. A number belongs to a synapse and a tick, so the choice is
 * uniform, and nobody has to agree on an order. Compiled as C11 and as OpenCL C. */
#ifndef ENGRAM_STRUCTURE_SURPLUS_H
#define ENGRAM_STRUCTURE_SURPLUS_H
#include "common/mix.h"

#ifdef __OPENCL_C_VERSION__
#define real_bits_of(x) as_uint(x) /* of one number, also where real is a vector */
#else
#define real_bits_of(x) real_bits(x)
#endif

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

/* ---- cuts: the same with what the schedule takes away ---- */

static inline u64 cut_salt(u64 seed, u32 owner, u32 step, u32 event)
{
    return mix_pair(mix_pair(seed, owner), (u64)event << 33 | (u64)step << 1) + 1u;
}

/* Tells the draws of both selections of a cut apart from those of other events. */
static inline u32 cut_draw(u64 begin, u32 side)
{
    return (u32)mix_pair(begin, 0xC07u + side);
}

/* The cut takes the smallest: in the order of |weight| if that matters (1: weakest first, 2: strongest first), then of the numbers. */
static inline u64 cut_number(u32 order, float weight, u64 number)
{
    u32 size = (u32)real_bits_of(weight) & 0x7FFFFFFFu;
    u64 first = order == 1u ? size : 0x7FFFFFFFu - size;
    return order == 0u ? number : first << 32 | number >> 32;
}
#endif
