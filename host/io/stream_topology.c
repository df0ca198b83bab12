/* /topology/<projection>: synapses that came and went, one by one: those there are at the start, and then, tick by tick, those that died and those that were
 * born. The layout is our own.
 *
 *   step [events] u64      source_ids, target_ids [events] u32      length [events] u16      event [events] u8      event_name [kinds] text */
#include "io/h5_write.h"
#include "io/stream.h"

#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>

enum { STEP, SOURCE_IDS, TARGET_IDS, LENGTH, EVENT };
enum { CHUNK_ROWS = 8192 };

static const struct projection *projection_of(const struct stream *stream)
{
    return &stream->network->projections[stream->network->topology_records[stream->index].projection];
}

static engram_code put_names(hid_t file, const char *group, engram_status *status)
{
    const char *names[ENGRAM_N_EVENTS];
    char name[600];
    for (unsigned k = 0; k < ENGRAM_N_EVENTS; k++)
        names[k] = engram_event_name(k);
    snprintf(name, sizeof name, "%s/event_name", group);
    return h5_put_texts(file, name, names, ENGRAM_N_EVENTS, status);
}

static engram_code begin(struct stream *stream, const struct part *part, engram_status *status)
{
    (void)part;
    static const struct h5_table_shape column = {.chunk_rows = CHUNK_ROWS, .packed = 1};
    engram_code code = ENGRAM_OK;
    const struct network *net = stream->network;
    const struct projection *p = projection_of(stream);
    hid_t group = H5I_INVALID_HID, *to = stream->table;
    char name[512];
    snprintf(name, sizeof name, "/%s", stream->stem); /* the file is named like the group */
    TRY(h5_make_group(stream->segment.file, name, &group, status));
    TRY(h5_put_text(group, "source_population", net->populations[p->source].name, status));
    TRY(h5_put_text(group, "target_population", net->populations[p->target].name, status));
    TRY(put_names(stream->segment.file, name, status));
    TRY(h5_table_create(group, "step", H5T_STD_U64LE, &column, &to[STEP], status));
    TRY(h5_table_create(group, "source_ids", H5T_STD_U32LE, &column, &to[SOURCE_IDS], status));
    TRY(h5_table_create(group, "target_ids", H5T_STD_U32LE, &column, &to[TARGET_IDS], status));
    TRY(h5_table_create(group, "length", H5T_STD_U16LE, &column, &to[LENGTH], status));
    TRY(h5_put_text(group, "length_unit", p->by_length ? "um" : "ms", status));
    TRY(h5_put_real(group, "length_per_code", p->by_length ? p->length_unit_um : net->dt_ms, status));
    TRY(h5_table_create(group, "event", H5T_STD_U8LE, &column, &to[EVENT], status));
cleanup:
    if (group >= 0)
        H5Gclose(group);
    return code;
}

/* Events of one step as columns. */
struct columns {
    uint64_t *step;
    uint32_t *source, *target;
    uint16_t *length;
    uint8_t *event;
};

static engram_code split(const struct part *part, struct columns *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct topology_event *e = part->column[TOPOLOGY_EVENT];
    TRY(memory_new(&c->step, part->n, sizeof *c->step, "log of synapses", status));
    TRY(memory_new(&c->source, part->n, sizeof *c->source, "log of synapses", status));
    TRY(memory_new(&c->target, part->n, sizeof *c->target, "log of synapses", status));
    TRY(memory_new(&c->length, part->n, sizeof *c->length, "log of synapses", status));
    TRY(memory_new(&c->event, part->n, sizeof *c->event, "log of synapses", status));
    for (uint64_t i = 0; i < part->n; i++) {
        c->step[i] = part->step;
        c->source[i] = e[i].source;
        c->target[i] = e[i].target;
        c->length[i] = e[i].length;
        c->event[i] = e[i].event;
    }
cleanup:
    return code;
}

static engram_code put(struct stream *stream, const struct part *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const hid_t *to = stream->table;
    uint64_t at = stream->rows, n = part->n;
    struct columns c = {0};
    TRY(split(part, &c, status));
    TRY(h5_table_put(to[STEP], at, n, H5T_NATIVE_UINT64, c.step, status));
    TRY(h5_table_put(to[SOURCE_IDS], at, n, H5T_NATIVE_UINT32, c.source, status));
    TRY(h5_table_put(to[TARGET_IDS], at, n, H5T_NATIVE_UINT32, c.target, status));
    TRY(h5_table_put(to[LENGTH], at, n, H5T_NATIVE_UINT16, c.length, status));
    TRY(h5_table_put(to[EVENT], at, n, H5T_NATIVE_UINT8, c.event, status));
    stream->rows += n;
    stream->whole = part->begin + n == part->total;
    stream->last_step = part->step;
cleanup:
    free(c.step);
    free(c.source);
    free(c.target);
    free(c.length);
    free(c.event);
    return code;
}

const struct stream_kind stream_topology = {begin, put, NULL};
