/* /report/<projection>: SONATA's report of one variable of some axons: velocity, or a state of the projection's myelin rule.
 *
 *   data [time x elements] f32          times [time] f64 (ms)          steps [time] u64
 *   mapping/                            an axon is a node, named after its source neuron; its elements are the segments along it, soma first */
#include "io/h5_write.h"
#include "io/stream.h"

#include <stdio.h>

static const struct axon_record *record_of(const struct stream *stream)
{
    return &stream->network->axon_records[stream->index];
}

static const struct projection *projection_of(const struct stream *stream)
{
    return &stream->network->projections[record_of(stream)->projection];
}

static void path_of(const struct stream *stream, const char *member, char *out, size_t size)
{
    snprintf(out, size, "/report/%s%s", projection_of(stream)->name, member);
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = stream->network;
    const struct axon_record *record = record_of(stream);
    const struct projection *p = projection_of(stream);
    struct axon_variable variable = projection_axon_variable(net, p, stream->variable);
    hid_t group = H5I_INVALID_HID;
    char name[512];
    path_of(stream, "", name, sizeof name);
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(h5_put_text(group, "variable", variable.name, status));
    TRY(h5_put_text(group, "source_population", net->populations[p->source].name, status));
    TRY(h5_put_text(group, "target_population", net->populations[p->target].name, status));
    TRY(h5_put_integers(group, "n_segments", H5T_STD_U64LE, (const uint64_t[]){variable.n_segments}, 1,
                        status));
    TRY(snapshots_create(stream, group,
                         &(struct snapshot_shape){"data", variable.unit, H5T_IEEE_F32LE, part->total, 0},
                         status));
    TRY(report_put_mapping(stream->segment.file, name, record->axons, record->n_axons, variable.n_segments,
                           status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    return snapshots_put(stream, part, H5T_NATIVE_FLOAT, part->column[AXON_VALUE], status);
}

static engram_code end(struct stream *stream, engram_status *status)
{
    char name[512];
    path_of(stream, "/mapping/time", name, sizeof name);
    return snapshots_put_times(stream, name, status);
}

const struct stream_kind stream_axons = {begin, put, end};
