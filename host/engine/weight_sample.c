#include "engine/weight_sample.h"

#include "common/mix.h"
#include "core/memory.h"
#include "io/recorder.h"

#include <stdlib.h>

/* Synapses on the host at a time, about. */
enum { PART_OF_SYNAPSES = 1 << 21 };

struct source_parts source_parts(const struct store *store, uint32_t projection)
{
    uint32_t n_sources = store->net->populations[store->net->projections[projection].source].n;
    uint64_t n_parts = store_n_synapses(store, projection) / PART_OF_SYNAPSES + 1;
    return (struct source_parts){n_sources, (uint32_t)((n_sources + n_parts - 1) / n_parts)};
}

void weight_columns_free(struct weight_columns *c)
{
    free(c->source);
    free(c->target);
    free(c->weight);
    free(c->delay_ms);
}

void weight_sample_free(struct weight_sample *sample)
{
    free(sample->synapse);
}

static engram_code make_room(struct weight_columns *c, uint64_t room, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&c->source, room, sizeof *c->source, "weight sample", status));
    TRY(memory_resize(&c->target, room, sizeof *c->target, "weight sample", status));
    TRY(memory_resize(&c->weight, room, sizeof *c->weight, "weight sample", status));
    TRY(memory_resize(&c->delay_ms, room, sizeof *c->delay_ms, "weight sample", status));
    c->room = room;
cleanup:
    return code;
}

/* There is room. */
static void keep(struct weight_columns *c, const struct network *net, const struct projection *p,
                 const struct synapse_table *t, uint64_t i)
{
    uint32_t axonal = projection_axonal_steps(p, t->length[i], t->slowness[t->source[i]]);
    c->source[c->n] = t->source[i];
    c->target[c->n] = t->target[i];
    c->weight[c->n] = t->weight[i];
    c->delay_ms[c->n++] = (float)((axonal + p->dendritic_steps) * net->dt_ms);
}

/* ---- synapses that stay ---- */

static engram_code choose(const struct store *store, const struct weight_record *record,
                          struct weight_sample *sample, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = store->net;
    uint64_t n = store_n_synapses(store, record->projection);
    uint64_t most = record->n_sample && record->n_sample < n ? record->n_sample : n;
    TRY(memory_new(&sample->synapse, most, sizeof *sample->synapse, "weight sample", status));
    sample->n = recorder_sample(net->seed, &net->projections[record->projection], n, record->n_sample,
                                sample->synapse);
cleanup:
    return code;
}

/* Take the sampled synapses out of a part of the projection that begins with synapse `begin`. */
static void keep_chosen(const struct network *net, const struct projection *p,
                        const struct weight_sample *sample, uint64_t begin, const struct synapse_table *t,
                        struct weight_columns *c)
{
    while (c->n < sample->n && sample->synapse[c->n] < begin + t->n)
        keep(c, net, p, t, sample->synapse[c->n] - begin);
}

/* ---- synapses that come and go ---- */

static bool is_in_sample(const struct network *net, const struct projection *p,
                         const struct weight_sample *sample, uint32_t source, uint32_t target)
{
    return mix_pair(mix_pair(net->seed, p->owner), (uint64_t)source << 32 | target) <= sample->limit;
}

/* Only those that are in the sample. */
static void thin_out(const struct network *net, const struct projection *p,
                     const struct weight_sample *sample, struct weight_columns *c)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < c->n; i++) {
        if (!is_in_sample(net, p, sample, c->source[i], c->target[i]))
            continue;
        c->source[n] = c->source[i];
        c->target[n] = c->target[i];
        c->weight[n] = c->weight[i];
        c->delay_ms[n++] = c->delay_ms[i];
    }
    c->n = n;
}

static engram_code keep_pairs(const struct network *net, const struct weight_record *record,
                              struct weight_sample *sample, const struct synapse_table *t,
                              struct weight_columns *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &net->projections[record->projection];
    if (c->n + t->n > c->room)
        TRY(make_room(c, c->n + t->n, status));
    for (uint64_t i = 0; i < t->n; i++)
        if (is_in_sample(net, p, sample, t->source[i], t->target[i]))
            keep(c, net, p, t, i);
    while (record->n_sample && c->n > record->n_sample && sample->limit) {
        sample->limit /= 2;
        thin_out(net, p, sample, c);
    }
cleanup:
    return code;
}

/* ---- both ---- */

static engram_code begin_sample(struct store *store, const struct weight_record *record, bool stays,
                                struct weight_sample *sample, struct weight_columns *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!sample->is_chosen && stays)
        TRY(choose(store, record, sample, status));
    if (!sample->is_chosen)
        sample->limit = UINT64_MAX;
    sample->is_chosen = true;
    if (stays)
        TRY(make_room(c, sample->n, status));
cleanup:
    return code;
}

engram_code weight_sample_read(struct store *store, const struct weight_record *record,
                               struct weight_sample *sample, struct weight_columns *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = store->net;
    const struct projection *p = &net->projections[record->projection];
    const struct source_parts parts = source_parts(store, record->projection);
    uint64_t begin = 0;
    struct synapse_table part = {0};
    *c = (struct weight_columns){0};
    TRY(begin_sample(store, record, !p->structure, sample, c, status));
    for (uint32_t source = 0; source < parts.n_sources; source += parts.size) {
        uint32_t left = parts.n_sources - source;
        TRY(store_synapses_of(store, record->projection, source,
                              source + (left < parts.size ? left : parts.size), &part, status));
        if (p->structure)
            TRY(keep_pairs(net, record, sample, &part, c, status));
        else
            keep_chosen(net, p, sample, begin, &part, c);
        begin += part.n;
        synapse_table_free(&part);
    }
cleanup:
    synapse_table_free(&part);
    return code;
}
