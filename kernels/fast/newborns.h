/* Synapses that were born after the last flush count post spikes from their birth on: those before it still wait to be applied to the others. All of them were born
 * at one tick, since the next one begins with a flush (store/newborns.c). A list of words says which they are:
 *
 *      | stamp of the birth | row 0: first, end | row 1 ... | places within row 0, ascending | of row 1 ...
 *
 * first .. end - 1 are words of the same list. Compiled in where synapses come and go (NEWBORNS); part of synapse.h. */
#ifndef ENGRAM_NEWBORNS_H
#define ENGRAM_NEWBORNS_H
#include "fast/lanes.h"
#include "structure/records.h"

#if NEWBORNS
#define NEWBORNS_ARGUMENT , __global const u32 *restrict newborns
#define NEWBORNS_PASS     , newborns
#else
#define NEWBORNS_ARGUMENT
#define NEWBORNS_PASS
#endif

#if NEWBORNS
/* From when on post spikes count for synapses position .. position + n - 1, which is `from` for those that are older. row_begin, row: the row's begin, and its
 * number over all tiles. Once an axon's spike has arrived after the births, there is nothing to look up. */
INLINE ureal from_birth_on(ureal from, u32 position, u32 n, u32 flushed, u32 row_begin, u32 row,
                           __global const u32 *newborns)
{
    u32 born = newborns[0];
    if ((i32)(born - flushed) <= 0 || !lanes_any(lanes_set(signed_((ureal)(born)-from) > 0)))
        return from;
    u32 place = position - row_begin, low = newborns[NEWBORN_FIRST(row)], end = newborns[NEWBORN_END(row)],
        high = end;
    while (low != high) {
        u32 middle = low + (high - low) / 2u;
        if (newborns[middle] < place)
            low = middle + 1u;
        else
            high = middle;
    }
    for (; low != end && newborns[low] < place + n; low++)
        from = pick((lane_numbers() == (ureal)(newborns[low] - place)) & (signed_((ureal)(born)-from) > 0),
                    (ureal)(born), from);
    return from;
}
#endif
#endif
