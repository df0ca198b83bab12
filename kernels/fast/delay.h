/* The axonal delay law, shared by kernels, builder and reference. Integer arithmetic, so it is the same everywhere; monotone in the length code, so
 * a row sorted by length stays sorted when its axon changes speed. */
#ifndef ENGRAM_DELAY_H
#define ENGRAM_DELAY_H
#include "common/dialect.h"

#define SLOWNESS_ONE (1u << 24) /* one step per length code */

/* Steps from the emission of a spike to its arrival at a synapse. slowness: steps per length code, 8.24 fixed point; axonal_shift <= axonal_min. */
static inline u32 axonal_steps(u32 code, u32 slowness, u32 axonal_min, u32 axonal_shift)
{
    u32 steps = (u32)(((u64)code * slowness + SLOWNESS_ONE / 2u) >> 24);
    return (steps > axonal_min ? steps : axonal_min) - axonal_shift;
}

#if defined(__OPENCL_C_VERSION__) && VW > 1
/* The same for VW codes, which need not all be of one row. */
static inline ureal axonal_steps_of(__global const u16 *codes, u32 slowness, u32 axonal_min, u32 axonal_shift)
{
    ulreal product = JOIN(convert_ulong, VW)(JOIN(vload, VW)(0, codes)) * (u64)slowness;
    ureal steps = JOIN(convert_uint, VW)((product + SLOWNESS_ONE / 2u) >> 24);
    return max(steps, (ureal)(axonal_min)) -
           axonal_shift; /* Oclgrind 21.10 takes a scalar here for a vector */
}
#endif
#endif
