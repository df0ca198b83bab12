/* Put kernels on the queue, in order, without ever waiting for more than the queue's own bound, and time them if the device is profiled. */
#ifndef ENGRAM_DEVICE_LAUNCH_H
#define ENGRAM_DEVICE_LAUNCH_H
#include "device/device.h"

/* Enqueue `kernel` over `global` work-items in groups of `local` (0: the driver chooses). `global` is rounded up to whole groups, so kernels
 * compare their id with a count; 0 work-items launch nothing. `name` keys the profile and is shown in errors; it is copied.
 * At most a few hundred launches are in flight: beyond that the call waits for the oldest. */
engram_code launch(struct device *dev, cl_kernel kernel, size_t global, size_t local, const char *name,
                   engram_status *status);

/* Time per kernel name. */
struct kernel_time {
    char name[64];
    uint64_t launches;
    uint64_t bytes; /* as told by profile_bytes; 0: unknown */
    double seconds; /* on the device, from start to end of each launch */
};
/* Count bytes streamed by kernel `name` since the last call for it. Does nothing unless the device is profiled. */
void profile_bytes(struct device *dev, const char *name, uint64_t bytes);
/* Wait for the queue, then give the times so far, longest first. *out is owned by the caller (free()); *n is 0 unless the device is profiled. */
engram_code device_profile(struct device *dev, struct kernel_time **out, size_t *n, engram_status *status);

/* Used by device.c. */
engram_code profile_create(bool is_profiled, struct profile **out, engram_status *status);
void profile_free(struct profile *profile);
#endif
