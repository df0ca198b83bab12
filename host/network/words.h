/* The words of one address, one after the other: word j is word j % 4 of the block with index j / 4. */
#ifndef ENGRAM_NETWORK_WORDS_H
#define ENGRAM_NETWORK_WORDS_H
#include "network/draw.h"

struct words {
    struct draw_key key; /* index: the next block */
    uint32_t attempt;    /* tells apart several sequences of one entity */
    unsigned at;
    philox_block block;
};

static inline struct words words_begin(struct draw_key key, uint32_t attempt)
{
    key.index = 0;
    return (struct words){.key = key, .attempt = attempt, .at = 4};
}

static inline uint32_t words_next(struct words *w)
{
    if (w->at == 4) {
        w->block = draw_block(&w->key, w->attempt);
        w->key.index++;
        w->at = 0;
    }
    return w->block.v[w->at++];
}

/* Pass over n words. */
static inline void words_skip(struct words *w, uint32_t n)
{
    uint64_t place = 4 * (uint64_t)w->key.index - (4 - w->at) + n;
    w->key.index = (uint32_t)(place / 4);
    w->at = 4;
    for (unsigned k = 0; k < place % 4; k++)
        words_next(w);
}
/* The next n words, which stay the next ones; drawn by several threads. */
engram_code words_ahead(const struct words *from, uint32_t n, uint32_t *out, engram_status *status);

/* In (0, 1), from two words. */
static inline double words_uniform(struct words *w)
{
    uint32_t high = words_next(w), low = words_next(w);
    return draw_uniform(high, low);
}
#endif
