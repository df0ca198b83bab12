#include "io/recorder.h"

#include "common/mix.h"
#include "core/memory.h"
#include "io/recorder_state.h"

#include <assert.h>
#include <string.h>

enum { PART_VALUES = 1 << 16 };

struct column_source {
    const void *values;
    size_t size;
};

/* `head` with a copy of values [begin, begin + n) of each column. */
static engram_code make_part(struct part **out, const struct part *head, const struct column_source *columns,
                             engram_status *status)
{
    uint64_t begin = head->begin, n = head->n;
    size_t bytes = sizeof(struct part);
    for (int k = 0; k < PART_COLUMNS; k++)
        bytes += columns[k].values ? (n * columns[k].size + 7) / 8 * 8 : 0;
    engram_code code = memory_new(out, bytes, 1, "the recorder's queue", status);
    if (code != ENGRAM_OK)
        return code;
    struct part *part = *out;
    char *at = (char *)(part + 1);
    *part = *head;
    part->bytes = bytes;
    for (int k = 0; k < PART_COLUMNS; k++) {
        if (!columns[k].values)
            continue;
        part->column[k] = at;
        memcpy(at, (const char *)columns[k].values + begin * columns[k].size, n * columns[k].size);
        at += (n * columns[k].size + 7) / 8 * 8;
    }
    return ENGRAM_OK;
}

static engram_code push(struct recorder *r, const struct part *head, const struct column_source *columns,
                        engram_status *status)
{
    struct part *part = NULL;
    engram_code code = recorder_failure(r, status);
    if (code == ENGRAM_OK)
        code = make_part(&part, head, columns, status);
    if (code == ENGRAM_OK)
        queue_push(&r->queue, part);
    return code;
}

static void check_order(struct recorder *r, uint32_t stream, uint64_t step)
{
    assert(step >= r->last_step[stream]);
    r->last_step[stream] = step;
}

/* A row of head.total values, in parts; one without values is a part, too. */
static engram_code push_parts(struct recorder *r, struct part head, const struct column_source *columns,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    check_order(r, head.stream, head.step);
    do {
        uint64_t left = head.total - head.begin;
        head.n = left < PART_VALUES ? left : PART_VALUES;
        code = push(r, &head, columns, status);
        head.begin += head.n;
    } while (head.begin < head.total && code == ENGRAM_OK);
    return code;
}

static engram_code push_row(struct recorder *r, uint32_t stream, uint64_t step, uint64_t total,
                            const struct column_source *columns, engram_status *status)
{
    return total
               ? push_parts(r, (struct part){.stream = stream, .step = step, .total = total}, columns, status)
               : ENGRAM_OK;
}

engram_code recorder_spikes(struct recorder *r, uint32_t population, uint64_t n, const uint32_t *neurons,
                            const uint64_t *steps, engram_status *status)
{
    engram_code code = recorder_failure(r, status);
    struct column_source columns[PART_COLUMNS] = {
        [SPIKE_STEP] = {steps, sizeof *steps}, [SPIKE_NEURON] = {neurons, sizeof *neurons}};
    for (uint64_t begin = 0, end; begin < n && code == ENGRAM_OK; begin = end) {
        end = n - begin < PART_VALUES ? n : begin + PART_VALUES;
        while (end < n && steps[end] == steps[end - 1]) /* a step stays together, so that it can be sorted */
            end++;
        check_order(r, population, steps[begin]);
        const struct part head = {
            .stream = population, .step = steps[begin], .begin = begin, .n = end - begin, .total = n};
        code = push(r, &head, columns, status);
    }
    return code;
}

engram_code recorder_weights(struct recorder *r, uint32_t projection, uint64_t step,
                             const struct weight_snapshot *s, engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {
        [WEIGHT_VALUE] = {s->weight, sizeof *s->weight},
        [WEIGHT_SYNAPSE] = {s->synapse, sizeof *s->synapse},
        [WEIGHT_SOURCE] = {s->source, sizeof *s->source},
        [WEIGHT_TARGET] = {s->target, sizeof *s->target},
        [WEIGHT_DELAY] = {s->delay_ms, sizeof *s->delay_ms},
    };
    const struct part head = {.stream = (uint32_t)r->network->n_populations + projection,
                              .step = step,
                              .total = s->n,
                              .n_existing = s->n_existing};
    bool has_values = s->n || r->network->projections[projection].structure;
    return has_values ? push_parts(r, head, columns, status) : ENGRAM_OK;
}

engram_code recorder_states(struct recorder *r, uint32_t record, uint64_t step, const float *values,
                            engram_status *status)
{
    const struct network *network = r->network;
    const struct column_source columns[PART_COLUMNS] = {[STATE_VALUE] = {values, sizeof *values}};
    uint32_t stream = (uint32_t)(network->n_populations + network->n_projections) + record;
    return push_row(r, stream, step, network->state_records[record].n_neurons, columns, status);
}

/* The stream of a record's delays; those of an axon record's variables follow. */
static uint32_t axon_stream(const struct recorder *r, uint32_t record)
{
    const struct network *net = r->network;
    size_t stream = net->n_populations + net->n_projections + net->n_state_records;
    for (uint32_t i = 0; i < record && i < net->n_axon_records; i++)
        stream += projection_n_axon_variables(&net->projections[net->axon_records[i].projection]);
    return (uint32_t)stream + record;
}

engram_code recorder_axons(struct recorder *r, uint32_t record, uint32_t variable, uint64_t step,
                           const float *values, engram_status *status)
{
    const struct axon_record *axons = &r->network->axon_records[record];
    const struct projection *p = &r->network->projections[axons->projection];
    uint64_t n = (uint64_t)axons->n_axons * projection_axon_variable(r->network, p, variable).n_segments;
    const struct column_source columns[PART_COLUMNS] = {[AXON_VALUE] = {values, sizeof *values}};
    return push_row(r, axon_stream(r, record) + 1 + variable, step, n, columns, status);
}

const struct delay_bins *recorder_delay_bins(const struct recorder *r, uint32_t record)
{
    return &r->streams[axon_stream(r, record)].bins;
}

engram_code recorder_delays(struct recorder *r, uint32_t record, uint64_t step, const uint64_t *counts,
                            engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {[DELAY_COUNT] = {counts, sizeof *counts}};
    return push_row(r, axon_stream(r, record), step, recorder_delay_bins(r, record)->n, columns, status);
}

engram_code recorder_structure(struct recorder *r, uint32_t projection, uint64_t step, uint64_t n_synapses,
                               const engram_structure *change, engram_status *status)
{
    uint64_t counts[STRUCTURE_COUNTS] = {n_synapses, change->n_born};
    const struct column_source columns[PART_COLUMNS] = {[STRUCTURE_COUNT] = {counts, sizeof *counts}};
    memcpy(counts + 2, change->n_died, sizeof change->n_died);
    return push_row(r, r->first_structure + projection, step, STRUCTURE_COUNTS, columns, status);
}

engram_code recorder_topology(struct recorder *r, uint32_t record, uint64_t step,
                              const struct topology_event *events, uint64_t n, engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {[TOPOLOGY_EVENT] = {events, sizeof *events}};
    return push_row(r, r->first_topology + record, step, n, columns, status);
}

engram_code recorder_cells(struct recorder *r, uint32_t population, uint64_t step, const struct cell_day *day,
                           engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {[CELL_DAY] = {day, sizeof *day}};
    return push_row(r, r->first_cells + population, step, 1, columns, status);
}

engram_code recorder_modulator(struct recorder *r, uint32_t projection, uint64_t step, float value,
                               engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {[STATE_VALUE] = {&value, sizeof value}};
    return push_row(r, r->first_modulator + projection, step, 1, columns, status);
}

engram_code recorder_gate(struct recorder *r, uint32_t gate, uint64_t step, double level,
                          engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {[GATE_LEVEL] = {&level, sizeof level}};
    return push_row(r, r->first_gate + gate, step, 1, columns, status);
}

engram_code recorder_baseline(struct recorder *r, size_t baseline, uint64_t step, float value,
                              engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {[STATE_VALUE] = {&value, sizeof value}};
    return push_row(r, r->first_baseline + (uint32_t)baseline, step, 1, columns, status);
}

engram_code recorder_rates(struct recorder *r, uint64_t step, const uint64_t *n_spikes, engram_status *status)
{
    const struct column_source columns[PART_COLUMNS] = {[RATE_COUNT] = {n_spikes, sizeof *n_spikes}};
    uint32_t stream = r->n_streams - 1;
    return push_row(r, stream, step, r->network->n_populations, columns, status);
}

uint64_t recorder_backlog(struct recorder *r)
{
    return queue_bytes(&r->queue);
}

uint64_t recorder_sample(uint64_t seed, const struct projection *projection, uint64_t n, uint64_t n_sample,
                         uint64_t *out)
{
    if (!n_sample || n_sample >= n) {
        for (uint64_t i = 0; i < n; i++)
            out[i] = i;
        return n;
    }
    for (uint64_t i = 0; i < n_sample; i++) {
        uint64_t begin = (uint64_t)((unsigned __int128)i * n / n_sample),
                 end = (uint64_t)((unsigned __int128)(i + 1) * n / n_sample);
        uint64_t draw = mix_pair(mix_pair(seed, projection->owner), i);
        out[i] = begin + (uint64_t)((unsigned __int128)draw * (end - begin) >> 64);
    }
    return n_sample;
}
