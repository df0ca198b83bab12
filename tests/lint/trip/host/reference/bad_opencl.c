/* Wrong on purpose: the reference never meets OpenCL. */
#include <CL/cl.h>
