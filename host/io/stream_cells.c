/* /cells/<population>: neurons that are born, mature and die, and what their region provides, one row per day; the first, at the start, says how many there were. The
 * layout is our own.
 *
 *   cells [days x 2] u64       alive at the end of the day     stage [2] text
 *   changed [days x 5] u64     on that day                     change [5] text
 *   level [days x 2] f64       what the region provides        factor [2] text
 *   times [days] f64 (ms)      steps [days] u64 */
#include "io/h5_write.h"
#include "io/stream.h"

#include <stdio.h>

enum { TIMES, STEPS, CELLS, CHANGED, LEVEL };
enum { CHUNK_ROWS = 1024 };

static engram_code table(struct stream *stream, hid_t group, int which, const char *name, hid_t type,
                         uint64_t width, const char *names_name, const char *const *names,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct h5_table_shape shape = {
        .chunk_rows = CHUNK_ROWS, .width = width, .chunk_width = width, .packed = 1};
    char full[600];
    snprintf(full, sizeof full, "/%s/%s", stream->stem, names_name);
    TRY(h5_put_texts(stream->segment.file, full, names, width, status));
    TRY(h5_table_create(group, name, type, &shape, &stream->table[which], status));
cleanup:
    return code;
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    static const char *const stages[] = {"young", "mature"}, *const factors[] = {"BDNF", "cortisol"},
                             *const changes[] = {"born", "unborn", "matured", "died_young", "died_mature"};
    const struct population *p = &stream->network->populations[stream->index];
    const struct h5_table_shape column = {.chunk_rows = CHUNK_ROWS, .packed = 1};
    engram_code code = ENGRAM_OK;
    hid_t group = H5I_INVALID_HID, *to = stream->table;
    char name[512];
    snprintf(name, sizeof name, "/%s", stream->stem); /* the file is named like the group */
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(h5_put_real(group, "day_ms", (double)p->neurogenesis->day * stream->network->dt_ms, status));
    TRY(h5_table_create(group, "times", H5T_IEEE_F64LE, &column, &to[TIMES], status));
    TRY(h5_put_text(to[TIMES], "units", "ms", status));
    TRY(h5_table_create(group, "steps", H5T_STD_U64LE, &column, &to[STEPS], status));
    TRY(table(stream, group, CELLS, "cells", H5T_STD_U64LE, N_STAGES, "stage", stages, status));
    TRY(table(stream, group, CHANGED, "changed", H5T_STD_U64LE, N_CELL_CHANGES, "change", changes, status));
    TRY(table(stream, group, LEVEL, "level", H5T_IEEE_F64LE, N_FACTORS, "factor", factors, status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const hid_t *to = stream->table;
    const struct cell_day *day = part->column[CELL_DAY];
    const struct cell_counts *c = &day->counts;
    const uint64_t row = stream->rows, cells[N_STAGES] = {day->young, day->mature},
                   changed[N_CELL_CHANGES] = {c->born, c->unborn, c->matured, c->died_young, c->died_mature};
    const double time = (double)part->step * stream->network->dt_ms,
                 level[N_FACTORS] = {day->level.bdnf, day->level.cort};
    TRY(h5_table_put(to[TIMES], row, 1, H5T_NATIVE_DOUBLE, &time, status));
    TRY(h5_table_put(to[STEPS], row, 1, H5T_NATIVE_UINT64, &part->step, status));
    TRY(h5_table_grow(to[CELLS], row + 1, N_STAGES, status));
    TRY(h5_table_put_row(to[CELLS], row, 0, N_STAGES, H5T_NATIVE_UINT64, cells, status));
    TRY(h5_table_grow(to[CHANGED], row + 1, N_CELL_CHANGES, status));
    TRY(h5_table_put_row(to[CHANGED], row, 0, N_CELL_CHANGES, H5T_NATIVE_UINT64, changed, status));
    TRY(h5_table_grow(to[LEVEL], row + 1, N_FACTORS, status));
    TRY(h5_table_put_row(to[LEVEL], row, 0, N_FACTORS, H5T_NATIVE_DOUBLE, level, status));
    stream->rows++;
    stream->last_step = part->step;
cleanup:
    return code;
}

const struct stream_kind stream_cells = {begin, put, NULL};
