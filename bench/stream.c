/* What the memory of the device does: copy, triad, and gathers from tables of several sizes. Best of several passes. */
#include "micro.h"

#include "core/timer.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/device.h"
#include "device/launch.h"
#include "device/program.h"

enum { N_WORDS = 1 << 25, PASSES = 7 };

/* Work-items own neighbouring runs on CPUs, every k-th word on GPUs. */
static const char source[] =
    "#define EACH(i) uint n_items = get_global_size(0), run = (n + n_items - 1) / n_items, id = "
    "get_global_id(0); \\\n"
    "    uint begin = is_run ? min(id * run, n) : id, end = is_run ? min(begin + run, n) : n, step = is_run "
    "? 1 : n_items; \\\n"
    "    for (uint i = begin; i < end; i += step)\n"
    "__kernel void copy(__global const float *restrict a, __global const float *restrict b, __global float "
    "*restrict c, uint n, uint is_run, uint mask)\n"
    "{ EACH(i) c[i] = a[i]; }\n"
    "__kernel void triad(__global const float *restrict a, __global const float *restrict b, __global float "
    "*restrict c, uint n, uint is_run, uint mask)\n"
    "{ EACH(i) c[i] = a[i] + 3.0f * b[i]; }\n"
    "__kernel void gather(__global const float *restrict a, __global const float *restrict b, __global float "
    "*restrict c, uint n, uint is_run, uint mask)\n"
    "{ float sum = 0; EACH(i) sum += a[(i * 2654435761u >> 5) & mask]; c[get_global_id(0)] = sum; }\n";

struct stream {
    struct device *dev;
    cl_program program;
    cl_mem a, b, c;
};

static engram_code best_seconds(struct stream *s, const char *name, cl_uint mask, double *best,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct device *dev = s->dev;
    cl_kernel kernel = NULL;
    cl_uint n = N_WORDS, is_run = s->dev->is_cpu;
    *best = 1e9;
    TRY(program_kernel(s->dev, s->program, name, &kernel, status));
    CL_TRY(clSetKernelArg(kernel, 0, sizeof s->a, &s->a));
    CL_TRY(clSetKernelArg(kernel, 1, sizeof s->b, &s->b));
    CL_TRY(clSetKernelArg(kernel, 2, sizeof s->c, &s->c));
    CL_TRY(clSetKernelArg(kernel, 3, sizeof n, &n));
    CL_TRY(clSetKernelArg(kernel, 4, sizeof is_run, &is_run));
    CL_TRY(clSetKernelArg(kernel, 5, sizeof mask, &mask));
    for (int pass = 0; pass < PASSES; pass++) {
        TRY(device_finish(s->dev, status));
        double begin = timer_now();
        TRY(launch(s->dev, kernel, device_fill(s->dev), is_run ? 1 : 64, name, status));
        TRY(device_finish(s->dev, status));
        double seconds = timer_now() - begin;
        *best = seconds < *best ? seconds : *best;
    }
cleanup:
    if (kernel)
        clReleaseKernel(kernel);
    return code;
}

static engram_code measure(struct stream *s, struct micro *m)
{
    engram_code code = ENGRAM_OK;
    double seconds = 0;
    printf("\nmemory\n");
    TRY(best_seconds(s, "copy", 0, &seconds, m->status));
    m->copy_bytes_per_s = 8.0 * N_WORDS / seconds;
    printf("  copy   %8.2f GB/s\n", 1e-9 * m->copy_bytes_per_s);
    TRY(best_seconds(s, "triad", 0, &seconds, m->status));
    printf("  triad  %8.2f GB/s\n", 1e-9 * 12.0 * N_WORDS / seconds);
    for (unsigned bits = 13; bits <= 25; bits += 4) {
        TRY(best_seconds(s, "gather", (1u << bits) - 1u, &seconds, m->status));
        printf("  gather %8.1f million/s from %u KiB\n", 1e-6 * N_WORDS / seconds, (1u << bits) / 256u);
    }
cleanup:
    return code;
}

engram_code micro_stream(struct micro *m)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = m->status;
    struct stream s = {0};
    TRY(device_open(m->device, false, &s.dev, status));
    TRY(program_build(s.dev, "the memory benchmark", source, NULL, &s.program, status));
    TRY(bank_alloc_zero(s.dev, 4ull * N_WORDS, "memory benchmark", &s.a, status));
    TRY(bank_alloc_zero(s.dev, 4ull * N_WORDS, "memory benchmark", &s.b, status));
    TRY(bank_alloc_zero(s.dev, 4ull * N_WORDS, "memory benchmark", &s.c, status));
    TRY(measure(&s, m));
cleanup:
    bank_free(s.dev, &s.a);
    bank_free(s.dev, &s.b);
    bank_free(s.dev, &s.c);
    if (s.program)
        clReleaseProgram(s.program);
    device_close(s.dev);
    return code;
}
