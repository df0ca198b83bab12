#include "common/mix.h"
#include "fast/deliver.cl"
#include "fast/reached.h"

/* Apply to every synapse the post spikes that have reached it and have not been applied yet: nothing else, and never anything twice, so a flush at any
 * step leaves every later result as it was. A work-item strides over the rows of the bank and owns them. Streams 12 B per synapse. */
__kernel void flush(DELIVERY_ARGUMENTS, __global const axon_state *restrict all_axons, u32 first_axon,
                    __global const u32 *restrict projection_of)
{
    u32 now = control[CONTROL_STEP] + control[CONTROL_LENGTH];
    u32 flushed = control[CONTROL_FLUSHED], horizon = control[class + CLASS_HORIZON];
    post_spikes posts = {stamps, y, tables, depth, rings + ring_base, mask NEWBORNS_PASS};

    for (size_t r = get_global_id(0); r < (size_t)n_tiles * n_axons; r += get_global_size(0)) {
        u32 axon = (u32)(r % n_axons);
        u32 number = first_tile * n_axons + (u32)r;
        row_record row = rows[number];
        __global const delivery_record *p = projections + projection_of[axon];
        u32 until = delivered_until(row, now, horizon, p, length);
        row_part part = part_first(row, until, all_axons + first_axon + axon, p, length);
        while (part.begin != row.end) {
            for (u32 i = part.begin; i < part.end; i += VW) {
                u32 n = min((u32)VW, part.end - i);
                fetch_posts(i + VW, min(i + 2u * VW, part.end), p, &posts, target);
                ureal a_prev = arrivals(i, n, part.emitted, part.slowness, p, length);
                synapses_apply(i, n, part_spikes(&part, axon, row, number, p), flushed, (ureal)(now), a_prev,
                               part.x, &posts, p, values, target, length, weight RULE_COLUMNS(COLUMN_PASS));
            }
            part_next(&part, row.end, until, rings + ring_base, mask, p, length);
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
            weights += mix_pair(edge, as_uint(weight_at(weight, i, p->grid)));
            RULE_COLUMNS(COLUMN_MIX)
        }
    }
    sums[get_global_id(0)] = (ulong2)(topology, weights);
}
