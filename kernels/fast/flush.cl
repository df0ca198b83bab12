#include "common/mix.h"
#include "fast/deliver.cl"

/* Apply to every synapse the post spikes that have reached it and have not been applied yet: nothing else, and never anything twice, so a flush at any
 * step leaves every later result as it was. Along a row the latest arrived spike may differ while spikes are half-way: the walk
 * goes from the newest spike of the axon back through `before_record` until the row is covered.
 * A work-item strides over the rows of the bank and owns them. Streams 12 B per synapse. */
__kernel void flush(DELIVERY_ARGUMENTS, __global const axon_state *restrict all_axons, u32 first_axon,
                    __global const u32 *restrict projection_of)
{
    __global const spike_in_flight *ring = rings + ring_base;
    __global const axon_state *axons = all_axons + first_axon;
    u32 now = control[CONTROL_STEP] + control[CONTROL_LENGTH];
    u32 flushed = control[CONTROL_FLUSHED], horizon = control[class + CLASS_HORIZON];
    post_spikes posts = {stamps, y, tables, depth};

    for (size_t r = get_global_id(0); r < (size_t)n_tiles * n_axons; r += get_global_size(0)) {
        u32 axon = (u32)(r % n_axons);
        row_record row = rows[(size_t)first_tile * n_axons + r];
        __global const delivery_record *p = projections + projection_of[axon];
        u32 emitted = axons[axon].emitted, slowness = axons[axon].slowness, record = axons[axon].record;
        float x[MAX_TRACES];
        for (u32 k = 0; k < MAX_TRACES; k++)
            x[k] = axons[axon].x[k];
        u32 delivered = row.begin != row.end && lengths_differ(row.begin, row.end, p, length) ? horizon : now;
        for (u32 position = row.begin; position != row.end;) {
            u32 end = row_reach(position, row.end, emitted, slowness, delivered, p, length);
            for (u32 i = position; i < end; i += VW) {
                u32 n = min((u32)VW, end - i);
                fetch_posts(i + VW, min(i + 2u * VW, end), p, &posts, target);
                ureal a_prev = arrivals(i, n, emitted, slowness, p, length);
                synapses_apply(i, n, flushed, (ureal)(now), a_prev, x, &posts, p, values, target,
                               weight RULE_COLUMNS(COLUMN_PASS));
            }
            position = end;
            if (position == row.end)
                break;
            __global const spike_in_flight *spike = ring + (record & mask);
            emitted = spike->before_emitted;
            slowness = spike->before_slowness;
            record = spike->before_record;
            for (u32 k = 0; k < MAX_TRACES; k++)
                x[k] = spike->x[k];
        }
    }
}

/* Order-free digest of the synapses: per work-item (topology, weights), see network/synapses.h. */
#define COLUMN_MIX(name, k) weights += mix_pair(edge + (k) + 1u, as_uint(column_##name[i]));
__kernel void digest(DELIVERY_ARGUMENTS, __global const u32 *restrict projection_of,
                     __global ulong2 *restrict sums)
{
    ulong topology = 0, weights = 0;
    for (size_t r = get_global_id(0); r < (size_t)n_tiles * n_axons; r += get_global_size(0)) {
        u32 axon = (u32)(r % n_axons);
        row_record row = rows[(size_t)first_tile * n_axons + r];
        __global const delivery_record *p = projections + projection_of[axon];
        for (u32 i = row.begin; i < row.end; i++) {
            ulong edge = mix_edge(p->owner, axon - p->first_axon, target[i], length[i]);
            topology += edge;
            weights += mix_pair(edge, as_uint(weight[i]));
            RULE_COLUMNS(COLUMN_MIX)
        }
    }
    sums[get_global_id(0)] = (ulong2)(topology, weights);
}
