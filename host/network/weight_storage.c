#include "network/weight_storage.h"

#include <math.h>

static const struct {
    size_t bytes;
    float most;
} WIDTHS[] = {
    [WEIGHTS_F32] = {4, 0}, [WEIGHTS_U16] = {2, 65535}, [WEIGHTS_U8] = {1, 255}, [WEIGHTS_ALIKE] = {0, 0}};

size_t weight_bytes(enum weight_width width)
{
    return WIDTHS[width].bytes;
}

unsigned weight_bits(enum weight_width width)
{
    return 8u * (unsigned)WIDTHS[width].bytes;
}

float weight_most(enum weight_width width)
{
    return WIDTHS[width].most;
}

/* The step is rounded down where need be, so that no number means more than `most`, which sums are sized for. */
bool weight_grid_fill(enum weight_width width, double least, double most, weight_grid *out)
{
    float n = WIDTHS[width].most, top = (float)most;
    *out = (weight_grid){.least = (float)least};
    out->step = (float)((most - least) / (double)n);
    while (out->step > 0 && grid_weight(n, *out) > top)
        out->step = nextafterf(out->step, 0);
    if (!(out->step > 16 * (nextafterf(fmaxf(fabsf(out->least), fabsf(top)), INFINITY) -
                            fmaxf(fabsf(out->least), fabsf(top)))))
        return false;
    out->per_step = 1 / out->step;
    return true;
}

void weights_round(const struct weight_storage *s, float *weights, size_t n)
{
    for (size_t i = 0; s->width != WEIGHTS_F32 && i < n; i++)
        weights[i] = grid_weight((float)grid_number(weights[i], s->grid), s->grid);
}

float weight_kept(const struct weight_storage *s, float before, float after, float u)
{
    if (s->width == WEIGHTS_F32)
        return after;
    return grid_kept(before, after, s->by_chance ? u : ROUNDS_TO_NEAREST, WIDTHS[s->width].most, s->grid);
}

void weight_put(const struct weight_storage *s, void *column, size_t i, float weight)
{
    if (s->width == WEIGHTS_F32)
        ((float *)column)[i] = weight;
    else if (s->width == WEIGHTS_U16)
        ((uint16_t *)column)[i] = (uint16_t)grid_number(weight, s->grid);
    else if (s->width == WEIGHTS_U8)
        ((uint8_t *)column)[i] = (uint8_t)grid_number(weight, s->grid);
}

float weight_get(const struct weight_storage *s, const void *column, size_t i)
{
    if (s->width == WEIGHTS_F32)
        return ((const float *)column)[i];
    if (s->width == WEIGHTS_ALIKE)
        return s->grid.least;
    uint16_t number = s->width == WEIGHTS_U16 ? ((const uint16_t *)column)[i] : ((const uint8_t *)column)[i];
    return grid_weight((float)number, s->grid);
}
