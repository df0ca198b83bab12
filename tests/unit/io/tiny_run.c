#include "tiny_run.h"
#include "support.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct model_variable variables[] = {{.name = "V_m", .unit = "mV", .doc = "membrane potential"}};
static struct model_receptor receptors[] = {{.name = "exc", .unit = "pA"}, {.name = "inh", .unit = "pA"}};
static const struct model toy_neuron = {.kind = MODEL_NEURON,
                                        .name = "toy",
                                        .variables = variables,
                                        .n_variables = 1,
                                        .receptors = receptors,
                                        .n_receptors = 2,
                                        .refractory_param = -1};
static const struct model plastic_rule = {
    .kind = MODEL_RULE, .name = "toy_stdp", .on_arrival = true, .on_post_spike = true};
/* Parameters: tick (ms), segments, slowest and fastest velocity (m/s). */
static double myelin_params[] = {1.0, 3.0, 1.0, 2.0};
static struct model_variable myelin_states[] = {{.name = "thickness", .unit = "um", .doc = "of the sheath"}};
static const struct model myelin = {.kind = MODEL_MYELIN,
                                    .name = "toy_myelin",
                                    .variables = myelin_states,
                                    .n_variables = 1,
                                    .group_param = -1,
                                    .segments_param = 1,
                                    .slow_bound_param = 2,
                                    .fast_bound_param = 3,
                                    .path_param = -1,
                                    .decay_param = -1,
                                    .delay_state = -1};
static const struct model static_rule = {.kind = MODEL_RULE, .name = "static"};
static uint32_t watched[] = {3, 1, 39}, axons[] = {0, 7, 20, 39};

const struct network *tiny_network(void)
{
    static struct structure structure = {.tick = 10};
    static struct neurogenesis births = {.day = 10};
    static struct population populations[] = {
        {.name = "E", .model = &toy_neuron, .n = TINY_E, .record_spikes = true, .owner = 11},
        {.name = "I",
         .model = &toy_neuron,
         .n = TINY_I,
         .record_spikes = true,
         .owner = 12,
         .neurogenesis = &births}};
    static struct projection projections[] = {
        {.name = "E_to_E",
         .rule = &plastic_rule,
         .owner = 13,
         .weight_limit = 100,
         .by_length = true,
         .length_unit_um = 0.0625,
         .myelin = &myelin,
         .myelin_params = myelin_params,
         .dendritic_steps = 10},
        {.name = "I_to_E", .source = 1, .receptor = 1, .rule = &static_rule, .owner = 14},
        {.name = "I_to_I",
         .source = 1,
         .target = 1,
         .receptor = 1,
         .rule = &static_rule,
         .owner = 15,
         .structure = &structure}};
    static struct topology_record topology_records[] = {{.projection = 2}};
    static struct state_record states[] = {{.neurons = watched, .n_neurons = 3, .interval = 2}};
    static struct axon_record axon_records[] = {
        {.projection = 1, .axons = axons, .n_axons = 1, .interval = 10},
        {.projection = 0, .axons = axons, .n_axons = 4, .interval = 10}};
    static struct network network = {.name = "tiny",
                                     .seed = 18446744073709551615u,
                                     .dt_ms = 0.1,
                                     .n_steps = 1000,
                                     .populations = populations,
                                     .n_populations = 2,
                                     .projections = projections,
                                     .n_projections = 3,
                                     .topology_records = topology_records,
                                     .n_topology_records = 1,
                                     .state_records = states,
                                     .n_state_records = 1,
                                     .axon_records = axon_records,
                                     .n_axon_records = 2,
                                     .rate_bin = TINY_RATE_BIN,
                                     .source_text = "engram: 1\nname: tiny\n"};
    projections[0].weight = quantity_constant(45.0);
    projections[1].weight = projections[2].weight = quantity_constant(-200.0);
    projections[0].axonal = quantity_constant(3000.0);
    projections[0].velocity = quantity_constant(1.0);
    return &network;
}

static uint32_t size_of(uint32_t p)
{
    return p ? TINY_I : TINY_E;
}

uint64_t tiny_spikes(uint32_t p, uint64_t step, uint32_t *neurons)
{
    uint64_t n = (step * 7 + p) % 5;
    for (uint64_t i = 0; i < n; i++) /* distinct, descending from call to call */
        neurons[i] = (uint32_t)((step + (n - 1 - i)) % size_of(p));
    return n;
}

float tiny_weight(uint32_t projection, uint64_t step, uint64_t synapse)
{
    return (float)(1000.0 * projection + (double)step + 1e-3 * (double)synapse);
}

float tiny_state(uint64_t step, uint32_t n)
{
    return -70.0f + (float)step * 0.25f + (float)n;
}

float tiny_velocity(uint64_t step, uint32_t n)
{
    return 1.0f + 0.5f * (float)step + 0.25f * (float)n;
}

float tiny_myelin(uint64_t step, uint32_t n, uint32_t segment)
{
    return 0.125f * (float)step + (float)n + 100.0f * (float)segment;
}

uint64_t tiny_delays(uint32_t projection, uint64_t step, uint64_t bin)
{
    return (bin + step) % 7 ? 0 : (1ull << 33) * projection + 100 * step + bin;
}

/* Of I_to_E, whose delays are times, there are only the delays; it comes first in the experiment's list. */
static engram_code record_axons(struct recorder *recorder, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t counts[400];
    float velocity[4], thickness[12];
    for (uint32_t record = 0; record < 2; record++) {
        uint32_t n = recorder_delay_bins(recorder, record)->n;
        for (uint32_t k = 0; k < n; k++)
            counts[k] = tiny_delays(1 - record, step, k);
        TRY(recorder_delays(recorder, record, step, counts, status));
    }
    for (uint32_t k = 0; k < 4; k++)
        velocity[k] = tiny_velocity(step, axons[k]);
    for (uint32_t k = 0; k < 12; k++)
        thickness[k] = tiny_myelin(step, axons[k / 3], k % 3);
    TRY(recorder_axons(recorder, 1, 0, step, velocity, status));
    TRY(recorder_axons(recorder, 1, 1, step, thickness, status));
cleanup:
    return code;
}

static engram_code record_weights(struct recorder *recorder, uint64_t step, engram_status *status)
{
    uint32_t source[TINY_SYNAPSES], target[TINY_SYNAPSES];
    uint64_t synapse[TINY_SYNAPSES];
    float weight[TINY_SYNAPSES], delay[TINY_SYNAPSES];
    engram_code code = ENGRAM_OK;
    for (uint32_t p = 0; p < 2 && code == ENGRAM_OK; p++) {
        for (uint32_t i = 0; i < TINY_SYNAPSES; i++) {
            source[i] = i * size_of(p) / TINY_SYNAPSES / 2 * 2; /* even neurons only */
            target[i] = i * 13 % TINY_E;
            synapse[i] = 3ull * i + 1;
            weight[i] = tiny_weight(p, step, i);
            delay[i] = 1.5f + 0.1f * (float)(i % 8);
        }
        bool later = step > 0; /* which synapses they are is only told once */
        const struct weight_snapshot snapshot = {.n = TINY_SYNAPSES,
                                                 .synapse = later ? NULL : synapse,
                                                 .source = later ? NULL : source,
                                                 .target = later ? NULL : target,
                                                 .delay_ms = later ? NULL : delay,
                                                 .weight = weight};
        code = recorder_weights(recorder, p, step, &snapshot, status);
    }
    return code;
}

static engram_code record_step(struct recorder *recorder, uint64_t step, uint64_t *counts,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t neurons[8];
    uint64_t steps[8];
    for (uint32_t p = 0; p < 2; p++) {
        uint64_t n = tiny_spikes(p, step, neurons);
        for (uint64_t i = 0; i < n; i++)
            steps[i] = step;
        counts[p] += n;
        TRY(recorder_spikes(recorder, p, n, neurons, steps, status));
    }
    if (step % 2 == 0)
        TRY(recorder_states(recorder, 0, step,
                            (const float[]){tiny_state(step, 3), tiny_state(step, 1), tiny_state(step, 39)},
                            status));
    if (step % TINY_RATE_BIN == 0) {
        TRY(recorder_rates(recorder, step, counts, status));
        counts[0] = counts[1] = 0;
    }
    if (step % 10 == 0) {
        TRY(record_weights(recorder, step, status));
        TRY(record_axons(recorder, step, status));
        TRY(tiny_record_structure(recorder, step, status));
    }
cleanup:
    return code;
}

engram_code tiny_record(struct recorder *recorder, uint64_t begin, uint64_t end, engram_status *status)
{
    engram_code code = begin == 1 ? record_weights(recorder, 0, status) : ENGRAM_OK;
    if (begin == 1 && code == ENGRAM_OK)
        code = record_axons(recorder, 0, status);
    if (begin == 1 && code == ENGRAM_OK)
        code = tiny_record_structure(recorder, 0, status);
    static uint64_t counts[2];
    if (begin == 1)
        counts[0] = counts[1] = 0;
    for (uint64_t step = begin; step <= end && code == ENGRAM_OK; step++)
        code = record_step(recorder, step, counts, status);
    return code;
}

struct run_summary tiny_summary(uint64_t n_steps)
{
    return (struct run_summary){.finished = true,
                                .n_steps = n_steps,
                                .device = "a \"quoted\" device",
                                .driver = "1",
                                .platform = "p",
                                .digest = {1, 2, 3, 4, 0xfedcba9876543210u},
                                .build_s = 0.5,
                                .run_s = 2.25,
                                .n_spikes = 7,
                                .n_events = 1ull << 63,
                                .n_synapses = 5,
                                .n_held = 3,
                                .n_blocked = 9,
                                .bio_seconds_per_sim_second = 1.0};
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double check_spikes(engram_results *results, uint32_t p, engram_status *status)
{
    uint64_t n = engram_results_population_at(results, p)->n_spikes, i = 0;
    uint32_t *neuron = calloc(n + 1, sizeof *neuron), want[8];
    double *time = calloc(n + 1, sizeof *time), last = 0;
    must_work(engram_results_spikes(results, p, 0, n, neuron, time, status), status);
    for (uint64_t step = 1; i < n; step++) {
        uint64_t n_want = tiny_spikes(p, step, want);
        qsort(want, n_want, sizeof *want, ascending);
        for (uint64_t k = 0; k < n_want && i < n; k++, i++)
            cr_assert(neuron[i] == want[k] && time[i] == (double)step * 0.1,
                      "population %u spike %lu: neuron %u at %.17g", p, (unsigned long)i, neuron[i], time[i]);
    }
    last = n ? time[n - 1] : 0;
    free(neuron);
    free(time);
    return last;
}

static void check_weights(engram_results *results, size_t i, engram_status *status)
{
    const engram_results_weights *w = engram_results_weights_at(results, i);
    uint32_t projection = !strcmp(w->projection, "I_to_E"), source[TINY_SYNAPSES], target[TINY_SYNAPSES];
    uint64_t synapse[TINY_SYNAPSES];
    float weight[TINY_SYNAPSES], delay[TINY_SYNAPSES];
    cr_assert_eq(w->n_synapses, TINY_SYNAPSES);
    cr_assert_str_eq(w->unit, "pA");
    cr_assert_eq(w->plastic, !projection);
    must_work(engram_results_weights_mapping(results, i, synapse, source, target, delay, status), status);
    for (uint64_t s = 0; s < w->n_snapshots; s++) {
        cr_assert_float_eq(w->time_ms[s], (double)s, 1e-12,
                           "every 10 steps of 0.1 ms, up to rounding of the product");
        must_work(engram_results_weights_read(results, i, s, weight, status), status);
        for (uint32_t k = 0; k < TINY_SYNAPSES; k++)
            cr_assert(weight[k] == tiny_weight(projection, 10 * s, k) && synapse[k] == 3ull * k + 1 &&
                          target[k] == k * 13 % TINY_E && delay[k] == 1.5f + 0.1f * (float)(k % 8),
                      "%s snapshot %lu synapse %u", w->projection, (unsigned long)s, k);
    }
}

static void check_axons(engram_results *results, size_t i, engram_status *status)
{
    const engram_results_axons *a = engram_results_axons_at(results, i);
    bool is_velocity = !strcmp(a->variable, "velocity");
    uint32_t neurons[4];
    float values[12];
    cr_assert_str_eq(a->projection, "E_to_E");
    cr_assert_str_eq(a->source, "E");
    cr_assert_str_eq(a->variable, is_velocity ? "velocity" : "thickness");
    cr_assert_str_eq(a->unit, is_velocity ? "m/s" : "um");
    cr_assert(a->n_axons == 4 && a->n_segments == (is_velocity ? 1 : 3));
    must_work(engram_results_axons_neurons(results, i, neurons, status), status);
    cr_assert_arr_eq(neurons, axons, sizeof axons);
    for (uint64_t s = 0; s < a->n_snapshots; s++) {
        cr_assert_float_eq(a->time_ms[s], (double)s, 1e-12,
                           "every 10 steps of 0.1 ms, up to rounding of the product");
        must_work(engram_results_axons_read(results, i, s, values, status), status);
        for (uint32_t k = 0; k < 4 * a->n_segments; k++)
            cr_assert_eq(values[k],
                         is_velocity ? tiny_velocity(10 * s, axons[k])
                                     : tiny_myelin(10 * s, axons[k / 3], k % 3),
                         "%s, snapshot %lu, value %u", a->variable, (unsigned long)s, k);
    }
}

/* 3000 um at 1 m/s are 30 steps, and no synapse is shorter than 0 um; 10 steps are dendritic. */
static void check_delays(engram_results *results, size_t i, engram_status *status)
{
    const engram_results_delays *d = engram_results_delays_at(results, i);
    uint32_t projection = !strcmp(d->projection, "I_to_E");
    uint64_t counts[400];
    cr_assert_eq(d->n_bins, projection ? 1 : 31);
    cr_assert_float_eq(d->edge_ms[0], projection ? -0.05 : 0.95, 1e-12, "half a step before the shortest");
    cr_assert_float_eq(d->edge_ms[d->n_bins], projection ? 0.05 : 4.05, 1e-12,
                       "half a step after the longest");
    for (uint64_t s = 0; s < d->n_snapshots; s++) {
        cr_assert_float_eq(d->time_ms[s], (double)s, 1e-12,
                           "every 10 steps of 0.1 ms, up to rounding of the product");
        must_work(engram_results_delays_read(results, i, s, counts, status), status);
        for (uint64_t k = 0; k < d->n_bins; k++)
            cr_assert_eq(counts[k], tiny_delays(projection, 10 * s, k), "%s snapshot %lu bin %lu",
                         d->projection, (unsigned long)s, (unsigned long)k);
    }
}

static void check_states(engram_results *results, engram_status *status)
{
    const engram_results_states *s = engram_results_states_at(results, 0);
    uint32_t neurons[3];
    if (!s)
        return;
    float *values = calloc(s->n_rows * 3, sizeof *values);
    cr_assert_str_eq(s->variable, "V_m");
    cr_assert_str_eq(s->unit, "mV");
    must_work(engram_results_states_neurons(results, 0, neurons, status), status);
    cr_assert_arr_eq(neurons, watched, sizeof watched);
    must_work(engram_results_states_read(results, 0, 0, s->n_rows, values, status), status);
    cr_assert_float_eq(s->start_ms, 0.2, 1e-12, "step 2");
    cr_assert_float_eq(s->interval_ms, 0.2, 1e-12, "2 steps");
    for (uint64_t i = 0; i < s->n_rows; i++)
        for (uint32_t k = 0; k < 3; k++)
            cr_assert_eq(values[3 * i + k], tiny_state(2 * i + 2, watched[k]), "state row %lu",
                         (unsigned long)i);
    free(values);
}

static void check_rates(engram_results *results, engram_status *status)
{
    const engram_results_rates *shape = engram_results_rates_shape(results);
    double *rate = calloc(shape->n_bins * 2 + 1, sizeof *rate),
           *time = calloc(shape->n_bins + 1, sizeof *time);
    uint32_t neurons[8];
    must_work(engram_results_rates_read(results, 0, shape->n_bins, time, rate, status), status);
    for (uint64_t i = 0; i < shape->n_bins; i++) {
        cr_assert_float_eq(time[i], 0.5 * (double)(i + 1), 1e-9, "bins of 5 steps");
        for (uint32_t p = 0; p < 2; p++) {
            uint64_t n = 0;
            for (uint64_t step = i * TINY_RATE_BIN + 1; step <= (i + 1) * TINY_RATE_BIN; step++)
                n += tiny_spikes(p, step, neurons);
            cr_assert_float_eq(rate[2 * i + p], (double)n / (size_of(p) * 0.5e-3), 1e-9,
                               "counts over neurons and seconds");
        }
    }
    free(rate);
    free(time);
}

double tiny_check(const char *folder, engram_status *status)
{
    engram_results *results = NULL;
    must_work(engram_results_open(folder, &results, status), status);
    double last = 0;
    for (uint32_t p = 0; p < 2; p++)
        last = fmax(last, check_spikes(results, p, status));
    for (size_t i = 0; i < engram_results_n_weights(results); i++)
        check_weights(results, i, status);
    for (size_t i = 0; i < engram_results_n_axons(results); i++)
        check_axons(results, i, status);
    for (size_t i = 0; i < engram_results_n_delays(results); i++)
        check_delays(results, i, status);
    tiny_check_structure(results, status);
    check_states(results, status);
    check_rates(results, status);
    if (engram_results_finished(results))
        must_work(engram_results_verify(results, status), status);
    engram_results_free(results);
    return last;
}

void tiny_check_all(const char *folder, uint64_t n_steps, engram_status *status)
{
    engram_results *results = NULL;
    uint32_t neurons[8];
    tiny_check(folder, status);
    must_work(engram_results_open(folder, &results, status), status);
    cr_assert(engram_results_finished(results));
    for (uint32_t p = 0; p < 2; p++) {
        uint64_t n = 0;
        for (uint64_t step = 1; step <= n_steps; step++)
            n += tiny_spikes(p, step, neurons);
        cr_assert_eq(engram_results_population_at(results, p)->n_spikes, n);
        cr_assert_eq(engram_results_weights_at(results, p)->n_snapshots, n_steps / 10 + 1);
    }
    cr_assert_eq(engram_results_n_axons(results), 2);
    for (uint32_t i = 0; i < 2; i++)
        cr_assert_eq(engram_results_axons_at(results, i)->n_snapshots, n_steps / 10 + 1);
    cr_assert_str_eq(engram_results_axons_at(results, 0)->variable, "velocity");
    cr_assert_eq(engram_results_n_delays(results), 2);
    for (uint32_t p = 0; p < 2; p++)
        cr_assert_eq(engram_results_delays_at(results, p)->n_snapshots, n_steps / 10 + 1);
    cr_assert_eq(engram_results_structure_at(results, 0)->n_rows, n_steps / 10 + 1);
    cr_assert_eq(engram_results_cells_at(results, 0)->n_rows, n_steps / 10 + 1);
    cr_assert_eq(engram_results_topology_at(results, 0)->n_events, TINY_EVENTS * (n_steps / 10 + 1));
    cr_assert_eq(engram_results_states_at(results, 0)->n_rows, n_steps / 2);
    cr_assert_eq(engram_results_rates_shape(results)->n_bins, n_steps / TINY_RATE_BIN);
    engram_results_free(results);
}
