/* How irregularly neurons fire: the coefficient of variation of the intervals between two spikes in a window, mean over the selected neurons with enough of them. */
#include "measures/kind.h"

#include <math.h>

enum { FEWEST = 3 }; /* intervals, for a variation to mean anything */

struct intervals {
    uint64_t last, n; /* step of the latest spike; 0: none yet */
    double sum, squares;
};

static const struct population *population_of(const struct tally *t)
{
    return &t->net->populations[t->of->populations[0]];
}

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    return net->populations[of->populations[0]].n * sizeof(struct intervals);
}

static void spike(struct tally *t, uint32_t which, uint32_t neuron, uint64_t step)
{
    struct intervals *i = (struct intervals *)t->state + neuron;
    (void)which;
    if (step <= t->of->begin || step > t->of->end)
        return;
    if (i->last) {
        double interval = (double)(step - i->last);
        i->n++;
        i->sum += interval;
        i->squares += interval * interval;
    }
    i->last = step;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct intervals *all = t->state;
    double sum = 0, n = 0;
    (void)values;
    for (uint32_t k = 0; k < population_of(t)->n && n_steps >= t->of->end; k++) {
        const struct intervals *i = &all[k];
        if (i->n < FEWEST || !selection_has(&t->of->which, population_of(t), t->net->seed, 0, k))
            continue;
        double mean = i->sum / (double)i->n;
        sum += sqrt(fmax(i->squares / (double)i->n - mean * mean, 0)) / mean;
        n++;
    }
    return n > 0 ? sum / n : (double)NAN;
}

const struct kind kind_cv = {.unit = "1", .state_bytes = state_bytes, .spike = spike, .value = value};
