#include "io/stream.h"

#include "core/memory.h"
#include "io/h5_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

engram_code stream_init(struct stream *stream, const struct stream_kind *kind, uint32_t index,
                        const char *stem, engram_status *status)
{
    stream->kind = kind;
    stream->index = index;
    stream->whole = true;
    stream->segment.file = H5I_INVALID_HID;
    return memory_string(&stream->stem, stem, status);
}

static engram_code open_segment(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[512];
    snprintf(name, sizeof name, "%s.%04u.h5", stream->stem, stream->n_closed);
    TRY(segment_create(stream->folder, name, stream->network, &stream->segment, status));
    stream->is_open = true;
    stream->opened_s = clock_seconds();
    stream->rows = stream->bytes = 0;
    stream->first_step = part->step;
    TRY(stream->kind->begin(stream, part, status));
cleanup:
    return code;
}

engram_code stream_put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!stream->is_open)
        TRY(open_segment(stream, part, status));
    TRY(stream->kind->put(stream, part, status));
    stream->bytes += part->bytes;
cleanup:
    if (stream->is_open)
        code = segment_outcome(&stream->segment, code, status);
    if (code != ENGRAM_OK && stream->is_open) {
        segment_discard(&stream->segment);
        stream->is_open = false;
    }
    if (code == ENGRAM_OK && stream->whole && stream->bytes >= stream->options->segment_bytes)
        code = stream_close(stream, status);
    return code;
}

engram_code stream_close(struct stream *stream, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct disk_record record = {0};
    if (!stream->is_open)
        return ENGRAM_OK;
    stream->is_open = false;
    if (!stream->whole) { /* a snapshot that never became complete: not a result */
        segment_discard(&stream->segment);
        return ENGRAM_OK;
    }
    if (stream->kind->end)
        code = stream->kind->end(stream, status);
    code = segment_outcome(&stream->segment, code, status);
    if (code != ENGRAM_OK) {
        segment_discard(&stream->segment);
        return code;
    }
    TRY(segment_commit(&stream->segment, &record, status));
    TRY(memory_resize(&stream->closed, stream->n_closed + 1, sizeof *stream->closed, "list of results",
                      status));
    stream->closed[stream->n_closed++] = record;
    record.name = NULL;
cleanup:
    free(record.name);
    return code;
}

engram_code stream_close_if_old(struct stream *stream, double now_s, engram_status *status)
{
    bool old =
        stream->is_open && stream->whole && now_s - stream->opened_s >= stream->options->segment_seconds;
    return old ? stream_close(stream, status) : ENGRAM_OK;
}

void stream_free(struct stream *stream)
{
    if (stream->is_open)
        segment_discard(&stream->segment);
    for (unsigned i = 0; i < stream->n_closed; i++)
        free(stream->closed[i].name);
    free(stream->closed);
    free(stream->stem);
}

engram_code stream_put_times(struct stream *stream, const char *name, uint64_t step_between,
                             engram_status *status)
{
    double dt = stream->network->dt_ms, between = (double)step_between * dt,
           start = (double)stream->first_step * dt;
    const double times[3] = {start, start + (double)stream->rows * between, between};
    return h5_put_column(stream->segment.file, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, times, 3, status);
}
