#include "fast/cursor.h"

/* Delivery with owned tiles: a work-item owns the synapses of a tile and the accumulators of its targets, and walks the spikes in
 * flight in the order of the ring (so of emission on each axon). It writes nothing another work-item reads: no atomics, no race.
 * Before: neurons of the same window. Streams 12 B per plastic synapse (target, weight read and written), 8 B per static one, 4 B where
 * all weights are alike.
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
        __global weight_t *restrict weight, __global const ushort *restrict length,                          \
        __global const u32 *restrict stamps, __global const float *restrict y,                               \
        __global const float *restrict tables, u32 depth NEWBORNS_ARGUMENT RULE_COLUMNS(COLUMN_ARGUMENT)

#define PART_ARGUMENTS                                                                                       \
    u32 row_begin, u32 row_number, u32 flushed, __global const spike_in_flight *spike,                       \
        const post_spikes *posts, __global u32 *control, __global const delivery_record *p,                  \
        __global const float *values, volatile __global int *accumulators, __global const u32 *target,       \
        __global weight_t *weight, __global const ushort *length RULE_COLUMNS(COLUMN_ARGUMENT)
#define PART_PASS                                                                                            \
    row_begin, row_number, flushed, spike, posts, control, p, values, accumulators, target, weight,          \
        length RULE_COLUMNS(COLUMN_PASS)

/* n synapses from i on, reached at stamps `to`. */
INLINE void deliver_vector(u32 i, u32 n, u32 n_own, ureal to, PART_ARGUMENTS)
{
    /* Two spikes of one speed are as far apart at every synapse as at the soma. */
    ureal a_prev = spike->slowness == spike->before_slowness
                       ? to - (spike->emitted - spike->before_emitted)
                       : arrivals(i, n, spike->before_emitted, spike->before_slowness, p, length);
    float x[MAX_TRACES];
    for (u32 k = 0; k < MAX_TRACES; k++)
        x[k] = spike->x[k];
    row_spikes row = {
        spike->emitted, spike->slowness, (u32)(spike - posts->ring), spike->axon - p->first_axon,
        row_begin,      row_number};
    synapses_arrive(i, n, n_own, row, flushed, to, a_prev, x, spike->multiplicity, spike->found, posts,
                    control, p, values, accumulators, target, length, weight RULE_COLUMNS(COLUMN_PASS));
}

/* All of a row with one length, from a cursor on. */
INLINE u32 deliver_level(u32 begin, u32 end, PART_ARGUMENTS)
{
    ureal to = (ureal)(arrival(begin, spike->emitted, spike->slowness, p, length));
    for (u32 i = begin; i < end; i += VW)
        deliver_vector(i, min((u32)VW, end - i), VW, to, PART_PASS);
    return end;
}

/* When n synapses from i on are reached, and how many of them up to stamp `until`. */
INLINE ureal arrivals_until(u32 i, u32 n, u32 until, __global const spike_in_flight *spike,
                            __global const delivery_record *p, __global const ushort *length, u32 *n_reached)
{
    ureal to = arrivals(i, n, spike->emitted, spike->slowness, p, length);
    *n_reached = lanes_count(lanes_set(signed_(to - until) <= 0) & lanes_set(lane_numbers() < (ureal)(n)));
    return to;
}

/* What is reached of a row up to stamp `until`: one past the last. */
INLINE u32 deliver_spread(u32 begin, u32 end, u32 until, PART_ARGUMENTS)
{
    for (u32 i = begin; i < end; i += VW) {
        u32 n = min((u32)VW, end - i), n_reached = 0;
        ureal to = arrivals_until(i, n, until, spike, p, length, &n_reached);
        if (n_reached > 0)
            deliver_vector(i, n_reached, VW, to, PART_PASS);
        if (n_reached < VW)
            return i + n_reached;
    }
    return end;
}

#define QUEUE 8u  /* spikes whose rows have been asked for */
#define VISIT 64u /* synapses of a row with different delays that are mostly reached in one visit */

/* Rows lie anywhere in memory: ask for what a spike will need while those before it are being delivered. */
INLINE void fetch_row(u32 begin, u32 end, bool is_spread, __global const u32 *target,
                      __global const weight_t *weight, __global const ushort *length)
{
    if (is_spread && end - begin > VISIT)
        end = begin + VISIT;
    for (u32 i = begin; i < end; i += LINE) {
        PREFETCH(target + i);
#if WEIGHT_BITS
        if ((i - begin) / LINE % (32u / WEIGHT_BITS) == 0)
            PREFETCH(weight + i);
#endif
    }
    if (is_spread)
        for (u32 i = begin; i <= end; i += 2u * LINE)
            PREFETCH(length + i);
}

/* The same for the post spikes of the targets of synapses begin .. end - 1. */
INLINE void fetch_posts(u32 begin, u32 end, __global const delivery_record *p, const post_spikes *posts,
                        __global const u32 *target)
{
#if RULE_IS_PLASTIC
    __global const u32 *records = posts->stamps + history_place(p->history, posts->depth);
    for (u32 i = begin; i < end; i++)
        PREFETCH(records + RECORD_WORDS * (size_t)target[i]);
#endif
}

/* And for what they add up in, and for their post spikes, once the row itself is there. */
INLINE void fetch_targets(u32 begin, u32 end, u32 until, __global const spike_in_flight *spike,
                          __global const delivery_record *p, const post_spikes *posts,
                          __global const u32 *target, __global const ushort *length,
                          __global const fixed_t *accumulators)
{
    for (u32 i = begin; i < end; i += VW) {
        u32 n = min((u32)VW, end - i), n_reached = 0;
        ureal to = arrivals_until(i, n, until, spike, p, length, &n_reached);
        u32 place[VW];
        lanes_to_uint(accumulator_slot(to, p) + load_uint(target + i), place);
        for (u32 l = 0; l < n_reached; l++)
            PREFETCH(accumulators + place[l]);
        fetch_posts(i, i + n_reached, p, posts, target);
        if (n_reached < VW)
            return;
    }
}

/* Turns of a tile. First, up to the horizon, rows with different delays, so that vectors are full: in the order of emission, as the spikes of one axon
 * must come. Then, step by step, rows with one delay, so that what is added to lies in one slot of the accumulators, which the cache holds; if the first
 * turn has met any that are due. */
__kernel void deliver_tiles(DELIVERY_ARGUMENTS, __global int *restrict accumulators,
                            __global ulong *restrict events, __global cursor_record *restrict cursors)
{
    __global const spike_in_flight *ring = rings + ring_base;
    u32 steps = control[CONTROL_LENGTH];
    u32 stop = control[CONTROL_STEP] + steps;
    u32 flushed = control[CONTROL_FLUSHED], horizon = control[class + CLASS_HORIZON];
    u32 head = control[class + CLASS_FLYING], tail = control[class + CLASS_TAIL],
        opened = control[class + CLASS_OPENED];
    post_spikes posts = {stamps, y, tables, depth, ring, mask NEWBORNS_PASS};
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
        bool has_levels = false;
        for (u32 turn = 0; turn == 0 || (has_levels && turn <= steps); turn++) {
            bool is_spread_turn = turn == 0;
            u32 until = is_spread_turn ? horizon : stop - steps + turn;
            u32 queue[QUEUE], n_in = 0, n_out = 0;
            for (u32 scan = head; scan != tail || n_out != n_in;) {
                if (scan != tail) {
                    u32 found = scan++ & mask;
                    cursor_record cursor = tile_cursors[found];
                    has_levels |= !cursor.is_spread && (i32)(cursor.due - stop) <= 0;
                    if ((i32)(cursor.due - until) > 0 || (is_spread_turn && !cursor.is_spread))
                        continue;
                    fetch_row(cursor.position, cursor.end, is_spread_turn, target, weight, length);
                    queue[n_in++ % QUEUE] = found;
                    if (n_in - n_out < QUEUE)
                        continue;
                }
                u32 number = queue[n_out++ % QUEUE];
                if (n_out != n_in) {
                    u32 next = queue[n_out % QUEUE];
                    __global const delivery_record *far = projections + ring[next].projection;
                    if (is_spread_turn ? far->slots_are_far : far->slot_is_far)
                        fetch_targets(tile_cursors[next].position, tile_cursors[next].end, until, ring + next,
                                      far, &posts, target, length, (__global const fixed_t *)accumulators);
                }
                __global const spike_in_flight *spike = ring + number;
                __global const delivery_record *p = projections + spike->projection;
                u32 begin = tile_cursors[number].position;
                u32 row_end = tile_cursors[number].end, row_begin = tile_rows[spike->axon].begin;
                u32 row_number = tile * n_axons + spike->axon;
                u32 end = is_spread_turn
                              ? deliver_spread(begin, row_end, until, row_begin, row_number, flushed, spike,
                                               &posts, control, p, values, accumulators, target, weight,
                                               length RULE_COLUMNS(COLUMN_PASS))
                              : deliver_level(begin, row_end, row_begin, row_number, flushed, spike, &posts,
                                              control, p, values, accumulators, target, weight,
                                              length RULE_COLUMNS(COLUMN_PASS));
                tile_cursors[number].position = end;
                tile_cursors[number].due = cursor_due(end, row_end, spike, p, length);
                n_events += (ulong)(end - begin) * spike->multiplicity;
            }
        }
        events[tile] += n_events;
    }
}
