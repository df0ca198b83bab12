/* Rows of synapses that are about to change (kernels only). */
#ifndef ENGRAM_STRUCTURE_FETCH_H
#define ENGRAM_STRUCTURE_FETCH_H
#include "fast/lanes.h"
#include "fast/records.h"
#include "fast/weights.h"

/* Ask for the row that comes next, while the one before it is worked on: rows lie anywhere. weight, length: 0 where nobody looks at them. */
static void fetch_synapses(row_record row, __global const u32 *target, __global const weight_t *weight,
                           __global const ushort *length)
{
    for (u32 i = row.begin; i < row.end; i += LINE) {
        PREFETCH(target + i);
        if (weight)
            PREFETCH(weight + i);
        if (length && (i - row.begin) / LINE % 2u == 0)
            PREFETCH(length + i);
    }
}
#endif
