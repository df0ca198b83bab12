/* /report/<population>/data [time x neurons] and mapping/: SONATA's report of one state variable of some neurons. */
#include "io/h5_write.h"
#include "io/stream.h"
#include "network/neuron_state.h"

#include <stdio.h>

enum { CHUNK_VALUES = 16384 };

static const struct state_record *record_of(const struct stream *stream)
{
    return &stream->network->state_records[stream->index];
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    engram_code code = ENGRAM_OK;
    const struct state_record *record = record_of(stream);
    const struct population *population = &stream->network->populations[record->population];
    const struct neuron_state variable =
        population_state_at(stream->network, record->population, record->state);
    uint64_t width = record->n_neurons, chunk_width = width < CHUNK_VALUES ? width : CHUNK_VALUES;
    const struct h5_table_shape shape = {
        .width = width, .chunk_width = chunk_width, .chunk_rows = CHUNK_VALUES / chunk_width};
    hid_t group = H5I_INVALID_HID;
    char name[512];
    snprintf(name, sizeof name, "/report/%s", population->name);
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(h5_put_text(group, "variable", variable.name, status));
    TRY(h5_put_integers(group, "n_neurons", H5T_STD_U64LE, (const uint64_t[]){population->n}, 1, status));
    TRY(h5_table_create(group, "data", H5T_IEEE_F32LE, &shape, &stream->table[0], status));
    TRY(h5_put_text(stream->table[0], "units", variable.unit, status));
    TRY(report_put_mapping(stream->segment.file, name, record->neurons, record->n_neurons, 1, status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (part->begin == 0)
        TRY(h5_table_grow(stream->table[0], stream->rows + 1, part->total, status));
    TRY(h5_table_put_row(stream->table[0], stream->rows, part->begin, part->n, H5T_NATIVE_FLOAT,
                         part->column[STATE_VALUE], status));
    stream->whole = part->begin + part->n == part->total;
    stream->rows += stream->whole;
    stream->last_step = part->step;
cleanup:
    return code;
}

static engram_code end(struct stream *stream, engram_status *status)
{
    const struct state_record *record = record_of(stream);
    char name[512];
    snprintf(name, sizeof name, "/report/%s/mapping/time",
             stream->network->populations[record->population].name);
    return stream_put_times(stream, name, record->interval, status);
}

const struct stream_kind stream_states = {begin, put, end};
