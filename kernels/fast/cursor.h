/* Walk the spikes in flight: every spike keeps, per tile, the next synapse to reach and when, so a window looks at two words
 * per spike and touches only what arrives. Included after synapse.h. */
#ifndef ENGRAM_CURSOR_H
#define ENGRAM_CURSOR_H
#include "fast/synapse.h"

/* When the synapse at `position` is reached; far in the future past the end of the row. */
static inline u32 cursor_due(u32 position, u32 end, __global const spike_in_flight *spike,
                             __global const delivery_record *p, __global const ushort *length)
{
    if (position == end)
        return spike->emitted + (1u << 30);
    return spike->emitted + axonal_steps(length[position], spike->slowness, p->axonal_min, p->axonal_shift);
}

/* Cursor of a spike: fresh for one that was emitted in this window, else as the window before left it. */
static inline cursor_record cursor_get(u32 number, u32 opened, row_record row,
                                       __global const spike_in_flight *spike,
                                       __global const delivery_record *p,
                                       __global const cursor_record *stored, __global const ushort *length)
{
    cursor_record cursor;
    if ((i32)(number - opened) < 0)
        return *stored;
    cursor.position = row.begin;
    cursor.due = cursor_due(row.begin, row.end, spike, p, length);
    return cursor;
}
#endif
