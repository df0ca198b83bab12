#include "device/program.h"

#include "core/memory.h"
#include "device/buildlog.h"
#include "device/cache.h"
#include "device/clerror.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -cl-std because drivers differ in their default; nothing that allows inexact arithmetic, ever. Oclgrind 21.10 does not know some intrinsics that
 * the optimiser makes (saturating subtraction, scopes of `restrict`), and checks more in a program as it was written. */
static engram_code complete_options(const struct device *dev, const char *options, char **out,
                                    engram_status *status)
{
    const char *given = options ? options : "";
    size_t bytes = strlen(given) + 96;
    engram_code code = memory_new(out, bytes, 1, "build options", status);
    if (code == ENGRAM_OK)
        snprintf(*out, bytes, "-cl-std=CL1.2 -DVW=%u%s%s%s", dev->vw,
                 dev->is_simulator ? " -cl-opt-disable -DINLINE=static" : "", *given ? " " : "", given);
    return code;
}

/* Keep the compiler's log; a build that went through without a word clears it. */
static void keep_log(struct device *dev, cl_program program)
{
    size_t bytes = 0;
    free(dev->last_log);
    dev->last_log = NULL;
    if (clGetProgramBuildInfo(program, dev->id, CL_PROGRAM_BUILD_LOG, 0, NULL, &bytes) != CL_SUCCESS ||
        bytes == 0)
        return;
    if (memory_new(&dev->last_log, bytes + 1, 1, "build log", NULL) == ENGRAM_OK)
        clGetProgramBuildInfo(program, dev->id, CL_PROGRAM_BUILD_LOG, bytes, dev->last_log, NULL);
}

static engram_code explain(struct device *dev, const char *name, const char *text, cl_int err,
                           engram_status *status)
{
    struct build_error error;
    bool located = build_error_find(device_last_log(dev), text, &error);
    const char *where = dev->shown;
    if (located && error.column)
        where = TEXT("%s:%u:%u", error.file, error.line, error.column);
    else if (located)
        where = TEXT("%s:%u", error.file, error.line);
    return FAIL(ENGRAM_E_DEVICE, .what = TEXT("%s does not compile on %s", name, dev->shown), .where = where,
                .why = *error.source ? TEXT("%s\n             %s", error.message, error.source)
                       : *error.message
                           ? error.message
                           : TEXT("%s (%d), and the compiler says nothing", cl_error_name(err), (int)err),
                .hint = located ? "correct that line" : "check the driver: engram doctor");
}

/* A program from the cache, or NULL: whatever a driver does not like about a binary, the text is still there. */
static cl_program from_cache(struct device *dev, const struct cache_key *key, const char *options)
{
    unsigned char *binary = NULL;
    size_t n = 0;
    cl_int err = CL_SUCCESS, loaded = CL_SUCCESS;

    if (!cache_load(key, &binary, &n))
        return NULL;
    const unsigned char *bytes = binary;
    cl_program program = clCreateProgramWithBinary(dev->context, 1, &dev->id, &n, &bytes, &loaded, &err);
    if (err == CL_SUCCESS && loaded == CL_SUCCESS)
        err = clBuildProgram(program, 1, &dev->id, options, NULL, NULL);
    free(binary);
    if (err == CL_SUCCESS && loaded == CL_SUCCESS)
        return program;
    if (program)
        clReleaseProgram(program);
    cache_drop(key);
    return NULL;
}

/* Only speed is lost when this fails, so it leaves a note and no failure. */
static void to_cache(struct device *dev, const struct cache_key *key, cl_program program)
{
    size_t n = 0;
    unsigned char *binary = NULL;
    cl_int err = clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, sizeof n, &n, NULL);
    if (err == CL_SUCCESS && n > 0 && memory_new(&binary, n, 1, "program to cache", NULL) == ENGRAM_OK)
        err = clGetProgramInfo(program, CL_PROGRAM_BINARIES, sizeof binary, &binary, NULL);
    if (binary && err == CL_SUCCESS)
        cache_store(key, binary, n, dev->cache_note, sizeof dev->cache_note);
    else
        snprintf(dev->cache_note, sizeof dev->cache_note,
                 "programs are compiled anew each time: this driver does not give them back");
    free(binary);
}

static engram_code compile(struct device *dev, const char *name, const char *text, const char *options,
                           cl_program *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    cl_program program = NULL;

    CL_NEW(program, clCreateProgramWithSource(dev->context, 1, &text, NULL, &err));
    err = clBuildProgram(program, 1, &dev->id, options, NULL, NULL);
    keep_log(dev, program);
    if (err != CL_SUCCESS)
        TRY(explain(dev, name, text, err, status));
    *out = program;
    program = NULL;

cleanup:
    if (program)
        clReleaseProgram(program);
    return code;
}

engram_code program_build(struct device *dev, const char *name, const char *text, const char *options,
                          cl_program *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct cache_key key;
    char *complete = NULL;

    *out = NULL;
    TRY(complete_options(dev, options, &complete, status));
    cache_key_make(dev, text, complete, &key);
    *out = from_cache(dev, &key, complete);
    if (*out) {
        dev->n_cache_hits++;
    } else {
        TRY(compile(dev, name, text, complete, out, status));
        dev->n_cache_misses++;
        if (!cache_is_off())
            to_cache(dev, &key, *out);
    }

cleanup:
    free(complete);
    return code;
}

engram_code program_kernel(struct device *dev, cl_program program, const char *kernel, cl_kernel *out,
                           engram_status *status)
{
    cl_int err = CL_SUCCESS;
    *out = clCreateKernel(program, kernel, &err);
    return err == CL_SUCCESS ? ENGRAM_OK : cl_fail(status, dev, err, TEXT("clCreateKernel '%s'", kernel));
}
