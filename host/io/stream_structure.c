/* /structure/<projection>: how its synapses came and went, one row per structural tick; the first, at the start, says how many there were. The layout is our own.
 *
 *   synapses [ticks] u64   after the tick        born [ticks] u64        died [ticks x causes] u64        cause [causes] text
 *   times [ticks] f64 (ms)                       steps [ticks] u64 */
#include "io/h5_write.h"
#include "io/stream.h"

#include <stdio.h>

enum { TIMES, STEPS, SYNAPSES, BORN, DIED };
enum { CHUNK_ROWS = 1024 };

static engram_code put_causes(hid_t file, const char *group, engram_status *status)
{
    const char *names[ENGRAM_N_CAUSES];
    char name[600];
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        names[k] = engram_cause_name(k);
    snprintf(name, sizeof name, "%s/cause", group);
    return h5_put_texts(file, name, names, ENGRAM_N_CAUSES, status);
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    engram_code code = ENGRAM_OK;
    const struct network *net = stream->network;
    const struct projection *p = &net->projections[stream->index];
    const struct h5_table_shape column = {.chunk_rows = CHUNK_ROWS, .packed = 1};
    const struct h5_table_shape table = {
        .chunk_rows = CHUNK_ROWS, .width = ENGRAM_N_CAUSES, .chunk_width = ENGRAM_N_CAUSES, .packed = 1};
    hid_t group = H5I_INVALID_HID, *to = stream->table;
    char name[512];
    snprintf(name, sizeof name, "/%s", stream->stem); /* the file is named like the group */
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(h5_put_text(group, "source_population", net->populations[p->source].name, status));
    TRY(h5_put_text(group, "target_population", net->populations[p->target].name, status));
    TRY(h5_put_real(group, "tick_ms", (double)p->structure->tick * net->dt_ms, status));
    TRY(put_causes(stream->segment.file, name, status));
    TRY(h5_table_create(group, "times", H5T_IEEE_F64LE, &column, &to[TIMES], status));
    TRY(h5_put_text(to[TIMES], "units", "ms", status));
    TRY(h5_table_create(group, "steps", H5T_STD_U64LE, &column, &to[STEPS], status));
    TRY(h5_table_create(group, "synapses", H5T_STD_U64LE, &column, &to[SYNAPSES], status));
    TRY(h5_table_create(group, "born", H5T_STD_U64LE, &column, &to[BORN], status));
    TRY(h5_table_create(group, "died", H5T_STD_U64LE, &table, &to[DIED], status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const hid_t *to = stream->table;
    const uint64_t *counts = part->column[STRUCTURE_COUNT], row = stream->rows;
    double time = (double)part->step * stream->network->dt_ms;
    TRY(h5_table_put(to[TIMES], row, 1, H5T_NATIVE_DOUBLE, &time, status));
    TRY(h5_table_put(to[STEPS], row, 1, H5T_NATIVE_UINT64, &part->step, status));
    TRY(h5_table_put(to[SYNAPSES], row, 1, H5T_NATIVE_UINT64, &counts[0], status));
    TRY(h5_table_put(to[BORN], row, 1, H5T_NATIVE_UINT64, &counts[1], status));
    TRY(h5_table_grow(to[DIED], row + 1, ENGRAM_N_CAUSES, status));
    TRY(h5_table_put_row(to[DIED], row, 0, ENGRAM_N_CAUSES, H5T_NATIVE_UINT64, counts + 2, status));
    stream->rows++;
    stream->last_step = part->step;
cleanup:
    return code;
}

const struct stream_kind stream_structure = {begin, put, NULL};
