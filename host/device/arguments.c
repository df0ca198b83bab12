#include "device/arguments.h"

#include "device/clerror.h"

void argument(struct arguments *a, size_t size, const void *value)
{
    cl_int err = clSetKernelArg(a->kernel, a->next++, size, value);
    if (a->err == CL_SUCCESS)
        a->err = err;
}

void argument_mem(struct arguments *a, cl_mem mem)
{
    argument(a, sizeof mem, &mem);
}

void argument_u32(struct arguments *a, uint32_t value)
{
    argument(a, sizeof value, &value);
}

engram_code arguments_done(struct device *dev, const struct arguments *a, engram_status *status)
{
    return a->err == CL_SUCCESS ? ENGRAM_OK : cl_fail(status, dev, a->err, "clSetKernelArg");
}
