/* How the weights of a projection, or the logarithms of their magnitudes, are distributed at some time. */
#include "measures/looks.h"

#include <math.h>

/* Moments of what has been added so far: mean, and sums of powers of what differs from it. */
struct sums {
    double n, mean, squares, cubes;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct sums);
}

static bool is_of_logarithm(const struct measure *of)
{
    return of->of >= WEIGHTS_LN_MEAN;
}

/* The update of moments by one value (Welford 1962; Terriberry 2007). */
static void add(struct sums *s, double x)
{
    double d = x - s->mean, part = d / (s->n + 1), both = d * part * s->n;
    s->n++;
    s->mean += part;
    s->cubes += both * part * (s->n - 2) - 3 * part * s->squares;
    s->squares += both;
}

static engram_code look(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status)
{
    double w = (double)synapse->weight;
    (void)step;
    (void)status;
    if (synapse->is_within && !is_of_logarithm(t->of))
        add(t->state, w);
    else if (synapse->is_within && w != 0)
        add(t->state, log(fabs(w)));
    return ENGRAM_OK;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct sums *s = t->state;
    double variance = s->squares / s->n;
    (void)n_steps;
    (void)values;
    if (s->n == 0)
        return (double)NAN;
    switch ((enum measure_of_weights)t->of->of) {
    case WEIGHTS_MEAN:
    case WEIGHTS_LN_MEAN:
        return s->mean;
    case WEIGHTS_SD:
    case WEIGHTS_LN_SD:
        return sqrt(variance);
    case WEIGHTS_LN_SKEW:
        return variance > 0 ? s->cubes / s->n / (variance * sqrt(variance)) : (double)NAN;
    }
    return (double)NAN;
}

static const char *unit_of(const struct network *net, const struct measure *of)
{
    return is_of_logarithm(of) ? "1" : projection_receptor(net, &net->projections[of->projection])->unit;
}

const struct kind kind_weights = {
    .unit_of = unit_of, .state_bytes = state_bytes, .next_look = look_at_end, .look = look, .value = value};
