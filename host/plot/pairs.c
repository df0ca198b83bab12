#include "plot/panel.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Up to `most` of n, evenly spread. */
static void add_some(const uint32_t *source, const uint32_t *target, uint64_t n, uint64_t most,
                     struct pairs *pairs)
{
    most = most < n ? most : n;
    for (uint64_t k = 0; k < most; k++) {
        uint64_t at = (2 * k + 1) * n / (2 * most);
        pairs->pair[pairs->n++] = (uint64_t)source[at] << 32 | target[at];
    }
}

static void sort_and_unite(struct pairs *pairs)
{
    uint64_t n = 0;
    qsort(pairs->pair, pairs->n, sizeof *pairs->pair, ascending);
    for (uint64_t k = 0; k < pairs->n; k++)
        if (!n || pairs->pair[k] != pairs->pair[n - 1])
            pairs->pair[n++] = pairs->pair[k];
    pairs->n = n;
}

engram_code pairs_choose(engram_results *results, size_t i, uint32_t *source, uint32_t *target,
                         struct pairs *pairs, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_weights *w = engram_results_weights_at(results, i);
    const uint64_t snapshot[2] = {0, w->n_snapshots - 1};
    pairs->n = 0;
    for (int end = 0; end < 2; end++) {
        TRY(engram_results_weights_synapses(results, i, snapshot[end], source, target, NULL, NULL, status));
        add_some(source, target, w->n_recorded[snapshot[end]], MOST_PAIRS / 2, pairs);
    }
    sort_and_unite(pairs);
cleanup:
    return code;
}

void pairs_weights(const struct pairs *pairs, const uint32_t *source, const uint32_t *target,
                   const float *weight, uint64_t n, float *of_pair)
{
    for (uint64_t k = 0; k < pairs->n; k++)
        of_pair[k] = NAN;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t pair = (uint64_t)source[i] << 32 | target[i];
        const uint64_t *found = bsearch(&pair, pairs->pair, pairs->n, sizeof pair, ascending);
        if (found)
            of_pair[found - pairs->pair] =
                (isnan(of_pair[found - pairs->pair]) ? 0 : of_pair[found - pairs->pair]) + weight[i];
    }
}
