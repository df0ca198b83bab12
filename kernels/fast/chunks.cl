#include "fast/deliver.cl"

/* Delivery with chunks, for devices with many small cores: `segments` cuts what arrives in a slice of the window into chunks of at most CHUNK synapses,
 * `deliver_chunks` hands each to a work-group. Two chunks of a slice never hold the same synapse (the host makes slices no longer
 * than the shortest inter-spike interval), so weights are written without a race; accumulators are shared and take integer
 * atomics, whose order cannot matter. */
#define CHUNK 256u

/* One work-item strides over the spikes in flight of every tile. slice: steps `from` < s - STEP <= `from + span`. */
__kernel void segments(DELIVERY_ARGUMENTS, __global cursor_record *restrict cursors,
                       __global chunk_record *restrict chunks, u32 slice, u32 from, u32 span)
{
    __global const spike_in_flight *ring = rings + ring_base;
    u32 steps = control[CONTROL_LENGTH];
    u32 stop = control[CONTROL_STEP] + min(steps, from + span);
    u32 head = control[class + CLASS_FLYING], tail = control[class + CLASS_TAIL],
        opened = control[class + CLASS_OPENED];
    u32 n_spikes = tail - head;
    volatile __global u32 *n_chunks = control + class + CLASS_CHUNKS + slice;
    if (steps <= from)
        return;

    for (u32 i = get_global_id(0); i < n_spikes * n_tiles; i += get_global_size(0)) {
        u32 number = head + i % n_spikes;
        u32 tile = first_tile + i / n_spikes;
        __global cursor_record *stored = cursors + (size_t)tile * (mask + 1u) + (number & mask);
        __global const spike_in_flight *spike = ring + (number & mask);
        __global const delivery_record *p = projections + spike->projection;
        row_record row = rows[(size_t)tile * n_axons + spike->axon];
        /* Later slices of a window find what the first one left. */
        if (from == 0 && (i32)(number - opened) >= 0)
            *stored = cursor_new(row, spike, p, length);
        if ((i32)(stored->due - stop) > 0)
            continue;
        u32 begin = stored->position;
        u32 end = cursor_advance(stored, stop, spike, p, length);
        u32 n_new = (end - begin + CHUNK - 1u) / CHUNK;
        u32 at = atomic_add(n_chunks, n_new);
        for (u32 k = 0; k < n_new; k++) {
            chunks[at + k].spike = number;
            chunks[at + k].position = begin + k * CHUNK;
            chunks[at + k].n = min(CHUNK, end - begin - k * CHUNK);
        }
    }
}

#if WEIGHT_BY_CHANCE || RULE_DRAWS || NEWBORNS
/* In which tile a synapse is; rows: of its axon, from tile 0 on. Tiles are few here. */
static u32 tile_of(u32 position, __global const row_record *rows, u32 first_tile, u32 n_tiles, u32 n_axons)
{
    u32 tile = first_tile;
    while (tile + 1u < first_tile + n_tiles && position >= rows[(size_t)tile * n_axons].end)
        tile++;
    return tile;
}
#endif

__kernel void deliver_chunks(DELIVERY_ARGUMENTS, volatile __global int *restrict accumulators,
                             __global ulong *restrict events, __global const chunk_record *restrict chunks,
                             u32 slice)
{
    __global const spike_in_flight *ring = rings + ring_base;
    u32 flushed = control[CONTROL_FLUSHED];
    u32 n_chunks = control[class + CLASS_CHUNKS + slice];
    post_spikes posts = {stamps, y, tables, depth, ring, mask NEWBORNS_PASS};
    ulong n_events = 0;

    for (u32 c = get_group_id(0); c < n_chunks; c += get_num_groups(0)) {
        __global const chunk_record *chunk = chunks + c;
        __global const spike_in_flight *spike = ring + (chunk->spike & mask);
        __global const delivery_record *p = projections + spike->projection;
        u32 end = chunk->position + chunk->n, row_begin = 0, row_number = 0;
#if WEIGHT_BY_CHANCE || RULE_DRAWS || NEWBORNS
        row_number = spike->axon +
                     n_axons * tile_of(chunk->position, rows + spike->axon, first_tile, n_tiles, n_axons);
        row_begin = rows[row_number].begin;
#endif
        for (u32 i = chunk->position + get_local_id(0) * VW; i < end; i += get_local_size(0) * VW) {
            u32 n = min((u32)VW, end - i);
            ureal to = arrivals(i, n, spike->emitted, spike->slowness, p, length);
            deliver_vector(i, n, n, to, row_begin, row_number, flushed, spike, &posts, control, p, values,
                           accumulators, target, weight, length RULE_COLUMNS(COLUMN_PASS));
        }
        n_events += (ulong)chunk->n * spike->multiplicity;
    }
    if (get_local_id(0) == 0)
        events[get_group_id(0)] += n_events;
}
