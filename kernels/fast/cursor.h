/* Walk the spikes in flight: every spike keeps, per tile, the next synapse to reach and when, so a window looks at two words
 * per spike and touches only what arrives. Included after synapse.h. */
#ifndef ENGRAM_CURSOR_H
#define ENGRAM_CURSOR_H
#include "fast/synapse.h"

/* When the synapse at `position` is reached; far in the future past the end of the row. */
INLINE u32 cursor_due(u32 position, u32 end, __global const spike_in_flight *spike,
                      __global const delivery_record *p, __global const ushort *length)
{
    if (position == end)
        return spike->emitted + (1u << 30);
    return arrival(position, spike->emitted, spike->slowness, p, length);
}

/* Cursor of a spike that was emitted in this window. */
INLINE cursor_record cursor_new(row_record row, __global const spike_in_flight *spike,
                                __global const delivery_record *p, __global const ushort *length)
{
    cursor_record cursor = {row.begin, row.end, cursor_due(row.begin, row.end, spike, p, length), 0};
    cursor.is_spread = row.begin != row.end && lengths_differ(row.begin, row.end, p, length);
    return cursor;
}

/* Move past all that is reached up to stamp `until`: returns the synapse after it. */
INLINE u32 cursor_advance(__global cursor_record *cursor, u32 until, __global const spike_in_flight *spike,
                          __global const delivery_record *p, __global const ushort *length)
{
    u32 end = row_reach(cursor->position, cursor->end, spike->emitted, spike->slowness, until, p, length);
    cursor->position = end;
    cursor->due = cursor_due(end, cursor->end, spike, p, length);
    return end;
}
#endif
