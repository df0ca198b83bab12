/* /report/<projection>: SONATA's report layout for synapses.
 *
 *   data [time x synapses] f32          times [time] f64 (ms)         steps [time] u64
 *   mapping/node_ids [sources] u64      source neurons that have recorded synapses, ascending
 *   mapping/index_pointers [sources+1]  synapses of node_ids[k] are columns index_pointers[k] ... index_pointers[k+1]-1
 *   mapping/element_ids [synapses] u32  number of the synapse among the recorded ones of its source
 *   mapping/synapse, source_ids, target_ids [synapses]   position in canonical order, and both ends;    mapping/delay [synapses] f32 (ms)
 *   mapping/time [3] f64                start, stop (open), step: as regular as the times are
 *
 * Which synapses are recorded is fixed by the first snapshot, so only segment 0 holds the mapping; later ones link to it there (HDF5 external links), which
 * keeps memory and disk independent of the number of segments. */
#include "io/h5_write.h"
#include "io/stream.h"

#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAPPING = N_SNAPSHOT_TABLES
}; /* in stream->table; from here on, while segment 0 is open, the datasets of mapping/: */
enum { NODE_IDS, INDEX_POINTERS, ELEMENT_IDS, SYNAPSE, SOURCE_IDS, TARGET_IDS, DELAY, N_MAPPING };
static const char *const mapping_name[N_MAPPING] = {"node_ids",   "index_pointers", "element_ids", "synapse",
                                                    "source_ids", "target_ids",     "delay"};
enum { CHUNK_VALUES = 65536 };
static const char alias[] = "index_pointer"; /* as Allen's tools spell it */

static const struct projection *projection_of(const struct stream *stream)
{
    return &stream->network->projections[stream->index];
}

static void mapping_path(const struct stream *stream, const char *member, char *out, size_t size)
{
    snprintf(out, size, "/report/%s/mapping/%s", projection_of(stream)->name, member);
}

/* mapping/NAME of this segment is mapping/NAME of segment 0. */
static engram_code link_mapping(struct stream *stream, engram_status *status)
{
    char name[700], first[600];
    const char *slash = strrchr(stream->stem, '/');
    snprintf(first, sizeof first, "%s.0000.h5", slash ? slash + 1 : stream->stem);
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    herr_t linked = 0;
    for (int k = 0; k <= N_MAPPING && linked >= 0; k++) {
        if (k == DELAY && !stream->has_delay)
            continue;
        mapping_path(stream, k < N_MAPPING ? mapping_name[k] : alias, name, sizeof name);
        linked = H5Lcreate_external(first, name, stream->segment.file, name, links, H5P_DEFAULT);
    }
    H5Pclose(links);
    return linked < 0 ? FAIL(ENGRAM_E_RESOURCES, .what = "HDF5 could not take a link",
                             .where = TEXT("%s", name), .why = "memory is short", .hint = "free some memory")
                      : ENGRAM_OK;
}

static engram_code create_mapping(struct stream *stream, engram_status *status)
{
    static const struct h5_table_shape shape = {.chunk_rows = CHUNK_VALUES, .packed = 1};
    engram_code code = ENGRAM_OK;
    const struct projection *p = projection_of(stream);
    const struct population *populations = stream->network->populations;
    hid_t file_type[N_MAPPING] = {H5T_STD_U64LE, H5T_STD_U64LE, H5T_STD_U32LE, H5T_STD_U64LE,
                                  H5T_STD_U64LE, H5T_STD_U64LE, H5T_IEEE_F32LE};
    char name[700], second[700];
    for (int k = 0; k < N_MAPPING; k++) {
        if (k == DELAY && !stream->has_delay)
            continue;
        mapping_path(stream, mapping_name[k], name, sizeof name);
        TRY(h5_table_create(stream->segment.file, name, file_type[k], &shape, &stream->table[MAPPING + k],
                            status));
    }
    TRY(h5_put_text(stream->table[MAPPING + SOURCE_IDS], "node_population", populations[p->source].name,
                    status));
    TRY(h5_put_text(stream->table[MAPPING + TARGET_IDS], "node_population", populations[p->target].name,
                    status));
    if (stream->has_delay)
        TRY(h5_put_text(stream->table[MAPPING + DELAY], "units", "ms", status));
    mapping_path(stream, mapping_name[INDEX_POINTERS], name, sizeof name);
    mapping_path(stream, alias, second, sizeof second);
    TRY(h5_put_alias(stream->segment.file, name, second, status));
cleanup:
    return code;
}

engram_code weights_put_attributes(struct stream *stream, hid_t group, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = projection_of(stream);
    const struct population *populations = stream->network->populations;
    TRY(h5_put_text(group, "variable", "weight", status));
    TRY(h5_put_text(group, "rule", p->rule->name, status));
    TRY(h5_put_text(group, "source_population", populations[p->source].name, status));
    TRY(h5_put_text(group, "target_population", populations[p->target].name, status));
    TRY(h5_put_text(group, "receptor", projection_receptor(stream->network, p)->name, status));
cleanup:
    return code;
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = projection_of(stream);
    const char *unit = projection_receptor(stream->network, p)->unit;
    hid_t group = H5I_INVALID_HID;
    char name[600];
    snprintf(name, sizeof name, "/report/%s", p->name);
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(weights_put_attributes(stream, group, status));
    TRY(snapshots_create(stream, group,
                         &(struct snapshot_shape){"data", unit, H5T_IEEE_F32LE, part->total, 0}, status));
    if (!stream->has_mapping)
        stream->has_delay = part->column[WEIGHT_DELAY] != NULL;
    TRY(stream->has_mapping ? link_mapping(stream, status) : create_mapping(stream, status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

/* Sources come in ascending order, so the ranges of their synapses are found on the way. */
static engram_code put_ranges(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const uint32_t *source = part->column[WEIGHT_SOURCE];
    uint32_t *element = NULL, *node = NULL;
    uint64_t *pointer = NULL, n = 0;
    TRY(memory_new(&element, part->n, sizeof *element, "mapping of weights", status));
    TRY(memory_new(&node, part->n, sizeof *node, "mapping of weights", status));
    TRY(memory_new(&pointer, part->n, sizeof *pointer, "mapping of weights", status));
    for (uint64_t i = 0; i < part->n; i++) {
        bool first = part->begin + i == 0 || source[i] != stream->last_source;
        if (first) {
            node[n] = source[i];
            pointer[n++] = part->begin + i;
        }
        stream->n_of_source = first ? 0 : stream->n_of_source + 1;
        stream->last_source = source[i];
        element[i] = stream->n_of_source;
    }
    const hid_t *table = stream->table + MAPPING;
    TRY(h5_table_put(table[NODE_IDS], stream->n_sources, n, H5T_NATIVE_UINT32, node, status));
    TRY(h5_table_put(table[INDEX_POINTERS], stream->n_sources, n, H5T_NATIVE_UINT64, pointer, status));
    TRY(h5_table_put(table[ELEMENT_IDS], part->begin, part->n, H5T_NATIVE_UINT32, element, status));
    stream->n_sources += n;
    if (part->begin + part->n == part->total)
        TRY(h5_table_put(table[INDEX_POINTERS], stream->n_sources, 1, H5T_NATIVE_UINT64, &part->total,
                         status));
cleanup:
    free(element);
    free(node);
    free(pointer);
    return code;
}

static engram_code put_mapping(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *running = NULL;
    const uint64_t *synapse = part->column[WEIGHT_SYNAPSE];
    const hid_t *table = stream->table + MAPPING;
    TRY(memory_new(&running, part->n, sizeof *running, "mapping of weights", status));
    for (uint64_t i = 0; i < part->n; i++)
        running[i] = part->begin + i;
    TRY(put_ranges(stream, part, status));
    TRY(h5_table_put(table[SYNAPSE], part->begin, part->n, H5T_NATIVE_UINT64, synapse ? synapse : running,
                     status));
    TRY(h5_table_put(table[SOURCE_IDS], part->begin, part->n, H5T_NATIVE_UINT32, part->column[WEIGHT_SOURCE],
                     status));
    TRY(h5_table_put(table[TARGET_IDS], part->begin, part->n, H5T_NATIVE_UINT32, part->column[WEIGHT_TARGET],
                     status));
    if (stream->has_delay)
        TRY(h5_table_put(table[DELAY], part->begin, part->n, H5T_NATIVE_FLOAT, part->column[WEIGHT_DELAY],
                         status));
cleanup:
    free(running);
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!stream->has_mapping)
        TRY(put_mapping(stream, part, status));
    TRY(snapshots_put(stream, part, H5T_NATIVE_FLOAT, part->column[WEIGHT_VALUE], status));
    stream->has_mapping |= stream->whole;
cleanup:
    return code;
}

static engram_code end(struct stream *stream, engram_status *status)
{
    char name[700];
    mapping_path(stream, "time", name, sizeof name);
    return snapshots_put_times(stream, name, status);
}

const struct stream_kind stream_weights = {begin, put, end};
