/* Exclusive prefix sums of 32-bit counts: prefix[i] = values[0] + ... + values[i - 1], and prefix[n] is the sum of all.
 *
 *      values   |  block 0  |  block 1  | ... |     a work-item owns a block and walks it from left to right
 *      sums     |  s0 |  s1 | ...                   scan_sums; then scanned in the same way, level by level (host/store/scan.c)
 *      prefix   |  0 .. s0  |  s0 .. s0 + s1 |      scan_prefixes
 *
 * Integer sums, so neither the size of blocks nor that of work-groups can change a result. They saturate: 0xFFFFFFFF says that the sum did not fit. */
#include "common/dialect.h"

__kernel void scan_sums(__global const u32 *restrict values, __global u32 *restrict sums, u32 n, u32 block)
{
    size_t begin = (size_t)get_global_id(0) * block;
    u32 sum = 0;
    if (begin >= n)
        return;
    for (u32 i = begin, end = min((size_t)n, begin + block); i < end; i++)
        sum = add_sat(sum, values[i]);
    sums[get_global_id(0)] = sum;
}

/* sums: of all blocks before. values and prefix may be the same array; an element is read before its place is written. Streams 8 B per element. */
__kernel void scan_prefixes(__global const u32 *values, __global const u32 *restrict sums,
                            __global u32 *prefix, u32 n, u32 block)
{
    size_t begin = (size_t)get_global_id(0) * block;
    if (begin >= n)
        return;
    u32 sum = sums[get_global_id(0)], end = min((size_t)n, begin + block);
    for (u32 i = begin; i < end; i++) {
        u32 value = values[i];
        prefix[i] = sum;
        sum = add_sat(sum, value);
    }
    if (end == n)
        prefix[n] = sum;
}
