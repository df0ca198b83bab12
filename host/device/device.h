/* One opened OpenCL device: context, in-order queue, and what the rest of the engine must know about it.
 *
 *      device_open --> struct device --+-- bank.h     buffers, counted against the budget
 *                                      +-- program.h  kernel text -> program, through the disk cache
 *                                      +-- launch.h   one kernel onto the queue, timed if asked
 *                                      +-- selftest.h refuses a device that computes wrongly
 *
 * A device is used by one thread at a time. Selection rules: include/engram/device.h. */
#ifndef ENGRAM_DEVICE_DEVICE_H
#define ENGRAM_DEVICE_DEVICE_H
#include "core/status.h"

#include <engram/device.h>

#include <CL/cl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct profile; /* launch.c */

/* Bytes of banks with one purpose ("neuron states"), in the order of first use. */
struct ledger_line {
    char purpose[96];
    uint64_t bytes;
};

struct device {
    cl_platform_id platform;
    cl_device_id id;
    cl_context context;
    cl_command_queue queue; /* in order; with profiling if asked */
    engram_device_description description;
    char shown[272];   /* "NAME (PLATFORM)", as every message calls it */
    bool is_cpu;       /* kernels run on the host's cores: owned tiles rather than atomics, vw > 1 pays */
    bool is_simulator; /* Oclgrind: checks every access, and takes its time */
    bool has_unified_memory; /* mapping a buffer copies nothing */
    bool has_int64_atomics;  /* cl_khr_int64_base_atomics */
    bool is_profiled;
    uint32_t
        vw; /* lanes of `real` in kernels: CPU 16 / 8 / 4 by its vector unit, else 1; ENGRAM_VW overrides */
    uint32_t compute_units;
    size_t max_work_group;
    uint64_t max_alloc;              /* bytes; the largest single buffer */
    uint64_t memory;                 /* bytes the device says it has */
    uint64_t memory_limit;           /* bytes banks may use together; at first `memory` */
    uint64_t bytes_used, bytes_peak; /* by banks, now and at most */
    bool is_dry;                     /* planning: banks are counted, not made (every bank is NULL) */
    struct ledger_line *ledger;      /* [n_ledger] bytes of all banks so far, by purpose; bank.c */
    size_t n_ledger;
    char cache_note
        [512]; /* why programs cannot be kept on disk; empty if they are, or nobody wants them kept */
    uint64_t n_cache_hits, n_cache_misses; /* programs loaded from disk, and compiled */
    char *last_log;          /* program.c: compiler's log of the last program that was compiled, or NULL */
    struct profile *profile; /* launch.c */
};

/* Open the device a selector names. *out is owned by the caller (device_close). Fails with ENGRAM_E_DEVICE; the hint lists what exists. */
engram_code device_open(const char *selector, bool profile, struct device **out, engram_status *status);
void device_close(struct device *dev);
/* Let banks use at most `bytes` together; 0: what the device has. */
void device_limit_memory(struct device *dev, uint64_t bytes);
/* Enough work-items to keep every compute unit busy, for kernels that stride. */
size_t device_fill(const struct device *dev);
/* Wait until everything enqueued so far has run; raises what went wrong on the device meanwhile. */
engram_code device_finish(struct device *dev, engram_status *status);
/* The compiler's whole log of the last program_build that compiled; "" if there is none. Borrowed until the next build. */
const char *device_last_log(const struct device *dev);
#endif
