#include "fast/records.h"
#include "structure/records.h"

/* Write down the marked synapses of a projection, before their rows are compacted. *n counts all of them, the list holds the first `room` that were found; in any
 * order. Reads 4 B per synapse. */
__kernel void list_dead(u32 first_tile, u32 n_tiles, u32 n_axons, __global const row_record *restrict rows,
                        __global const u32 *restrict target, __global const ushort *restrict length,
                        u32 first_axon, u32 n_sources, u32 room, __global dead_synapse *restrict list,
                        volatile __global u32 *restrict n)
{
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources);
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        for (u32 i = row.begin; i != row.end; i++) {
            u32 t = target[i];
            u32 at = t & DEAD ? atomic_inc(n) : room;
            if (at >= room)
                continue;
            list[at].source = source;
            list[at].target = t;
            list[at].length = length[i];
        }
    }
}
