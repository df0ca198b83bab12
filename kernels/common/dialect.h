/* The whole difference between C11 and OpenCL C.
 *
 * Everything in kernels/common, kernels/rules and kernels/neurons is compiled in both languages. In a kernel `real` is a
 * vector of VW floats (VW = 1 is a plain float, the choice for GPUs); in the reference it is a float. Because every
 * operation below is exact or correctly rounded in both, a value does not depend on the language or on VW. */
#ifndef ENGRAM_DIALECT_H
#define ENGRAM_DIALECT_H

#ifdef __OPENCL_C_VERSION__
#pragma OPENCL FP_CONTRACT OFF
#ifndef VW
#define VW 1
#endif
typedef ushort u16;
typedef uint u32;
typedef int i32;
typedef ulong u64;
typedef long i64;
#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_(a, b)
#if VW == 1
typedef float real;
typedef int ireal;
typedef uint ureal;
typedef ulong ulreal;
typedef long lreal;
#define pick(c, a, b) ((c) ? (a) : (b))
#define real_bits(x)  as_int(x)
#define bits_real(x)  as_float(x)
#define signed_(x)    as_int(x)
#define unsigned_(x)  as_uint(x)
#define to_int_(x)    convert_int(x)
#define to_long_(x)   convert_long(x)
#define to_real_(x)   convert_float(x)
#define mul_hi_(a, b)                                                                                        \
    convert_uint(((ulong)(u32)(a) * (u32)(b)) >> 32) /* PoCL 3.1 makes mul_hi of four 16-bit products */
#define lanes_set(c) ((c) ? 1 : 0)
#define any_(c)      (c)
#else
typedef JOIN(float, VW) real;
typedef JOIN(int, VW) ireal;
typedef JOIN(uint, VW) ureal;
typedef JOIN(ulong, VW) ulreal;
typedef JOIN(long, VW) lreal;
#define pick(c, a, b) select((b), (a), (c))
#define real_bits(x)  JOIN(as_int, VW)(x)
#define bits_real(x)  JOIN(as_float, VW)(x)
#define signed_(x)    JOIN(as_int, VW)(x)
#define unsigned_(x)  JOIN(as_uint, VW)(x)
#define to_int_(x)    JOIN(convert_int, VW)(x)
#define to_long_(x)   JOIN(convert_long, VW)(x)
#define to_real_(x)   JOIN(convert_float, VW)(x)
/* A widening product: on AVX PoCL 3.1 turns this into one instruction per half vector, and mul_hi into scalar code. */
#define mul_hi_(a, b) JOIN(convert_uint, VW)((JOIN(convert_ulong, VW)(a) * (ulong)(b)) >> 32)
/* Not -(c), which says the same: Oclgrind 21.10 widens a vector of truth values to 255. */
#define lanes_set(c)  pick((c), (ireal)(1), (ireal)(0))
/* Whether a condition holds in any lane. */
__attribute__((always_inline)) static inline int any_(ireal c)
{
#if VW == 16
    ulong2 bytes = as_ulong2(convert_char16(c));
    return (bytes.x | bytes.y) != 0;
#elif VW == 8
    return as_ulong(convert_char8(c)) != 0;
#else
    return any(c);
#endif
}
#endif
#define lanes_where(c, n) pick((c), (n), (ireal)(0)) /* n where c holds, else 0; n has type ireal */
#define GLOBAL            __global
#define fma_              fma
#define rint_             rint
#else
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
typedef uint16_t u16;
typedef uint32_t u32;
typedef int32_t i32;
typedef uint64_t u64;
typedef int64_t i64;
typedef float real;
typedef int32_t ireal;
typedef uint32_t ureal;
typedef int64_t lreal;
#define pick(c, a, b)     ((c) ? (a) : (b))
#define to_int_(x)        ((ireal)(x))
#define signed_(x)        ((ireal)(x)) /* the same bits */
#define unsigned_(x)      ((ureal)(x))
#define to_long_(x)       ((lreal)(x))
#define to_real_(x)       ((real)(x))
#define mul_hi_(a, b)     ((u32)(((u64)(u32)(a) * (u32)(b)) >> 32))
#define lanes_set(c)      ((c) ? 1 : 0)
#define any_(c)           (c)
#define lanes_where(c, n) ((c) ? (n) : 0)
#define GLOBAL
#define fma_  fmaf
#define rint_ rintf
static inline i32 real_bits(float x)
{
    i32 bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
static inline float bits_real(i32 bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
#endif
#endif
