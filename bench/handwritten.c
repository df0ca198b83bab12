/* Runs the hand-written loop against the plain one, then against the clock. */
#include "handwritten.h"

#include "core/parallel.h"
#include "core/timer.h"
#include "handwritten_parts.h"

#include <string.h>

enum { AHEAD = 4, PASSES = 3 };

/* The rows of the spikes that follow lie anywhere in memory. */
static void fetch_row(const struct hand *h, const struct hand_tile *t, const struct spike *s)
{
    size_t begin = (size_t)s->axon * h->fan_out;
    for (size_t i = begin; i < begin + h->fan_out; i += LINE) {
        __builtin_prefetch(t->target + i, 0, 2);
        __builtin_prefetch(t->weight + i, 0, 2);
    }
}

static void fire(const struct hand *h, struct hand_tile *t, uint32_t j, uint32_t stamp)
{
    uint32_t *post = t->post[j];
    t->y[j][1] = t->y[j][0];
    t->y[j][0] = t->y[j][0] * h->decay[least(stamp - post[0], TABLE - 1)] + 1;
    memmove(post + 1, post, (POSTS - 1) * sizeof *post);
    post[0] = stamp;
}

static engram_code run_tile(void *context, uint32_t item, engram_status *status)
{
    struct hand *h = context;
    struct hand_tile *t = &h->tiles[item];
    uint32_t first_target = item * t->n_targets;
    double begin = 0;
    (void)status;
    for (uint32_t step = 0; step < N_STEPS; step++) {
        if (step == FIRST_TIMED)
            begin = timer_now();
        for (uint32_t k = h->fired_ends[step]; k < h->fired_ends[step + 1]; k++)
            if (h->fired[k] - first_target < t->n_targets)
                fire(h, t, h->fired[k] - first_target, FIRST_STAMP + step);
        for (uint32_t k = h->ends[step]; k < h->ends[step + 1]; k++) {
            if (k + AHEAD < h->ends[N_STEPS])
                fetch_row(h, t, &h->spikes[k + AHEAD]);
            h->deliver(h, t, &h->spikes[k]);
        }
        memset(t->sums + (size_t)(FIRST_STAMP + step + 1) % SLOTS * t->n_targets, 0,
               t->n_targets * sizeof *t->sums);
    }
    h->seconds[item] = timer_now() - begin;
    return ENGRAM_OK;
}

/* Bits of all weights and sums. */
static uint64_t hash_of(const struct hand *h)
{
    uint64_t hash = 0;
    for (uint32_t k = 0; k < h->n_tiles; k++) {
        const struct hand_tile *t = &h->tiles[k];
        for (size_t i = 0; i < (size_t)h->n_axons * h->fan_out; i++) {
            uint32_t bits;
            memcpy(&bits, &t->weight[i], sizeof bits);
            hash = hash * 31 + bits;
        }
        for (size_t i = 0; i < (size_t)SLOTS * t->n_targets; i++)
            hash = hash * 31 + (uint64_t)t->sums[i];
    }
    return hash;
}

static engram_code pass(struct hand *h, deliver_function *deliver, double *seconds, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    h->deliver = deliver;
    hand_reset(h);
    TRY(parallel_for(h->n_tiles, run_tile, h, status));
    *seconds = 0;
    for (uint32_t k = 0; k < h->n_tiles; k++)
        *seconds = h->seconds[k] > *seconds ? h->seconds[k] : *seconds;
cleanup:
    return code;
}

engram_code handwritten_stdp(uint32_t n_axons, uint32_t n_targets, uint32_t fan_out, double *events_per_s,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct hand *h = NULL;
    double seconds = 0, best = 1e9;
    *events_per_s = 0;
    if (!deliver_by_hand())
        return ENGRAM_OK;
    TRY(hand_create(n_axons, n_targets, fan_out, &h, status));
    TRY(pass(h, deliver_plain, &seconds, status));
    uint64_t hash = hash_of(h);
    for (int k = 0; k < PASSES; k++) {
        TRY(pass(h, deliver_by_hand(), &seconds, status));
        best = seconds < best ? seconds : best;
        if (hash_of(h) != hash)
            TRY(FAIL(ENGRAM_E_MISMATCH, .what = "the hand-written loop and the plain one differ",
                     .where = "bench/handwritten_loop.c", .why = "their weights or sums are not the same",
                     .hint = "this is a defect of the benchmark: report it"));
    }
    *events_per_s = (double)(h->ends[N_STEPS] - h->ends[FIRST_TIMED]) * h->fan_out * h->n_tiles / best;
cleanup:
    hand_free(h);
    return code;
}
