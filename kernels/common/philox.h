/* Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), counter-based: a draw depends only on
 * what it is for. Every draw of the engine is addressed by
 *
 *      key     = seed (64 bits)
 *      counter = { step or draw, entity, owner, stream << 24 | high bits of the draw }
 *
 * entity: index of the neuron or target; owner: hash of the population's or projection's name (adding another one changes
 * nothing); stream: one of the numbers below. */
#ifndef ENGRAM_PHILOX_H
#define ENGRAM_PHILOX_H
#include "dialect.h"

#define STREAM_POISSON 1u /* + receptor number, up to 8 receptors: 1 to 8 */
#define STREAM_PARAM   16u
#define STREAM_STATE   17u
#define STREAM_CONNECT 18u
#define STREAM_WEIGHT  19u
#define STREAM_DELAY   20u
#define STREAM_PLACE   21u
#define STREAM_TABLE   22u
#define STREAM_VOLLEY  23u
#define STREAM_OFFSET  24u
#define STREAM_JITTER  25u
/* Synapses that come and go: how many are born and where, what they start from, and what becomes of each at a tick. */
#define STREAM_FORMATION   26u
#define STREAM_BORN_WEIGHT 27u
#define STREAM_BORN_DELAY  28u
#define STREAM_TURNOVER    29u
#define STREAM_MATCHING    32u
/* Whether a stored weight is rounded up or down at an event. */
#define STREAM_ROUNDING 36u
/* Which neurons an event of a schedule strikes. */
#define STREAM_SELECTION 40u
/* Neurons that come and go: how many are born on a day, and what becomes of each. */
#define STREAM_BIRTH 41u
#define STREAM_FATE  42u

/* What a neuron model draws in every step. */
#define STREAM_NEURON 43u
/* How long a reward is delayed, and which of several actions that are level is taken. */
#define STREAM_REWARD 44u
/* Events of synapses whose rule draws. */
#define STREAM_RULE 45u

/* Multipliers and key increments of the paper; network/draw.c uses them too. */
#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

typedef struct {
    ureal v[4];
} philox_block;

#if defined(__OPENCL_VERSION__) && VW > 1
#if VW == 16
#define HALF_VW 8
#elif VW == 8
#define HALF_VW 4
#else
#define HALF_VW 2
#endif
typedef JOIN(ulong, HALF_VW) half_lanes;
#define LOW_HALF 0xFFFFFFFFul
/* One product gives both halves, and nobody looks at what is in the upper 32 bits of a word in between. */
#define PHILOX_ROUND(v)                                                                                      \
    {                                                                                                        \
        half_lanes p0 = (v[0] & LOW_HALF) * (ulong)PHILOX_M0, p1 = (v[2] & LOW_HALF) * (ulong)PHILOX_M1;     \
        v[0] = p1 >> 32 ^ v[1] ^ (half_lanes)((ulong)k0);                                                    \
        v[1] = p1;                                                                                           \
        v[2] = p0 >> 32 ^ v[3] ^ (half_lanes)((ulong)k1);                                                    \
        v[3] = p0;                                                                                           \
    }

/* The same with every second lane apart, each in 64 bits: half the instructions, and half as long a way from one round to the next. Unrolled, rounds leave
 * out what the words that are used do not need. */
static inline philox_block philox(philox_block c, u32 k0, u32 k1)
{
    half_lanes one[4], other[4];
#pragma unroll
    for (int k = 0; k < 4; k++) {
        one[k] = JOIN(as_ulong, HALF_VW)(c.v[k]);
        other[k] = one[k] >> 32;
    }
#pragma unroll
    for (int round = 0; round < 10; round++) {
        PHILOX_ROUND(one)
        PHILOX_ROUND(other)
        k0 += PHILOX_W0;
        k1 += PHILOX_W1;
    }
#pragma unroll
    for (int k = 0; k < 4; k++)
        c.v[k] = unsigned_((one[k] & LOW_HALF) | other[k] << 32);
    return c;
}
#else
static inline philox_block philox(philox_block c, u32 k0, u32 k1)
{
    for (int round = 0; round < 10; round++) {
        ureal hi0 = mul_hi_(c.v[0], PHILOX_M0);
        ureal hi1 = mul_hi_(c.v[2], PHILOX_M1);
        ureal lo0 = c.v[0] * PHILOX_M0;
        ureal lo1 = c.v[2] * PHILOX_M1;
        c.v[0] = hi1 ^ c.v[1] ^ k0;
        c.v[1] = lo1;
        c.v[2] = hi0 ^ c.v[3] ^ k1;
        c.v[3] = lo0;
        k0 += PHILOX_W0;
        k1 += PHILOX_W1;
    }
    return c;
}
#endif
#endif
