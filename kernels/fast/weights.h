/* The column of weights, whose width is compiled in (kernels only). WEIGHT_BITS, a build option: 32 for floats, 16 or 8 for numbers on a grid
 * (common/weight_grid.h), 0 for weights that are all alike and never change, which have no column; WEIGHT_BY_CHANCE: rounded by chance. Kernels compute with weights as floats; of floats the lines below leave nothing but loads and stores. */
#ifndef ENGRAM_WEIGHTS_H
#define ENGRAM_WEIGHTS_H
#include "common/normal.h"
#include "common/weight_grid.h"
#include "fast/lanes.h"

#ifndef WEIGHT_BITS
#define WEIGHT_BITS      32
#define WEIGHT_BY_CHANCE 0
#endif

/* What decides about rounding, from a random word of nobody else. */
#if WEIGHT_BY_CHANCE
#define WEIGHT_CHANCE(word) uniform_(word)
#else
#define WEIGHT_CHANCE(word) (real)(ROUNDS_TO_NEAREST)
#endif

#if WEIGHT_BITS == 32
typedef float weight_t;
#define weights_load(column, n_own, grid)        lanes_load(column, n_own)
#define weights_store(w, column, n, n_own, grid) lanes_store(w, column, n, n_own)
#define weight_at(column, i, grid)               ((column)[i])
#define weights_kept(before, after, u, grid)     (after)
#elif WEIGHT_BITS == 0
typedef float weight_t; /* of the argument that stays empty */
#define weights_load(column, n_own, grid) ((real)((grid).least))
#define weight_at(column, i, grid)        ((grid).least)
#else
#if WEIGHT_BITS == 16
typedef ushort weight_t;
#define WEIGHT_MOST     65535.0f
#define convert_numbers JOIN(convert_ushort, VW)
#else
typedef uchar weight_t;
#define WEIGHT_MOST     255.0f
#define convert_numbers JOIN(convert_uchar, VW)
#endif
#if VW == 1
#define load_numbers(p)     (ireal)(*(p))
#define store_numbers(x, p) (*(p) = (weight_t)(x))
#else
#define load_numbers(p)     JOIN(convert_int, VW)(VLOAD(0, p))
#define store_numbers(x, p) VSTORE(convert_numbers(x), 0, p)
#endif

#define weight_at(column, i, grid)           number_weight((column)[i], grid)
#define weights_kept(before, after, u, grid) grid_kept(before, after, u, WEIGHT_MOST, grid)

/* Of one number, also where real is a vector. */
INLINE float number_weight(weight_t number, weight_grid g)
{
    return fma((float)number, g.step, g.least);
}

/* As lanes_load and lanes_store. */
INLINE real weights_load(__global const weight_t *p, u32 n_own, weight_grid g)
{
    if (n_own == VW)
        return grid_weight(to_real_(load_numbers(p)), g);
    int lane[VW];
    for (u32 l = 0; l < VW; l++)
        lane[l] = l < n_own ? p[l] : 0;
    return grid_weight(to_real_(lanes_from_int(lane)), g);
}

INLINE void weights_store(real w, __global weight_t *p, u32 n, u32 n_own, weight_grid g)
{
    ireal number = grid_number(w, g);
    if (n_own == VW) {
        if (n != VW)
            number = pick(lane_numbers() < (ureal)(n), number, load_numbers(p));
        store_numbers(number, p);
        return;
    }
    int lane[VW];
    lanes_to_int(number, lane);
    for (u32 l = 0; l < n; l++)
        p[l] = (weight_t)lane[l];
}
#endif
#endif
