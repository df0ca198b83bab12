/* Arguments of a kernel, set in order; the first error sticks. */
#ifndef ENGRAM_DEVICE_ARGUMENTS_H
#define ENGRAM_DEVICE_ARGUMENTS_H
#include "device/device.h"

struct arguments {
    cl_kernel kernel;
    cl_uint next; /* 0 at first */
    cl_int err;
};
void argument(struct arguments *a, size_t size, const void *value);
void argument_mem(struct arguments *a, cl_mem mem);
void argument_u32(struct arguments *a, uint32_t value);
/* Whether all went well. */
engram_code arguments_done(struct device *dev, const struct arguments *a, engram_status *status);
#endif
