/* What neurons with the numerics of Izhikevich's published script have in common. */
#ifndef ENGRAM_IZHIKEVICH_H
#define ENGRAM_IZHIKEVICH_H
#include "arith.h"

/* V after half a step of dt ms; of the two per step, both see the U of its beginning. */
static inline real izhikevich_half_step(real V, real U, real input, real dt)
{
    return V + 0.5f * dt * (0.04f * V * V + 5.0f * V + 140.0f - U + input);
}
#endif
