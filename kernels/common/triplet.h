/* Triplet STDP (Pfister & Gerstner 2006): what one spike adds to or takes from a weight, clipped to [0, w_max]. r1, r2: pre traces, o1, o2: post traces, all
 * just before the spike; pair, triplet: amplitudes in the unit of the weight. */
#ifndef ENGRAM_TRIPLET_H
#define ENGRAM_TRIPLET_H
#include "common/arith.h"

static inline real triplet_potentiated(real w, real r1, real o2, float pair, float triplet, float w_max)
{
    return clamp_(w + r1 * fma_(triplet, o2, pair), 0.0f, w_max);
}

static inline real triplet_depressed(real w, real o1, real r2, float pair, float triplet, float w_max)
{
    return clamp_(w - o1 * fma_(triplet, r2, pair), 0.0f, w_max);
}
#endif
