#include "network/selection.h"

#include "network/distance.h"
#include "network/draw.h"

#include <stdlib.h>

static bool is_listed(const struct selection *s, uint32_t i)
{
    size_t low = 0, high = s->n_ranges;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->ranges[middle].last < i)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->n_ranges && s->ranges[low].first <= i;
}

static bool is_near(const struct selection *s, const struct population *p, uint32_t i)
{
    float center[3] = {(float)s->center_um[0], (float)s->center_um[1], (float)s->center_um[2]};
    double distance = distance_um(p->positions + 3 * (size_t)i, center, p->period);
    return distance >= s->inner_um && distance <= s->radius_um;
}

bool selection_has(const struct selection *s, const struct population *p, uint64_t seed, uint32_t draw,
                   uint32_t i)
{
    if (s->ranges && !is_listed(s, i))
        return false;
    if (s->in_sphere && !is_near(s, p, i))
        return false;
    if (s->fraction >= 1)
        return true;
    struct draw_key key = {seed, p->owner, STREAM_SELECTION, i, draw};
    philox_block block = draw_block(&key, 0);
    return draw_uniform(block.v[0], block.v[1]) < s->fraction;
}

static int by_first(const void *a, const void *b)
{
    const struct neuron_range *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

void selection_sort(struct selection *s)
{
    size_t n = 0;
    qsort(s->ranges, s->n_ranges, sizeof *s->ranges, by_first);
    for (size_t i = 0; i < s->n_ranges; i++) {
        struct neuron_range *before = n ? &s->ranges[n - 1] : NULL;
        if (before && s->ranges[i].first <= before->last)
            before->last = s->ranges[i].last > before->last ? s->ranges[i].last : before->last;
        else
            s->ranges[n++] = s->ranges[i];
    }
    s->n_ranges = n;
}

void selection_free(struct selection *s)
{
    free(s->ranges);
    s->ranges = NULL;
}
