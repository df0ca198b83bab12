/* Addressed random numbers on the host: kernels/common/philox.h with the engine's counter layout. */
#ifndef ENGRAM_NETWORK_DRAW_H
#define ENGRAM_NETWORK_DRAW_H
#include "common/philox.h"
#include "network/network.h"

/* Block number `attempt` (24 bits) of an address. */
static inline philox_block draw_block(const struct draw_key *key, uint32_t attempt)
{
    philox_block counter = {{key->index, key->entity, key->owner, key->stream << 24 | attempt}};
    return philox(counter, (uint32_t)key->seed, (uint32_t)(key->seed >> 32));
}

/* Independent blocks side by side, word by word, so that vector instructions serve them all. */
enum { DRAW_LANES = 32 };
typedef struct {
    uint32_t v[4][DRAW_LANES];
} philox_lanes;

/* Replace the counters by their blocks. */
void draw_lanes(philox_lanes *lanes, uint64_t seed);
/* n blocks of one address, from key->index on, in the first n lanes; the others hold anything. */
void draw_run(philox_lanes *lanes, const struct draw_key *key, uint32_t attempt, uint32_t n);

/* The centre of one of 2^52 equal parts of (0, 1): never 0, never 1, exact in double. */
static inline double draw_uniform(uint32_t high, uint32_t low)
{
    uint64_t bits = ((uint64_t)high << 32 | low) >> 12;
    return ((double)(int64_t)bits + 0.5) * 0x1p-52;
}

/* A whole number below n, from 32 bits. Some numbers are likelier than others by at most n / 2^32. */
static inline uint32_t draw_below(uint32_t word, uint32_t n)
{
    return (uint32_t)((uint64_t)word * n >> 32);
}
#endif
