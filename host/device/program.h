/* Kernel text -> program, through a cache on disk.
 *
 * Options always include -cl-std=CL1.2 and -DVW=<dev->vw>, and on the simulator -cl-opt-disable. Built programs are kept in $ENGRAM_CACHE_DIR, else $XDG_CACHE_HOME/engram, else
 * ~/.cache/engram; the key covers text, options, platform, device and their versions (cache.h). Failing to keep one is not an error (dev->cache_note). */
#ifndef ENGRAM_DEVICE_PROGRAM_H
#define ENGRAM_DEVICE_PROGRAM_H
#include "device/device.h"

/* Build `text` (assembled; its #line directives decide what errors point at). `name` ("rule 'stdp'") is shown in errors. `options` may be NULL.
 * *out is owned by the caller (clReleaseProgram). Fails with ENGRAM_E_DEVICE: where = file:line:col of the first error, why = the compiler's
 * message and the line it is about; the whole log is in device_last_log. */
engram_code program_build(struct device *dev, const char *name, const char *text, const char *options,
                          cl_program *out, engram_status *status);
/* One kernel of a program. *out is owned by the caller (clReleaseKernel). */
engram_code program_kernel(struct device *dev, cl_program program, const char *kernel, cl_kernel *out,
                           engram_status *status);
#endif
