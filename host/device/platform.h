/* What the OpenCL loader knows: every device of every platform, in the loader's order. */
#ifndef ENGRAM_DEVICE_PLATFORM_H
#define ENGRAM_DEVICE_PLATFORM_H
#include "device/device.h"

struct found_device {
    engram_device_description description;
    cl_platform_id platform;
    cl_device_id id;
};

enum { MAX_PLATFORMS = 64, MAX_PLATFORM_DEVICES = 256 };

/* All platforms: ids[MAX_PLATFORMS]; returns how many. None at all is 0, not an error. */
cl_uint platform_ids(cl_platform_id *ids);
/* All devices; *out is owned by the caller (free()). A platform that fails to list its devices counts as empty here; `engram doctor` reports it. */
engram_code platform_devices(struct found_device **out, size_t *n, engram_status *status);
/* The one a selector means (rules: include/engram/device.h). */
engram_code platform_find(const char *selector, struct found_device *out, engram_status *status);
#endif
