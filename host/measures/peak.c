/* When a projection has most synapses, and how many: at the start and after every structural tick. */
#include "measures/kind.h"

#include <math.h>

struct peak {
    uint64_t n, step;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct peak);
}

static void count(struct tally *t, uint64_t step, uint64_t n)
{
    struct peak *peak = t->state;
    if (n > peak->n)
        *peak = (struct peak){n, step};
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct peak *peak = t->state;
    (void)values;
    if (n_steps < t->net->n_steps || peak->n == 0)
        return (double)NAN;
    return t->of->of == PEAK_TIME ? (double)peak->step * t->net->dt_ms : (double)peak->n;
}

static const char *unit_of(const struct network *net, const struct measure *of)
{
    (void)net;
    return of->of == PEAK_TIME ? "ms" : "1";
}

const struct kind kind_peak = {
    .unit_of = unit_of, .state_bytes = state_bytes, .count = count, .value = value};
