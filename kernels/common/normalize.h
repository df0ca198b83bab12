/* Divisive normalisation of weights. */
#ifndef ENGRAM_NORMALIZE_H
#define ENGRAM_NORMALIZE_H
#include "common/arith.h"

/* A weight scaled so that what now sums up to `sum` sums up to `wanted`; where the sum is 0, there is nothing to scale. */
static inline real normalized(real w, real sum, float wanted)
{
    return pick(sum > 0.0f, w * (wanted * recip_(max_(sum, (real)(1.17549435e-38f)))), w);
}
#endif
