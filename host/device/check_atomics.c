/* Sums and tickets by atomics (kernels/check/atomics.cl). */
#include "device/checks.h"

#include "common/mix.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"

#include <inttypes.h>

enum { N_SUMS = 3, N_ITEMS = 4096 };

/* What the device left behind. */
struct outcome {
    uint32_t narrow[N_SUMS], wide[2 * N_SUMS], next_ticket, drawn[N_ITEMS];
};

static engram_code run(struct device *dev, cl_program program, struct outcome *got, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    cl_kernel kernel = NULL;
    cl_mem narrow = NULL, wide = NULL, next = NULL, drawn = NULL;
    cl_uint n_sums = N_SUMS, n_items = N_ITEMS;

    TRY(program_kernel(dev, program, "add", &kernel, status));
    TRY(bank_alloc_zero(dev, sizeof got->narrow, "sums of the self-test", &narrow, status));
    TRY(bank_alloc_zero(dev, sizeof got->wide, "sums of the self-test", &wide, status));
    TRY(bank_alloc_zero(dev, sizeof got->next_ticket, "tickets of the self-test", &next, status));
    TRY(bank_alloc_zero(dev, sizeof got->drawn, "tickets of the self-test", &drawn, status));
    CL_TRY(clSetKernelArg(kernel, 0, sizeof narrow, &narrow));
    CL_TRY(clSetKernelArg(kernel, 1, sizeof wide, &wide));
    CL_TRY(clSetKernelArg(kernel, 2, sizeof n_sums, &n_sums));
    CL_TRY(clSetKernelArg(kernel, 3, sizeof n_items, &n_items));
    CL_TRY(clSetKernelArg(kernel, 4, sizeof next, &next));
    CL_TRY(clSetKernelArg(kernel, 5, sizeof drawn, &drawn));
    TRY(launch(dev, kernel, N_ITEMS, 0, "self-test: add", status));
    TRY(bank_read(dev, narrow, 0, got->narrow, sizeof got->narrow, status));
    TRY(bank_read(dev, wide, 0, got->wide, sizeof got->wide, status));
    TRY(bank_read(dev, next, 0, &got->next_ticket, sizeof got->next_ticket, status));
    TRY(bank_read(dev, drawn, 0, got->drawn, sizeof got->drawn, status));

cleanup:
    bank_free(dev, &drawn);
    bank_free(dev, &next);
    bank_free(dev, &wide);
    bank_free(dev, &narrow);
    if (kernel)
        clReleaseKernel(kernel);
    return code;
}

static engram_code compare(const struct device *dev, const struct outcome *got, engram_status *status)
{
    uint64_t wanted[N_SUMS] = {0};
    for (uint32_t i = 0; i < N_ITEMS; i++)
        wanted[i % N_SUMS] += mix64(i);
    for (int k = 0; k < N_SUMS; k++) {
        uint64_t wide = (uint64_t)got->wide[2 * k + 1] << 32 | got->wide[2 * k];
        if (got->narrow[k] != (uint32_t)wanted[k])
            return check_fail(dev, "the device's 32-bit atomic addition is wrong",
                              TEXT("sum %d is 0x%08" PRIx32 " and should be 0x%08" PRIx32, k, got->narrow[k],
                                   (uint32_t)wanted[k]),
                              status);
        if (wide != wanted[k])
            return check_fail(
                dev, "the device's atomic addition in two words is wrong",
                TEXT("sum %d is 0x%016" PRIx64 " and should be 0x%016" PRIx64, k, wide, wanted[k]), status);
    }
    if (got->next_ticket != N_ITEMS)
        return check_fail(
            dev, "the device's atomic counter is wrong",
            TEXT("%d tickets were asked for and %" PRIu32 " given out", N_ITEMS, got->next_ticket), status);
    for (uint32_t i = 0; i < N_ITEMS; i++) {
        if (got->drawn[i] != 1)
            return check_fail(dev, "the device's atomic counter is wrong",
                              TEXT("of %d tickets number %" PRIu32
                                   " was given to nobody, so another was given twice",
                                   N_ITEMS, i),
                              status);
    }
    return ENGRAM_OK;
}

engram_code check_atomics(struct device *dev, cl_program program, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct outcome got;
    TRY(run(dev, program, &got, status));
    TRY(compare(dev, &got, status));

cleanup:
    return code;
}
