/* Rows of synapses that are about to change (kernels only). */
#ifndef ENGRAM_STRUCTURE_FETCH_H
#define ENGRAM_STRUCTURE_FETCH_H
#include "fast/lanes.h"
#include "fast/records.h"
#include "fast/weights.h"

/* Ask for the row that comes next, while the one before it is worked on: rows lie anywhere. */
static void fetch_synapses(row_record row, __global const u32 *target, __global const weight_t *weight,
                           __global const ushort *length)
{
    for (u32 i = row.begin; i < row.end; i += LINE) {
        PREFETCH(target + i);
        PREFETCH(weight + i);
        PREFETCH(length + i);
    }
}
#endif
