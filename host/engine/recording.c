#include "engine/recording.h"

#include "core/memory.h"
#include "engine/measuring.h"
#include "engine/weight_sample.h"
#include "store/axons.h"

#include <stdlib.h>
#include <string.h>

/* Spikes of one population in one batch, for the recorder and the callback. */
struct sorted_spikes {
    uint32_t *neuron;
    uint64_t *step;
    size_t n, room;
};

struct recording {
    struct store *store;
    const struct network *net;
    struct recorder *recorder; /* NULL: nothing is written */
    struct measures *measures;
    engram_number *numbers; /* [n_measures] */
    engram_spike_callback on_spikes;
    void *context;
    struct sorted_spikes *spikes;  /* [n_populations] */
    uint64_t *bin;                 /* [n_populations] spikes in the open rate bin */
    uint64_t bin_begin, bin_end;   /* its stamps are bin_begin < s <= bin_end */
    struct weight_sample *samples; /* [n_weight_records] */
    uint64_t modulators_next;      /* step of their next record */
    uint64_t baselines_next;
    engram_structure *so_far; /* [n_projections] what has been recorded of those that came and went */
    uint64_t *
        next_step; /* [n_weight_records], then [n_axon_records], then [n_delay_records]: no snapshot before this step, as it was taken */
};

/* While the network rests a bin is as long as the rest: nobody wants millions of empty ones. */
static void open_bin(struct recording *r, uint64_t begin)
{
    uint64_t bin = r->net->rate_bin, end = begin + bin;
    const struct rest *rest = rest_after(r->net, begin);
    r->bin_begin = begin;
    r->bin_end = rest && bin && rest->end > end ? rest->end / bin * bin : end;
}

engram_code recording_open(const char *folder, struct store *store, engram_spike_callback on_spikes,
                           void *context, struct recording **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct recording *r = NULL;
    const struct network *net = store->net;
    *out = NULL;
    TRY(memory_new(&r, 1, sizeof *r, "recording", status));
    r->store = store;
    r->net = net;
    r->on_spikes = on_spikes;
    r->context = context;
    open_bin(r, 0);
    TRY(memory_new(&r->spikes, net->n_populations, sizeof *r->spikes, "recording", status));
    TRY(memory_new(&r->bin, net->n_populations, sizeof *r->bin, "recording", status));
    TRY(memory_new(&r->samples, net->n_weight_records, sizeof *r->samples, "recording", status));
    TRY(memory_new(&r->so_far, net->n_projections, sizeof *r->so_far, "recording", status));
    TRY(memory_new(&r->next_step, net->n_weight_records + net->n_axon_records + net->n_delay_records,
                   sizeof *r->next_step, "recording", status));
    TRY(measures_create(net, &r->measures, status));
    TRY(memory_new(&r->numbers, net->n_measures, sizeof *r->numbers, "recording", status));
    if (folder)
        TRY(recorder_open(folder, net, NULL, &r->recorder, status));
    for (size_t i = 0; folder && i < net->n_topology_records; i++)
        TRY(store_log_topology(store, net->topology_records[i].projection, status));
    *out = r;
    r = NULL;
cleanup:
    recording_free(r);
    return code;
}

void recording_free(struct recording *r)
{
    if (!r)
        return;
    recorder_abort(r->recorder);
    for (size_t i = 0; r->spikes && i < r->net->n_populations; i++) {
        free(r->spikes[i].neuron);
        free(r->spikes[i].step);
    }
    for (size_t i = 0; r->samples && i < r->net->n_weight_records; i++)
        weight_sample_free(&r->samples[i]);
    measures_free(r->measures);
    free(r->numbers);
    free(r->spikes);
    free(r->bin);
    free(r->samples);
    free(r->so_far);
    free(r->next_step);
    free(r);
}

/* ---- spikes ---- */

static size_t population_of(const struct recording *r, uint32_t id)
{
    size_t low = 0, high = r->net->n_populations;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (r->store->layout->populations[middle].id_base <= id)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static engram_code sorted_add(struct sorted_spikes *s, uint32_t neuron, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (s->n == s->room) {
        size_t room = s->room ? 2 * s->room : 1024;
        TRY(memory_resize(&s->neuron, room, sizeof *s->neuron, "recorded spikes", status));
        TRY(memory_resize(&s->step, room, sizeof *s->step, "recorded spikes", status));
        s->room = room;
    }
    s->neuron[s->n] = neuron;
    s->step[s->n++] = step;
cleanup:
    return code;
}

static engram_code close_bins(struct recording *r, uint64_t before, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    while (r->net->rate_bin && r->bin_end < before) {
        if (r->recorder)
            TRY(recorder_rates(r->recorder, r->bin_end, r->bin, status));
        memset(r->bin, 0, r->net->n_populations * sizeof *r->bin);
        open_bin(r, r->bin_end);
    }
cleanup:
    return code;
}

engram_code recording_spikes(struct recording *r, const struct recorded_spike *spikes, size_t n,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < r->net->n_populations; i++)
        r->spikes[i].n = 0;
    for (size_t k = 0; k < n; k++) {
        size_t i = population_of(r, spikes[k].id);
        TRY(close_bins(r, spikes[k].stamp, status));
        r->bin[i]++;
        if (r->net->populations[i].is_measured)
            measures_spike(r->measures, (uint32_t)i, spikes[k].id - r->store->layout->populations[i].id_base,
                           spikes[k].stamp);
        if (r->net->populations[i].record_spikes)
            TRY(sorted_add(&r->spikes[i], spikes[k].id - r->store->layout->populations[i].id_base,
                           spikes[k].stamp, status));
    }
    for (size_t i = 0; i < r->net->n_populations; i++) {
        const struct sorted_spikes *s = &r->spikes[i];
        if (s->n && r->recorder)
            TRY(recorder_spikes(r->recorder, (uint32_t)i, s->n, s->neuron, s->step, status));
        if (s->n && r->on_spikes)
            r->on_spikes(r->context, r->net->populations[i].name, s->n, s->step, s->neuron);
    }
cleanup:
    return code;
}

/* ---- snapshots ---- */

static uint64_t next_multiple(uint64_t step, uint64_t interval)
{
    return interval ? (step / interval + 1) * interval : UINT64_MAX;
}

uint64_t recording_next(const struct recording *r, uint64_t step)
{
    uint64_t next = measures_next_look(r->measures, step + 1);
    for (size_t i = 0; r->recorder && i < r->net->n_weight_records; i++) {
        uint64_t due = next_multiple(step, r->net->weight_records[i].interval);
        next = due < next ? due : next;
    }
    for (size_t i = 0; r->recorder && i < r->net->n_axon_records; i++) {
        uint64_t due = next_multiple(step, r->net->axon_records[i].interval);
        next = due < next ? due : next;
    }
    for (size_t i = 0; r->recorder && i < r->net->n_delay_records; i++) {
        uint64_t due = next_multiple(step, r->net->delay_records[i].interval);
        next = due < next ? due : next;
    }
    for (size_t i = 0; r->recorder && i < r->net->n_state_records; i++) {
        uint64_t due = next_multiple(step, r->net->state_records[i].interval);
        next = due < next ? due : next;
    }
    return next;
}

static engram_code weight_snapshot(struct recording *r, size_t record, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct weight_record *w = &r->net->weight_records[record];
    struct weight_sample *sample = &r->samples[record];
    struct weight_columns c = {0};
    TRY(weight_sample_read(r->store, w, sample, &c, status));
    TRY(recorder_weights(r->recorder, w->projection, step,
                         &(struct weight_snapshot){.n = c.n,
                                                   .synapse = sample->synapse,
                                                   .source = c.source,
                                                   .target = c.target,
                                                   .delay_ms = c.delay_ms,
                                                   .weight = c.weight,
                                                   .n_existing = store_n_synapses(r->store, w->projection)},
                         status));
cleanup:
    weight_columns_free(&c);
    return code;
}

/* One variable of the sampled axons: values [n_axons][n_segments]. */
static void sample_axons(const struct recording *r, const struct axon_record *a,
                         const struct axon_table *table, uint32_t variable, float *values)
{
    const struct projection *p = &r->net->projections[a->projection];
    for (uint32_t i = 0; i < a->n_axons; i++) {
        uint32_t axon = a->axons[i];
        if (variable == 0)
            values[i] = (float)projection_velocity_of(r->net, p, table->slowness[axon]);
        for (uint32_t k = 0; variable && k < table->n_segments; k++)
            values[(uint64_t)i * table->n_segments + k] =
                table->states[((uint64_t)(variable - 1) * table->n_segments + k) * table->n + axon];
    }
}

static engram_code axon_snapshot(struct recording *r, uint32_t record, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct axon_record *a = &r->net->axon_records[record];
    const struct projection *p = &r->net->projections[a->projection];
    const struct delay_bins *bins = recorder_delay_bins(r->recorder, record);
    struct axon_table table = {0};
    uint64_t *counts = NULL;
    float *values = NULL;
    TRY(memory_new(&counts, bins->n, sizeof *counts, "axon record", status));
    TRY(store_delays(r->store, a->projection, bins, counts, status));
    TRY(recorder_delays(r->recorder, record, step, counts, status));
    if (!projection_n_axon_variables(p))
        goto cleanup;
    TRY(store_axons(r->store, a->projection, &table, status));
    uint64_t n_segments = table.n_segments ? table.n_segments : 1;
    TRY(memory_new(&values, a->n_axons * n_segments, sizeof *values, "axon record", status));
    for (uint32_t k = 0; k < projection_n_axon_variables(p); k++) {
        sample_axons(r, a, &table, k, values);
        TRY(recorder_axons(r->recorder, record, k, step, values, status));
    }
cleanup:
    free(counts);
    free(values);
    axon_table_free(&table);
    return code;
}

/* Delays of several projections together; recorded like those of an axon record, and counted after these. */
static engram_code delay_snapshot(struct recording *r, uint32_t record, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct delay_record *d = &r->net->delay_records[record];
    uint32_t stream = (uint32_t)r->net->n_axon_records + record;
    const struct delay_bins *bins = recorder_delay_bins(r->recorder, stream);
    uint64_t *counts = NULL;
    TRY(memory_new(&counts, bins->n, sizeof *counts, "delay record", status));
    for (size_t i = 0; i < d->n_projections; i++)
        TRY(store_delays(r->store, d->projections[i], bins, counts, status));
    TRY(recorder_delays(r->recorder, stream, step, counts, status));
cleanup:
    free(counts);
    return code;
}

static engram_code state_snapshot(struct recording *r, size_t record, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct state_record *s = &r->net->state_records[record];
    float *all = NULL, *chosen = NULL;
    TRY(memory_new(&all, r->net->populations[s->population].n, sizeof *all, "state record", status));
    TRY(memory_new(&chosen, s->n_neurons, sizeof *chosen, "state record", status));
    TRY(store_state(r->store, s->population, s->state, all, status));
    for (uint32_t k = 0; k < s->n_neurons; k++)
        chosen[k] = all[s->neurons[k]];
    TRY(recorder_states(r->recorder, (uint32_t)record, step, chosen, status));
cleanup:
    free(all);
    free(chosen);
    return code;
}

/* Start, end, and every interval; each step once, though the end may come twice: as a multiple of the interval and as the end. */
static bool is_due(uint64_t interval, uint64_t step, bool is_end, uint64_t *next_step)
{
    bool due = (step == 0 || is_end || (interval && step % interval == 0)) && *next_step <= step;
    if (due)
        *next_step = step + 1;
    return due;
}

engram_code recording_snapshots(struct recording *r, struct fast_clock *clock, bool is_end,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t step = clock->step;
    bool is_flushed = false;
    TRY(close_bins(r, step + 1, status));
    if (step == 0 || is_end)
        TRY(measure_axons(r->measures, r->store, is_end, status));
    if (is_end)
        measure_cells(r->measures, r->store);
    if (!is_end)
        TRY(measure_synapses(r->measures, clock, &is_flushed, status));
    if (!r->recorder)
        return ENGRAM_OK;
    for (size_t i = 0; i < r->net->n_weight_records; i++) {
        if (!is_due(r->net->weight_records[i].interval, step, is_end, &r->next_step[i]))
            continue;
        if (!is_flushed)
            TRY(fast_clock_flush(clock, status));
        is_flushed = true;
        TRY(weight_snapshot(r, i, step, status));
    }
    for (uint32_t i = 0; i < r->net->n_axon_records; i++)
        if (is_due(r->net->axon_records[i].interval, step, is_end,
                   &r->next_step[r->net->n_weight_records + i]))
            TRY(axon_snapshot(r, i, step, status));
    for (uint32_t i = 0; i < r->net->n_delay_records; i++)
        if (is_due(r->net->delay_records[i].interval, step, is_end,
                   &r->next_step[r->net->n_weight_records + r->net->n_axon_records + i]))
            TRY(delay_snapshot(r, i, step, status));
    for (size_t i = 0; i < r->net->n_state_records; i++)
        if (step % r->net->state_records[i].interval == 0 && !is_end)
            TRY(state_snapshot(r, i, step, status));
cleanup:
    return code;
}

/* They change by jumps, and in between by a formula: the clock need not stop for them. */
engram_code recording_modulators(struct recording *r, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t interval = r->net->modulator_interval;
    for (; r->recorder && interval && r->modulators_next < step; r->modulators_next += interval)
        for (uint32_t j = 0; j < r->net->n_projections; j++)
            if (store_has_modulator(r->store, j))
                TRY(recorder_modulator(r->recorder, j, r->modulators_next,
                                       store_modulator(r->store, j, r->modulators_next), status));
cleanup:
    return code;
}

engram_code recording_baselines(struct recording *r, uint64_t step, const double *means,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t interval = r->net->baseline_interval;
    for (; r->recorder && interval && r->baselines_next < step; r->baselines_next += interval)
        for (size_t i = 0; i < r->net->n_baselines; i++)
            TRY(recorder_baseline(r->recorder, i, r->baselines_next, (float)means[i], status));
cleanup:
    return code;
}

void recording_reward(struct recording *r, size_t k, uint64_t step, double amount)
{
    measures_reward(r->measures, k, step, amount);
}

/* ---- synapses that come and go ---- */

/* Those there are at the start. */
static engram_code log_start(struct recording *r, uint32_t record, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t projection = r->net->topology_records[record].projection;
    struct synapse_table part = {0};
    struct topology_event *events = NULL;
    struct source_parts parts = source_parts(r->store, projection);
    for (uint32_t source = 0; source < parts.n_sources; source += parts.size) {
        uint32_t left = parts.n_sources - source;
        TRY(store_synapses_of(r->store, projection, source, source + (left < parts.size ? left : parts.size),
                              &part, status));
        TRY(memory_resize(&events, part.n, sizeof *events, "log of synapses", status));
        for (uint64_t i = 0; i < part.n; i++)
            events[i] =
                (struct topology_event){part.source[i], part.target[i], part.length[i], ENGRAM_EVENT_START};
        TRY(recorder_topology(r->recorder, record, 0, events, part.n, status));
        synapse_table_free(&part);
    }
cleanup:
    synapse_table_free(&part);
    free(events);
    return code;
}

static engram_code log_topology(struct recording *r, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; r->recorder && i < r->net->n_topology_records; i++) {
        struct topology_events *e = store_topology_events(r->store, r->net->topology_records[i].projection);
        if (step == 0 && r->net->topology_records[i].start)
            TRY(log_start(r, i, status));
        TRY(recorder_topology(r->recorder, i, step, e->event, e->n, status));
        e->n = 0;
    }
cleanup:
    return code;
}

static engram_code record_cells(struct recording *r, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; r->recorder && i < r->net->n_populations; i++) {
        const struct neurogenesis *g = r->net->populations[i].neurogenesis;
        if (!g || step % g->day)
            continue;
        struct cell_day day = store_cell_day(r->store, i);
        TRY(recorder_cells(r->recorder, i, step, &day, status));
    }
cleanup:
    return code;
}

static engram_code record_gates(struct recording *r, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; r->recorder && i < r->net->n_gates; i++) {
        const struct gate *g = &r->net->gates[i];
        if (step == 0 || gate_is_due(g, step))
            TRY(recorder_gate(r->recorder, i, step, (double)gate_level(g, step + 1), status));
    }
cleanup:
    return code;
}

engram_code recording_structure(struct recording *r, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; r->recorder && i < r->net->n_projections; i++) {
        const struct projection *p = &r->net->projections[i];
        if (!p->structure || step % p->structure->tick)
            continue;
        engram_structure now = store_structure_so_far(r->store, i), change = now;
        change.n_born -= r->so_far[i].n_born;
        for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
            change.n_died[k] -= r->so_far[i].n_died[k];
        r->so_far[i] = now;
        TRY(recorder_structure(r->recorder, i, step, store_n_synapses(r->store, i), &change, status));
    }
    TRY(log_topology(r, step, status));
    TRY(record_cells(r, step, status));
    TRY(record_gates(r, step, status));
cleanup:
    return code;
}

const engram_number *recording_numbers(struct recording *r, uint64_t step)
{
    measures_numbers(r->measures, step, r->numbers);
    return r->numbers;
}

engram_code recording_close(struct recording *r, uint64_t step, const struct run_summary *summary,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct recorder *recorder = r->recorder;
    if (!recorder)
        return ENGRAM_OK;
    if (r->net->rate_bin && step > r->bin_begin)
        TRY(recorder_rates(recorder, step, r->bin, status));
    TRY(recording_modulators(r, step + 1, status));
    r->recorder = NULL; /* closing frees it, also on failure */
    TRY(recorder_close(recorder, summary, status));
cleanup:
    return code;
}
