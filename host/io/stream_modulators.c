/* /report/<name>/data [time x 1]: the concentration of the modulator of a projection, or a baseline of rewards, laid out like SONATA's report of a state of
 * one neuron, so that whatever reads those reads it. */
#include "io/h5_write.h"
#include "io/stream.h"

#include <stdio.h>

enum { CHUNK_ROWS = 4096 };

static bool is_baseline(const struct stream *stream)
{
    return stream->kind == &stream_baselines;
}

static const char *group_of(const struct stream *stream, char *name, size_t size)
{
    const struct network *net = stream->network;
    snprintf(name, size, "/report/%s",
             is_baseline(stream) ? net->baselines[stream->index].name : net->projections[stream->index].name);
    return name;
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    engram_code code = ENGRAM_OK;
    const struct h5_table_shape shape = {.width = 1, .chunk_width = 1, .chunk_rows = CHUNK_ROWS};
    const uint64_t one = 1;
    const uint32_t node = 0;
    hid_t group = H5I_INVALID_HID;
    char name[512];
    group_of(stream, name, sizeof name);
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(h5_put_text(group, "variable", is_baseline(stream) ? "baseline" : "modulator", status));
    TRY(h5_put_integers(group, "n_neurons", H5T_STD_U64LE, &one, 1, status));
    TRY(h5_table_create(group, "data", H5T_IEEE_F32LE, &shape, &stream->table[0], status));
    TRY(h5_put_text(stream->table[0], "units", "1", status));
    TRY(report_put_mapping(stream->segment.file, name, &node, 1, 1, status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(h5_table_grow(stream->table[0], stream->rows + 1, 1, status));
    TRY(h5_table_put_row(stream->table[0], stream->rows, 0, 1, H5T_NATIVE_FLOAT, part->column[STATE_VALUE],
                         status));
    stream->rows++;
    stream->last_step = part->step;
cleanup:
    return code;
}

static engram_code end(struct stream *stream, engram_status *status)
{
    char name[512], time[560];
    snprintf(time, sizeof time, "%s/mapping/time", group_of(stream, name, sizeof name));
    return stream_put_times(stream, time,
                            is_baseline(stream) ? stream->network->baseline_interval
                                                : stream->network->modulator_interval,
                            status);
}

const struct stream_kind stream_modulators = {begin, put, end}, stream_baselines = {begin, put, end};
