#include "device/bank.h"

#include "core/memory.h"
#include "device/clerror.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static atomic_uint_fast64_t n_buffers, fail_at;

uint64_t bank_fail_at(uint64_t k)
{
    uint64_t made = atomic_exchange(&n_buffers, 0);
    atomic_store(&fail_at, k);
    return made;
}

static cl_mem create_buffer(struct device *dev, uint64_t bytes, cl_int *err)
{
    if (atomic_fetch_add(&n_buffers, 1) + 1 == atomic_load(&fail_at)) {
        *err = CL_MEM_OBJECT_ALLOCATION_FAILURE;
        return NULL;
    }
    /* With unified memory this is what makes mapping free of copies. */
    cl_mem_flags flags = CL_MEM_READ_WRITE | (dev->has_unified_memory ? CL_MEM_ALLOC_HOST_PTR : 0);
    return clCreateBuffer(dev->context, flags, bytes, NULL, err);
}

static engram_code require_room(const struct device *dev, uint64_t bytes, const char *purpose,
                                engram_status *status)
{
    if (bytes > dev->max_alloc)
        return FAIL(
            ENGRAM_E_RESOURCES, .what = TEXT("%s: too large for one buffer", purpose), .where = dev->shown,
            .why = TEXT("%" PRIu64 " bytes are asked for; the device allows %" PRIu64 " at once", bytes,
                        dev->max_alloc),
            .hint = "make the network smaller, or choose a device with larger buffers (engram devices)");
    if (bytes > dev->memory_limit - dev->bytes_used)
        return FAIL(
            ENGRAM_E_RESOURCES, .what = TEXT("%s: no room on the device", purpose), .where = dev->shown,
            .why = TEXT("%" PRIu64 " bytes are asked for; of %" PRIu64 " allowed, %" PRIu64 " are in use",
                        bytes, dev->memory_limit, dev->bytes_used),
            .hint = "make the network smaller, raise the memory limit, or see where the bytes go: engram "
                    "plan FILE");
    return ENGRAM_OK;
}

/* Fresh memory of a CPU device: ask for huge pages before the first touch (gathers over gigabytes are bound by address translation). */
static void advise_huge_pages(void *start, uint64_t bytes)
{
    const uintptr_t page = 4096, huge = 2u << 20;
    uintptr_t begin = ((uintptr_t)start + page - 1) & ~(page - 1),
              end = ((uintptr_t)start + bytes) & ~(page - 1);
    if (end > begin && end - begin >= 2 * huge)
        madvise((void *)begin, end - begin,
                MADV_HUGEPAGE); /* advice only: refusal changes nothing but speed */
}

/* Write zeros to the whole bank, or only to both ends: memory a driver promised but does not have is found here and not in a kernel. */
static engram_code touch(struct device *dev, cl_mem bank, uint64_t bytes, bool whole, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    unsigned char *mapped = NULL;

    if (!dev->has_unified_memory) {
        if (whole)
            return bank_zero(dev, bank, 0, bytes, status);
        TRY(bank_write(dev, bank, 0, "", 1, status));
        return bank_write(dev, bank, bytes - 1, "", 1, status);
    }
    TRY(bank_map(dev, bank, CL_MAP_WRITE_INVALIDATE_REGION, 0, bytes, &mapped, status));
    if (dev->is_cpu)
        advise_huge_pages(mapped, bytes);
    if (whole)
        memset(mapped, 0, bytes);
    mapped[0] = 0;
    mapped[bytes - 1] = 0;
    TRY(bank_unmap(dev, bank, mapped, status));

cleanup:
    return code;
}

static engram_code enter_ledger(struct device *dev, uint64_t bytes, const char *purpose,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < dev->n_ledger; i++)
        if (!strcmp(dev->ledger[i].purpose, purpose)) {
            dev->ledger[i].bytes += bytes;
            return ENGRAM_OK;
        }
    TRY(memory_resize(&dev->ledger, dev->n_ledger + 1, sizeof *dev->ledger, "ledger", status));
    struct ledger_line *line = &dev->ledger[dev->n_ledger++];
    snprintf(line->purpose, sizeof line->purpose, "%s", purpose);
    line->bytes = bytes;
cleanup:
    return code;
}

static void count_bytes(struct device *dev, uint64_t bytes)
{
    dev->bytes_used += bytes;
    dev->bytes_peak = dev->bytes_used > dev->bytes_peak ? dev->bytes_used : dev->bytes_peak;
}

static engram_code allocate(struct device *dev, uint64_t bytes, bool zero, const char *purpose, cl_mem *out,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    cl_mem bank = NULL;

    *out = NULL;
    bytes = bytes ? bytes : 1;
    TRY(enter_ledger(dev, bytes, purpose, status));
    if (dev->is_dry) {
        count_bytes(dev, bytes);
        return ENGRAM_OK;
    }
    TRY(require_room(dev, bytes, purpose, status));
    bank = create_buffer(dev, bytes, &err);
    if (err != CL_SUCCESS)
        return FAIL(
            ENGRAM_E_RESOURCES, .what = TEXT("%s: the driver gives no buffer", purpose),
            .where = TEXT("clCreateBuffer on %s", dev->shown),
            .why = TEXT("%s (%d) for %" PRIu64 " bytes; %" PRIu64 " are in use by Engram", cl_error_name(err),
                        (int)err, bytes, dev->bytes_used),
            .hint =
                "close other programs that use the device, or make the network smaller (engram plan FILE)");
    count_bytes(dev, bytes);
    TRY(touch(dev, bank, bytes, zero, status));
    *out = bank;
    bank = NULL;

cleanup:
    bank_free(dev, &bank);
    return code;
}

engram_code bank_alloc(struct device *dev, uint64_t bytes, const char *purpose, cl_mem *out,
                       engram_status *status)
{
    return allocate(dev, bytes, false, purpose, out, status);
}

engram_code bank_alloc_zero(struct device *dev, uint64_t bytes, const char *purpose, cl_mem *out,
                            engram_status *status)
{
    return allocate(dev, bytes, true, purpose, out, status);
}

engram_code bank_alloc_copy(struct device *dev, const void *source, uint64_t bytes, const char *purpose,
                            cl_mem *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_mem bank = NULL;

    *out = NULL;
    TRY(allocate(dev, bytes, false, purpose, &bank, status));
    TRY(bank_write(dev, bank, 0, source, bytes, status));
    *out = bank;
    bank = NULL;

cleanup:
    bank_free(dev, &bank);
    return code;
}

void bank_free(struct device *dev, cl_mem *bank)
{
    if (!*bank)
        return;
    size_t bytes = 0;
    clGetMemObjectInfo(*bank, CL_MEM_SIZE, sizeof bytes, &bytes, NULL);
    dev->bytes_used -= bytes;
    clReleaseMemObject(*bank);
    *bank = NULL;
}

engram_code bank_write(struct device *dev, cl_mem bank, uint64_t offset, const void *source, uint64_t bytes,
                       engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    if (bytes && !dev->is_dry)
        CL_TRY(clEnqueueWriteBuffer(dev->queue, bank, CL_TRUE, offset, bytes, source, 0, NULL, NULL));

cleanup:
    return code;
}

engram_code bank_read(struct device *dev, cl_mem bank, uint64_t offset, void *target, uint64_t bytes,
                      engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    if (bytes)
        CL_TRY(clEnqueueReadBuffer(dev->queue, bank, CL_TRUE, offset, bytes, target, 0, NULL, NULL));

cleanup:
    return code;
}

/* Through a mapping: Oclgrind 21.10 does not count clEnqueueFillBuffer as initialising, and would report every later read. */
static engram_code zero_mapped(struct device *dev, cl_mem bank, uint64_t offset, uint64_t bytes,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    void *mapped = NULL;
    TRY(bank_map(dev, bank, CL_MAP_WRITE, offset, bytes, &mapped, status));
    memset(mapped, 0, bytes);
    TRY(bank_unmap(dev, bank, mapped, status));

cleanup:
    return code;
}

engram_code bank_zero(struct device *dev, cl_mem bank, uint64_t offset, uint64_t bytes, engram_status *status)
{
    static const unsigned char zeros[4] = {0};
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    /* Offset and size must be multiples of the pattern; words are what every driver does fast. */
    size_t pattern = (offset | bytes) % sizeof zeros ? 1 : sizeof zeros;
    if (bytes && dev->is_simulator)
        TRY(zero_mapped(dev, bank, offset, bytes, status));
    else if (bytes)
        CL_TRY(clEnqueueFillBuffer(dev->queue, bank, zeros, pattern, offset, bytes, 0, NULL, NULL));

cleanup:
    return code;
}

engram_code bank_map(struct device *dev, cl_mem bank, cl_map_flags flags, uint64_t offset, uint64_t bytes,
                     void *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    void **mapped = out;
    *mapped = NULL;
    CL_NEW(*mapped, clEnqueueMapBuffer(dev->queue, bank, CL_TRUE, flags, offset, bytes, 0, NULL, NULL, &err));

cleanup:
    return code;
}

engram_code bank_unmap(struct device *dev, cl_mem bank, void *mapped, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    if (mapped)
        CL_TRY(clEnqueueUnmapMemObject(dev->queue, bank, mapped, 0, NULL, NULL));

cleanup:
    return code;
}
