/* What host and kernels share about synapses that come and go. Compiled as C11 and as OpenCL C. */
#ifndef ENGRAM_STRUCTURE_RECORDS_H
#define ENGRAM_STRUCTURE_RECORDS_H
#include "common/dialect.h"

/* A synapse that is to go carries it in its target until its row is compacted, with the reason. */
#define DEAD                        0x80000000u
#define CAUSE_SHIFT                 29u
#define TARGET_NUMBER               0x1FFFFFFFu
#define dead_because(target, cause) ((target) | DEAD | (cause) << CAUSE_SHIFT)
#define death_cause(target)         (((target) & ~DEAD) >> CAUSE_SHIFT)

#define CAUSE_TURNOVER 0u /* its turnover rule */
#define CAUSE_AXON     1u /* its source has fewer axonal elements than synapses */
#define CAUSE_DENDRITE 2u /* its target has fewer dendritic elements than synapses */
#define CAUSE_LESION   3u /* the schedule */
#define N_CAUSES       4u

/* A synapse that is to go; target as it is in its row. */
typedef struct {
    u32 source, target, length;
} dead_synapse;

/* New synapses first .. end - 1 of a list, which go to one row. */
typedef struct {
    u32 row; /* over all tiles: tile * n_axons + axon */
    u32 first, end;
} row_births;

/* Words of the list of newborn synapses (fast/newborns.h): what comes before the places, and the two of a row. */
#define NEWBORN_WORDS(n_rows) (1u + 2u * (n_rows))
#define NEWBORN_FIRST(row)    (1u + 2u * (row))
#define NEWBORN_END(row)      (2u + 2u * (row))
#endif
