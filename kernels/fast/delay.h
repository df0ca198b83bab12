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

/* ---- axons that change speed ---- */

/* Slowness of a spike that sets out `interval` steps after one of slowness `before`. It is its axon's, but nowhere up to the length code `longest` may the two come closer
 * than `gap` steps, the shortest interval at which the neuron can fire: an axon has the refractory time of its neuron. So spikes never overtake. */
static inline u32 slowness_behind(u32 own, u32 before, u32 interval, u32 gap, u32 longest)
{
    u64 room = interval > gap ? (u64)(interval - gap) << 24 : 0;
    u64 gain =
        room / longest; /* longest * gain <= room, so that delays shrink by at most interval - gap steps */
    return own >= before || before - own <= gain ? own : before - (u32)gain;
}

/* A slowness computed in float, within its bounds; not a number: the slowest. */
static inline u32 slowness_within(float x, u32 fast, u32 slow)
{
    if (!(x < (float)slow))
        return slow;
    u32 whole = x > 0.0f ? (u32)(x + 0.5f) : 0u;
    return whole < fast ? fast : whole > slow ? slow : whole;
}

#define BLOCKED 0xFFFFFFFFu /* slowness of an axon that does not conduct */

/* Slowness of an axon that conducts `slowdown` times (16.16 fixed point) slower than it should, or not at all if that is more than blocked_above. */
static inline u32 slowness_damaged(u32 own, u32 slowdown, u32 slowest, u32 blocked_above)
{
    u64 damaged = (u64)own * slowdown >> 16;
    u32 slowness = damaged > slowest ? slowest : (u32)damaged;
    return slowness > blocked_above ? BLOCKED : slowness;
}

/* Steps from the soma to a cell along the axon, after segments that take `ms` together. */
static inline u32 cell_offset(float ms, float steps_per_ms, u32 most)
{
    float steps = ms * steps_per_ms + 0.5f;
    return !(steps < (float)most) ? most : steps > 0.0f ? (u32)steps : 0u;
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
