/**
 * @file device.h
 * List and choose OpenCL devices.
 */
#ifndef ENGRAM_DEVICE_H
#define ENGRAM_DEVICE_H
#include <engram/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One device as `engram devices` lists it. */
typedef struct engram_device_description {
    char selector[16]; /**< "0:1": platform and device index; always accepted by a device option */
    char platform[128], name[128], vendor[128], driver[128], version[128];
    char type[16]; /**< "cpu", "gpu", "accelerator" */
    uint64_t memory_bytes, max_allocation_bytes;
    uint32_t compute_units;
    uint64_t max_work_group;
    bool unified_memory;
} engram_device_description;

/**
 * List all devices of all platforms. *out is owned by the caller (free()); no platform at all is not an error here (*n is 0).
 */
ENGRAM_API engram_code engram_devices_list(engram_device_description **out, size_t *n, engram_status *status);
/**
 * Find one device. `selector`: NULL or "" (then ENGRAM_DEVICE, then the first GPU, the first CPU, the first device), "cpu", "gpu", "accelerator",
 * "platform:device" indices as listed, a single index over all devices, or a part of a platform's or device's name (case does not matter).
 * @return E_DEVICE lists what exists.
 */
ENGRAM_API engram_code engram_device_find(const char *selector, engram_device_description *out,
                                          engram_status *status);
/** Copy bandwidth (bytes read + written per second), measured now; takes about 0.3 s. */
ENGRAM_API engram_code engram_device_bandwidth(const char *selector, double *bytes_per_s,
                                               engram_status *status);

#ifdef __cplusplus
}
#endif
#endif
