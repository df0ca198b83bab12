/* Which synapses of a projection are recorded with their weights, and a copy of them.
 *
 * Where synapses stay, a sample is fixed by the first snapshot. Where they come and go, it is one of pairs (source, target): those whose number, which only the seed and
 * the pair decide, is not above a limit. The limit is halved whenever more synapses than wanted are below it, and never rises: the set of pairs can only lose some. */
#ifndef ENGRAM_ENGINE_WEIGHT_SAMPLE_H
#define ENGRAM_ENGINE_WEIGHT_SAMPLE_H
#include "store/store.h"

struct weight_sample {
    uint64_t *synapse, n; /* fixed: [n] positions in canonical order */
    uint64_t limit;       /* of pairs */
    bool is_chosen;
};

/* What is recorded of them: columns [n]. */
struct weight_columns {
    uint32_t *source, *target;
    float *weight, *delay_ms;
    uint64_t n, room;
};

/* How many sources at a time, so that the host has only so many synapses. */
struct source_parts {
    uint32_t n_sources, size;
};
struct source_parts source_parts(const struct store *store, uint32_t projection);

/* Copy what is recorded now. The caller flushes first, and frees. The sample begins as zeros. */
engram_code weight_sample_read(struct store *store, const struct weight_record *record,
                               struct weight_sample *sample, struct weight_columns *columns,
                               engram_status *status);
void weight_columns_free(struct weight_columns *columns);
void weight_sample_free(struct weight_sample *sample);
#endif
