#include "core/memory.h"
#include "core/timer.h"
#include "device/selftest.h"
#include "engine/oscillators_device.h"
#include "engine/oscillators_validate.h"
#include "experiment/experiment.h"
#include "io/oscillators_results.h"

#include <engram/oscillators.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct oscillators_run {
    const struct oscillators *o;
    const engram_options *options;
    struct device *dev;
    struct oscillation adaptive, control; /* control: empty without one */
    bool in_control;
    double *delay_ms, *delay_time_ms; /* [n_delays] records of the mean delay */
    uint64_t n_delays;
    uint64_t *histogram[N_SNAPSHOTS];
    double number[N_NUMBERS];
    double begun_s, build_s, run_s;
};

/* ---- while it runs ---- */

static bool report(const struct oscillators_run *run, uint64_t step)
{
    const struct network *net = run->o->run;
    uint64_t done = step + (run->in_control ? net->n_steps : 0),
             all = net->n_steps * (run->o->has_control ? 2 : 1);
    engram_progress p = {.phase = "run", .wall_s = timer_now() - run->begun_s, .eta_s = -1};
    if (!run->options->on_progress || !done)
        return true;
    p.simulated_ms = (double)done * net->dt_ms;
    p.duration_ms = (double)all * net->dt_ms;
    p.real_time_factor = p.wall_s / (p.simulated_ms * 1e-3);
    p.eta_s = p.wall_s * (double)(all - done) / (double)done;
    p.events_per_s = (double)done * run->o->n_connections / p.wall_s;
    return run->options->on_progress(run->options->context, &p);
}

static engram_code take_snapshot(struct oscillators_run *run, int which, const struct oscillation *now,
                                 engram_status *status)
{
    engram_code code = memory_new(&run->histogram[which], (uint64_t)run->o->longest_delay + 1,
                                  sizeof **run->histogram, "histogram of delays", status);
    if (code == ENGRAM_OK)
        measure_delays(run->o, now->velocity, now->weight, run->histogram[which]);
    return code;
}

static engram_code look(void *context, uint64_t step, const struct oscillation *now, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct oscillators_run *run = context;
    const struct oscillators *o = run->o;
    if (!report(run, step))
        return FAIL(ENGRAM_E_INTERRUPTED, .what = "stopped",
                    .where = TEXT("step %llu", (unsigned long long)step), .why = "it was asked for",
                    .hint = "results of oscillators are written at the end");
    if (run->in_control)
        return ENGRAM_OK;
    run->delay_time_ms[run->n_delays] = (double)step * o->run->dt_ms;
    run->delay_ms[run->n_delays++] = measure_delay(o, now->velocity, now->weight);
    if (step == 0)
        TRY(take_snapshot(run, 0, now, status));
    else if (o->has_insult && step == o->insult_step)
        TRY(take_snapshot(run, 1, now, status));
    else if (step == o->run->n_steps)
        TRY(take_snapshot(run, 2, now, status));

cleanup:
    return code;
}

/* ---- a run ---- */

static engram_code open_run(struct oscillators_run *run, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_options *options = run->options;
    uint64_t n_looks = run->o->run->n_steps / run->o->delay_interval + 3;
    TRY(memory_new(&run->delay_ms, n_looks, sizeof *run->delay_ms, "mean delays", status));
    TRY(memory_new(&run->delay_time_ms, n_looks, sizeof *run->delay_time_ms, "mean delays", status));
    TRY(device_open(options->device, options->profile, &run->dev, status));
    device_limit_memory(run->dev, options->memory_limit);
    TRY(device_selftest(run->dev, status));
    TRY(oscillators_start_test(run->dev, run->o, options->work_group, status));

cleanup:
    return code;
}

static engram_code run_both(struct oscillators_run *run, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct oscillators *o = run->o;
    size_t work_group = run->options->work_group;
    run->begun_s = timer_now();
    TRY(oscillators_on_device(run->dev, o, o->run->n_steps, work_group, look, run, &run->adaptive, status));
    if (o->has_control) {
        struct oscillators fixed = *o;
        fixed.law.lift = 0;
        run->in_control = true;
        TRY(oscillators_on_device(run->dev, &fixed, o->run->n_steps, work_group, look, run, &run->control,
                                  status));
    }
    run->run_s = timer_now() - run->begun_s;

cleanup:
    return code;
}

static void measure(struct oscillators_run *run)
{
    double *number = run->number;
    const struct oscillators *o = run->o;
    number[NUMBER_BEFORE] = measure_before(o, &run->adaptive);
    number[NUMBER_AFTER] = measure_after(o, &run->adaptive);
    number[NUMBER_BEFORE_STATIC] = o->has_control ? measure_before(o, &run->control) : (double)NAN;
    number[NUMBER_AFTER_STATIC] = o->has_control ? measure_after(o, &run->control) : (double)NAN;
    number[NUMBER_DELAY_START] = run->delay_ms[0];
    number[NUMBER_DELAY_END] = run->delay_ms[run->n_delays - 1];
    number[NUMBER_DELAY_RATIO] = number[NUMBER_DELAY_END] / number[NUMBER_DELAY_START];
}

static void close_run(struct oscillators_run *run)
{
    oscillation_clear(&run->adaptive);
    oscillation_clear(&run->control);
    device_close(run->dev);
    free(run->delay_ms);
    free(run->delay_time_ms);
    for (int k = 0; k < N_SNAPSHOTS; k++)
        free(run->histogram[k]);
}

/* ---- what the caller gets ---- */

static engram_code order_of(const struct oscillators *o, const struct oscillation *trace, double **out,
                            engram_status *status)
{
    engram_code code = memory_new(out, trace->n_steps, sizeof **out, "order parameter", status);
    for (uint64_t k = 0; code == ENGRAM_OK && k < trace->n_steps; k++)
        (*out)[k] = measure_order(o, trace, k);
    return code;
}

static void fill_numbers(const struct oscillators_run *run, engram_oscillation *outcome)
{
    outcome->n_numbers = N_NUMBERS;
    for (int k = 0; k < N_NUMBERS; k++)
        outcome->numbers[k] =
            number_in_band(number_names[k], number_unit((enum number)k), run->number[k], &run->o->expect[k]);
    outcome->passes = numbers_pass(outcome->numbers, N_NUMBERS);
}

static engram_code fill(struct oscillators_run *run, engram_oscillation *outcome, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct oscillators *o = run->o;
    struct digest d = oscillation_digest(o, &run->adaptive);
    outcome->n_oscillators = o->n;
    outcome->n_connections = o->n_connections;
    outcome->n_steps = o->run->n_steps;
    outcome->dt_ms = o->run->dt_ms;
    outcome->digest = (engram_digest){d.spikes, d.topology, d.weights, d.delays, d.total};
    outcome->build_s = run->build_s;
    outcome->run_s = run->run_s;
    TRY(memory_new(&outcome->numbers, N_NUMBERS, sizeof *outcome->numbers, "numbers of a run", status));
    fill_numbers(run, outcome);
    TRY(order_of(o, &run->adaptive, &outcome->order, status));
    if (o->has_control)
        TRY(order_of(o, &run->control, &outcome->order_control, status));
    TRY(memory_new(&outcome->phases, o->n, sizeof *outcome->phases, "phases", status));
    memcpy(outcome->phases, run->adaptive.phase, o->n * sizeof *outcome->phases);

cleanup:
    return code;
}

static engram_code write_results(const struct oscillators_run *run, const engram_oscillation *outcome,
                                 const struct disk_record *begun, engram_status *status)
{
    const engram_device_description *device = &run->dev->description;
    const engram_digest *d = &outcome->digest;
    struct run_summary summary = {.finished = true,
                                  .n_steps = outcome->n_steps,
                                  .device = device->name,
                                  .driver = device->driver,
                                  .platform = device->platform,
                                  .digest = {d->spikes, d->topology, d->weights, d->delays, d->total},
                                  .build_s = outcome->build_s,
                                  .run_s = outcome->run_s,
                                  .n_synapses = outcome->n_connections,
                                  .numbers = outcome->numbers,
                                  .n_numbers = outcome->n_numbers,
                                  .bio_seconds_per_sim_second = 1};
    struct oscillators_results results = {.o = run->o,
                                          .trace = &run->adaptive,
                                          .order = outcome->order,
                                          .order_control = outcome->order_control,
                                          .delay_ms = run->delay_ms,
                                          .delay_time_ms = run->delay_time_ms,
                                          .n_delays = run->n_delays};
    memcpy(results.histogram, run->histogram, sizeof results.histogram);
    return oscillators_results_end(run->options->output, &results, &summary, begun, status);
}

engram_code engram_oscillation_run(engram_experiment *experiment, const engram_options *options,
                                   engram_oscillation **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct oscillators_run run = {.options = options ? options : &(engram_options){0}};
    struct disk_record begun[N_RESULTS_BEGUN] = {{0}};
    engram_oscillation *outcome = NULL;
    double begin = timer_now();
    *out = NULL;
    TRY(experiment_oscillators(experiment, &run.o, status));
    if (run.options->output)
        TRY(recorder_check_folder(run.options->output, status));
    TRY(memory_new(&outcome, 1, sizeof *outcome, "what oscillators did", status));
    TRY(open_run(&run, status));
    if (run.options->output)
        TRY(oscillators_results_begin(run.options->output, run.o, begun, status));
    run.build_s = timer_now() - begin;
    TRY(run_both(&run, status));
    measure(&run);
    TRY(fill(&run, outcome, status));
    if (run.options->output)
        TRY(write_results(&run, outcome, begun, status));
    *out = outcome;
    outcome = NULL;

cleanup:
    for (int i = 0; i < N_RESULTS_BEGUN; i++)
        free(begun[i].name);
    close_run(&run);
    engram_oscillation_free(outcome);
    return code;
}

void engram_oscillation_free(engram_oscillation *outcome)
{
    if (!outcome)
        return;
    free(outcome->order);
    free(outcome->order_control);
    free(outcome->phases);
    free(outcome->numbers);
    free(outcome);
}
