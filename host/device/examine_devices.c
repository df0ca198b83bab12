/* Platforms, and what each of their devices can do. */
#include "device/examine.h"

#include "core/timer.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/platform.h"
#include "device/selftest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const double gib = 1024.0 * 1024.0 * 1024.0;

static engram_code examine_platforms(struct findings *findings, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_platform_id ids[MAX_PLATFORMS];
    cl_uint n = platform_ids(ids);

    if (n == 0)
        TRY(find(findings, HEALTH_FAIL, "platforms", "the OpenCL loader finds no platform",
                 "install a driver (sudo apt install pocl-opencl-icd), or mend those above", status));
    for (cl_uint i = 0; i < n; i++) {
        char name[256] = "", version[256] = "";
        cl_uint n_devices = 0;
        clGetPlatformInfo(ids[i], CL_PLATFORM_NAME, sizeof name - 1, name, NULL);
        clGetPlatformInfo(ids[i], CL_PLATFORM_VERSION, sizeof version - 1, version, NULL);
        cl_int err = clGetDeviceIDs(ids[i], CL_DEVICE_TYPE_ALL, 0, NULL, &n_devices);
        if (err == CL_SUCCESS)
            TRY(find(findings, HEALTH_OK, "platform",
                     TEXT("%s, %s: %u device%s", name, version, n_devices, n_devices == 1 ? "" : "s"), NULL,
                     status));
        else
            TRY(find(findings, HEALTH_WARN, "platform",
                     TEXT("%s offers no device: %s", name, cl_error_name(err)),
                     "its hardware is missing, or this user may not use it (see permission)", status));
    }

cleanup:
    return code;
}

/* A failure of `step` as a finding. */
static engram_code report(const char *subject, const engram_status *failure, struct findings *findings,
                          engram_status *status)
{
    return find(findings, HEALTH_FAIL, subject,
                TEXT("%s; %s", engram_status_what(failure), engram_status_why(failure)),
                engram_status_hint(failure), status);
}

/* Does it really have the buffer it promises? Both ends are written, so this costs no time. */
static engram_code examine_memory(struct device *dev, const char *subject, struct findings *findings,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_mem bank = NULL;
    engram_status *failure = engram_status_create();
    uint64_t bytes = dev->max_alloc < dev->memory_limit ? dev->max_alloc : dev->memory_limit;

    if (bank_alloc(dev, bytes, "largest buffer", &bank, failure) == ENGRAM_OK)
        TRY(find(
            findings, HEALTH_OK, subject,
            TEXT("memory %.2f GiB, largest buffer %.2f GiB", (double)dev->memory / gib, (double)bytes / gib),
            NULL, status));
    else
        TRY(find(findings, HEALTH_WARN, subject,
                 TEXT("it promises buffers of %.2f GiB and gives none: %s", (double)bytes / gib,
                      failure ? engram_status_why(failure) : ""),
                 "other programs may hold its memory; limit Engram with --memory-limit", status));

cleanup:
    bank_free(dev, &bank);
    engram_status_free(failure);
    return code;
}

static engram_code examine_device(const engram_device_description *d, struct findings *findings,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = NULL;
    engram_status *failure = engram_status_create();
    char subject[64];

    snprintf(subject, sizeof subject, "device %s", d->selector);
    TRY(find(findings, HEALTH_OK, subject,
             TEXT("%s (%s) on %s, driver %s, %" PRIu32 " units", d->name, d->type, d->platform, d->driver,
                  d->compute_units),
             NULL, status));
    if (!failure || device_open(d->selector, false, &dev, failure) != ENGRAM_OK) {
        if (failure)
            TRY(report(subject, failure, findings, status));
        goto cleanup;
    }
    TRY(examine_memory(dev, subject, findings, status));
    double begin = timer_now();
    if (device_selftest(dev, failure) != ENGRAM_OK)
        TRY(report(subject, failure, findings, status));
    else
        TRY(find(findings, HEALTH_OK, subject,
                 TEXT("compiles, and computes what this host computes (%.2f s%s, %" PRIu32 " lanes)",
                      timer_now() - begin, dev->n_cache_hits ? " with the cached program" : "", dev->vw),
                 NULL, status));

cleanup:
    device_close(dev);
    engram_status_free(failure);
    return code;
}

/* The choice that a run without --device makes. */
static engram_code examine_default(bool has_gpu, bool has_gpu_file, struct findings *findings,
                                   engram_status *status)
{
    engram_device_description chosen;
    engram_status *failure = engram_status_create();
    engram_code code = ENGRAM_OK;

    if (engram_device_find(NULL, &chosen, failure) == ENGRAM_OK)
        TRY(find(findings, HEALTH_OK, "default",
                 TEXT("without --device, %s is used: %s", chosen.selector, chosen.name), NULL, status));
    else if (failure)
        TRY(report("default", failure, findings, status));
    if (has_gpu_file && !has_gpu)
        TRY(find(
            findings, HEALTH_WARN, "hardware", "there is a GPU, but no OpenCL driver offers it",
            "NVIDIA: nvidia-opencl-icd; AMD: rocm-opencl-icd, or mesa-opencl-icd; Intel: intel-opencl-icd",
            status));

cleanup:
    engram_status_free(failure);
    return code;
}

engram_code examine_devices(bool has_gpu_file, struct findings *findings, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_device_description *list = NULL;
    size_t n = 0;
    bool has_gpu = false;

    TRY(examine_platforms(findings, status));
    TRY(engram_devices_list(&list, &n, status));
    for (size_t i = 0; i < n; i++) {
        has_gpu |= strcmp(list[i].type, "gpu") == 0;
        TRY(examine_device(&list[i], findings, status));
    }
    if (n > 0)
        TRY(examine_default(has_gpu, has_gpu_file, findings, status));

cleanup:
    free(list);
    return code;
}
