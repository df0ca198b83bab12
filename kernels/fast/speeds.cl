#include "fast/records.h"

/* How fast the n axons from `first` on conduct from now on: what the schedule makes of axons that no myelin rule changes. */
__kernel void set_speeds(__global u32 *restrict speeds, u32 first, u32 n, __global const u32 *restrict values)
{
    u32 i = (u32)get_global_id(0);
    if (i < n)
        speeds[first + i] = values[i];
}
