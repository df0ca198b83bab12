/* Prefix sums on a device (kernels/structure/scan.cl): where the elements of every neuron begin, where what is kept goes to. */
#ifndef ENGRAM_STORE_SCAN_H
#define ENGRAM_STORE_SCAN_H
#include "device/device.h"

struct scan;

/* Work-items per group of kernels whose number of items changes from launch to launch. Left to the driver, the group would change with it, and PoCL compiles a kernel anew
 * for every size of group. */
enum { STRUCTURE_GROUP = 64 };

/* `work_group` 0: a usual one. `block`: elements that a work-item walks, at least 2; 0: what suits the device. Neither changes a result.
 * *out is owned by the caller (scan_free). */
engram_code scan_create(struct device *dev, size_t work_group, uint32_t block, struct scan **out,
                        engram_status *status);
void scan_free(struct scan *scan);
/* prefix[i] = values[0] + ... + values[i - 1] for i = 0 .. n; prefix holds n + 1 words and may be `values` itself. Sums saturate: a total of UINT32_MAX means
 * that it did not fit. Enqueued, not waited for. */
engram_code scan_run(struct scan *scan, cl_mem values, uint32_t n, cl_mem prefix, engram_status *status);
#endif
