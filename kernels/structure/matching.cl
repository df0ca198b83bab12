/* Rounds in which vacant axonal elements (of sources) find vacant dendritic elements (of targets).
 *
 *      prefix sums of the vacancies of sources, and of targets in the order of their cells, number the elements; those of a cell are neighbours
 *      source      per axonal element, whose it is
 *      place       per dendritic element, whose it is: a place in the order of cells
 *      cells       [n_cells + 1]  where the elements of each cell begin
 *      proposal    per axonal element, the dendritic one it asks for
 *      own_place   per source, its own place as a target, if it is one
 *      taken       per target, in the order of cells, the vacant elements that are still to have
 *      best        per dendritic element, the largest priority that asks for it, 0 at first
 *
 * Every kernel writes only places of its own, or integers by atomics whose order cannot matter. */
#undef VW
#define VW 1
#include "structure/matching.h"

/* Whose each element is. A work-item writes the elements of a neuron. */
__kernel void matching_owners(__global const u32 *restrict prefix, __global u32 *restrict owner, u32 n)
{
    u32 i = get_global_id(0);
    if (i >= n)
        return;
    for (u32 element = prefix[i]; element < prefix[i + 1]; element++)
        owner[element] = i;
}

/* Vacant elements of a target, up to its limit of synapses. in_degree is read only if there is one. */
static u32 has_room(__global const u32 *vacant, __global const u32 *in_degree, u32 max_in_degree, u32 target)
{
    u32 room = max_in_degree;
    if (room != 0xFFFFFFFFu)
        room -= min(room, in_degree[target]);
    return min(vacant[target], room);
}

/* What each target can take, before the first round. */
__kernel void matching_limit(__global const u32 *restrict order, __global const u32 *restrict vacant,
                             __global const u32 *restrict in_degree, u32 max_in_degree,
                             __global u32 *restrict taken, u32 n)
{
    u32 k = get_global_id(0);
    if (k >= n)
        return;
    taken[k] = has_room(vacant, in_degree, max_in_degree, order[k]);
}

/* What the targets have got by the end is no longer vacant. */
__kernel void matching_settle(__global const u32 *restrict order, __global u32 *restrict vacant,
                              __global const u32 *restrict in_degree, u32 max_in_degree,
                              __global const u32 *restrict taken, u32 n)
{
    u32 k = get_global_id(0);
    if (k >= n)
        return;
    vacant[order[k]] -= has_room(vacant, in_degree, max_in_degree, order[k]) - taken[k];
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
                               __global const u32 *restrict own_place, __global const u32 *restrict source,
                               __global const u32 *restrict place, __global const u32 *restrict cells,
                               __global const u32 *restrict most_in, __global u32 *restrict proposal,
                               volatile __global u32 *best, u32 n, u32 step_low, u32 step_high, u32 round)
{
    u32 a = get_global_id(0), wanted = MATCHING_NOWHERE, self = MATCHING_NOWHERE;
    if (a >= n)
        return;
    const matching_law law = *law_in;
    u64 step = (u64)step_high << 32 | step_low;
    u32 most = *most_in;
    matching_place from = {{0.0f, 0.0f, 0.0f}};
    if (law.shape != MATCHING_ANYWHERE)
        from = sources[source[a]];
    if (law.skips_self)
        self = own_place[source[a]];
    for (u32 attempt = 0; attempt < law.tries && wanted == MATCHING_NOWHERE; attempt++) {
        matching_draw draw = matching_drawn(law, step, round, a, attempt);
        u32 cell = matching_landing(law, from, draw);
        if (cell == MATCHING_NOWHERE)
            continue;
        u32 element = cells[cell] + mul_hi_(draw.ticket, most);
        if (element >= cells[cell + 1])
            continue;
        u32 k = place[element];
        if (k != self && (matching_takes_any(law) || matching_takes(law, from, targets[k], draw)))
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

/* Write the accepted pairs of a round behind the n_before of those before it, in the order of axonal elements, and take their elements off what is vacant.
 * before: prefix sums of `accepted`. */
__kernel void matching_append(__global const u32 *restrict proposal, __global const u32 *restrict before,
                              __global const u32 *restrict source, __global const u32 *restrict place,
                              __global const u32 *restrict order, __global matching_pair *restrict pairs,
                              volatile __global u32 *vacant_axons, volatile __global u32 *taken, u32 n,
                              u32 n_before)
{
    u32 a = get_global_id(0);
    if (a >= n || before[a] == before[a + 1])
        return;
    u32 k = place[proposal[a]];
    matching_pair pair = {source[a], order[k]};
    pairs[n_before + before[a]] = pair;
    atomic_dec(&vacant_axons[pair.source]);
    atomic_dec(&taken[k]);
}
