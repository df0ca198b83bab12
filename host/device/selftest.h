/* Known answers: before a device may touch an experiment it must compute what this host computes, bit for bit. */
#ifndef ENGRAM_DEVICE_SELFTEST_H
#define ENGRAM_DEVICE_SELFTEST_H
#include "device/device.h"

/* Run the checks of kernels/check. Fails with ENGRAM_E_DEVICE naming the first function and input that differ, with both values. */
engram_code device_selftest(struct device *dev, engram_status *status);
#endif
