/* One number over another. */
#include "measures/kind.h"

#include <math.h>

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    double under = values[t->of->under];
    (void)n_steps;
    return under != 0 ? values[t->of->over] / under : (double)NAN;
}

const struct kind kind_ratio = {.unit = "1", .value = value};
