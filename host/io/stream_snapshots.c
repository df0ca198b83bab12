#include "io/h5_write.h"
#include "io/stream.h"

#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHUNK_VALUES = 65536, CHUNK_ROWS = 16, CHUNK_TIMES = 256 };

engram_code snapshots_create(struct stream *stream, hid_t group, const struct snapshot_shape *shape,
                             engram_status *status)
{
    static const struct h5_table_shape column = {.chunk_rows = CHUNK_TIMES};
    engram_code code = ENGRAM_OK;
    hid_t *table = stream->table;
    uint64_t chunk_width = shape->width < CHUNK_VALUES ? shape->width : CHUNK_VALUES,
             chunk_rows = CHUNK_VALUES / chunk_width;
    const struct h5_table_shape values = {.width = shape->width,
                                          .chunk_width = chunk_width,
                                          .chunk_rows = chunk_rows < CHUNK_ROWS ? chunk_rows : CHUNK_ROWS,
                                          .packed = shape->packed};
    TRY(h5_table_create(group, "times", H5T_IEEE_F64LE, &column, &table[SNAPSHOT_TIMES], status));
    TRY(h5_put_text(table[SNAPSHOT_TIMES], "units", "ms", status));
    TRY(h5_table_create(group, "steps", H5T_STD_U64LE, &column, &table[SNAPSHOT_STEPS], status));
    TRY(h5_table_create(group, shape->name, shape->type, &values, &table[SNAPSHOT_VALUES], status));
    TRY(h5_put_text(table[SNAPSHOT_VALUES], "units", shape->unit, status));
cleanup:
    return code;
}

engram_code snapshots_put(struct stream *stream, const struct part *part, hid_t memory_type,
                          const void *values, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const hid_t *table = stream->table;
    double time = (double)part->step * stream->network->dt_ms;
    if (part->begin == 0)
        TRY(h5_table_grow(table[SNAPSHOT_VALUES], stream->rows + 1, part->total, status));
    TRY(h5_table_put_row(table[SNAPSHOT_VALUES], stream->rows, part->begin, part->n, memory_type, values,
                         status));
    stream->whole = part->begin + part->n == part->total;
    if (!stream->whole)
        return ENGRAM_OK;
    TRY(h5_table_put(table[SNAPSHOT_TIMES], stream->rows, 1, H5T_NATIVE_DOUBLE, &time, status));
    TRY(h5_table_put(table[SNAPSHOT_STEPS], stream->rows, 1, H5T_NATIVE_UINT64, &part->step, status));
    stream->rows++;
    stream->last_step = part->step;
cleanup:
    return code;
}

engram_code snapshots_put_times(struct stream *stream, const char *name, engram_status *status)
{
    uint64_t between = stream->rows > 1 ? (stream->last_step - stream->first_step) / (stream->rows - 1)
                                        : stream->network->n_steps;
    return stream_put_times(stream, name, between, status);
}

engram_code report_put_mapping(hid_t file, const char *group, const uint32_t *nodes, uint64_t n,
                               uint32_t n_elements, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *pointers = NULL;
    uint32_t *elements = NULL;
    char name[600], alias[600];
    TRY(memory_new(&pointers, n + 1, sizeof *pointers, "mapping of a report", status));
    TRY(memory_new(&elements, n * n_elements, sizeof *elements, "mapping of a report", status));
    for (uint64_t i = 0; i <= n; i++)
        pointers[i] = i * n_elements;
    for (uint64_t i = 0; i < n * n_elements; i++)
        elements[i] = (uint32_t)(i % n_elements);
    snprintf(name, sizeof name, "%s/mapping/node_ids", group);
    TRY(h5_put_column(file, name, H5T_STD_U64LE, H5T_NATIVE_UINT32, nodes, n, status));
    snprintf(name, sizeof name, "%s/mapping/index_pointers", group);
    TRY(h5_put_column(file, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, pointers, n + 1, status));
    snprintf(alias, sizeof alias, "%s/mapping/index_pointer", group);
    TRY(h5_put_alias(file, name, alias, status));
    snprintf(name, sizeof name, "%s/mapping/element_ids", group);
    TRY(h5_put_column(file, name, H5T_STD_U32LE, H5T_NATIVE_UINT32, elements, n * n_elements, status));
cleanup:
    free(pointers);
    free(elements);
    return code;
}
