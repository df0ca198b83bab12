/* /gates/<gate>: its level, one row for the start and for each step after which it is another one; it holds until the next row. The layout is our own.
 *
 *   level [rows] f64      times [rows] f64 (ms)      steps [rows] u64 */
#include "io/h5_write.h"
#include "io/stream.h"

#include <stdio.h>

enum { LEVEL, TIMES, STEPS };
enum { CHUNK_ROWS = 1024 };

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    const struct h5_table_shape column = {.chunk_rows = CHUNK_ROWS, .packed = 1};
    engram_code code = ENGRAM_OK;
    hid_t group = H5I_INVALID_HID, *to = stream->table;
    char name[512];
    snprintf(name, sizeof name, "/%s", stream->stem); /* the file is named like the group */
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(h5_table_create(group, "level", H5T_IEEE_F64LE, &column, &to[LEVEL], status));
    TRY(h5_table_create(group, "times", H5T_IEEE_F64LE, &column, &to[TIMES], status));
    TRY(h5_put_text(to[TIMES], "units", "ms", status));
    TRY(h5_table_create(group, "steps", H5T_STD_U64LE, &column, &to[STEPS], status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const hid_t *to = stream->table;
    const double time = (double)part->step * stream->network->dt_ms;
    TRY(h5_table_put(to[LEVEL], stream->rows, 1, H5T_NATIVE_DOUBLE, part->column[GATE_LEVEL], status));
    TRY(h5_table_put(to[TIMES], stream->rows, 1, H5T_NATIVE_DOUBLE, &time, status));
    TRY(h5_table_put(to[STEPS], stream->rows, 1, H5T_NATIVE_UINT64, &part->step, status));
    stream->rows++;
    stream->last_step = part->step;
cleanup:
    return code;
}

const struct stream_kind stream_gates = {begin, put, NULL};
