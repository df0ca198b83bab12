#include "engine/fast_clock.h"

#include "core/memory.h"
#include "core/timer.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "engine/spike_sort.h"

#include <stdlib.h>

enum { FIRST_BATCH = 8, LONGEST_BATCH = 4096, CHUNK_GROUP = 128, SEGMENT_GROUP = ROW_GROUP };
static const double BATCH_S = 0.040;

void fast_clock_open(struct fast_clock *clock, struct store *store)
{
    *clock = (struct fast_clock){.store = store, .batch = FIRST_BATCH};
}

void fast_clock_close(struct fast_clock *clock)
{
    free(clock->spikes);
    free(clock->spare);
}

/* ---- one window ---- */

static engram_code set_u32(struct store *s, cl_kernel kernel, cl_uint index, uint32_t value,
                           engram_status *status)
{
    cl_int err = clSetKernelArg(kernel, index, sizeof value, &value);
    return err == CL_SUCCESS ? ENGRAM_OK : cl_fail(status, s->dev, err, "clSetKernelArg");
}

/* The part of a window from step `from` on, in one bank. `number`: which chunk counter; the first MAX_WINDOW are cleared by `turn`. */
static engram_code deliver_slice(struct store *s, struct store_class *class, struct store_bank *bank,
                                 uint32_t number, uint32_t from, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = s->dev;
    cl_int err = CL_SUCCESS;
    cl_uint n_common = kernels_n_delivery(class);
    uint32_t counter = number % MAX_WINDOW, zero = 0;
    size_t word = CONTROL_CLASS + (size_t)(class - s->classes) * CLASS_WORDS + CLASS_CHUNKS + counter;
    if (number >= MAX_WINDOW)
        CL_TRY(clEnqueueFillBuffer(dev->queue, s->control, &zero, sizeof zero, word * sizeof zero,
                                   sizeof zero, 0, NULL, NULL));
    TRY(set_u32(s, bank->segments, n_common + 2, counter, status));
    TRY(set_u32(s, bank->segments, n_common + 3, from, status));
    TRY(set_u32(s, bank->segments, n_common + 4, s->layout->slice, status));
    TRY(set_u32(s, bank->deliver, n_common + 3, counter, status));
    TRY(launch(dev, bank->segments, device_fill(dev), store_group(s, SEGMENT_GROUP), "segments", status));
    size_t group = store_group(s, CHUNK_GROUP);
    size_t n_groups = class->n_event_slots < device_fill(dev) / group + 1 ? class->n_event_slots
                                                                          : device_fill(dev) / group + 1;
    TRY(launch(dev, bank->deliver, n_groups * group, group, "deliver_chunks", status));
cleanup:
    return code;
}

static engram_code deliver_class(struct store *s, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t number = 0;
    for (uint32_t b = 0; b < class->n_banks; b++) {
        struct store_bank *bank = &class->banks[b];
        if (!s->layout->chunked)
            TRY(launch(s->dev, bank->deliver, bank->n_tiles, 1, "deliver_tiles", status));
        else
            for (uint32_t from = 0; from < s->layout->window; from += s->layout->slice)
                TRY(deliver_slice(s, class, bank, number++, from, status));
    }
cleanup:
    return code;
}

static engram_code enqueue_window(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(launch(s->dev, s->turn, 1, 1, "turn", status));
    for (uint32_t c = 0; c < s->layout->n_cohorts; c++)
        TRY(launch(s->dev, s->cohorts[c].kernel, s->cohorts[c].n_items, store_group(s, 1),
                   s->cohorts[c].layout->model->name, status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        TRY(deliver_class(s, &s->classes[c], status));
cleanup:
    return code;
}

/* ---- between batches ---- */

/* The host changes the control block only while nothing runs, and writes all of it: Oclgrind 21.10 takes the rest of a buffer that was written in part
 * for uninitialised. */
static engram_code push_control(struct fast_clock *clock, engram_status *status)
{
    return bank_write(clock->store->dev, clock->store->control, 0, clock->control, sizeof clock->control,
                      status);
}

static engram_code pull_control(struct fast_clock *clock, engram_status *status)
{
    return bank_read(clock->store->dev, clock->store->control, 0, clock->control, sizeof clock->control,
                     status);
}

static engram_code enqueue_flush(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t c = 0; c < s->layout->n_classes; c++) {
        if (!model_has_pending(s->layout->classes[c].rule))
            continue;
        for (uint32_t b = 0; b < s->classes[c].n_banks; b++)
            TRY(launch(s->dev, s->classes[c].banks[b].flush, device_fill(s->dev),
                       store_group(s, SEGMENT_GROUP), "flush", status));
    }
cleanup:
    return code;
}

engram_code fast_clock_flush(struct fast_clock *clock, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(enqueue_flush(clock->store, status));
    clock->control[CONTROL_FLUSHED] = (uint32_t)clock->step;
    clock->control[CONTROL_WANTED] = 0;
    TRY(push_control(clock, status));
cleanup:
    return code;
}

/* Fetch the recorded spikes of the batch, sort them and hand them on. */
static engram_code drain(struct fast_clock *clock, uint32_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = clock->store;
    if (n == 0)
        return ENGRAM_OK;
    TRY(memory_resize(&clock->spikes, n, sizeof *clock->spikes, "recorded spikes", status));
    TRY(memory_resize(&clock->spare, n, sizeof *clock->spare, "recorded spikes", status));
    TRY(bank_read(s->dev, s->recorded, 0, clock->spikes, n * sizeof *clock->spikes, status));
    struct recorded_spike *sorted = spike_sort(clock->spikes, clock->spare, n);
    if (clock->on_spikes)
        TRY(clock->on_spikes(clock->context, sorted, n, status));
cleanup:
    return code;
}

static engram_code device_stopped(const struct fast_clock *clock, engram_status *status)
{
    const char *where = TEXT("before step %llu", (unsigned long long)clock->step);
    if (clock->control[CONTROL_ERROR] == ERROR_WEIGHT)
        return FAIL(ENGRAM_E_RUN, .what = "a weight has grown beyond its weight_limit", .where = where,
                    .why = "sums of inputs are kept in whole numbers whose scale relies on that limit",
                    .hint = "raise weight_limit of the projection, or let its rule bound the weight");
    if (clock->control[CONTROL_ERROR] == ERROR_SPIKES)
        return FAIL(ENGRAM_E_RUN, .what = "a neuron fired an impossible number of times", .where = where,
                    .why = "its model returned more spikes in one step than rings and sums are sized for, or "
                           "fewer than none",
                    .hint = "correct on_step() of the model; engram validate names the neuron");
    return FAIL(ENGRAM_E_RUN, .what = "a ring of post spikes overflowed", .where = where,
                .why = "a neuron fired more often than its model allows",
                .hint = "this is a defect of the engine: report the experiment file");
}

/* Look at the control block and do what the device is waiting for. */
static engram_code attend(struct fast_clock *clock, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = clock->store;
    uint32_t *control = clock->control;
    TRY(pull_control(clock, status));
    /* The device counts stamps with 32 bits; a run is shorter than 2^30 steps (experiment room). */
    clock->step = control[CONTROL_STEP] + control[CONTROL_LENGTH];
    if (control[CONTROL_ERROR])
        TRY(device_stopped(clock, status));
    TRY(drain(clock, control[CONTROL_RECORDED], status));
    control[CONTROL_RECORDED] = 0;
    if (control[CONTROL_PAUSE] & PAUSE_RING)
        TRY(ring_grow(s, control, status));
    if (control[CONTROL_PAUSE] & PAUSE_FLUSH || control[CONTROL_WANTED] || clock->flush_every) {
        TRY(enqueue_flush(s, status));
        control[CONTROL_FLUSHED] = (uint32_t)clock->step;
        control[CONTROL_WANTED] = 0;
    }
    control[CONTROL_PAUSE] = 0;
    TRY(push_control(clock, status));
cleanup:
    return code;
}

static void adapt_batch(struct fast_clock *clock, double seconds)
{
    if (seconds < 0.5 * BATCH_S && clock->batch < LONGEST_BATCH)
        clock->batch *= 2;
    else if (seconds > 2 * BATCH_S && clock->batch > 1)
        clock->batch /= 2;
}

static engram_code report_batch(const struct fast_clock *clock, engram_status *status)
{
    if (!clock->on_batch || clock->on_batch(clock->context, clock->step))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_INTERRUPTED, .what = "stopped",
                .where = TEXT("step %llu", (unsigned long long)clock->step),
                .why = "the caller asked for it");
}

engram_code fast_clock_run(struct fast_clock *clock, uint64_t stop, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = clock->store;
    clock->control[CONTROL_STOP] = (uint32_t)stop;
    TRY(push_control(clock, status));
    while (clock->step < stop) {
        double begin = timer_now();
        uint64_t left = (stop - clock->step + s->layout->window - 1) / s->layout->window +
                        1; /* and a turn that closes the last */
        uint32_t n = clock->flush_every ? clock->flush_every : clock->batch;
        for (uint32_t i = 0; i < n && i < left; i++)
            TRY(enqueue_window(s, status));
        TRY(attend(clock, status));
        adapt_batch(clock, timer_now() - begin);
        TRY(report_batch(clock, status));
    }
cleanup:
    return code;
}

/* Of the spikes that the rings still hold, none is on its way; those that are kept for ticks stay until `turn` lets go of them. */
engram_code fast_clock_pass_over(struct fast_clock *clock, uint64_t stop, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *control = clock->control;
    for (uint32_t c = 0; c < clock->store->layout->n_classes; c++) {
        uint32_t *class = control + CONTROL_CLASS + c * CLASS_WORDS;
        class[CLASS_FLYING] = class[CLASS_TAIL];
        class[CLASS_FLYING + 2] = class[CLASS_FLYING + 1]; /* its queue of marks, see turn.cl */
        class[CLASS_HORIZON] = (uint32_t)stop;
    }
    control[CONTROL_STEP] = control[CONTROL_STOP] = (uint32_t)stop;
    control[CONTROL_LENGTH] = 0;
    TRY(push_control(clock, status));
    clock->step = stop;
    TRY(report_batch(clock, status));
cleanup:
    return code;
}
