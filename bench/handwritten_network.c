/* The network of the yardstick: Poisson spikes on both sides, rows with targets in order as the engine sorts them. */
#include "core/memory.h"
#include "core/parallel.h"
#include "handwritten_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double dt_ms = 0.1, tau_ms = 20, rate_hz = 10;

static uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static double draw_unit(uint64_t *state)
{
    return (double)draw(state) / 2147483648.0;
}

/* Poisson spikes of n neurons: who fires in each step, at most once. */
static engram_code draw_spikes(uint32_t n, uint64_t *state, uint32_t **who, uint32_t *ends,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double per_step = n * rate_hz * 1e-3 * dt_ms;
    uint32_t *last = NULL, n_spikes = 0;
    TRY(memory_new(&last, n, sizeof *last, "yardstick", status));
    TRY(memory_new(who, (uint64_t)((per_step + 1) * N_STEPS), sizeof **who, "yardstick", status));
    for (uint32_t step = 0; step < N_STEPS; step++) {
        ends[step] = n_spikes;
        uint32_t k = (uint32_t)(per_step + draw_unit(state));
        while (k-- > 0) {
            uint32_t i = (uint32_t)(draw(state) % n);
            if (last[i] > 0 && step + 1 - last[i] < 2 * DENDRITIC)
                continue; /* refractory */
            last[i] = step + 1;
            (*who)[n_spikes++] = i;
        }
    }
    ends[N_STEPS] = n_spikes;
cleanup:
    free(last);
    return code;
}

static engram_code make_spikes(struct hand *h, uint64_t *state, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *who = NULL, *last = NULL;
    float *x = NULL;
    TRY(draw_spikes(h->n_targets, state, &h->fired, h->fired_ends, status));
    TRY(draw_spikes(h->n_axons, state, &who, h->ends, status));
    TRY(memory_new(&h->spikes, h->ends[N_STEPS], sizeof *h->spikes, "yardstick", status));
    TRY(memory_new(&last, h->n_axons, sizeof *last, "yardstick", status));
    TRY(memory_new(&x, h->n_axons, sizeof *x, "yardstick", status));
    for (uint32_t i = 0; i < h->n_axons; i++)
        last[i] = FIRST_STAMP - 1u - (uint32_t)(draw(state) % 1000);
    for (uint32_t step = 0; step < N_STEPS; step++)
        for (uint32_t k = h->ends[step]; k < h->ends[step + 1]; k++) {
            uint32_t i = who[k], stamp = FIRST_STAMP + step;
            h->spikes[k] = (struct spike){i, stamp, last[i], x[i]};
            x[i] = x[i] * h->decay[least(stamp - last[i], TABLE - 1)] + 1;
            last[i] = stamp;
        }
cleanup:
    free(who);
    free(last);
    free(x);
    return code;
}

static engram_code make_tile(const struct hand *h, struct hand_tile *t, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = (uint64_t)h->n_axons * h->fan_out;
    t->n_targets = h->n_targets / h->n_tiles;
    TRY(memory_new(&t->target, n + LINE, sizeof *t->target, "yardstick", status));
    TRY(memory_new(&t->weight, n + LINE, sizeof *t->weight, "yardstick", status));
    TRY(memory_new(&t->post, t->n_targets, sizeof *t->post, "yardstick", status));
    TRY(memory_new(&t->y, t->n_targets, sizeof *t->y, "yardstick", status));
    TRY(memory_new(&t->sums, (uint64_t)SLOTS * t->n_targets, sizeof *t->sums, "yardstick", status));
cleanup:
    return code;
}

/* The same start for every pass: targets in order along each row, as the engine sorts them, and post spikes of the past. */
static void reset_tile(const struct hand *h, struct hand_tile *t, uint64_t seed)
{
    double spread = (double)t->n_targets / h->fan_out;
    for (uint32_t a = 0; a < h->n_axons; a++)
        for (uint32_t i = 0; i < h->fan_out; i++) {
            t->target[(size_t)a * h->fan_out + i] = (uint32_t)((i + draw_unit(&seed)) * spread);
            t->weight[(size_t)a * h->fan_out + i] = 12.5f;
        }
    for (uint32_t j = 0; j < t->n_targets; j++) {
        uint32_t stamp = FIRST_STAMP - 2 * DENDRITIC;
        for (int k = 0; k < POSTS; k++)
            t->post[j][k] = stamp -= 2 * DENDRITIC + (uint32_t)(draw(&seed) % 2000);
        t->y[j][0] = t->y[j][1] = 0.5f;
    }
    memset(t->sums, 0, (size_t)SLOTS * t->n_targets * sizeof *t->sums);
}

static engram_code make(struct hand *h, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t state = 1;
    for (int i = 0; i < TABLE - 1; i++)
        h->decay[i] = (float)exp(-i * dt_ms / tau_ms);
    TRY(memory_new(&h->tiles, h->n_tiles, sizeof *h->tiles, "yardstick", status));
    TRY(memory_new(&h->seconds, h->n_tiles, sizeof *h->seconds, "yardstick", status));
    TRY(make_spikes(h, &state, status));
    for (uint32_t k = 0; k < h->n_tiles; k++)
        TRY(make_tile(h, &h->tiles[k], status));
cleanup:
    return code;
}

engram_code hand_create(uint32_t n_axons, uint32_t n_targets, uint32_t fan_out, struct hand **out,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct hand *h = NULL;
    *out = NULL;
    TRY(memory_new(&h, 1, sizeof *h, "yardstick", status));
    h->n_tiles = parallel_threads();
    h->n_axons = n_axons;
    h->n_targets = n_targets / h->n_tiles * h->n_tiles;
    h->fan_out = fan_out / h->n_tiles;
    TRY(make(h, status));
    *out = h;
    h = NULL;
cleanup:
    hand_free(h);
    return code;
}

void hand_reset(struct hand *h)
{
    for (uint32_t k = 0; k < h->n_tiles; k++)
        reset_tile(h, &h->tiles[k], 7 + k);
}

void hand_free(struct hand *h)
{
    if (!h)
        return;
    for (uint32_t k = 0; h->tiles && k < h->n_tiles; k++) {
        free(h->tiles[k].target);
        free(h->tiles[k].weight);
        free(h->tiles[k].post);
        free(h->tiles[k].y);
        free(h->tiles[k].sums);
    }
    free(h->tiles);
    free(h->seconds);
    free(h->spikes);
    free(h->fired);
    free(h);
}
