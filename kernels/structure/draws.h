/* What becomes of a synapse on a tick: draws that belong to it. Compiled as C11 and as OpenCL C.
 *
 * A synapse is known by its projection, source, target, length code, and how many of the same lie before it in the row. The counter holds the step, the
 * neurons and the rest; the projection's name goes into the key, for which there is no room else. */
#ifndef ENGRAM_STRUCTURE_DRAWS_H
#define ENGRAM_STRUCTURE_DRAWS_H
#include "common/philox.h"

#define MOST_ALIKE 255u /* those after it share their draws */

static inline philox_block synapse_draws(u32 step, u32 source, ureal target, ureal length, ureal n_alike,
                                         u32 owner, u32 seed_low, u32 seed_high)
{
    philox_block counter;
    counter.v[0] = (ureal)(step);
    counter.v[1] = (ureal)(source);
    counter.v[2] = target;
    counter.v[3] = (ureal)(STREAM_TURNOVER << 24) | n_alike << 16 | length;
    return philox(counter, seed_low, seed_high ^ owner);
}
#endif
