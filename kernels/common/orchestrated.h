/* Orchestrated plasticity (Zenke, Agnes & Gerstner 2015), what its rules share: amplitudes are in the unit of the weight, traces just before the event. */
#ifndef ENGRAM_ORCHESTRATED_H
#define ENGRAM_ORCHESTRATED_H
#include "common/arith.h"

/* A post spike: a triplet potentiates, a burst draws the weight back to its reference. */
static inline real orchestrated_potentiated(real w, real w_tilde, real z_plus, real z_minus, real z_slow,
                                            float up, float beta, float w_max)
{
    real hetero = beta * (z_minus * z_minus * z_minus) * (w - w_tilde);
    return clamp_(w + (up * (z_plus * z_slow) - hetero), 0.0f, w_max);
}

/* A pre spike: depression by a pair, and growth by the transmitter alone. */
static inline real orchestrated_depressed(real w, real z_minus, real down, float grow, float w_max)
{
    return clamp_(w - down * z_minus + grow, 0.0f, w_max);
}

/* What is added to the reference weight in a share of its time constant: tau_cons dw~/dt = (w - w~) - P w~ (w_P/2 - w~) (w_P - w~), all in units of w_0. */
static inline real orchestrated_consolidated(real w, real w_tilde, float share, float P, float w_P, float w_0,
                                             float per_w_0)
{
    real ref = w_tilde * per_w_0;
    real own = P * ref * (0.5f * w_P - ref) * (w_P - ref);
    return share * (w - w_tilde - w_0 * own);
}
#endif
