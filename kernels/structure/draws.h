/* Draws that belong to a synapse: what becomes of it on a tick, or at an event. Compiled as C11 and as OpenCL C.
 *
 * A synapse is known by its projection, source, target, length code, and how many of the same lie before it in the row. The counter holds the step, the
 * neurons and the rest; the projection's name goes into the key, for which there is no room else. */
#ifndef ENGRAM_STRUCTURE_DRAWS_H
#define ENGRAM_STRUCTURE_DRAWS_H
#include "common/philox.h"

#define MOST_ALIKE 255u /* those after it share their draws */

/* Each lane its own step, if need be. */
static inline philox_block lane_draws(u32 stream, ureal step, u32 source, ureal target, ureal length,
                                      ureal n_alike, u32 owner, u32 seed_low, u32 seed_high)
{
    philox_block counter;
    counter.v[0] = step;
    counter.v[1] = (ureal)(source);
    counter.v[2] = target;
    counter.v[3] = (ureal)(stream << 24) | n_alike << 16 | length;
    return philox(counter, seed_low, seed_high ^ owner);
}

static inline philox_block synapse_draws(u32 step, u32 source, ureal target, ureal length, ureal n_alike,
                                         u32 owner, u32 seed_low, u32 seed_high)
{
    return lane_draws(STREAM_TURNOVER, (ureal)(step), source, target, length, n_alike, owner, seed_low,
                      seed_high);
}

/* Which word of a block is for which kind of event of a synapse. */
#define DRAW_OF_ARRIVAL      0
#define DRAW_OF_POST_SPIKE   1
#define DRAW_OF_TICK         2
#define DRAW_OF_LATE_ARRIVAL 3

/* Of the n-th event of one kind at one synapse and stamp, counted from 0, which share a block: a hash of 32 bits (C. Wellons' lowbias32), one to one for each n. */
static inline ureal repeated_draw(ureal word, ureal n)
{
    ureal x = word + n * 0x9E3779B9u;
    x = (x ^ x >> 16) * 0x7FEB352Du;
    x = (x ^ x >> 15) * 0x846CA68Bu;
    return x ^ x >> 16;
}

/* Says whether a synapse that a turnover rule takes goes, where a gate lets only a part of them. The fourth word is for the rounding of its weight; this comes from it. */
static inline ureal pruning_word(philox_block of_tick)
{
    return repeated_draw(of_tick.v[3], (ureal)(1));
}
#endif
