/* How wide the weights of a projection are: the one place that knows. On the host, weights are floats everywhere but in the columns of a device. */
#ifndef ENGRAM_NETWORK_WEIGHT_STORAGE_H
#define ENGRAM_NETWORK_WEIGHT_STORAGE_H
#include "common/weight_grid.h"

#include <stdbool.h>
#include <stddef.h>

enum weight_width {
    WEIGHTS_F32,
    WEIGHTS_U16,
    WEIGHTS_U8,
    WEIGHTS_ALIKE /* all are grid.least and stay so: there is no column */
};
struct weight_storage {
    enum weight_width width;
    bool
        by_chance; /* what an event makes of a weight is rounded up or down by chance, so that its mean is right; else to nearest */
    weight_grid grid; /* not of WEIGHTS_F32 */
};

size_t weight_bytes(enum weight_width width);
unsigned weight_bits(enum weight_width width);
/* The largest number of a grid; 0 where weights are no numbers of one. */
float weight_most(enum weight_width width);
/* The grid from least to most. False if floats between the two lie too far apart for it. */
bool weight_grid_fill(enum weight_width width, double least, double most, weight_grid *out);
/* Weights at the start: the nearest ones that can be stored. */
void weights_round(const struct weight_storage *storage, float *weights, size_t n);
/* What an event that makes `after` of a stored weight `before` leaves there. u in (0, 1), of nobody else; not used where rounding is to nearest. */
float weight_kept(const struct weight_storage *storage, float before, float after, float u);
/* Element i of a column (NULL of WEIGHTS_ALIKE): weights[i] as weights_round left it. */
void weight_put(const struct weight_storage *storage, void *column, size_t i, float weight);
float weight_get(const struct weight_storage *storage, const void *column, size_t i);
#endif
