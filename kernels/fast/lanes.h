/* Loads, stores and gathers of VW lanes at a time (kernels only). */
#ifndef ENGRAM_LANES_H
#define ENGRAM_LANES_H
#include "common/dialect.h"

#if VW == 1
static inline real load_real(__global const float *p)
{
    return *p;
}
static inline void store_real(real x, __global float *p)
{
    *p = x;
}
static inline ureal load_uint(__global const u32 *p)
{
    return *p;
}
static inline real load_int_as_real(__global const int *p)
{
    return convert_float(*p);
}
static inline real load_long_as_real(__global const long *p)
{
    return convert_float(*p);
}
static inline void clear_int(__global int *p)
{
    *p = 0;
}
static inline void clear_long(__global long *p)
{
    *p = 0;
}
static inline ureal lane_numbers(void)
{
    return 0u;
}
static inline real lanes_from_float(const float *x)
{
    return x[0];
}
static inline ireal lanes_from_int(const int *x)
{
    return x[0];
}
static inline void lanes_to_int(ireal x, int *out)
{
    out[0] = x;
}
static inline int lanes_any(ireal x)
{
    return x != 0;
}
static inline void store_long_of_rint(real x, long *out)
{
    out[0] = convert_long(rint(x));
}
#else
#define VLOAD    JOIN(vload, VW)
#define VSTORE   JOIN(vstore, VW)
#define LONG_VEC JOIN(long, VW)
static inline real load_real(__global const float *p)
{
    return VLOAD(0, p);
}
static inline void store_real(real x, __global float *p)
{
    VSTORE(x, 0, p);
}
static inline ureal load_uint(__global const u32 *p)
{
    return VLOAD(0, p);
}
static inline real load_int_as_real(__global const int *p)
{
    return to_real_(VLOAD(0, p));
}
static inline real load_long_as_real(__global const long *p)
{
    return JOIN(convert_float, VW)(VLOAD(0, p));
}
static inline void clear_int(__global int *p)
{
    VSTORE((ireal)(0), 0, p);
}
static inline void clear_long(__global long *p)
{
    VSTORE((LONG_VEC)(0), 0, p);
}
static inline ureal lane_numbers(void)
{
#if VW == 16
    return (ureal)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#elif VW == 8
    return (ureal)(0, 1, 2, 3, 4, 5, 6, 7);
#elif VW == 4
    return (ureal)(0, 1, 2, 3);
#else
#error "VW must be 1, 4, 8 or 16"
#endif
}
static inline real lanes_from_float(const float *x)
{
    return VLOAD(0, x);
}
static inline ireal lanes_from_int(const int *x)
{
    return VLOAD(0, x);
}
static inline void lanes_to_int(ireal x, int *out)
{
    VSTORE(x, 0, out);
}
static inline int lanes_any(ireal x)
{
    return any(x != (ireal)(0));
}
static inline void store_long_of_rint(real x, long *out)
{
    VSTORE(JOIN(convert_long, VW)(rint(x)), 0, out);
}
#endif
#endif
