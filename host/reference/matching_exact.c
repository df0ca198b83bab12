#include "core/memory.h"
#include "network/words.h"
#include "reference/matching.h"

#include <math.h>
#include <stdlib.h>

static double kernel(const struct matching_plan *plan, const matching_place *a, const matching_place *b)
{
    double square = 0, sigma = (double)plan->law.sigma;
    for (int k = 0; k < 3; k++) {
        double d = fabs((double)a->along[k] - (double)b->along[k]), period = (double)plan->law.period[k];
        d = period > 0 && d > 0.5 * period ? period - d : d;
        square += d * d;
    }
    switch (plan->law.shape) {
    case MATCHING_GAUSSIAN:
        return exp(-square / (sigma * sigma));
    case MATCHING_EXPONENTIAL:
        return exp(-sqrt(square) / sigma);
    case MATCHING_DISC:
        return square <= sigma * sigma ? 1 : 0;
    default:
        return 1;
    }
}

double matching_weights(const struct matching_plan *plan, const uint32_t *vacant, uint32_t source,
                        double *weights)
{
    const matching_place nowhere = {{0, 0, 0}}, *from = plan->sources ? &plan->sources[source] : &nowhere;
    double sum = 0;
    for (uint32_t k = 0; k < plan->n_targets; k++) {
        bool is_self = plan->law.skips_self && plan->order[k] == source;
        weights[k] = is_self ? 0 : vacant[k] * kernel(plan, from, &plan->targets[k]);
        sum += weights[k];
    }
    return sum;
}

/* The k for which `left` falls among the weights; the last one that has any, if rounding leaves some of it. */
static uint32_t find(const double *weights, uint32_t n, double left)
{
    uint32_t last = 0;
    for (uint32_t k = 0; k < n; k++) {
        last = weights[k] > 0 ? k : last;
        left -= weights[k];
        if (left < 0)
            break;
    }
    return last;
}

engram_code reference_match_exactly(const struct matching_plan *plan, uint64_t step, uint32_t *vacant_axons,
                                    uint32_t *vacant_dendrites, matching_pair **pairs, uint32_t *n_pairs,
                                    engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *vacant = NULL;
    double *weights = NULL;
    uint64_t possible = 0;
    struct draw_key key = {(uint64_t)plan->law.seed_high << 32 | plan->law.seed_low, plan->law.owner,
                           STREAM_MATCHING, (uint32_t)step, 0};
    struct words words = words_begin(key, 0);
    *pairs = NULL;
    *n_pairs = 0;
    TRY(memory_new(&vacant, plan->n_targets, sizeof *vacant, "vacant dendritic elements", status));
    TRY(memory_new(&weights, plan->n_targets, sizeof *weights, "weights of targets", status));
    for (uint32_t k = 0; k < plan->n_targets; k++)
        possible += vacant[k] = vacant_dendrites[plan->order[k]];
    TRY(memory_new(pairs, possible, sizeof **pairs, "pairs", status));
    for (uint32_t s = 0; s < plan->n_sources; s++)
        while (vacant_axons[s]) {
            double sum = matching_weights(plan, vacant, s, weights);
            if (!(sum > 0))
                break;
            uint32_t place = find(weights, plan->n_targets, sum * words_uniform(&words));
            (*pairs)[(*n_pairs)++] = (matching_pair){s, plan->order[place]};
            vacant[place]--;
            vacant_axons[s]--;
            vacant_dendrites[plan->order[place]]--;
        }
cleanup:
    free(vacant);
    free(weights);
    return code;
}
