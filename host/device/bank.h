/* Device buffers, each below the device's largest allocation and together below the budget.
 *
 * `purpose` ("weights of E_to_E") is what the user reads when there is no room. Every bank_alloc has its bank_free; the device counts both. */
#ifndef ENGRAM_DEVICE_BANK_H
#define ENGRAM_DEVICE_BANK_H
#include "device/device.h"

/* A buffer of at least 1 byte, contents undefined. Both ends are written once, because some drivers promise memory they do not have.
 * Fails with ENGRAM_E_RESOURCES before asking the driver if it cannot fit. */
engram_code bank_alloc(struct device *dev, uint64_t bytes, const char *purpose, cl_mem *out,
                       engram_status *status);
/* The same, all bytes zero. */
engram_code bank_alloc_zero(struct device *dev, uint64_t bytes, const char *purpose, cl_mem *out,
                            engram_status *status);
/* The same, filled with a copy of `source` (borrowed for the call). */
engram_code bank_alloc_copy(struct device *dev, const void *source, uint64_t bytes, const char *purpose,
                            cl_mem *out, engram_status *status);
/* Release *bank and set it to NULL; NULL is fine. */
void bank_free(struct device *dev, cl_mem *bank);

/* Blocking copies, in order with everything enqueued before. */
engram_code bank_write(struct device *dev, cl_mem bank, uint64_t offset, const void *source, uint64_t bytes,
                       engram_status *status);
engram_code bank_read(struct device *dev, cl_mem bank, uint64_t offset, void *target, uint64_t bytes,
                      engram_status *status);
engram_code bank_zero(struct device *dev, cl_mem bank, uint64_t offset, uint64_t bytes,
                      engram_status *status);

/* Map `bytes` from `offset` for the host: blocking. Without copy where dev->has_unified_memory. `flags`: CL_MAP_READ, CL_MAP_WRITE or
 * CL_MAP_WRITE_INVALIDATE_REGION. *out is valid until bank_unmap. */
engram_code bank_map(struct device *dev, cl_mem bank, cl_map_flags flags, uint64_t offset, uint64_t bytes,
                     void *out, engram_status *status);
/* Give the region back; NULL is fine. Kernels enqueued afterwards see what was written. */
engram_code bank_unmap(struct device *dev, cl_mem bank, void *mapped, engram_status *status);

/* Tests: let the k-th buffer from now on fail with CL_MEM_OBJECT_ALLOCATION_FAILURE (0: never). Returns how many were made since the last call. */
uint64_t bank_fail_at(uint64_t k);
#endif
