#include "fast/cursor.h"
#include "fast/deliver.cl"

/* Rows have changed: find again where the spikes on their way stand in them. All up to now, the stamp at which the clock has stopped, has been delivered. */
__kernel void find_cursors(DELIVERY_ARGUMENTS, __global cursor_record *restrict cursors)
{
    __global const spike_in_flight *ring = rings + ring_base;
    u32 now = control[CONTROL_STEP] + control[CONTROL_LENGTH];
    u32 head = control[class + CLASS_FLYING], n_spikes = control[class + CLASS_TAIL] - head;
    for (size_t i = get_global_id(0); i < (size_t)n_spikes * n_tiles; i += get_global_size(0)) {
        u32 number = (head + (u32)(i % n_spikes)) & mask, tile = first_tile + (u32)(i / n_spikes);
        __global const spike_in_flight *spike = ring + number;
        __global const delivery_record *p = projections + spike->projection;
        __global cursor_record *cursor = cursors + (size_t)tile * (mask + 1u) + number;
        *cursor = cursor_new(rows[(size_t)tile * n_axons + spike->axon], spike, p, length);
        cursor_advance(cursor, now, spike, p, length);
    }
}
