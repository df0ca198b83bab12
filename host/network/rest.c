#include "network/rest.h"

#include "core/memory.h"
#include "network/network.h"
#include "network/past.h"

#include <string.h>

engram_code rest_add(struct network *net, struct rest rest, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t first = 0, last = 0; /* those from first to last - 1 become one with it */
    TRY(memory_resize(&net->rests, net->n_rests + 1, sizeof *net->rests, "schedule", status));
    while (first < net->n_rests && net->rests[first].end < rest.begin)
        first++;
    for (last = first; last < net->n_rests && net->rests[last].begin <= rest.end; last++) {
        rest.begin = net->rests[last].begin < rest.begin ? net->rests[last].begin : rest.begin;
        rest.end = net->rests[last].end > rest.end ? net->rests[last].end : rest.end;
    }
    memmove(net->rests + first + 1, net->rests + last, (net->n_rests - last) * sizeof *net->rests);
    net->rests[first] = rest;
    net->n_rests += 1 + first - last;
cleanup:
    return code;
}

const struct rest *rest_after(const struct network *net, uint64_t step)
{
    for (size_t k = 0; k < net->n_rests; k++)
        if (net->rests[k].begin <= step && step < net->rests[k].end)
            return &net->rests[k];
    return NULL;
}

bool rest_changes(const struct network *net, uint64_t step)
{
    for (size_t k = 0; k < net->n_rests; k++)
        if (net->rests[k].begin == step || net->rests[k].end == step)
            return true;
    return false;
}

uint64_t rest_next_change(const struct network *net, uint64_t step)
{
    for (size_t k = 0; k < net->n_rests; k++)
        if (net->rests[k].end > step)
            return net->rests[k].begin > step ? net->rests[k].begin : net->rests[k].end;
    return UINT64_MAX;
}

uint64_t rest_awake_steps(const struct network *net, uint64_t from, uint64_t to)
{
    uint64_t awake = to - from;
    for (size_t k = 0; k < net->n_rests; k++) {
        uint64_t begin = net->rests[k].begin > from ? net->rests[k].begin : from;
        uint64_t end = net->rests[k].end < to ? net->rests[k].end : to;
        awake -= end > begin ? end - begin : 0;
    }
    return awake;
}

uint64_t rest_settles_within(const struct network *net)
{
    uint64_t longest = 0;
    for (size_t i = 0; i < net->n_projections; i++) {
        const struct projection *p = &net->projections[i];
        uint64_t axonal = (uint64_t)projection_max_axonal(net, p), late = projection_late_steps(net, p);
        uint64_t steps = axonal + (p->dendritic_steps > late ? p->dendritic_steps : late);
        longest = steps > longest ? steps : longest;
        if (p->rule->gathers) {
            steps = gathering_steps(net, p) + (uint64_t)gathering_ring(p->dendritic_steps);
            longest = steps > longest ? steps : longest;
        }
    }
    for (uint32_t i = 0; i < net->n_populations; i++)
        longest = past_ring(net, i) > longest ? past_ring(net, i) : longest;
    return longest;
}
