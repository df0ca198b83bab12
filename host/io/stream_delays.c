/* /delays/<name>: how many synapses of a projection, or of several together, had which delay, axonal and dendritic together. The layout is our own.
 *
 *   count [time x bins] u64             times [time] f64 (ms)          steps [time] u64          edge [bins + 1] f64 (ms) */
#include "io/h5_write.h"
#include "io/stream.h"

#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>

static engram_code put_edges(struct stream *stream, const char *group, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double *edges = NULL;
    hid_t dataset = H5I_INVALID_HID;
    char name[600];
    TRY(memory_new(&edges, stream->bins.n + 1, sizeof *edges, "edges of bins", status));
    delay_bins_edges(&stream->bins, stream->network->dt_ms, edges);
    snprintf(name, sizeof name, "%s/edge", group);
    TRY(h5_put_column(stream->segment.file, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, edges,
                      stream->bins.n + 1, status));
    dataset = H5Dopen2(stream->segment.file, name, H5P_DEFAULT);
    TRY(h5_put_text(dataset, "units", "ms", status));
cleanup:
    if (dataset >= 0)
        H5Dclose(dataset);
    free(edges);
    return code;
}

/* Both ends of a projection, or of how many of them this is the sum. */
static engram_code put_ends(const struct stream *stream, hid_t group, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = stream->network;
    if (stream->index >= net->n_axon_records) {
        uint64_t n = net->delay_records[stream->index - net->n_axon_records].n_projections;
        return h5_put_integers(group, "n_projections", H5T_STD_U64LE, &n, 1, status);
    }
    const struct projection *p = &net->projections[net->axon_records[stream->index].projection];
    TRY(h5_put_text(group, "source_population", net->populations[p->source].name, status));
    TRY(h5_put_text(group, "target_population", net->populations[p->target].name, status));
cleanup:
    return code;
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t group = H5I_INVALID_HID;
    char name[512];
    snprintf(name, sizeof name, "/%s", stream->stem); /* the file is named like the group */
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(put_ends(stream, group, status));
    TRY(snapshots_create(
        stream, group, &(struct snapshot_shape){"count", "synapses", H5T_STD_U64LE, part->total, 1}, status));
    TRY(put_edges(stream, name, status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    return snapshots_put(stream, part, H5T_NATIVE_UINT64, part->column[DELAY_COUNT], status);
}

const struct stream_kind stream_delays = {begin, put, NULL};
