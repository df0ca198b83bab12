#include "fast/cursor.h"

/* Delivery with owned tiles: a work-item owns the synapses of a tile and the accumulators of its targets, and walks the spikes in
 * flight in the order of the ring (so of emission on each axon). It writes nothing another work-item reads: no atomics, no race.
 * Before: neurons of the same window. Streams 12 B per plastic synapse (target, weight read and written), 8 B per static one.
 *
 * Arguments common to delivery kernels:
 *   control, class (first word of the class's block), rings (of all classes), ring_base, mask (ring size - 1)
 *   projections, values: what the class's projections are, and rule parameters
 *   rows [n_tiles][n_axons]; cursors [n_tiles][mask + 1]; target, weight, length, columns: the bank of tiles first_tile ..
 *   stamps .. depth: post spikes; events: delivered synaptic events per tile (or per work-group) so far */
#define DELIVERY_ARGUMENTS                                                                                   \
    __global u32 *restrict control, u32 class, __global const spike_in_flight *restrict rings,               \
        u32 ring_base, u32 mask, __global const delivery_record *restrict projections,                       \
        __global const float *restrict values, u32 first_tile, u32 n_tiles, u32 n_axons,                     \
        __global const row_record *restrict rows, __global const u32 *restrict target,                       \
        __global float *restrict weight, __global const ushort *restrict length,                             \
        __global const u32 *restrict stamps, __global const float *restrict y,                               \
        __global const float *restrict tables, u32 depth RULE_COLUMNS(COLUMN_ARGUMENT)

/* One arriving part of a row: synapses begin .. end - 1, every `stride`-th group of VW from `offset` on. */
INLINE void deliver_part(u32 begin, u32 end, u32 offset, u32 stride, u32 flushed, u32 arrival,
                         __global const spike_in_flight *spike, const post_spikes *posts,
                         __global u32 *control, __global const delivery_record *p,
                         __global const float *values, volatile __global int *accumulators,
                         __global const u32 *target, __global float *weight,
                         __global const ushort *length RULE_COLUMNS(COLUMN_ARGUMENT))
{
    float x[MAX_TRACES];
    for (u32 k = 0; k < MAX_TRACES; k++)
        x[k] = spike->x[k];
    u32 multiplicity = spike->multiplicity;
    bool is_even =
        spike->slowness ==
        spike->before_slowness; /* then two spikes are as far apart at every synapse as at the soma */
    for (u32 i = begin + offset * VW; i < end; i += stride * VW) {
        u32 n = min((u32)VW, end - i);
        ureal a_prev = is_even ? (ureal)(arrival - spike->emitted + spike->before_emitted)
                               : arrivals(n, spike->before_emitted, spike->before_slowness, p, length + i);
        synapses_arrive(i, n, flushed, arrival, a_prev, x, multiplicity, posts, control, p, values,
                        accumulators, target, weight RULE_COLUMNS(COLUMN_PASS));
    }
}

__kernel void deliver_tiles(DELIVERY_ARGUMENTS, __global int *restrict accumulators,
                            __global ulong *restrict events, __global cursor_record *restrict cursors)
{
    __global const spike_in_flight *ring = rings + ring_base;
    u32 steps = control[CONTROL_LENGTH];
    u32 stop = control[CONTROL_STEP] + steps;
    u32 flushed = control[CONTROL_FLUSHED];
    u32 head = control[class + CLASS_HEAD], tail = control[class + CLASS_TAIL],
        opened = control[class + CLASS_OPENED];
    post_spikes posts = {stamps, y, tables, depth};
    if (steps == 0)
        return;

    for (u32 tile = first_tile + get_global_id(0); tile < first_tile + n_tiles; tile += get_global_size(0)) {
        __global const row_record *tile_rows = rows + (size_t)tile * n_axons;
        __global cursor_record *tile_cursors = cursors + (size_t)tile * (mask + 1u);
        ulong n_events = 0;
        for (u32 number = opened; number != tail; number++) {
            __global const spike_in_flight *spike = ring + (number & mask);
            tile_cursors[number & mask] =
                cursor_new(tile_rows[spike->axon], spike, projections + spike->projection, length);
        }
        /* Step by step: what is added to in one go is then one slot of the accumulators, which the cache holds. */
        for (u32 now = stop - steps + 1u; now != stop + 1u; now++)
            for (u32 number = head; number != tail; number++) {
                cursor_record cursor = tile_cursors[number & mask];
                if ((i32)(cursor.due - now) > 0)
                    continue;
                __global const spike_in_flight *spike = ring + (number & mask);
                __global const delivery_record *p = projections + spike->projection;
                u32 row_end = tile_rows[spike->axon].end;
                u32 end =
                    row_reach(cursor.position, row_end, spike->emitted, spike->slowness, now, p, length);
                deliver_part(cursor.position, end, 0, 1, flushed, now, spike, &posts, control, p, values,
                             accumulators, target, weight, length RULE_COLUMNS(COLUMN_PASS));
                n_events += (ulong)(end - cursor.position) * spike->multiplicity;
                cursor.position = end;
                cursor.due = cursor_due(end, row_end, spike, p, length);
                tile_cursors[number & mask] = cursor;
            }
        events[tile] += n_events;
    }
}
