/* Weights that are stored as whole numbers: weight = least + number * step, number from 0 to `most`. An event reads a weight, computes the new one in float, and
 * that is rounded once: by the change that the event makes, so that one which changes nothing leaves the number as it is. Compiled as C11 and as OpenCL C. */
#ifndef ENGRAM_WEIGHT_GRID_H
#define ENGRAM_WEIGHT_GRID_H
#include "arith.h"

typedef struct {
    float least, step, per_step; /* per_step = 1 / step; step 0: weights are floats */
} weight_grid;

#define ROUNDS_TO_NEAREST 0.5f /* in place of a uniform number */

static inline real grid_weight(real number, weight_grid g)
{
    return fma_(number, (real)(g.step), (real)(g.least));
}

/* Of a weight on the grid: what rounding has made of it is far less than half a step. */
static inline ireal grid_number(real weight, weight_grid g)
{
    return to_int_((weight - g.least) * g.per_step + 0.5f);
}

/* What is stored when an event has made `after` of `before`, a weight on the grid. u in (0, 1): the number is rounded up if what is left of the change is larger.
 * Drawn anew for each event, the mean of what is stored is `after`; with ROUNDS_TO_NEAREST it is the nearest number. */
static inline real grid_kept(real before, real after, real u, float most, weight_grid g)
{
    real change = clamp_((after - before) * g.per_step, (real)(-65536.0f), (real)(65536.0f));
    real whole = to_real_(to_int_(change));
    whole = pick(change < whole, whole - 1.0f, whole);
    real number =
        to_real_(grid_number(before, g)) + whole + pick(change - whole > u, (real)(1.0f), (real)(0.0f));
    return grid_weight(clamp_(number, (real)(0.0f), (real)(most)), g);
}
#endif
