/* Copy bandwidth: the yardstick every kernel's share is measured against. */
#ifndef ENGRAM_DEVICE_BANDWIDTH_H
#define ENGRAM_DEVICE_BANDWIDTH_H
#include "device/device.h"

/* Bytes read plus written per second by kernels/check/copy.cl, best of several passes over buffers much larger than caches where memory allows.
 * Takes about 0.3 s; waits for everything enqueued before. */
engram_code device_bandwidth(struct device *dev, double *bytes_per_s, engram_status *status);
#endif
