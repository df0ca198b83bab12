/* Rounds in which vacant axonal elements (of sources) find vacant dendritic elements (of targets).
 *
 *      axonal      [n_sources + 1]   prefix sums of vacancies: element a is of the source s with axonal[s] <= a < axonal[s + 1]
 *      dendritic   [n_targets + 1]   the same of targets, in the order of their cells: the elements of a cell are neighbours
 *      cells       [n_cells + 1]     where the elements of each cell begin
 *      proposal    per axonal element, the dendritic one it asks for
 *      best        per dendritic element, the largest priority that asks for it, 0 at first
 *
 * Every kernel writes only places of its own, or integers by atomics whose order cannot matter. */
#undef VW
#define VW 1
#include "structure/matching.h"

/* The last place in [low, high) whose prefix sum is at most `element`: whose element that is, if it lies between their ends. */
static u32 owner_of(__global const u32 *prefix, u32 low, u32 high, u32 element)
{
    while (high - low > 1u) {
        u32 middle = low + (high - low) / 2u;
        if (prefix[middle] <= element)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* What each target takes, in the order of cells: its vacant elements, up to its limit of synapses. in_degree is read only below a limit. */
__kernel void matching_limit(__global const u32 *restrict order, __global const u32 *restrict vacant,
                             __global const u32 *restrict in_degree, u32 max_in_degree,
                             __global u32 *restrict taken, u32 n)
{
    u32 k = get_global_id(0);
    if (k >= n)
        return;
    u32 target = order[k], room = max_in_degree;
    if (room != 0xFFFFFFFFu)
        room -= min(room, in_degree[target]);
    taken[k] = min(vacant[target], room);
}

/* Where the elements of each cell begin, and how many the fullest has. A work-item strides over the cells; the largest number does not depend on order. */
__kernel void matching_cells(__global const u32 *restrict cell_begin, __global const u32 *restrict dendritic,
                             __global u32 *restrict cells, volatile __global u32 *most, u32 n_cells)
{
    u32 own = 0;
    for (size_t c = get_global_id(0); c <= n_cells; c += get_global_size(0)) {
        cells[c] = dendritic[cell_begin[c]];
        if (c < n_cells)
            own = max(own, dendritic[cell_begin[c + 1]] - cells[c]);
    }
    atomic_max(most, own);
}

/* One axonal element per work-item: at most law->tries tries of 16 or 32 random bytes and a few gathers. */
__kernel void matching_propose(__global const matching_law *restrict law_in,
                               __global const matching_place *restrict sources,
                               __global const matching_place *restrict targets,
                               __global const u32 *restrict order, __global const u32 *restrict cell_begin,
                               __global const u32 *restrict axonal, __global const u32 *restrict dendritic,
                               __global const u32 *restrict cells, __global const u32 *restrict most_in,
                               __global u32 *restrict proposal, volatile __global u32 *best, u32 n_sources,
                               u32 n, u32 step_low, u32 step_high, u32 round)
{
    u32 a = get_global_id(0), wanted = MATCHING_NOWHERE;
    if (a >= n)
        return;
    const matching_law law = *law_in;
    u64 step = (u64)step_high << 32 | step_low;
    u32 most = *most_in, source = owner_of(axonal, 0u, n_sources, a);
    matching_place from = {{0.0f, 0.0f, 0.0f}};
    if (law.shape != MATCHING_ANYWHERE)
        from = sources[source];
    for (u32 attempt = 0; attempt < law.tries && wanted == MATCHING_NOWHERE; attempt++) {
        matching_draw draw = matching_drawn(law, step, round, a, attempt);
        u32 cell = matching_landing(law, from, draw);
        if (cell == MATCHING_NOWHERE)
            continue;
        u32 ticket = mul_hi(draw.ticket, most), element = cells[cell] + ticket;
        if (element >= cells[cell + 1])
            continue;
        u32 k = owner_of(dendritic, cell_begin[cell], cell_begin[cell + 1], element);
        bool is_self = law.skips_self && order[k] == source;
        if (!is_self && matching_takes(law, from, targets[k], draw))
            wanted = element;
    }
    proposal[a] = wanted;
    if (wanted != MATCHING_NOWHERE)
        atomic_max(&best[wanted], matching_priority(law, step, round, a));
}

/* 1 for each axonal element that gets what it asks for, else 0. Priorities of a round differ, so nobody shares the best one. */
__kernel void matching_accept(__global const matching_law *restrict law,
                              __global const u32 *restrict proposal, __global const u32 *restrict best,
                              __global u32 *restrict accepted, u32 n, u32 step_low, u32 step_high, u32 round)
{
    u32 a = get_global_id(0);
    if (a >= n)
        return;
    u64 step = (u64)step_high << 32 | step_low;
    u32 wanted = proposal[a];
    accepted[a] = wanted != MATCHING_NOWHERE && best[wanted] == matching_priority(*law, step, round, a);
}

/* Write the accepted pairs of a round behind the n_before of those before it, in the order of axonal elements, and take their elements off the vacancies: of the
 * caller, and of what targets take. before: prefix sums of `accepted`. */
__kernel void matching_append(__global const u32 *restrict proposal, __global const u32 *restrict before,
                              __global const u32 *restrict axonal, __global const u32 *restrict dendritic,
                              __global const u32 *restrict order, __global matching_pair *restrict pairs,
                              volatile __global u32 *vacant_axons, volatile __global u32 *vacant_dendrites,
                              volatile __global u32 *taken, u32 n_sources, u32 n_targets, u32 n, u32 n_before)
{
    u32 a = get_global_id(0);
    if (a >= n || before[a] == before[a + 1])
        return;
    u32 source = owner_of(axonal, 0u, n_sources, a), k = owner_of(dendritic, 0u, n_targets, proposal[a]);
    matching_pair pair = {source, order[k]};
    pairs[n_before + before[a]] = pair;
    atomic_dec(&vacant_axons[source]);
    atomic_dec(&vacant_dendrites[pair.target]);
    atomic_dec(&taken[k]);
}
