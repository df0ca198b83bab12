/* Sizes and last members of the shared records (kernels/check/layout.cl). */
#include "device/checks.h"

#include "check/records.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"

#include <inttypes.h>
#include <stddef.h>

static const struct {
    const char *record, *last;
    uint32_t size, offset;
} here[] = {
#define DESCRIBE(type, last_) {#type, #last_, sizeof(type), offsetof(type, last_)},
    CHECKED_RECORDS(DESCRIBE)};
enum { N_RECORDS = sizeof here / sizeof *here };

engram_code check_layout(struct device *dev, cl_program program, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    cl_kernel kernel = NULL;
    cl_mem layout = NULL;
    uint32_t there[N_RECORDS][2];

    TRY(program_kernel(dev, program, "layout", &kernel, status));
    TRY(bank_alloc_zero(dev, sizeof there, "layout in the self-test", &layout, status));
    CL_TRY(clSetKernelArg(kernel, 0, sizeof layout, &layout));
    TRY(launch(dev, kernel, 1, 1, "self-test: layout", status));
    TRY(bank_read(dev, layout, 0, there, sizeof there, status));
    for (int k = 0; k < N_RECORDS; k++) {
        if (there[k][0] != here[k].size || there[k][1] != here[k].offset)
            TRY(check_fail(dev, TEXT("the device lays out '%s' differently", here[k].record),
                           TEXT("there it has %" PRIu32 " bytes with '%s' at %" PRIu32
                                "; on this host %" PRIu32 " with it at %" PRIu32,
                                there[k][0], here[k].last, there[k][1], here[k].size, here[k].offset),
                           status));
    }

cleanup:
    bank_free(dev, &layout);
    if (kernel)
        clReleaseKernel(kernel);
    return code;
}
