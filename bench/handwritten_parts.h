/* What the files of the yardstick share: spikes, tiles, and one way to deliver. */
#ifndef ENGRAM_BENCH_HANDWRITTEN_PARTS_H
#define ENGRAM_BENCH_HANDWRITTEN_PARTS_H
#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DENDRITIC = 15, SLOTS = 16, TABLE = 5002, POSTS = 8, LINE = 16 };
enum { N_STEPS = 2000, FIRST_TIMED = 1000, FIRST_STAMP = 1 << 20 };
#define STEP_SIZE 1e-5f
#define W_MAX     25.0f
#define SCALE     1048576.0f

/* A spike, and the one before it on the same axon: its stamp, and the trace just after it. */
struct spike {
    uint32_t axon, stamp, before;
    float x;
};

/* The targets of one thread and all synapses onto them. */
struct hand_tile {
    uint32_t n_targets;
    uint32_t *target;
    float *weight;
    uint32_t (*post)[POSTS]; /* stamps of the newest post spikes */
    float (*y)[2];           /* traces just after the last and the last but one */
    int64_t *sums;           /* [SLOTS][n_targets] */
};

struct hand;
typedef void deliver_function(const struct hand *h, struct hand_tile *t, const struct spike *s);

struct hand {
    uint32_t n_axons, n_targets, fan_out, n_tiles; /* fan_out: within a tile */
    struct spike *spikes;                          /* in the order of their stamps */
    uint32_t ends[N_STEPS + 1];                    /* spikes of step k: ends[k] .. ends[k + 1] - 1 */
    uint32_t *fired, fired_ends[N_STEPS + 1];      /* post spikes alike: targets, within all tiles */
    float decay[TABLE];
    struct hand_tile *tiles;
    deliver_function *deliver;
    double *seconds; /* of each tile */
};

static inline uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Both do the same; the second is NULL where the CPU cannot. */
deliver_function deliver_plain;
deliver_function *deliver_by_hand(void);

engram_code hand_create(uint32_t n_axons, uint32_t n_targets, uint32_t fan_out, struct hand **out,
                        engram_status *status);
/* The same start for every pass. */
void hand_reset(struct hand *h);
void hand_free(struct hand *h);
#endif
