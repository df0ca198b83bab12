/* /synapses/<projection>: weights where synapses come and go. Every snapshot says which synapses it holds; those of one follow those of the snapshot before.
 *
 *   times [snapshots] f64 (ms)     steps [snapshots] u64
 *   recorded [snapshots] u64       synapses of the snapshot that follow       existing [snapshots] u64   synapses of the projection
 *   source_ids, target_ids [synapses] u32     weight [synapses] f32     delay [synapses] f32 (ms) */
#include "io/h5_write.h"
#include "io/stream.h"

#include <stdio.h>

enum { TIMES, STEPS, RECORDED, EXISTING, SOURCE_IDS, TARGET_IDS, WEIGHT, DELAY };
enum { CHUNK_SNAPSHOTS = 256, CHUNK_VALUES = 65536 };

static const struct projection *projection_of(const struct stream *stream)
{
    return &stream->network->projections[stream->index];
}

static engram_code create_ends(struct stream *stream, hid_t group, engram_status *status)
{
    static const struct h5_table_shape column = {.chunk_rows = CHUNK_VALUES, .packed = 1};
    engram_code code = ENGRAM_OK;
    const struct population *populations = stream->network->populations;
    const struct projection *p = projection_of(stream);
    hid_t *to = stream->table;
    TRY(h5_table_create(group, "source_ids", H5T_STD_U32LE, &column, &to[SOURCE_IDS], status));
    TRY(h5_put_text(to[SOURCE_IDS], "node_population", populations[p->source].name, status));
    TRY(h5_table_create(group, "target_ids", H5T_STD_U32LE, &column, &to[TARGET_IDS], status));
    TRY(h5_put_text(to[TARGET_IDS], "node_population", populations[p->target].name, status));
    TRY(h5_table_create(group, "weight", H5T_IEEE_F32LE, &column, &to[WEIGHT], status));
    TRY(h5_put_text(to[WEIGHT], "units", projection_receptor(stream->network, p)->unit, status));
    TRY(h5_table_create(group, "delay", H5T_IEEE_F32LE, &column, &to[DELAY], status));
    TRY(h5_put_text(to[DELAY], "units", "ms", status));
cleanup:
    return code;
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    static const struct h5_table_shape column = {.chunk_rows = CHUNK_SNAPSHOTS, .packed = 1};
    engram_code code = ENGRAM_OK;
    hid_t group = H5I_INVALID_HID, *to = stream->table;
    char name[600];
    stream->n_values = 0;
    snprintf(name, sizeof name, "/synapses/%s", projection_of(stream)->name);
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(weights_put_attributes(stream, group, status));
    TRY(h5_table_create(group, "times", H5T_IEEE_F64LE, &column, &to[TIMES], status));
    TRY(h5_put_text(to[TIMES], "units", "ms", status));
    TRY(h5_table_create(group, "steps", H5T_STD_U64LE, &column, &to[STEPS], status));
    TRY(h5_table_create(group, "recorded", H5T_STD_U64LE, &column, &to[RECORDED], status));
    TRY(h5_table_create(group, "existing", H5T_STD_U64LE, &column, &to[EXISTING], status));
    TRY(create_ends(stream, group, status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put_synapses(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const hid_t *to = stream->table;
    void *const *from = part->column;
    uint64_t at = stream->n_values, n = part->n;
    TRY(h5_table_put(to[SOURCE_IDS], at, n, H5T_NATIVE_UINT32, from[WEIGHT_SOURCE], status));
    TRY(h5_table_put(to[TARGET_IDS], at, n, H5T_NATIVE_UINT32, from[WEIGHT_TARGET], status));
    TRY(h5_table_put(to[WEIGHT], at, n, H5T_NATIVE_FLOAT, from[WEIGHT_VALUE], status));
    TRY(h5_table_put(to[DELAY], at, n, H5T_NATIVE_FLOAT, from[WEIGHT_DELAY], status));
    stream->n_values += n;
cleanup:
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const hid_t *to = stream->table;
    uint64_t row = stream->rows;
    double time = (double)part->step * stream->network->dt_ms;
    TRY(put_synapses(stream, part, status));
    stream->whole = part->begin + part->n == part->total;
    if (!stream->whole)
        return ENGRAM_OK;
    TRY(h5_table_put(to[TIMES], row, 1, H5T_NATIVE_DOUBLE, &time, status));
    TRY(h5_table_put(to[STEPS], row, 1, H5T_NATIVE_UINT64, &part->step, status));
    TRY(h5_table_put(to[RECORDED], row, 1, H5T_NATIVE_UINT64, &part->total, status));
    TRY(h5_table_put(to[EXISTING], row, 1, H5T_NATIVE_UINT64, &part->n_existing, status));
    stream->rows++;
    stream->last_step = part->step;
cleanup:
    return code;
}

const struct stream_kind stream_synapses = {begin, put, NULL};
