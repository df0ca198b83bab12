#include "network/words.h"

#include "core/parallel.h"

/* Many words of one address at once. */
struct ahead {
    const struct words *from;
    uint64_t first, n; /* the first one is word `first` of the address */
    uint32_t *out;
};
enum { BLOCKS = 128 * DRAW_LANES }; /* worth a thread */

/* DRAW_LANES blocks from number `block` on, as far as their words are asked for. */
static void draw_some(const struct ahead *a, uint64_t block)
{
    struct draw_key key = a->from->key;
    philox_lanes lanes;
    key.index = (uint32_t)block;
    draw_run(&lanes, &key, a->from->attempt, DRAW_LANES);
    for (uint32_t l = 0; l < DRAW_LANES; l++)
        for (uint32_t k = 0; k < 4; k++) {
            uint64_t place = 4 * (block + l) + k;
            if (place >= a->first && place - a->first < a->n)
                a->out[place - a->first] = lanes.v[k][l];
        }
}

static engram_code draw_share(void *context, uint32_t item, engram_status *status)
{
    const struct ahead *a = context;
    uint64_t begin = a->first / 4 + (uint64_t)item * BLOCKS, end = (a->first + a->n + 3) / 4;
    (void)status;
    for (uint64_t block = begin; block < begin + BLOCKS && block < end; block += DRAW_LANES)
        draw_some(a, block);
    return ENGRAM_OK;
}

engram_code words_ahead(const struct words *from, uint32_t n, uint32_t *out, engram_status *status)
{
    struct ahead a = {from, 4 * (uint64_t)from->key.index - (4 - from->at), n, out};
    uint64_t n_blocks = (a.first + n + 3) / 4 - a.first / 4;
    return parallel_for((uint32_t)((n_blocks + BLOCKS - 1) / BLOCKS), draw_share, &a, status);
}
