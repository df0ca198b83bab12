#include "fast/lanes.h"
#include "structure/scaling.h"

/* A tick of the factors of one population and receptor, whose neurons' numbers begin at `first`, and whose counts of spikes at `counted`. A work-item owns
 * `per_item` groups of VW neurons. Streams 12 x 4 B per neuron. */
__kernel void scaling_tick(u32 n_groups, u32 per_item, __global const u32 *restrict fired, u32 counted,
                           __global u32 *restrict seen, __global float *restrict activity,
                           __global float *restrict factor, __global long *restrict ln_factor,
                           __global long *restrict pace, u32 first,
                           __global const scaling_constants *restrict constants, u32 k)
{
    u32 begin = (u32)get_global_id(0) * per_item, end = min(begin + per_item, n_groups);
    for (u32 group = begin; group < end; group++) {
        u32 i = first + group * VW;
        ureal now = load_uint(fired + counted + group * VW);
        scaling_state s;
        s.activity = load_real(activity + i);
        s.factor = (real)(1.0f);
        s.ln_factor = load_long(ln_factor + i);
        s.pace = load_long(pace + i);
        s = scaling_after(s, to_real_(now - load_uint(seen + i)), constants[k]);
        store_real(s.activity, activity + i);
        store_real(s.factor, factor + i);
        store_long(s.ln_factor, ln_factor + i);
        store_long(s.pace, pace + i);
        store_uint(now, seen + i);
    }
}
