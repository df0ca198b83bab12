/* Draws that belong to VW neighbouring synapses of a row (kernels only); see structure/draws.h. */
#ifndef ENGRAM_EVENT_DRAWS_H
#define ENGRAM_EVENT_DRAWS_H
#include "fast/lanes.h"
#include "fast/records.h"
#include "structure/draws.h"
#include "structure/records.h"

/* What addresses the draws of VW synapses. */
typedef struct {
    u32 source;
    ureal target, length, n_alike;
} synapse_lanes;

#if VW > 1
INLINE ureal load_lengths(__global const ushort *p)
{
    return JOIN(convert_uint, VW)(VLOAD(0, p));
}
#else
INLINE ureal load_lengths(__global const ushort *p)
{
    return *p;
}
#endif

INLINE bool is_like_the_last(u32 i, u32 length_code, __global const u32 *target,
                             __global const ushort *length)
{
    return ((target[i] ^ target[i - 1u]) & TARGET_NUMBER) == 0 &&
           (length_code != NO_LENGTH_CODE || length[i] == length[i - 1u]);
}

/* How many synapses before each of n from i on have its target and length, one by one. */
INLINE ureal count_alike(u32 i, u32 n, u32 begin, u32 length_code, __global const u32 *target,
                         __global const ushort *length)
{
    u32 alike[VW], n_alike = 0;
    for (u32 k = i; k != begin && n_alike < MOST_ALIKE && is_like_the_last(k, length_code, target, length);
         k--)
        n_alike++;
    for (u32 l = 0; l < VW; l++) {
        if (l != 0)
            n_alike = l < n && is_like_the_last(i + l, length_code, target, length) ? n_alike + 1u : 0;
        alike[l] = min(n_alike, MOST_ALIKE);
    }
    return lanes_from_uint(alike);
}

/* Of n synapses from i on, of the row of `source` that begins at `begin`; lanes beyond hold anything. length_code: of all synapses, or NO_LENGTH_CODE. Seldom is
 * one like its neighbour, which shows at once. Only the first synapse of a bank has none before it in memory. */
INLINE synapse_lanes lanes_of(u32 i, u32 n, u32 source, u32 begin, u32 length_code,
                              __global const u32 *target, __global const ushort *length)
{
    synapse_lanes lanes = {source, load_uint(target + i) & TARGET_NUMBER, (ureal)(length_code), (ureal)(0)};
    if (length_code == NO_LENGTH_CODE)
        lanes.length = load_lengths(length + i);
#if VW > 1
    if (i != 0) {
        u32 first = i == begin ? 1u : 0u;
        ureal differs = lanes.target ^ (load_uint(target + i - 1u) & TARGET_NUMBER);
        if (length_code == NO_LENGTH_CODE)
            differs |= lanes.length ^ load_lengths(length + i - 1u);
        if (!lanes_any(lanes_set(differs == (ureal)(0)) &
                       lanes_set(lane_numbers() - first < (ureal)(n - first))))
            return lanes;
    }
#endif
    lanes.n_alike = count_alike(i, n, begin, length_code, target, length);
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
