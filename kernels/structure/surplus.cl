#include "fast/records.h"
#include "structure/records.h"
#include "structure/surplus.h"

/* Synapses that their neuron has no elements for. Three steps: collect the numbers of all synapses of such neurons, each neuron's in a place of its own;
 * find for each the largest number that still goes; mark the synapses up to it. A work-item owns rows, or a neuron. */
#define NOT_LISTED 0xFFFFFFFFu

#define SURPLUS_ARGUMENTS                                                                                    \
    u32 first_tile, u32 n_tiles, u32 n_axons, __global const row_record *restrict rows,                      \
        __global u32 *restrict target, __global const ushort *restrict length, u32 first_axon,               \
        u32 n_sources, u32 side, ulong salt, __global const u32 *restrict begin

/* Number of synapse i of a row that begins at `first`. */
static u64 number_of(u32 i, u32 first, u32 source, __global const u32 *target, __global const ushort *length,
                     ulong salt)
{
    u32 n = 0, t = target[i] & TARGET_NUMBER;
    while (i - n != first && (target[i - n - 1u] & TARGET_NUMBER) == t && length[i - n - 1u] == length[i])
        n++;
    return surplus_number(salt, source, t, length[i], n);
}

/* begin: per neuron of that side, where its numbers go in the list, or NOT_LISTED; fill: how many are there. */
__kernel void collect_surplus(SURPLUS_ARGUMENTS, volatile __global u32 *restrict fill,
                              __global ulong *restrict list)
{
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources);
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        if (side == 0 && begin[source] == NOT_LISTED)
            continue;
        for (u32 i = row.begin; i != row.end; i++) {
            u32 t = target[i], neuron = side == 0 ? source : t & TARGET_NUMBER;
            if ((t & DEAD) || begin[neuron] == NOT_LISTED)
                continue;
            list[begin[neuron] + atomic_inc(fill + neuron)] =
                number_of(i, row.begin, source, target, length, salt);
        }
    }
}

/* The surplus-th smallest number of each listed neuron, by halving an interval that holds it. */
__kernel void find_limits(u32 n_listed, __global const u32 *restrict listed,
                          __global const u32 *restrict begin, __global const u32 *restrict fill,
                          __global const u32 *restrict surplus, __global const ulong *restrict list,
                          __global ulong *restrict limit)
{
    for (u32 k = get_global_id(0); k < n_listed; k += get_global_size(0)) {
        u32 neuron = listed[k], first = begin[neuron], n = fill[neuron];
        ulong low = 0, high = ~(ulong)0; /* so many are not above `high`, and too few below `low` */
        while (low != high) {
            ulong middle = low + (high - low) / 2u;
            u32 n_below = 0;
            for (u32 i = 0; i < n; i++)
                n_below += list[first + i] <= middle ? 1u : 0u;
            if (n_below >= surplus[neuron])
                high = middle;
            else
                low = middle + 1u;
        }
        limit[neuron] = high;
    }
}

__kernel void mark_surplus(SURPLUS_ARGUMENTS, __global const ulong *restrict limit,
                           volatile __global u32 *restrict out_degree,
                           volatile __global u32 *restrict in_degree)
{
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources);
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        if (side == 0 && begin[source] == NOT_LISTED)
            continue;
        for (u32 i = row.begin; i != row.end; i++) {
            u32 t = target[i], neuron = side == 0 ? source : t & TARGET_NUMBER;
            if ((t & DEAD) || begin[neuron] == NOT_LISTED ||
                number_of(i, row.begin, source, target, length, salt) > limit[neuron])
                continue;
            target[i] = dead_because(t, side == 0 ? CAUSE_AXON : CAUSE_DENDRITE);
            atomic_dec(out_degree + source);
            atomic_dec(in_degree + t);
        }
    }
}

/* ---- cuts ---- */

#define CUT_ARGUMENTS                                                                                        \
    u32 first_tile, u32 n_tiles, u32 n_axons, __global const row_record *restrict rows,                      \
        __global u32 *restrict target, __global const ushort *restrict length,                               \
        __global const uchar *restrict weight, u32 weight_bits, weight_grid grid, u32 first_axon,            \
        u32 n_sources, u32 order, ulong salt, __global const uchar *restrict sources,                        \
        __global const uchar *restrict targets, ulong limit

/* Of a column of any width, see fast/weights.h. */
static float weight_of(u32 i, __global const uchar *weight, u32 weight_bits, weight_grid grid)
{
    if (weight_bits == 32u)
        return ((__global const float *)weight)[i];
    u32 number = weight_bits == 16u ? ((__global const ushort *)weight)[i] : weight[i];
    return fma(convert_float(number), grid.step, grid.least);
}

/* Whether a cut takes synapse i of a row if it takes those up to `limit`. */
static bool is_cut(u32 i, u32 first, u32 source, __global const u32 *target, __global const ushort *length,
                   __global const uchar *weight, u32 weight_bits, weight_grid grid, u32 order, ulong salt,
                   __global const uchar *targets, ulong limit)
{
    if ((target[i] & DEAD) || !targets[target[i]])
        return false;
    float w = weight_of(i, weight, weight_bits, grid);
    return cut_number(order, w, number_of(i, first, source, target, length, salt)) <= limit;
}

/* How many synapses there are up to a limit, per work-item. */
__kernel void count_cut(CUT_ARGUMENTS, __global ulong *restrict sums)
{
    ulong n = 0;
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources);
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        for (u32 i = row.begin; sources[source] && i != row.end; i++)
            n += is_cut(i, row.begin, source, target, length, weight, weight_bits, grid, order, salt, targets,
                        limit)
                     ? 1u
                     : 0u;
    }
    sums[get_global_id(0)] = n;
}

__kernel void mark_cut(CUT_ARGUMENTS, volatile __global u32 *restrict out_degree,
                       volatile __global u32 *restrict in_degree)
{
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources);
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        for (u32 i = row.begin; sources[source] && i != row.end; i++) {
            u32 t = target[i];
            if (!is_cut(i, row.begin, source, target, length, weight, weight_bits, grid, order, salt, targets,
                        limit))
                continue;
            target[i] = dead_because(t, CAUSE_LESION);
            atomic_dec(out_degree + source);
            atomic_dec(in_degree + t);
        }
    }
}

/* ---- neurons that are not there ---- */

/* A neuron that is not born yet, or dead, has no synapses. sources, targets: words of the neurons from a place on, see network/neuron_events.h; a bit of
 * `who` says whether they can be absent at all. */
__kernel void mark_absent(u32 first_tile, u32 n_tiles, u32 n_axons, __global const row_record *restrict rows,
                          __global u32 *restrict target, u32 first_axon, u32 n_sources, u32 who, u32 absent,
                          __global const u32 *restrict sources, u32 source_place,
                          __global const u32 *restrict targets, u32 target_place,
                          volatile __global u32 *restrict out_degree,
                          volatile __global u32 *restrict in_degree)
{
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources);
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        bool is_gone = (who & 1u) && (sources[source_place + source] & absent);
        for (u32 i = row.begin; i != row.end; i++) {
            u32 t = target[i];
            if ((t & DEAD) || !(is_gone || ((who & 2u) && (targets[target_place + t] & absent))))
                continue;
            target[i] = dead_because(t, CAUSE_LESION);
            atomic_dec(out_degree + source);
            atomic_dec(in_degree + t);
        }
    }
}
