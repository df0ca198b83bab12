#include "common/dialect.h"

/* Copy n vectors of VW floats, to measure bandwidth: 8 B per float. Work-items own neighbouring runs (is_run, for CPUs) or every k-th vector
 * (for GPUs, whose neighbours then read neighbours); either way each vector is written once. */
__kernel void copy(__global const real *restrict from, __global real *restrict to, uint n, uint is_run)
{
    uint id = get_global_id(0), n_items = get_global_size(0);
    uint run = (n + n_items - 1) / n_items;
    uint begin = is_run ? min(id * run, n) : id;
    uint end = is_run ? min(begin + run, n) : n;
    uint step = is_run ? 1 : n_items;
    for (uint i = begin; i < end; i += step)
        to[i] = from[i];
}
