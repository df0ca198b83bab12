#include "fast/lanes.h"
#include "structure/growth.h"

/* Calcium and synaptic elements. A work-item owns `per_item` groups of VW neurons, or as many neurons, so there is neither a race nor an order that could
 * matter. Arrays of what ticks change are padded to whole groups; what the lanes beyond the last neuron hold nobody reads. */

/* Calcium of one population, the neurons from `first` on; fired: spikes since the start, modulo 2^32, and those that the last tick saw. Streams 5 x 4 B per
 * neuron. */
__kernel void calcium_tick(u32 n_groups, u32 per_item, __global const u32 *restrict fired,
                           __global u32 *restrict seen, __global float *restrict calcium, u32 first,
                           float loss, float gain)
{
    u32 begin = (u32)get_global_id(0) * per_item, end = min(begin + per_item, n_groups);
    for (u32 group = begin; group < end; group++) {
        u32 i = first + group * VW;
        ureal now = load_uint(fired + i);
        real n = to_real_(now - load_uint(seen + i));
        store_real(calcium_after(load_real(calcium + i), n, loss, gain), calcium + i);
        store_uint(now, seen + i);
    }
}

/* Elements of one side of a projection, whose neurons' calcium begins at `first`. step: growth in a tick where the curve is 1. Streams 4 B and 2 x 8 B per
 * neuron. */
__kernel void elements_tick(u32 n_groups, u32 per_item, __global const float *restrict calcium, u32 first,
                            __global long *restrict z, u32 curve, float centre, float slope, float step)
{
    u32 begin = (u32)get_global_id(0) * per_item, end = min(begin + per_item, n_groups);
    for (u32 group = begin; group < end; group++) {
        u32 i = group * VW;
        real growth = growth_curve(curve, load_real(calcium + first + i), centre, slope) * step;
        store_long(elements_grown(load_long(z + i), growth), z + i);
    }
}

/* ---- structural ticks; bound: synapses of each neuron ---- */

#define EACH_NEURON for (u32 i = (u32)get_global_id(0) * per_item, end = min(i + per_item, n); i < end; i++)

/* The synapses that are there at the start are bound elements. */
__kernel void elements_bind(u32 n, u32 per_item, __global long *restrict z,
                            __global const u32 *restrict bound)
{
    EACH_NEURON z[i] += (long)bound[i] << ELEMENT_BITS;
}

/* Where nobody is there are none. silent: from `first` on, why each neuron stands still. */
__kernel void elements_clear(u32 n, u32 per_item, __global long *restrict z,
                             __global const u32 *restrict silent, u32 first, u32 is_absent)
{
    EACH_NEURON if (silent[first + i] & is_absent) z[i] = 0;
}

__kernel void elements_count_surplus(u32 n, u32 per_item, __global const long *restrict z,
                                     __global const u32 *restrict bound, __global u32 *restrict surplus)
{
    EACH_NEURON surplus[i] = elements_surplus(z[i], bound[i]);
}

__kernel void elements_count_vacant(u32 n, u32 per_item, __global const long *restrict z,
                                    __global const u32 *restrict bound, __global u32 *restrict vacant)
{
    EACH_NEURON vacant[i] = elements_vacant(z[i], bound[i]);
}

__kernel void elements_decay(u32 n, u32 per_item, __global long *restrict z,
                             __global const u32 *restrict bound, ulong share)
{
    EACH_NEURON z[i] = elements_decayed(z[i], bound[i], share);
}
