#include "device/bandwidth.h"

#include "core/timer.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"
#include "model/model.h"

#include <stdlib.h>

/* 256 MiB lies beyond every cache of today; LONG_S is enough for a clock, TOTAL_S for a user's patience. */
static const uint64_t largest = 256u << 20, smallest = 1u << 20;
static const double long_s = 0.02, total_s = 0.25;

struct copying {
    cl_kernel kernel;
    cl_mem from, to;
    uint64_t bytes; /* of each buffer, a multiple of 64 */
    size_t global, local;
};

/* Seconds that copying `bytes` takes. */
static engram_code copy_once(struct device *dev, const struct copying *it, uint64_t bytes, double *seconds,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    cl_uint n = (cl_uint)(bytes / (sizeof(float) * dev->vw)), is_run = dev->is_cpu;

    CL_TRY(clSetKernelArg(it->kernel, 0, sizeof it->from, &it->from));
    CL_TRY(clSetKernelArg(it->kernel, 1, sizeof it->to, &it->to));
    CL_TRY(clSetKernelArg(it->kernel, 2, sizeof n, &n));
    CL_TRY(clSetKernelArg(it->kernel, 3, sizeof is_run, &is_run));
    TRY(device_finish(dev, status));
    double begin = timer_now();
    TRY(launch(dev, it->kernel, it->global, it->local, "bandwidth: copy", status));
    TRY(device_finish(dev, status));
    *seconds = timer_now() - begin;

cleanup:
    return code;
}

/* A size at which one pass is long enough to be timed, found from below: a simulator needs seconds for what a GPU does in microseconds. */
static engram_code measure(struct device *dev, const struct copying *it, double *bytes_per_s,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double begin = timer_now(), seconds = 0;
    uint64_t bytes = smallest < it->bytes ? smallest : it->bytes;

    TRY(copy_once(dev, it, bytes, &seconds, status)); /* the driver's own start-up; not counted */
    TRY(copy_once(dev, it, bytes, &seconds, status));
    while (seconds < long_s && bytes < it->bytes) {
        bytes = bytes * 4 < it->bytes ? bytes * 4 : it->bytes;
        TRY(copy_once(dev, it, bytes, &seconds, status));
    }
    double best = seconds;
    while (timer_now() - begin < total_s) {
        TRY(copy_once(dev, it, bytes, &seconds, status));
        best = seconds < best ? seconds : best;
    }
    *bytes_per_s = 2.0 * (double)bytes / best;

cleanup:
    return code;
}

engram_code device_bandwidth(struct device *dev, double *bytes_per_s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    cl_program program = NULL;
    struct copying it = {.global = device_fill(dev), .local = dev->is_cpu ? 1 : 64};
    uint64_t room = dev->memory_limit - dev->bytes_used;

    it.bytes = dev->max_alloc < largest ? dev->max_alloc : largest;
    it.bytes = (it.bytes < room / 4 ? it.bytes : room / 4) / 64 * 64;
    if (it.local > dev->max_work_group)
        it.local = 1;
    TRY(assemble_file("check/copy.cl", &text, status));
    TRY(program_build(dev, "the bandwidth measurement", text, NULL, &program, status));
    TRY(program_kernel(dev, program, "copy", &it.kernel, status));
    TRY(bank_alloc_zero(dev, it.bytes, "bandwidth measurement", &it.from, status));
    TRY(bank_alloc_zero(dev, it.bytes, "bandwidth measurement", &it.to, status));
    TRY(measure(dev, &it, bytes_per_s, status));

cleanup:
    bank_free(dev, &it.to);
    bank_free(dev, &it.from);
    if (it.kernel)
        clReleaseKernel(it.kernel);
    if (program)
        clReleaseProgram(program);
    free(text);
    return code;
}

engram_code engram_device_bandwidth(const char *selector, double *bytes_per_s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = NULL;

    TRY(device_open(selector, false, &dev, status));
    TRY(device_bandwidth(dev, bytes_per_s, status));

cleanup:
    device_close(dev);
    return code;
}
