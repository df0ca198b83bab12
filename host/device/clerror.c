#include "device/clerror.h"

#include <string.h>

#define CL_ERRORS(E)                                                                                         \
    E(CL_SUCCESS)                                                                                            \
    E(CL_DEVICE_NOT_FOUND)                                                                                   \
    E(CL_DEVICE_NOT_AVAILABLE)                                                                               \
    E(CL_COMPILER_NOT_AVAILABLE)                                                                             \
    E(CL_MEM_OBJECT_ALLOCATION_FAILURE)                                                                      \
    E(CL_OUT_OF_RESOURCES)                                                                                   \
    E(CL_OUT_OF_HOST_MEMORY)                                                                                 \
    E(CL_PROFILING_INFO_NOT_AVAILABLE)                                                                       \
    E(CL_MEM_COPY_OVERLAP)                                                                                   \
    E(CL_IMAGE_FORMAT_MISMATCH)                                                                              \
    E(CL_IMAGE_FORMAT_NOT_SUPPORTED)                                                                         \
    E(CL_BUILD_PROGRAM_FAILURE)                                                                              \
    E(CL_MAP_FAILURE)                                                                                        \
    E(CL_MISALIGNED_SUB_BUFFER_OFFSET)                                                                       \
    E(CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST)                                                          \
    E(CL_COMPILE_PROGRAM_FAILURE)                                                                            \
    E(CL_LINKER_NOT_AVAILABLE)                                                                               \
    E(CL_LINK_PROGRAM_FAILURE)                                                                               \
    E(CL_DEVICE_PARTITION_FAILED)                                                                            \
    E(CL_KERNEL_ARG_INFO_NOT_AVAILABLE)                                                                      \
    E(CL_INVALID_VALUE)                                                                                      \
    E(CL_INVALID_DEVICE_TYPE)                                                                                \
    E(CL_INVALID_PLATFORM)                                                                                   \
    E(CL_INVALID_DEVICE)                                                                                     \
    E(CL_INVALID_CONTEXT)                                                                                    \
    E(CL_INVALID_QUEUE_PROPERTIES)                                                                           \
    E(CL_INVALID_COMMAND_QUEUE)                                                                              \
    E(CL_INVALID_HOST_PTR)                                                                                   \
    E(CL_INVALID_MEM_OBJECT)                                                                                 \
    E(CL_INVALID_IMAGE_FORMAT_DESCRIPTOR)                                                                    \
    E(CL_INVALID_IMAGE_SIZE)                                                                                 \
    E(CL_INVALID_SAMPLER)                                                                                    \
    E(CL_INVALID_BINARY)                                                                                     \
    E(CL_INVALID_BUILD_OPTIONS)                                                                              \
    E(CL_INVALID_PROGRAM)                                                                                    \
    E(CL_INVALID_PROGRAM_EXECUTABLE)                                                                         \
    E(CL_INVALID_KERNEL_NAME)                                                                                \
    E(CL_INVALID_KERNEL_DEFINITION)                                                                          \
    E(CL_INVALID_KERNEL)                                                                                     \
    E(CL_INVALID_ARG_INDEX)                                                                                  \
    E(CL_INVALID_ARG_VALUE)                                                                                  \
    E(CL_INVALID_ARG_SIZE)                                                                                   \
    E(CL_INVALID_KERNEL_ARGS)                                                                                \
    E(CL_INVALID_WORK_DIMENSION)                                                                             \
    E(CL_INVALID_WORK_GROUP_SIZE)                                                                            \
    E(CL_INVALID_WORK_ITEM_SIZE)                                                                             \
    E(CL_INVALID_GLOBAL_OFFSET)                                                                              \
    E(CL_INVALID_EVENT_WAIT_LIST)                                                                            \
    E(CL_INVALID_EVENT)                                                                                      \
    E(CL_INVALID_OPERATION)                                                                                  \
    E(CL_INVALID_GL_OBJECT)                                                                                  \
    E(CL_INVALID_BUFFER_SIZE)                                                                                \
    E(CL_INVALID_MIP_LEVEL)                                                                                  \
    E(CL_INVALID_GLOBAL_WORK_SIZE)                                                                           \
    E(CL_INVALID_PROPERTY)                                                                                   \
    E(CL_INVALID_IMAGE_DESCRIPTOR)                                                                           \
    E(CL_INVALID_COMPILER_OPTIONS)                                                                           \
    E(CL_INVALID_LINKER_OPTIONS)                                                                             \
    E(CL_INVALID_DEVICE_PARTITION_COUNT)

const char *cl_error_name(cl_int err)
{
    switch (err) {
#define CASE(name)                                                                                           \
    case name:                                                                                               \
        return #name;
        CL_ERRORS(CASE)
#undef CASE
    default:
        return "unknown OpenCL error";
    }
}

static bool is_exhaustion(cl_int err)
{
    return err == CL_MEM_OBJECT_ALLOCATION_FAILURE || err == CL_OUT_OF_HOST_MEMORY;
}

engram_code cl_fail(engram_status *status, const struct device *dev, cl_int err, const char *call)
{
    int name_length = (int)strcspn(call, "(");
    bool exhausted = is_exhaustion(err);
    return FAIL(exhausted ? ENGRAM_E_RESOURCES : ENGRAM_E_DEVICE,
                .what = exhausted ? "the device has no memory left" : "the device's driver reported an error",
                .where = TEXT("%.*s on %s", name_length, call, dev ? dev->shown : "no device yet"),
                .why = TEXT("%s (%d)", cl_error_name(err), (int)err),
                .hint = exhausted
                            ? "make the network smaller, or choose a device with more memory (engram devices)"
                            : "check the driver with engram doctor; --device cpu runs anywhere");
}
