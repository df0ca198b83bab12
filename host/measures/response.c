/* Share of the volleys of a population that a neuron answers: it spikes between `after` and `within` of the volley. Where the times of two volleys overlap, a spike could
 * answer either, so neither is counted. */
#include "measures/kind.h"

#include <math.h>

static const struct volleys *volleys_of(const struct network *net, const struct measure *of)
{
    return &net->populations[of->source].volleys;
}

/* A byte for each volley: has it been answered? */
static size_t state_bytes(const struct network *net, const struct measure *of)
{
    return volleys_of(net, of)->n + 1;
}

/* The last volley before `step`, n if there is none. */
static uint64_t latest(const struct volleys *v, uint64_t step)
{
    uint64_t low = 0, high = v->n;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (v->step[middle] < step)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : v->n;
}

static void spike(struct tally *t, uint32_t which, uint32_t neuron, uint64_t step)
{
    const struct volleys *v = volleys_of(t->net, t->of);
    uint8_t *answered = t->state;
    (void)which;
    if (neuron != t->of->neuron || step <= t->of->after)
        return;
    uint64_t k = latest(v, step - t->of->after);
    if (k < v->n && step <= v->step[k] + t->of->within)
        answered[k] = 1;
}

static bool counts(const struct tally *t, const struct volleys *v, uint64_t k)
{
    uint64_t length = t->of->within - t->of->after;
    return v->step[k] > t->of->begin && v->step[k] + t->of->within <= t->of->end &&
           (k == 0 || v->step[k] - v->step[k - 1] >= length) &&
           (k + 1 == v->n || v->step[k + 1] - v->step[k] >= length);
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct volleys *v = volleys_of(t->net, t->of);
    const uint8_t *answered = t->state;
    double n = 0, n_answered = 0;
    (void)values;
    for (uint64_t k = 0; k < v->n && n_steps >= t->of->end; k++)
        if (counts(t, v, k)) {
            n++;
            n_answered += answered[k];
        }
    return n > 0 ? n_answered / n : (double)NAN;
}

const struct kind kind_response = {.unit = "1", .state_bytes = state_bytes, .spike = spike, .value = value};
