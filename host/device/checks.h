/* The parts of the self-test; each runs its kernel of kernels/check/selftest.cl and compares with this host. */
#ifndef ENGRAM_DEVICE_CHECKS_H
#define ENGRAM_DEVICE_CHECKS_H
#include "device/device.h"

engram_code check_arith(struct device *dev, cl_program program, engram_status *status);
engram_code check_atomics(struct device *dev, cl_program program, engram_status *status);
engram_code check_layout(struct device *dev, cl_program program, engram_status *status);
/* All of them end the same way. */
engram_code check_fail(const struct device *dev, const char *what, const char *why, engram_status *status);
#endif
