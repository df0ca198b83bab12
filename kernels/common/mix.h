/* Order-free digests: every item (a spike, a synapse) is mixed to 64 bits together with what it is, and the mixes are added
 * modulo 2^64. Addition commutes, so neither order, tiles nor work-group size can change the digest. */
#ifndef ENGRAM_MIX_H
#define ENGRAM_MIX_H
#include "dialect.h"

/* Finaliser of splitmix64 (Steele, Lea & Flood 2014): a bijection of 64 bits. */
static inline u64 mix64(u64 z)
{
    z ^= z >> 30;
    z *= (u64)0xBF58476D1CE4E5B9;
    z ^= z >> 27;
    z *= (u64)0x94D049BB133111EB;
    return z ^ (z >> 31);
}

static inline u64 mix_pair(u64 a, u64 b)
{
    return mix64(mix64(a + (u64)0x9E3779B97F4A7C15) ^ b);
}

/* A spike: population's name hash, neuron in the population, step (64 bits), how many at once. */
static inline u64 mix_spike(u32 owner, u32 neuron, u64 step, u32 n)
{
    return mix_pair(mix_pair((u64)owner << 32 | neuron, step), n);
}

/* A synapse: projection's name hash, source, target, length code. */
static inline u64 mix_edge(u32 owner, u32 source, u32 target, u32 length)
{
    return mix_pair(mix_pair((u64)owner << 32 | source, target), length);
}
#endif
