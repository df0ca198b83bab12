/* Draws for the events of VW neighbouring synapses of a row (kernels only); see structure/draws.h. */
#ifndef ENGRAM_EVENT_DRAWS_H
#define ENGRAM_EVENT_DRAWS_H
#include "fast/lanes.h"
#include "fast/records.h"
#include "structure/draws.h"

/* Whose row it is, and where it begins. */
typedef struct {
    u32 source, begin;
} row_place;

/* What addresses the draws of VW synapses. */
typedef struct {
    u32 source;
    ureal target, length, n_alike;
} synapse_lanes;

INLINE bool is_like_the_last(u32 i, __global const delivery_record *p, __global const u32 *target,
                             __global const ushort *length)
{
    return target[i] == target[i - 1u] && (p->length_code != NO_LENGTH_CODE || length[i] == length[i - 1u]);
}

/* How many synapses before each of n from i on have its target and length. Seldom has one those of its neighbour. */
INLINE ureal count_alike(u32 i, u32 n, u32 begin, __global const delivery_record *p,
                         __global const u32 *target, __global const ushort *length)
{
#if VW > 1
    if (n == VW && i != begin && !lanes_any(lanes_set(load_uint(target + i) == load_uint(target + i - 1u))))
        return (ureal)(0);
#endif
    u32 alike[VW], n_alike = 0;
    for (u32 k = i; k != begin && is_like_the_last(k, p, target, length); k--)
        n_alike++;
    for (u32 l = 0; l < VW; l++) {
        if (l != 0)
            n_alike = l < n && is_like_the_last(i + l, p, target, length) ? n_alike + 1u : 0;
        alike[l] = min(n_alike, MOST_ALIKE);
    }
    return lanes_from_uint(alike);
}

/* Of n synapses from i on; lanes beyond hold anything. */
INLINE synapse_lanes lanes_of(u32 i, u32 n, row_place row, __global const delivery_record *p,
                              __global const u32 *target, __global const ushort *length)
{
    synapse_lanes lanes = {row.source, load_uint(target + i), (ureal)(p->length_code), (ureal)(0)};
    lanes.n_alike = count_alike(i, n, row.begin, p, target, length);
    if (p->length_code == NO_LENGTH_CODE) {
        u32 code[VW];
        for (u32 l = 0; l < VW; l++)
            code[l] = l < n ? length[i + l] : 0;
        lanes.length = lanes_from_uint(code);
    }
    return lanes;
}

/* The word for one kind of event (DRAW_OF_...) at stamps `at`, the n-th of them at each synapse. */
INLINE ureal event_word(u32 stream, int kind, ureal at, ureal n, const synapse_lanes *lanes,
                        __global const delivery_record *p)
{
    philox_block block = lane_draws(stream, at, lanes->source, lanes->target, lanes->length, lanes->n_alike,
                                    p->owner, p->seed[0], p->seed[1]);
    return repeated_draw(block.v[kind], n);
}
#endif
