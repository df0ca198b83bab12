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

/* What a spike reaches in one go of its row: synapses begin .. end - 1, every `stride`-th group of VW from `offset` on. */
INLINE void deliver_part(u32 begin, u32 end, u32 offset, u32 stride, u32 flushed,
                         __global const spike_in_flight *spike, const post_spikes *posts,
                         __global u32 *control, __global const delivery_record *p,
                         __global const float *values, volatile __global int *accumulators,
                         __global const u32 *target, __global float *weight,
                         __global const ushort *length RULE_COLUMNS(COLUMN_ARGUMENT))
{
    u32 emitted = spike->emitted, slowness = spike->slowness, multiplicity = spike->multiplicity;
    u32 before = spike->before_emitted, before_slowness = spike->before_slowness;
    u32 first = arrival(begin, emitted, slowness, p, length);
    bool is_level = !lengths_differ(begin, end, p, length); /* all at once */
    bool is_even =
        slowness == before_slowness; /* two spikes are as far apart at every synapse as at the soma */
    float x[MAX_TRACES];
    for (u32 k = 0; k < MAX_TRACES; k++)
        x[k] = spike->x[k];
    for (u32 i = begin + offset * VW; i < end; i += stride * VW) {
        u32 n = min((u32)VW, end - i);
        ureal to = is_level ? (ureal)(first) : arrivals(i, n, emitted, slowness, p, length);
        ureal a_prev = is_even ? to - (emitted - before) : arrivals(i, n, before, before_slowness, p, length);
        synapses_arrive(i, n, flushed, to, a_prev, x, multiplicity, posts, control, p, values, accumulators,
                        target, weight RULE_COLUMNS(COLUMN_PASS));
    }
}

#define QUEUE 4u  /* spikes whose rows have been asked for */
#define LINE  16u /* words that come from memory in one go */

/* Rows lie anywhere in memory: ask for what a spike will need while those before it are being delivered. */
INLINE void fetch_row(u32 begin, u32 end, __global const u32 *target, __global const float *weight)
{
    for (u32 i = begin; i < end; i += LINE) {
        PREFETCH(target + i);
        PREFETCH(weight + i);
    }
}

/* The same for what its targets add up in and for their post spikes, once the row itself is there. */
INLINE void fetch_targets(u32 begin, u32 end, u32 at, __global const delivery_record *p,
                          const post_spikes *posts, __global const u32 *target,
                          __global const fixed_t *accumulators)
{
    __global const fixed_t *slot = accumulators + accumulator_slot(at, p);
    for (u32 i = begin; i < end; i++)
        PREFETCH(slot + target[i]);
#if RULE_ON_ARRIVAL || RULE_ON_POST_SPIKE
    __global const u32 *records = posts->stamps + history_place(p->history, posts->depth);
    for (u32 i = begin; i < end; i++)
        PREFETCH(records + RECORD_WORDS * (size_t)target[i]);
#endif
}

/* Turns of a tile. First, for the whole window, rows with different delays, so that vectors are full: in the order of emission, as the spikes of
 * one axon must come. Then, step by step, rows with one delay, so that what is added to lies in one slot of the accumulators, which the cache holds. */
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
        for (u32 turn = 0; turn <= steps; turn++) {
            bool is_spread_turn = turn == 0;
            u32 until = is_spread_turn ? stop : stop - steps + turn;
            u32 queue[QUEUE], n_in = 0, n_out = 0;
            for (u32 scan = head; scan != tail || n_out != n_in;) {
                if (scan != tail) {
                    u32 found = scan++ & mask;
                    cursor_record cursor = tile_cursors[found];
                    if ((i32)(cursor.due - until) > 0)
                        continue;
                    row_record row = tile_rows[ring[found].axon];
                    if (is_spread_turn &&
                        !lengths_differ(row.begin, row.end, projections + ring[found].projection, length))
                        continue;
                    fetch_row(cursor.position,
                              is_spread_turn ? min(cursor.position + 2u * LINE, row.end) : row.end, target,
                              weight);
                    queue[n_in++ % QUEUE] = found;
                    if (n_in - n_out < QUEUE)
                        continue;
                }
                u32 number = queue[n_out++ % QUEUE];
                if (n_out != n_in && !is_spread_turn) {
                    u32 next = queue[n_out % QUEUE];
                    __global const delivery_record *far = projections + ring[next].projection;
                    if (far->is_far)
                        fetch_targets(tile_cursors[next].position, tile_rows[ring[next].axon].end, until, far,
                                      &posts, target, (__global const fixed_t *)accumulators);
                }
                __global const spike_in_flight *spike = ring + number;
                __global const delivery_record *p = projections + spike->projection;
                u32 begin = tile_cursors[number].position;
                u32 end =
                    cursor_advance(tile_cursors + number, tile_rows[spike->axon], until, spike, p, length);
                deliver_part(begin, end, 0, 1, flushed, spike, &posts, control, p, values, accumulators,
                             target, weight, length RULE_COLUMNS(COLUMN_PASS));
                n_events += (ulong)(end - begin) * spike->multiplicity;
            }
        }
        events[tile] += n_events;
    }
}
