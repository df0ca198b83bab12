/* Mean delay, axonal and dendritic together, of all synapses of a projection. */
#include "measures/kind.h"

#include <math.h>

struct sums {
    uint64_t steps, n_synapses;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct sums);
}

static void delays(struct tally *t, const struct axon_delays *d)
{
    struct sums *sums = t->state;
    for (uint32_t i = 0; i < d->n; i++) {
        sums->steps += d->steps[i];
        sums->n_synapses += d->n_synapses[i];
    }
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct sums *sums = t->state;
    (void)n_steps;
    (void)values;
    return sums->n_synapses ? (double)sums->steps / (double)sums->n_synapses * t->net->dt_ms : (double)NAN;
}

const struct kind kind_delay = {.unit = "ms", .state_bytes = state_bytes, .delays = delays, .value = value};
