#include "device/device.h"

#include "core/memory.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lanes that fill one vector register, as far as kernels are written for: 16 (AVX-512), 8 (AVX2), 4 (SSE, NEON). Anything that is not a CPU
 * spreads lanes over work-items by itself. */
static uint32_t natural_lanes(const struct device *dev)
{
    cl_uint width = 1;
    if (!dev->is_cpu || clGetDeviceInfo(dev->id, CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, sizeof width, &width,
                                        NULL) != CL_SUCCESS)
        return 1;
    return width >= 16 ? 16 : width >= 8 ? 8 : width >= 4 ? 4 : 1;
}

static engram_code choose_lanes(struct device *dev, engram_status *status)
{
    const char *wish = getenv("ENGRAM_VW");
    dev->vw = natural_lanes(dev);
    if (!wish || !*wish)
        return ENGRAM_OK;
    static const uint32_t lanes[] = {1, 4, 8, 16};
    for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++) {
        char text[8];
        snprintf(text, sizeof text, "%u", lanes[i]);
        if (strcmp(wish, text) == 0) {
            dev->vw = lanes[i];
            return ENGRAM_OK;
        }
    }
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' is no number of lanes", wish),
                .where = "environment variable ENGRAM_VW",
                .why = "kernels are written for vectors of 1, 4, 8 or 16 floats",
                .hint = "unset it: results do not depend on it");
}

static bool has_extension(cl_device_id id, const char *name)
{
    char extensions[8192] = "";
    if (clGetDeviceInfo(id, CL_DEVICE_EXTENSIONS, sizeof extensions - 1, extensions, NULL) != CL_SUCCESS)
        return false;
    size_t length = strlen(name);
    for (const char *at = extensions; (at = strstr(at, name)); at += length) {
        bool starts = at == extensions || at[-1] == ' ';
        if (starts && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* What must hold before any kernel is tried; the rest is the self-test's business. */
static engram_code require_usable(const struct device *dev, engram_status *status)
{
    cl_bool available = CL_FALSE, has_compiler = CL_FALSE, little = CL_FALSE;
    cl_device_id id = dev->id;
    clGetDeviceInfo(id, CL_DEVICE_AVAILABLE, sizeof available, &available, NULL);
    clGetDeviceInfo(id, CL_DEVICE_COMPILER_AVAILABLE, sizeof has_compiler, &has_compiler, NULL);
    clGetDeviceInfo(id, CL_DEVICE_ENDIAN_LITTLE, sizeof little, &little, NULL);
    const char *lacks = !available      ? "its driver says it is not available now"
                        : !has_compiler ? "its driver has no OpenCL C compiler"
                        : !little       ? "it is big-endian; Engram's records are little-endian"
                        : !dev->max_alloc || !dev->compute_units || !dev->max_work_group
                            ? "its driver does not say how much memory or how many units it has"
                            : NULL;
    if (!lacks)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_DEVICE, .what = "this device cannot be used", .where = dev->shown, .why = lacks,
                .hint = "choose another one (engram devices), or see engram doctor");
}

static void fill_in(struct device *dev, const struct found_device *found)
{
    const engram_device_description *d = &found->description;
    dev->platform = found->platform;
    dev->id = found->id;
    dev->description = *d;
    snprintf(dev->shown, sizeof dev->shown, "%s (%s)", d->name, d->platform);
    dev->is_cpu = strcmp(d->type, "cpu") == 0;
    dev->is_simulator = strcmp(d->platform, "Oclgrind") == 0;
    dev->has_unified_memory = d->unified_memory;
    dev->has_int64_atomics = has_extension(found->id, "cl_khr_int64_base_atomics");
    dev->compute_units = d->compute_units;
    dev->max_work_group = d->max_work_group;
    dev->max_alloc = d->max_allocation_bytes;
    dev->memory = d->memory_bytes;
    dev->memory_limit = d->memory_bytes;
}

engram_code device_open(const char *selector, bool profile, struct device **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct device *dev = NULL;
    struct found_device found;

    *out = NULL;
    TRY(platform_find(selector, &found, status));
    TRY(memory_new(&dev, 1, sizeof *dev, "device", status));
    fill_in(dev, &found);
    dev->is_profiled = profile;
    TRY(require_usable(dev, status));
    TRY(choose_lanes(dev, status));
    TRY(profile_create(profile, &dev->profile, status));
    CL_NEW(dev->context, clCreateContext(NULL, 1, &dev->id, NULL, NULL, &err));
    CL_NEW(dev->queue,
           clCreateCommandQueue(dev->context, dev->id, profile ? CL_QUEUE_PROFILING_ENABLE : 0, &err));
    *out = dev;
    dev = NULL;

cleanup:
    device_close(dev);
    return code;
}

void device_close(struct device *dev)
{
    if (!dev)
        return;
    if (dev->queue)
        clFinish(dev->queue);
    profile_free(dev->profile);
    if (dev->queue)
        clReleaseCommandQueue(dev->queue);
    if (dev->context)
        clReleaseContext(dev->context);
    free(dev->last_log);
    free(dev->ledger);
    free(dev);
}

void device_limit_memory(struct device *dev, uint64_t bytes)
{
    dev->memory_limit = bytes && bytes < dev->memory ? bytes : dev->memory;
}

size_t device_fill(const struct device *dev)
{
    /* A GPU hides latency with many resident work-items per unit; a CPU core runs one work-group at a time. */
    return (size_t)dev->compute_units * (dev->is_cpu ? 4 : 2048);
}

const char *device_last_log(const struct device *dev)
{
    return dev->last_log ? dev->last_log : "";
}
