/* In flight: a ring of events, oldest first.
 *
 *      profiled        one event per launch, so that its times can be read later; when the ring is full its older half is waited for and read
 *      not profiled    one event per STRIDE launches (a fence); when FENCES are out, the oldest is waited for
 *
 * Either way the driver never holds more than about IN_FLIGHT launches, and the queue never runs dry while the host waits. */
#include "device/launch.h"

#include "core/memory.h"
#include "device/clerror.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IN_FLIGHT = 512, FENCES = 4, STRIDE = IN_FLIGHT / FENCES };

struct pending {
    cl_event event;
    size_t row; /* of the table of times */
};

struct profile {
    bool is_timed;
    struct pending ring[IN_FLIGHT];
    size_t first, n_pending;
    unsigned since_fence;
    struct kernel_time *rows;
    size_t n_rows;
};

engram_code profile_create(bool is_profiled, struct profile **out, engram_status *status)
{
    engram_code code = memory_new(out, 1, sizeof **out, "launch queue", status);
    if (code == ENGRAM_OK)
        (*out)->is_timed = is_profiled;
    return code;
}

void profile_free(struct profile *profile)
{
    if (!profile)
        return;
    for (size_t i = 0; i < profile->n_pending; i++)
        clReleaseEvent(profile->ring[(profile->first + i) % IN_FLIGHT].event);
    free(profile->rows);
    free(profile);
}

static engram_code find_row(struct profile *profile, const char *name, size_t *row, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < profile->n_rows; i++) {
        if (strncmp(profile->rows[i].name, name, sizeof profile->rows[i].name - 1) == 0) {
            *row = i;
            return ENGRAM_OK;
        }
    }
    TRY(memory_resize(&profile->rows, profile->n_rows + 1, sizeof *profile->rows, "kernel times", status));
    *row = profile->n_rows++;
    profile->rows[*row] = (struct kernel_time){0};
    snprintf(profile->rows[*row].name, sizeof profile->rows[*row].name, "%s", name);

cleanup:
    return code;
}

/* Take the oldest event out of the ring: wait for it, raise what went wrong in it, add its time. */
static engram_code retire_oldest(struct device *dev, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS, state = CL_COMPLETE;
    struct profile *profile = dev->profile;
    struct pending oldest = profile->ring[profile->first];
    cl_ulong start = 0, end = 0;

    profile->first = (profile->first + 1) % IN_FLIGHT;
    profile->n_pending--;
    CL_TRY(clWaitForEvents(1, &oldest.event));
    CL_TRY(clGetEventInfo(oldest.event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof state, &state, NULL));
    if (state < 0)
        TRY(cl_fail(status, dev, state, "a kernel"));
    if (profile->is_timed) {
        CL_TRY(clGetEventProfilingInfo(oldest.event, CL_PROFILING_COMMAND_START, sizeof start, &start, NULL));
        CL_TRY(clGetEventProfilingInfo(oldest.event, CL_PROFILING_COMMAND_END, sizeof end, &end, NULL));
        profile->rows[oldest.row].seconds += 1e-9 * (double)(end - start);
    }

cleanup:
    clReleaseEvent(oldest.event);
    return code;
}

/* Make room for one more event without emptying the queue. */
static engram_code bound_queue(struct device *dev, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct profile *profile = dev->profile;
    size_t most = profile->is_timed ? IN_FLIGHT : FENCES;
    size_t keep = profile->is_timed ? IN_FLIGHT / 2 : FENCES - 1;

    if (profile->n_pending < most)
        return ENGRAM_OK;
    while (profile->n_pending > keep)
        TRY(retire_oldest(dev, status));

cleanup:
    return code;
}

engram_code launch(struct device *dev, cl_kernel kernel, size_t global, size_t local, const char *name,
                   engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct profile *profile = dev->profile;
    bool wants_event = profile->is_timed || ++profile->since_fence >= STRIDE;
    cl_event event = NULL;
    size_t row = 0;

    if (global == 0)
        return ENGRAM_OK;
    if (local)
        global = (global + local - 1) / local * local;
    if (wants_event)
        TRY(bound_queue(dev, status));
    if (profile->is_timed)
        TRY(find_row(profile, name, &row, status));
    err = clEnqueueNDRangeKernel(dev->queue, kernel, 1, NULL, &global, local ? &local : NULL, 0, NULL,
                                 wants_event ? &event : NULL);
    if (err != CL_SUCCESS)
        return cl_fail(
            status, dev, err,
            TEXT("clEnqueueNDRangeKernel of '%s' over %zu work-items in groups of %zu", name, global, local));
    if (wants_event) {
        profile->ring[(profile->first + profile->n_pending++) % IN_FLIGHT] = (struct pending){event, row};
        profile->since_fence = 0;
        CL_TRY(clFlush(dev->queue));
    }
    if (profile->is_timed)
        profile->rows[row].launches++;

cleanup:
    return code;
}

engram_code device_finish(struct device *dev, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    CL_TRY(clFinish(dev->queue));
    while (dev->profile->n_pending)
        TRY(retire_oldest(dev, status));

cleanup:
    return code;
}

void profile_bytes(struct device *dev, const char *name, uint64_t bytes)
{
    size_t row = 0;
    if (dev->is_profiled && find_row(dev->profile, name, &row, NULL) == ENGRAM_OK)
        dev->profile->rows[row].bytes += bytes;
}

static int longest_first(const void *a, const void *b)
{
    double x = ((const struct kernel_time *)a)->seconds, y = ((const struct kernel_time *)b)->seconds;
    return (x < y) - (x > y);
}

engram_code device_profile(struct device *dev, struct kernel_time **out, size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct profile *profile = dev->profile;
    struct kernel_time *times = NULL;

    TRY(device_finish(dev, status));
    TRY(memory_new(&times, profile->n_rows, sizeof *times, "kernel times", status));
    if (profile->n_rows)
        memcpy(times, profile->rows, profile->n_rows * sizeof *times);
    qsort(times, profile->n_rows, sizeof *times, longest_first);
    *out = times;
    *n = profile->n_rows;

cleanup:
    return code;
}
