/* OpenCL errors as failures: which call, the constant's name, which device. */
#ifndef ENGRAM_DEVICE_CLERROR_H
#define ENGRAM_DEVICE_CLERROR_H
#include "device/device.h"

/* "CL_OUT_OF_RESOURCES"; an unknown number gives "unknown OpenCL error". */
const char *cl_error_name(cl_int err);
/* Raise `err` of `call` (source text of the call; only the function's name is shown). dev may be NULL.
 * ENGRAM_E_RESOURCES when memory ran out, else ENGRAM_E_DEVICE. */
engram_code cl_fail(engram_status *status, const struct device *dev, cl_int err, const char *call);

/* In functions with `engram_code code`, `cl_int err`, `struct device *dev` and a label `cleanup`. */
#define CL_TRY(call)                                                                                         \
    do {                                                                                                     \
        err = (call);                                                                                        \
        if (err != CL_SUCCESS) {                                                                             \
            code = cl_fail(status, dev, err, #call);                                                         \
            goto cleanup;                                                                                    \
        }                                                                                                    \
    } while (0)
/* For calls that return an object and leave the error in `err`. */
#define CL_NEW(object, call)                                                                                 \
    do {                                                                                                     \
        (object) = (call);                                                                                   \
        if (err != CL_SUCCESS) {                                                                             \
            code = cl_fail(status, dev, err, #call);                                                         \
            goto cleanup;                                                                                    \
        }                                                                                                    \
    } while (0)
#endif
