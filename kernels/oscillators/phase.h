/* Phase oscillators that pull on each other with delays, and delays that adapt to what arrives (Noori et al. 2020, PNAS 117:13227): one oscillator or one
 * connection, for one step. Compiled in both languages; the device and the reference share nothing else.
 *
 *      theta_i <- theta_i + turn + gain * sum_j w_ij sin(theta_j(t - tau_ij) - theta_i),     tau_ij = floor(L_ij / c_ij) steps
 *      c_ij    <- clip(c_ij + rate * (lift w_ij m_ij - (L_ij / L_max) (c_ij - slowest)), slowest, fastest)
 *      m_ij     = sin(theta_i - theta_j), times `retraction` where that is negative
 *
 * A connection whose source lags (theta_i ahead of theta_j) becomes faster; what nothing drives falls back to the slowest velocity, a long one sooner. With a
 * retraction above 0, one whose source is ahead loses myelin faster than that. */
#ifndef ENGRAM_PHASE_H
#define ENGRAM_PHASE_H
#include "common/arith.h"

/* Constants of a run, rounded once on the host. Floats only, so its layout is the same everywhere. */
typedef struct {
    float turn;             /* rad per step of an oscillator that nothing pulls on */
    float gain;             /* rad per step and unit of weight */
    float slowest, fastest; /* mm per step */
    float rate;             /* of adaptation, per step */
    float lift;             /* mm per step */
    float retraction;       /* 0 ... 1 */
    float per_longest;      /* 1 / (length of the longest connection), 1/mm */
} phase_law;

/* Length in mm, velocity in mm per step. */
static inline u32 delay_steps(float length, float velocity)
{
    return (u32)to_int_(length * recip_(velocity));
}

static inline float phase_pull(float weight, float arriving, float own)
{
    return weight * sin_(arriving - own);
}

/* `source`: the phase there now, not as it arrives. */
static inline float velocity_next(float velocity, float length, float weight, float source, float own,
                                  phase_law law)
{
    float lead = sin_(own - source);
    float gained = law.lift * (weight * (lead > 0.0f ? lead : law.retraction * lead));
    float lost = (length * law.per_longest) * (velocity - law.slowest);
    return clamp_(velocity + law.rate * (gained - lost), law.slowest, law.fastest);
}

/* Wrapped to [-pi, pi]. */
static inline float phase_next(float own, float pull, phase_law law)
{
    float x = own + (law.turn + law.gain * pull);
    return fma_(rint_(x * 0.159154943f), -6.28318531f, x);
}

/* What an oscillator adds to the sum whose length is the order parameter times their number. */
static inline float phase_real(float phase)
{
    return sin_(phase + 1.57079633f);
}
static inline float phase_imaginary(float phase)
{
    return sin_(phase);
}
#endif
