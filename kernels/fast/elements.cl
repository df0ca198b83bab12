#include "fast/lanes.h"
#include "structure/growth.h"

/* The ticks of calcium. A work-item owns `per_item` groups of VW neurons, so there is neither a race nor an order that could matter.
 * Arrays are padded to whole groups; what the lanes beyond the last neuron hold nobody reads. */

/* Calcium of one population, the neurons from `first` on; fired: spikes since the last tick. Streams 4 x 4 B per neuron. */
__kernel void calcium_tick(__global u32 *restrict fired, __global float *restrict calcium, u32 first,
                           u32 n_groups, u32 per_item, float loss, float gain)
{
    u32 begin = (u32)get_global_id(0) * per_item, end = min(begin + per_item, n_groups);
    for (u32 group = begin; group < end; group++) {
        u32 i = first + group * VW;
        real n = load_int_as_real((__global const int *)fired + i);
        store_real(calcium_after(load_real(calcium + i), n, loss, gain), calcium + i);
        clear_int((__global int *)fired + i);
    }
}
