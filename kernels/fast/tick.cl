#include "fast/deliver.cl"
#include "fast/reached.h"

/* A tick of a rule: for every synapse of one projection the post spikes that have reached it, as in a flush, and then what the rule does at its tick.
 * The clock stands at the tick, so nothing beyond it has arrived.
 * A work-item owns rows_per_item neighbouring rows: a tile where tiles are owned, a single row elsewhere. Streams 12 B per synapse and 8 B per column. */
#define TICK_ARGUMENTS                                                                                       \
    DELIVERY_ARGUMENTS, __global const axon_state *restrict all_axons, u32 first_axon, u32 projection,       \
        u32 n_sources, u32 rows_per_item

/* Synapses position .. position + n - 1 of a row, up to date. What has happened at `now` itself is in the traces. */
INLINE void synapses_tick(u32 position, u32 n, u32 now, ureal a_prev, const float *x,
                          const post_spikes *posts, __global const delivery_record *p,
                          __global const float *values, __global const u32 *target,
                          __global float *weight RULE_COLUMNS(COLUMN_ARGUMENT))
{
    const u32 n_own = n, next = 0;
    ureal at = (ureal)(now), before = at + 1u;
    rule_params parameters;
    rule_state state;
    rule_traces traces;
    __global const i32 *targets = (__global const i32 *)target + position;
    newest_posts known, *newest = &known;
    newest_load(posts, p, targets, newest);
    ureal since = latest_event(posts, p, targets, newest, a_prev, at), *latest = &since;
    RULE_VALUES(PARAMETER_LOAD)
    RULE_COLUMNS(COLUMN_LOAD)
    RULE_PRE_TRACES(PRE_TRACE)
    RULE_POST_TRACES(POST_TRACE)
    ELAPSED(at)
    real w = on_tick(lanes_load(weight + position, n_own), &state, traces, parameters);
    lanes_store(w, weight + position, n, n_own);
    RULE_COLUMNS(COLUMN_STORE)
}

__kernel void tick(TICK_ARGUMENTS)
{
    u32 now = control[CONTROL_STEP] + control[CONTROL_LENGTH], flushed = control[CONTROL_FLUSHED];
    post_spikes posts = {stamps, y, tables, depth};
    __global const delivery_record *p = projections + projection;
    size_t n_rows = (size_t)n_tiles * n_sources, first = (size_t)rows_per_item * get_global_id(0);

    for (size_t r = first; r < first + rows_per_item && r < n_rows; r++) {
        u32 axon = p->first_axon + (u32)(r % n_sources);
        row_record row = rows[(first_tile + r / n_sources) * n_axons + axon];
        row_part part = part_first(row, now, all_axons + first_axon + axon, p, length);
        while (part.begin != row.end) {
            for (u32 i = part.begin; i < part.end; i += VW) {
                u32 n = min((u32)VW, part.end - i);
                fetch_posts(i + VW, min(i + 2u * VW, part.end), p, &posts, target);
                ureal a_prev = arrivals(i, n, part.emitted, part.slowness, p, length);
                synapses_apply(i, n, flushed, (ureal)(now), a_prev, part.x, &posts, p, values, target,
                               weight RULE_COLUMNS(COLUMN_PASS));
                synapses_tick(i, n, now, a_prev, part.x, &posts, p, values, target,
                              weight RULE_COLUMNS(COLUMN_PASS));
            }
            part_next(&part, row.end, now, rings + ring_base, mask, p, length);
        }
    }
}
