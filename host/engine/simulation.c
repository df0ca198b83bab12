#include "engine/simulation.h"

#include "core/memory.h"
#include "core/timer.h"
#include "device/selftest.h"
#include "engine/plan.h"
#include "engine/start_test.h"
#include "experiment/experiment.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct layout_options simulation_layout_options(const struct device *dev, const engram_options *options,
                                                bool record_all)
{
    bool chunked = options->delivery ? !strcmp(options->delivery, "chunks") : !dev->is_cpu;
    return (struct layout_options){.tiles = options->tiles,
                                   .window = options->window,
                                   .chunked = chunked,
                                   .record_all = record_all,
                                   .compute_units = dev->compute_units,
                                   .max_alloc = dev->max_alloc};
}

static engram_code check_options(const engram_options *o, engram_status *status)
{
    if (o->delivery && strcmp(o->delivery, "tiles") && strcmp(o->delivery, "chunks"))
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no delivery '%s'", o->delivery),
                    .where = "option delivery",
                    .why = "it is 'tiles' (owned tiles, for CPUs) or 'chunks' (atomics, for GPUs)",
                    .hint = "leave it out to let the device decide");
    return o->output ? recorder_check_folder(o->output, status) : ENGRAM_OK;
}

static engram_code check_work_group(const struct device *dev, uint32_t size, engram_status *status)
{
    if (size <= dev->max_work_group)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("a work-group of %" PRIu32 " is too large", size),
                .where = "option work-group",
                .why = TEXT("%s allows at most %zu", dev->shown, dev->max_work_group),
                .hint = "leave it out: every kernel then gets a size that fits");
}

/* ---- callbacks of the clock ---- */

static engram_code on_spikes(void *context, const struct recorded_spike *spikes, size_t n,
                             engram_status *status)
{
    struct engram_simulation *sim = context;
    engram_code code = ENGRAM_OK;
    if (sim->watch)
        TRY(sim->watch(sim->watch_context, spikes, n, status));
    TRY(rewards_spikes(sim->rewards, spikes, n, status));
    TRY(recording_spikes(sim->recording, spikes, n, status));
cleanup:
    return code;
}

static bool on_batch(void *context, uint64_t step)
{
    return progress_report(context, step, false);
}

static bool on_build(void *context, double done)
{
    (void)done;
    return progress_report(context, 0, true);
}

static void on_reward(void *context, size_t k, uint64_t step, double amount)
{
    struct engram_simulation *sim = context;
    recording_reward(sim->recording, k, step, amount);
}

/* The concentrations of modulators jump, if they do at this step. */
static engram_code give_rewards(struct engram_simulation *sim, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t step = sim->clock.step;
    TRY(recording_baselines(sim->recording, step, rewards_means(sim->rewards), status));
    const double *amounts = rewards_take(sim->rewards, step);
    if (!amounts)
        return ENGRAM_OK;
    TRY(recording_modulators(sim->recording, step, status));
    TRY(store_reward(sim->store, amounts, step, status));
cleanup:
    return code;
}

/* ---- life ---- */

engram_code simulation_create(const struct network *net, const engram_options *options, spike_sink watch,
                              void *watch_context, bool is_test, struct engram_simulation **out,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct engram_simulation *sim = NULL;
    struct layout *layout = NULL;
    double begin = timer_now();
    *out = NULL;
    TRY(check_options(options, status));
    TRY(memory_new(&sim, 1, sizeof *sim, "simulation", status));
    sim->net = net;
    sim->options = *options;
    sim->watch = watch;
    sim->watch_context = watch_context;
    for (size_t i = 0; i < net->n_populations; i++)
        sim->n_neurons_driven +=
            net->populations[i].model->generator == GENERATOR_NONE ? net->populations[i].n : 0;
    TRY(device_open(options->device, options->profile, &sim->dev, status));
    TRY(check_work_group(sim->dev, options->work_group, status));
    device_limit_memory(sim->dev, options->memory_limit);
    TRY(plan_require(sim->dev, net, options, status));
    if (!is_test) {
        TRY(device_selftest(sim->dev, status));
        TRY(start_test(net, options, status));
    }
    progress_begin(sim, "build");
    struct layout_options layout_options = simulation_layout_options(sim->dev, options, watch != NULL);
    TRY(layout_create(net, &layout_options, &layout, status));
    TRY(store_create(sim->dev, layout, options->work_group, on_build, sim, &sim->store, status));
    fast_clock_open(&sim->clock, sim->store);
    sim->clock.flush_every = options->flush_every;
    sim->clock.on_spikes = on_spikes;
    sim->clock.on_batch = on_batch;
    sim->clock.context = sim;
    TRY(recording_open(options->output, sim->store, options->on_spikes, options->context, &sim->recording,
                       status));
    TRY(rewards_create(net, on_reward, sim, &sim->rewards, status));
    TRY(give_rewards(sim, status));
    TRY(recording_structure(sim->recording, 0, status));
    TRY(recording_snapshots(sim->recording, &sim->clock, false, status));
    TRY(device_finish(sim->dev, status));
    sim->build_s = timer_now() - begin;
    *out = sim;
    sim = NULL;
cleanup:
    engram_simulation_free(sim);
    return code;
}

engram_code engram_simulation_create(engram_experiment *experiment, const engram_options *options,
                                     engram_simulation **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = NULL;
    TRY(experiment_network(experiment, &net, status));
    TRY(simulation_create(net, options ? options : &(engram_options){0}, NULL, NULL, false, out, status));
cleanup:
    return code;
}

void engram_simulation_free(engram_simulation *sim)
{
    if (!sim)
        return;
    recording_free(sim->recording);
    rewards_free(sim->rewards);
    fast_clock_close(&sim->clock);
    store_free(sim->store);
    device_close(sim->dev);
    free(sim);
}

/* ---- running ---- */

/* Where results are checked anyway, rows are too, and always in a debug build. */
static engram_code check_structure(struct engram_simulation *sim, engram_status *status)
{
    bool is_checked = sim->watch != NULL;
#ifndef NDEBUG
    is_checked = true;
#endif
    if (!is_checked || !structure_is_due(sim->store, sim->clock.step))
        return ENGRAM_OK;
    sim->n_structures_checked++;
    return structure_check(sim->store, sim->clock.step, status);
}

/* Steps up to `next`, at most; where the network rests and nothing is under way any more, all of them at once. */
static engram_code advance(struct engram_simulation *sim, uint64_t next, engram_status *status)
{
    const struct rest *rest = rest_after(sim->net, sim->clock.step);
    if (!rest)
        return fast_clock_run(&sim->clock, next, status);
    uint64_t settled = rest->begin + rest_settles_within(sim->net);
    if (sim->clock.step < settled)
        return fast_clock_run(&sim->clock, next < settled ? next : settled, status);
    return fast_clock_pass_over(&sim->clock, next, status);
}

/* Advance from one thing that happens on the host to the next: changes of speed, rewards, snapshots, changes of input current and events on neurons fall between windows. */
engram_code simulation_run_to(struct engram_simulation *sim, uint64_t stop, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    while (sim->clock.step < stop) {
        uint64_t step = sim->clock.step, next = stop;
        uint64_t record = recording_next(sim->recording, step), current = next_current_change(sim->net, step),
                 tick = store_next_tick(sim->store, step), event = next_neuron_event(sim->net, step),
                 reward = rewards_next(sim->rewards, step);
        next = record < next ? record : next;
        next = tick < next ? tick : next;
        next = current < next ? current : next;
        next = event < next ? event : next;
        next = reward < next ? reward : next;
        TRY(cohorts_set_currents(sim->store, step, status));
        TRY(drives_set(sim->store, step, status));
        TRY(silence_set(sim->store, step, status));
        TRY(advance(sim, next, status));
        if (store_needs_flush(sim->store, sim->clock.step, sim->clock.control[CONTROL_FLUSHED]))
            TRY(fast_clock_flush(&sim->clock, status));
        TRY(store_tick(sim->store, sim->clock.step, status));
        TRY(check_structure(sim, status));
        TRY(give_rewards(sim, status));
        TRY(recording_structure(sim->recording, sim->clock.step, status));
        TRY(recording_snapshots(sim->recording, &sim->clock, false, status));
    }
cleanup:
    return code;
}

engram_code engram_simulation_run(engram_simulation *sim, double ms, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double begin = timer_now();
    uint64_t stop = ms < 0 ? sim->net->n_steps : sim->clock.step + (uint64_t)llround(ms / sim->net->dt_ms);
    if (sim->is_finished)
        return FAIL(ENGRAM_E_STATE, .what = "the simulation is finished", .where = "engram_simulation_run",
                    .why = "its results are closed", .hint = "create another one");
    if (stop > sim->net->n_steps)
        return FAIL(ENGRAM_E_USAGE, .what = "the experiment is shorter than that",
                    .where = TEXT("step %llu", (unsigned long long)stop),
                    .why = TEXT("its duration is %llu steps", (unsigned long long)sim->net->n_steps),
                    .hint = "raise its duration");
    progress_begin(sim, "run");
    code = simulation_run_to(sim, stop, status);
    sim->run_s += timer_now() - begin;
    if (code == ENGRAM_OK)
        progress_report(sim, sim->clock.step, true);
    return code;
}

engram_code engram_simulation_finish(engram_simulation *sim, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct digest d = {0};
    struct run_summary summary = {.bio_seconds_per_sim_second = 1};
    if (sim->is_finished)
        return ENGRAM_OK;
    progress_begin(sim, "finish");
    TRY(recording_snapshots(sim->recording, &sim->clock, true, status));
    TRY(simulation_digest(sim, &d, status));
    summary.finished = sim->clock.step == sim->net->n_steps;
    summary.n_steps = sim->clock.step;
    summary.device = sim->dev->description.name;
    summary.driver = sim->dev->description.driver;
    summary.platform = sim->dev->description.platform;
    memcpy(summary.digest, (uint64_t[]){d.spikes, d.topology, d.weights, d.delays, d.total},
           sizeof summary.digest);
    summary.build_s = sim->build_s;
    summary.run_s = sim->run_s;
    summary.n_spikes = engram_simulation_n_spikes(sim);
    summary.n_events = engram_simulation_n_events(sim);
    summary.n_held = engram_simulation_n_held(sim);
    summary.n_blocked = engram_simulation_n_blocked(sim);
    summary.n_dropped = engram_simulation_n_dropped(sim);
    TRY(engram_simulation_structure(sim, NULL, &summary.structure, status));
    summary.n_unborn = engram_simulation_n_unborn(sim);
    summary.n_synapses = sim->store->n_synapses;
    summary.numbers = sim->numbers = recording_numbers(sim->recording, sim->clock.step);
    summary.n_numbers = sim->net->n_measures;
    TRY(recording_baselines(sim->recording, sim->clock.step + 1, rewards_means(sim->rewards), status));
    TRY(recording_close(sim->recording, sim->clock.step, &summary, status));
    sim->is_finished = true;
cleanup:
    return code;
}
