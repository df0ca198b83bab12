/* Neurons that are born, mature or die, per day of a population, in a window. */
#include "measures/kind.h"

#include <math.h>

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(double);
}

static uint64_t counted(const struct cell_counts *c, size_t which)
{
    const uint64_t counts[] = {c->born, c->matured, c->died_young, c->died_mature, c->unborn};
    return counts[which];
}

static void cells(struct tally *t, const struct cell_counts *days, uint64_t n_days)
{
    double *per_day = t->state;
    uint64_t day = t->net->populations[t->of->populations[0]].neurogenesis->day, n = 0, sum = 0;
    for (uint64_t d = 0; d < n_days; d++)
        if ((d + 1) * day > t->of->begin && (d + 1) * day <= t->of->end) {
            sum += counted(&days[d], t->of->of);
            n++;
        }
    *per_day = n ? (double)sum / (double)n : (double)NAN;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    (void)values;
    return n_steps < t->of->end ? (double)NAN : *(const double *)t->state;
}

const struct kind kind_cells = {.unit = "1", .state_bytes = state_bytes, .cells = cells, .value = value};
