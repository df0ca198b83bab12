/* Known answers: before a device may touch an experiment it must compute what this host computes, bit for bit. */
#ifndef ENGRAM_DEVICE_SELFTEST_H
#define ENGRAM_DEVICE_SELFTEST_H
#include "device/device.h"

/* Build kernels/check/selftest.cl and run it: arithmetic and random numbers (known.h), atomics, layout of the shared records. Well under a second
 * once the program is cached. Fails with ENGRAM_E_DEVICE naming the first function and input that differ, with both values. */
engram_code device_selftest(struct device *dev, engram_status *status);
/* The same with the assembled text given; a test gives it a wrong one. */
engram_code selftest_run(struct device *dev, const char *text, engram_status *status);
#endif
