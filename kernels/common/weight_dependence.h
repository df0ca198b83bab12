/* The weight dependence shared by the pair rules (Guetig et al. 2003): steps shrink towards the bound they approach,
 *
 *      potentiation   w + lambda       w_max (1 - w/w_max)^mu_plus  x
 *      depression     w - alpha lambda w_max (w/w_max)^mu_minus     y
 *
 * both clipped to [0, w_max]. mu = 0 is additive, mu = 1 multiplicative. w * inv_w_max may round just above 1, and pow_ of a
 * negative number is not a number: hence the clamp inside. pow_(0, 0) is 1. */
#ifndef ENGRAM_WEIGHT_DEPENDENCE_H
#define ENGRAM_WEIGHT_DEPENDENCE_H
#include "common/arith.h"

/* step: lambda * w_max; trace: how much of the pre spikes is left. */
static inline real potentiated(real w, real trace, float step, float mu_plus, float w_max, float inv_w_max)
{
    real room = clamp_(1.0f - w * inv_w_max, 0.0f, 1.0f);
    return clamp_(w + step * pow_(room, mu_plus) * trace, 0.0f, w_max);
}

/* step: alpha * lambda * w_max; trace: how much of the post spikes is left. */
static inline real depressed(real w, real trace, float step, float mu_minus, float w_max, float inv_w_max)
{
    real used = clamp_(w * inv_w_max, 0.0f, 1.0f);
    return clamp_(w - step * pow_(used, mu_minus) * trace, 0.0f, w_max);
}
#endif
