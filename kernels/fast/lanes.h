/* Loads, stores and gathers of VW lanes at a time (kernels only). */
#ifndef ENGRAM_LANES_H
#define ENGRAM_LANES_H
#include "common/dialect.h"

#ifndef INLINE /* the device room says `static` for Oclgrind, which does not know what inlining makes of returned structs */
#define INLINE static inline __attribute__((always_inline))
#if VW > 1 && defined(__clang__)
#define PREFETCH(p)                                                                                          \
    __builtin_prefetch((const void *)(size_t)(p), 0, 2) /* OpenCL's own prefetch() does nothing in PoCL 3.1 */
#endif
#endif
#ifndef PREFETCH
#define PREFETCH(p)
#endif
#define LINE 16u /* words that come from memory in one go */
/* An element of the accumulators. */
#if WIDE
typedef long fixed_t;
#else
typedef int fixed_t;
#endif
/* p[i[0]], p[i[1]] ... as one vector; i: a pointer or array of any kind. */
#if VW == 1
#define GATHER(type, p, i) ((p)[(i)[0]])
#elif VW == 4
#define GATHER(type, p, i) (type)((p)[(i)[0]], (p)[(i)[1]], (p)[(i)[2]], (p)[(i)[3]])
#elif VW == 8
#define GATHER(type, p, i)                                                                                   \
    (type)((p)[(i)[0]], (p)[(i)[1]], (p)[(i)[2]], (p)[(i)[3]], (p)[(i)[4]], (p)[(i)[5]], (p)[(i)[6]],        \
           (p)[(i)[7]])
#elif VW == 16
#define GATHER(type, p, i)                                                                                   \
    (type)((p)[(i)[0]], (p)[(i)[1]], (p)[(i)[2]], (p)[(i)[3]], (p)[(i)[4]], (p)[(i)[5]], (p)[(i)[6]],        \
           (p)[(i)[7]], (p)[(i)[8]], (p)[(i)[9]], (p)[(i)[10]], (p)[(i)[11]], (p)[(i)[12]], (p)[(i)[13]],    \
           (p)[(i)[14]], (p)[(i)[15]])
#endif
/* Word j of four of records of two times four words: out[j] for record i[lane] of every lane. One load of 16 bytes per lane instead of four gathers. */
INLINE void load_half_records(__global const uint4 *p, __global const i32 *i, ureal *out)
{
#if VW == 1
    vstore4(p[2 * i[0]], 0, out);
#elif VW == 4 /* Oclgrind 21.10, for which four lanes are, crashes when it picks 4 of 16 */
    uint4 a = p[2 * i[0]], b = p[2 * i[1]], c = p[2 * i[2]], d = p[2 * i[3]];
    out[0] = (ureal)(a.x, b.x, c.x, d.x);
    out[1] = (ureal)(a.y, b.y, c.y, d.y);
    out[2] = (ureal)(a.z, b.z, c.z, d.z);
    out[3] = (ureal)(a.w, b.w, c.w, d.w);
#elif VW == 8
    uint16 a = (uint16)(p[2 * i[0]], p[2 * i[1]], p[2 * i[2]], p[2 * i[3]]);
    uint16 b = (uint16)(p[2 * i[4]], p[2 * i[5]], p[2 * i[6]], p[2 * i[7]]);
    out[0] = (ureal)(a.s048c, b.s048c);
    out[1] = (ureal)(a.s159d, b.s159d);
    out[2] = (ureal)(a.s26ae, b.s26ae);
    out[3] = (ureal)(a.s37bf, b.s37bf);
#else
    uint16 a = (uint16)(p[2 * i[0]], p[2 * i[1]], p[2 * i[2]], p[2 * i[3]]);
    uint16 b = (uint16)(p[2 * i[4]], p[2 * i[5]], p[2 * i[6]], p[2 * i[7]]);
    uint16 c = (uint16)(p[2 * i[8]], p[2 * i[9]], p[2 * i[10]], p[2 * i[11]]);
    uint16 d = (uint16)(p[2 * i[12]], p[2 * i[13]], p[2 * i[14]], p[2 * i[15]]);
    out[0] = (ureal)(a.s048c, b.s048c, c.s048c, d.s048c);
    out[1] = (ureal)(a.s159d, b.s159d, c.s159d, d.s159d);
    out[2] = (ureal)(a.s26ae, b.s26ae, c.s26ae, d.s26ae);
    out[3] = (ureal)(a.s37bf, b.s37bf, c.s37bf, d.s37bf);
#endif
}
INLINE void load_records(__global const uint4 *p, __global const i32 *i, ureal *first, ureal *second)
{
    load_half_records(p, i, first);
    load_half_records(p + 1, i, second);
}
#if VW == 1
static inline real load_real(__global const float *p)
{
    return *p;
}
static inline void store_real(real x, __global float *p)
{
    *p = x;
}
static inline ureal lanes_from_uint(const u32 *p)
{
    return p[0];
}
static inline ureal load_uint(__global const u32 *p)
{
    return *p;
}
static inline void store_uint(ureal x, __global u32 *p)
{
    *p = x;
}
static inline real load_int_as_real(__global const int *p)
{
    return convert_float(*p);
}
static inline real load_long_as_real(__global const long *p)
{
    return convert_float(*p);
}
static inline lreal load_long(__global const long *p)
{
    return *p;
}
static inline void store_long(lreal x, __global long *p)
{
    *p = x;
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
static inline ireal lanes_from_int(const int *x)
{
    return x[0];
}
static inline void lanes_to_int(ireal x, int *out)
{
    out[0] = x;
}
static inline void lanes_to_real(real x, float *out)
{
    out[0] = x;
}
static inline int lanes_any(ireal x)
{
    return x != 0;
}
static inline ureal lanes_first(ureal x, u32 n, u32 rest)
{
    return n ? x : rest;
}
static inline u32 lanes_count(ireal x)
{
    return (u32)x;
}
static inline real whole(real x)
{
    return rint(x);
}
static inline void lanes_to_long(lreal x, long *out)
{
    out[0] = x;
}
static inline void lanes_to_uint(ureal x, u32 *out)
{
    out[0] = x;
}
static inline ureal lanes_min(ureal a, u32 b)
{
    return min(a, b);
}
#else
#define VLOAD  JOIN(vload, VW)
#define VSTORE JOIN(vstore, VW)
static inline real load_real(__global const float *p)
{
    return VLOAD(0, p);
}
static inline void store_real(real x, __global float *p)
{
    VSTORE(x, 0, p);
}
static inline ureal lanes_from_uint(const u32 *p)
{
    return VLOAD(0, p);
}
static inline ureal load_uint(__global const u32 *p)
{
    return VLOAD(0, p);
}
static inline void store_uint(ureal x, __global u32 *p)
{
    VSTORE(x, 0, p);
}
static inline real load_int_as_real(__global const int *p)
{
    return to_real_(VLOAD(0, p));
}
static inline real load_long_as_real(__global const long *p)
{
    return JOIN(convert_float, VW)(VLOAD(0, p));
}
static inline lreal load_long(__global const long *p)
{
    return VLOAD(0, p);
}
static inline void store_long(lreal x, __global long *p)
{
    VSTORE(x, 0, p);
}
static inline void clear_int(__global int *p)
{
    VSTORE((ireal)(0), 0, p);
}
static inline void clear_long(__global long *p)
{
    VSTORE((lreal)(0), 0, p);
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
static inline ireal lanes_from_int(const int *x)
{
    return VLOAD(0, x);
}
static inline void lanes_to_int(ireal x, int *out)
{
    VSTORE(x, 0, out);
}
static inline void lanes_to_real(real x, float *out)
{
    VSTORE(x, 0, out);
}
INLINE int lanes_any(ireal x)
{
    return any_(x != (ireal)(0));
}
/* How many lanes are 1; the others are 0. */
INLINE u32 lanes_count(ireal x)
{
#if VW == 16
    int8 eight = x.lo + x.hi;
    int4 four = eight.lo + eight.hi;
#elif VW == 8
    int4 four = x.lo + x.hi;
#else
    int4 four = x;
#endif
    int2 two = four.lo + four.hi;
    return (u32)(two.x + two.y);
}
/* rint: from 2^23 on every float is whole, below that the addition rounds. PoCL 3.1 makes 25 instructions of rint on a vector. */
INLINE real whole(real x)
{
    real big = copysign((real)(8388608.0f), x);
    return pick(fabs(x) < 8388608.0f, (x + big) - big, x);
}
static inline void lanes_to_long(lreal x, long *out)
{
    VSTORE(x, 0, out);
}
static inline void lanes_to_uint(ureal x, u32 *out)
{
    VSTORE(x, 0, out);
}
/* x in the first n lanes, `rest` in the others. */
INLINE ureal lanes_first(ureal x, u32 n, u32 rest)
{
    return pick(lane_numbers() < (ureal)(n), x, (ureal)(rest));
}
static inline ureal lanes_min(ureal a, u32 b)
{
    return min(a, (ureal)(b));
}
#endif

/* The first n_own of VW lanes, the others 0: what lies beyond may belong to another work-item. */
INLINE real lanes_load(__global const float *p, u32 n_own)
{
    if (n_own == VW)
        return load_real(p);
    float lane[VW];
    for (u32 l = 0; l < VW; l++)
        lane[l] = l < n_own ? p[l] : 0.0f;
#if VW == 1
    return lane[0];
#else
    return VLOAD(0, lane);
#endif
}

/* The first n lanes; the rest of the n_own keep what they were. */
INLINE void lanes_store(real x, __global float *p, u32 n, u32 n_own)
{
    if (n_own == VW) {
        store_real(n == VW ? x : pick(lane_numbers() < (ureal)(n), x, load_real(p)), p);
        return;
    }
    float lane[VW];
#if VW == 1
    lane[0] = x;
#else
    VSTORE(x, 0, lane);
#endif
    for (u32 l = 0; l < n; l++)
        p[l] = lane[l];
}
#endif
