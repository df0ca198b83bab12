#include "synthetic.h"

#include "core/memory.h"
#include "io/recorder.h"
#include "network/structure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SYNAPSES = 5000, BIN_STEPS = 100, AXONS = 60, MOST_BINS = 2000, MOST_SILENT = 20 };

static struct model_variable variables[] = {{.name = "V_m", .unit = "mV"}};
static struct model_receptor receptors[] = {{.name = "exc", .unit = "pA"}, {.name = "inh", .unit = "pA"}};
static const struct model toy_neuron = {.kind = MODEL_NEURON,
                                        .name = "toy",
                                        .variables = variables,
                                        .n_variables = 1,
                                        .receptors = receptors,
                                        .n_receptors = 2};
static const struct model toy_rule = {.kind = MODEL_RULE, .name = "stdp", .on_arrival = true};

static struct population populations[2 + MOST_SILENT] = {
    {.name = "E", .model = &toy_neuron, .record_spikes = true},
    {.name = "I", .model = &toy_neuron, .record_spikes = true}};
static char silent_names[MOST_SILENT][8];
static struct structure structure = {.tick = 200};
static struct neurogenesis births;
enum { SIDE = 8 };
static float positions[3 * 4096];
static struct projection projections[3] = {
    {.name = "E_to_E", .rule = &toy_rule, .weight_limit = 100.0, .by_length = true, .length_unit_um = 0.25},
    {.name = "I_to_E", .source = 1, .receptor = 1, .rule = &toy_rule, .weight_limit = 500.0},
    {.name = "grown", .rule = &toy_rule, .weight_limit = 100.0, .structure = &structure}};
static uint32_t axons[AXONS];
static struct axon_record axon_records[2] = {{.axons = axons, .n_axons = AXONS},
                                             {.projection = 1, .axons = axons, .n_axons = 1}};
enum { STATES = 8, STATE_NEURONS = 5, STATE_STEPS = 10 };
static uint32_t state_neurons[STATE_NEURONS] = {0, 1, 2, 3, 4};
static struct state_record state_records[STATES];
static struct topology_record topology_record = {.projection = 2, .start = true};
static struct network network = {.name = "cortex",
                                 .seed = 1,
                                 .dt_ms = 0.1,
                                 .populations = populations,
                                 .n_populations = 2,
                                 .projections = projections,
                                 .n_projections = 1};

static double draw(unsigned short *state)
{
    return erand48(state);
}

static double gauss(unsigned short *state)
{
    return sqrt(-2.0 * log(1.0 - draw(state))) * cos(6.283185307179586 * draw(state));
}

/* Spikes of one step: a Poisson number, a little modulated, of distinct neurons. */
static engram_code write_step(struct recorder *recorder, const struct synthetic *facts, uint64_t step,
                              uint64_t *counts, unsigned short *state, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    enum { MOST = 4096 };
    uint32_t neurons[MOST];
    uint64_t steps[MOST];
    for (uint32_t p = 0; p < 2; p++) {
        double t = 1e-4 * (double)step, mean = facts->rate_hz * (p ? 1.6 : 1.0) * 1e-4 * populations[p].n *
                                               (1.0 + 0.35 * sin(40.0 * t + p) * sin(7.3 * t));
        uint32_t n = 0, first = (uint32_t)(draw(state) * populations[p].n);
        for (double product = draw(state); product > exp(-mean) && n < MOST && n < populations[p].n;
             product *= draw(state), n++)
            neurons[n] = (uint32_t)((first + n * 7919ull) % populations[p].n);
        for (uint32_t i = 0; i < n; i++)
            steps[i] = step;
        counts[p] += n;
        TRY(recorder_spikes(recorder, p, n, neurons, steps, status));
    }
    if (facts->with_rates && step % BIN_STEPS == 0) {
        TRY(recorder_rates(recorder, step, counts, status));
        counts[0] = counts[1] = 0;
    }
cleanup:
    return code;
}

static engram_code write_snapshot(struct recorder *recorder, uint64_t step, float *weight,
                                  unsigned short *state, engram_status *status)
{
    static uint32_t source[SYNAPSES], target[SYNAPSES];
    for (uint32_t i = 0; i < SYNAPSES; i++) {
        source[i] = (uint32_t)((uint64_t)i * populations[0].n / SYNAPSES);
        target[i] = i * 31 % populations[0].n;
        double w =
            step ? (double)weight[i] + 0.9 * gauss(state) + 0.03 * ((i % 3 ? 62.0 : 20.0) - (double)weight[i])
                 : 45.0 + 3.0 * gauss(state);
        weight[i] = (float)fmin(fmax(w, 0.0), 100.0);
    }
    return recorder_weights(
        recorder, 0, step,
        &(struct weight_snapshot){.n = SYNAPSES, .source = source, .target = target, .weight = weight},
        status);
}

/* Axons that start alike and drift apart, and delays of 2 to 12 mm that follow them. */
static engram_code write_axons(struct recorder *recorder, const struct synthetic *facts, uint64_t step,
                               float *velocity, unsigned short *state, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t counts[MOST_BINS] = {0};
    const struct delay_bins *bins = recorder_delay_bins(recorder, 0);
    for (uint32_t k = 0; k < AXONS; k++) {
        double done = (double)step / (facts->duration_ms / network.dt_ms), goal = k % 3 ? 2.2 : 0.6;
        velocity[k] =
            (float)(1.0 + 0.1 * gauss(state) * (step == 0) + (goal - 1.0) * done * (0.4 + 0.01 * k));
        for (int i = 0; i < 200; i++) {
            double steps = (2.0 + 10.0 * draw(state)) / (double)velocity[k] / network.dt_ms;
            uint32_t bin = (uint32_t)(steps / bins->width);
            counts[bin < bins->n ? bin : bins->n - 1]++;
        }
    }
    TRY(recorder_axons(recorder, 0, 0, step, velocity, status));
    TRY(recorder_delays(recorder, 0, step, counts, status));
    TRY(recorder_delays(recorder, 1, step, (const uint64_t[]){SYNAPSES}, status));
cleanup:
    return code;
}

static engram_code write_states(struct recorder *recorder, uint32_t record, uint64_t step,
                                unsigned short *state, engram_status *status)
{
    float values[STATE_NEURONS];
    for (size_t k = 0; k < STATE_NEURONS; k++)
        values[k] = (float)(-65.0 + 5.0 * draw(state));
    return recorder_states(recorder, record, step, values, status);
}

/* Ten are born at every tick, and three of those born at the tick before die. */
static engram_code write_structure(struct recorder *recorder, uint64_t step, engram_status *status)
{
    enum { BORN = 10, DIED = 3 };
    engram_code code = ENGRAM_OK;
    static uint32_t source[4096], target[4096];
    static float weight[4096];
    struct topology_event events[BORN + DIED];
    uint64_t tick = step / structure.tick, n = 0, n_events = 0;
    engram_structure change = {.n_born = tick ? BORN : 0, .n_died = {tick > 1 ? DIED : 0}};
    for (uint32_t k = 0; tick > 1 && k < DIED; k++)
        events[n_events++] = (struct topology_event){(uint32_t)(tick - 1) % populations[0].n,
                                                     k % populations[0].n, 1, ENGRAM_EVENT_DIED};
    for (uint32_t k = 0; tick && k < BORN; k++)
        events[n_events++] = (struct topology_event){(uint32_t)tick % populations[0].n, k % populations[0].n,
                                                     1, ENGRAM_EVENT_BORN};
    for (uint32_t t = 1; t <= tick; t++)
        for (uint32_t k = t < tick ? DIED : 0; k < BORN && n < 4096; k++, n++) {
            source[n] = t % populations[0].n;
            target[n] = k % populations[0].n;
            weight[n] = 20.0f;
        }
    TRY(recorder_structure(recorder, 2, step, n, &change, status));
    TRY(recorder_topology(recorder, 0, step, events, n_events, status));
    TRY(recorder_weights(recorder, 2, step,
                         &(struct weight_snapshot){.n = n,
                                                   .source = source,
                                                   .target = target,
                                                   .weight = weight,
                                                   .delay_ms = weight,
                                                   .n_existing = n},
                         status));
cleanup:
    return code;
}

static struct gate gate = {.name = "period"};

engram_code synthetic_write(const char *folder, const struct synthetic *facts, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct recorder *recorder = NULL;
    unsigned short state[3] = {1, 2, 3};
    uint64_t counts[2 + MOST_SILENT] = {0}, n_steps = (uint64_t)(facts->duration_ms / 0.1 + 0.5);
    uint64_t every = facts->n_snapshots > 1 ? n_steps / (uint64_t)(facts->n_snapshots - 1) : n_steps + 1;
    float *weight = NULL, velocity[AXONS];
    populations[0].n = facts->n_exc;
    populations[1].n = facts->n_inh;
    network.n_populations = 2 + facts->n_silent;
    for (unsigned k = 0; k < facts->n_silent; k++) {
        snprintf(silent_names[k], sizeof silent_names[k], "S%u", k);
        populations[2 + k] = (struct population){.name = silent_names[k], .model = &toy_neuron, .n = 10};
    }
    projections[0].weight = quantity_constant(45.0);
    projections[1].weight = quantity_constant(-200.0);
    projections[0].axonal = quantity_constant(12000.0);
    projections[0].velocity = quantity_constant(0.5);
    for (uint32_t k = 0; k < AXONS; k++)
        axons[k] = k * facts->n_exc / AXONS;
    network.axon_records = axon_records;
    network.n_axon_records = facts->with_axons ? 2 : 0;
    for (size_t k = 0; k < STATES; k++)
        state_records[k] = (struct state_record){
            .neurons = state_neurons, .n_neurons = STATE_NEURONS, .interval = STATE_STEPS};
    network.state_records = state_records;
    network.n_state_records = facts->with_states;
    network.n_projections = facts->with_structure ? 3 : 2;
    for (uint32_t k = 0; k < facts->n_exc && k < 4096; k++) {
        positions[3 * k] = 25.0f * (float)(k % SIDE);
        positions[3 * k + 1] = 25.0f * (float)(k / SIDE);
    }
    populations[0].positions = facts->with_structure ? positions : NULL;
    births.day = structure.tick;
    populations[1].neurogenesis = facts->with_structure ? &births : NULL;
    network.topology_records = &topology_record;
    network.n_topology_records = facts->with_structure ? 1 : 0;
    network.gates = &gate;
    network.n_gates = facts->with_structure ? 1 : 0;
    network.n_steps = n_steps;
    network.rate_bin = facts->with_rates ? BIN_STEPS : 0;
    TRY(memory_new(&weight, SYNAPSES, sizeof *weight, "test", status));
    TRY(recorder_open(folder, &network, NULL, &recorder, status));
    for (uint64_t step = 0; step <= n_steps; step++) {
        if (step)
            TRY(write_step(recorder, facts, step, counts, state, status));
        if (facts->n_snapshots && step % every == 0)
            TRY(write_snapshot(recorder, step, weight, state, status));
        if (facts->n_snapshots && facts->with_axons && step % every == 0)
            TRY(write_axons(recorder, facts, step, velocity, state, status));
        if (facts->with_structure && step % structure.tick == 0) {
            const struct cell_day day = {REGION_AT_REST, step, 50, {0}};
            TRY(write_structure(recorder, step, status));
            TRY(recorder_cells(recorder, 1, step, &day, status));
            TRY(recorder_gate(recorder, 0, step, (double)step / (double)n_steps, status));
        }
        for (uint32_t k = 0; step % STATE_STEPS == 0 && k < facts->with_states; k++)
            TRY(write_states(recorder, k, step, state, status));
    }
    const struct run_summary summary = {.finished = true,
                                        .n_steps = n_steps,
                                        .device = "pthread-AMD EPYC",
                                        .driver = "3.1",
                                        .platform = "Portable Computing Language",
                                        .digest = {1, 2, 3, 4, 0x8c1f6d203ab49e57}};
    code = recorder_close(recorder, &summary, status);
    recorder = NULL;
cleanup:
    recorder_abort(recorder);
    free(weight);
    return code;
}
