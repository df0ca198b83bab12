/* Spikes per neuron and second, in a window, of the neurons that are selected. */
#include "measures/kind.h"

#include <math.h>

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(uint64_t);
}

static void spike(struct tally *t, uint32_t which, uint32_t neuron, uint64_t step)
{
    uint64_t *n_spikes = t->state;
    (void)which;
    *n_spikes +=
        step > t->of->begin && step <= t->of->end &&
        selection_has(&t->of->which, &t->net->populations[t->of->populations[0]], t->net->seed, 0, neuron);
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const uint64_t *n_spikes = t->state;
    double seconds = (double)(t->of->end - t->of->begin) * t->net->dt_ms * 1e-3;
    (void)values;
    if (n_steps < t->of->end)
        return (double)NAN;
    return (double)*n_spikes / t->of->n_selected / seconds;
}

const struct kind kind_rate = {.unit = "Hz", .state_bytes = state_bytes, .spike = spike, .value = value};
