/* A row in parts, each with the spike that was the latest to reach it. Along a row that may differ while spikes are half-way:
 *
 *      | reached by the newest spike of the axon | by the one before it | by the one before that |
 *      begin                                                                                   end
 */
#ifndef ENGRAM_REACHED_H
#define ENGRAM_REACHED_H
#include "fast/synapse.h"

typedef struct {
    u32 begin, end;                /* synapses begin .. end - 1 */
    u32 emitted, slowness, record; /* of the spike; record: NO_RECORD if there was none */
    float x[MAX_TRACES];           /* pre traces just after it */
} row_part;

/* The spike and who the synapses are, for events.h; axon: of the class, number: of the row over all tiles. */
INLINE row_spikes part_spikes(const row_part *part, u32 axon, row_record row, u32 number,
                              __global const delivery_record *p)
{
    row_spikes spikes = {part->emitted,        part->slowness, part->record,
                         axon - p->first_axon, row.begin,      number};
    return spikes;
}

/* Up to which stamp a row has been delivered, when windows up to `now` are done. */
INLINE u32 delivered_until(row_record row, u32 now, u32 horizon, __global const delivery_record *p,
                           __global const ushort *length)
{
    return row.begin != row.end && lengths_differ(row.begin, row.end, p, length) ? horizon : now;
}

INLINE row_part part_first(row_record row, u32 until, __global const axon_state *axon,
                           __global const delivery_record *p, __global const ushort *length)
{
    row_part part = {
        .begin = row.begin, .emitted = axon->emitted, .slowness = axon->slowness, .record = axon->record};
    for (u32 k = 0; k < MAX_TRACES; k++)
        part.x[k] = axon->x[k];
    part.end = row_reach(part.begin, row.end, part.emitted, part.slowness, until, p, length);
    return part;
}

/* The part behind; part->begin is the end of the row if there is none. */
INLINE void part_next(row_part *part, u32 row_end, u32 until, __global const spike_in_flight *ring, u32 mask,
                      __global const delivery_record *p, __global const ushort *length)
{
    part->begin = part->end;
    if (part->begin == row_end)
        return;
    __global const spike_in_flight *spike = ring + (part->record & mask);
    part->emitted = spike->before_emitted;
    part->slowness = spike->before_slowness;
    part->record = spike->before_record;
    for (u32 k = 0; k < MAX_TRACES; k++)
        part->x[k] = spike->x[k];
    part->end = row_reach(part->begin, row_end, part->emitted, part->slowness, until, p, length);
}
#endif
