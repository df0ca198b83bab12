/* Which vacant dendritic element a vacant axonal element asks for: one try, as a pure function of numbers that are drawn for it. Compiled in both languages; the
 * device and the reference share nothing else.
 *
 * Wanted is  P(element of j | axon at x) ~ K(|x - x_j|)  for every vacant element alike (Butz & van Ooyen 2013), without a row of weights per axon:
 *
 *      by cells    a point is drawn with density K around x; `ticket` numbers the largest number of vacant elements that any cell has. A ticket beyond the
 *                  elements of the point's cell is a failed try, so a cell is taken with a probability that grows with its vacancies; else it is the element.
 *                  Exact up to the size of cells.
 *      by elements any vacant element is drawn, and taken with probability K(distance). Exact; for kernels about as wide as the space, and for none.
 *
 * Positions are in um from the corner of the space (which is that of the cells), the axes along which they differ first. In a periodic direction the distance is
 * that of the nearest image: a point beyond half of the period is a failed try, as is one outside an open space. */
#ifndef ENGRAM_MATCHING_H
#define ENGRAM_MATCHING_H
#include "common/arith.h"
#include "common/mix.h"
#include "common/philox.h"

#define MATCHING_ANYWHERE    0u
#define MATCHING_GAUSSIAN    1u /* exp(-d^2 / sigma^2) */
#define MATCHING_EXPONENTIAL 2u /* exp(-d / sigma) */
#define MATCHING_DISC        3u /* 1 up to sigma */

#define MATCHING_NOWHERE    0xFFFFFFFFu
#define MATCHING_MAX_ROUNDS 10u
#define MATCHING_MAX_TRIES  32u

/* Four bytes each, so there is no padding to disagree about. */
typedef struct {
    u32 shape; /* of the kernel */
    u32 by_cells;
    u32 n_axes; /* along which positions differ */
    u32 skips_self;
    u32 tries, rounds;
    u32 seed_low, seed_high, owner;
    float sigma, per_sigma;
    float
        reach; /* um; displacements are drawn with this width: sigma, but by cells the radius of a disc that covers every cell that the disc touches */
    float half_period[3], period[3]; /* um; 0: open */
    float cells_per_um[3];
    u32 n_cells[3];
} matching_law;

typedef struct {
    float along[3];
} matching_place;

typedef struct {
    u32 source, target;
} matching_pair;

/* What is drawn for one try. */
typedef struct {
    u32 radius[3], angle, height, ticket;
} matching_draw;

static inline matching_draw matching_drawn(matching_law law, u64 step, u32 round, u32 element, u32 attempt)
{
    matching_draw draw;
    philox_block block, more;
    /* 12 bits of the step's upper half: enough for 2^44 steps */
    u32 place = STREAM_MATCHING << 24 | ((u32)(step >> 32) & 0xFFFu) << 12 | round << 7 | attempt << 1;
    block.v[0] = more.v[0] = (u32)step;
    block.v[1] = more.v[1] = element;
    block.v[2] = more.v[2] = law.owner;
    block.v[3] = place;
    more.v[3] = place | 1u;
    block = philox(block, law.seed_low, law.seed_high);
    draw.radius[0] = block.v[0];
    draw.radius[1] = block.v[1];
    draw.angle = block.v[2];
    draw.ticket = block.v[3];
    draw.radius[2] = draw.height = 0u;
    if (law.n_axes == 3u) {
        more = philox(more, law.seed_low, law.seed_high);
        draw.radius[2] = more.v[0];
        draw.height = more.v[1];
    }
    return draw;
}

/* Where several axons ask for one element, that of the largest number gets it. Products with odd numbers and shifts by half are bijections of 32 bits, so no two
 * elements of a round have the same. */
static inline u32 matching_priority(matching_law law, u64 step, u32 round, u32 element)
{
    u64 seed = (u64)law.seed_high << 32 | law.seed_low;
    u64 key = mix_pair(mix_pair(seed, (u64)law.owner << 32 | round), step);
    u32 x = (element ^ (u32)key) * 0x9E3779B1u;
    x = ((x ^ x >> 16) ^ (u32)(key >> 32)) * 0x85EBCA6Bu;
    x = (x ^ x >> 16) * 0xC2B2AE35u;
    return x ^ x >> 16;
}

/* In (0, 1), never an end. */
static inline float matching_unit(u32 word)
{
    return (to_real_((i32)(word >> 9)) + 0.5f) * 0x1p-23f;
}

/* Length of a displacement whose density falls as the kernel, in sigma. */
static inline float matching_radius(matching_law law, matching_draw draw)
{
    float a = matching_unit(draw.radius[0]), b = matching_unit(draw.radius[1]),
          c = matching_unit(draw.radius[2]);
    if (law.shape == MATCHING_DISC) { /* the largest of n uniform numbers has density n r^(n - 1) */
        a = law.n_axes > 1u ? max_(a, b) : a;
        return law.n_axes > 2u ? max_(a, c) : a;
    }
    if (law.shape == MATCHING_EXPONENTIAL) { /* density r^(n - 1) exp(-r): the sum of n exponential ones */
        float sum = -log_(a);
        sum = law.n_axes > 1u ? sum - log_(b) : sum;
        return law.n_axes > 2u ? sum - log_(c) : sum;
    }
    /* Squares of normal numbers of variance 1/2: of two, exponential; of one, the square of a part of such a pair (Box & Muller 1958). */
    float square = law.n_axes > 1u ? -log_(a) : 0.0f;
    if (law.n_axes != 2u) {
        float part = sin_(6.28318531f * (law.n_axes > 1u ? c : a));
        square = square - log_(b) * part * part;
    }
    return sqrt_(square);
}

/* The direction is uniform: a sign, a point on a circle, or one on a sphere (all heights are equally likely there). */
static inline matching_place matching_displacement(matching_law law, matching_draw draw)
{
    matching_place to = {{0.0f, 0.0f, 0.0f}};
    float r = law.reach * matching_radius(law, draw), angle = 6.28318531f * matching_unit(draw.angle);
    if (law.n_axes > 2u) {
        float height = 2.0f * matching_unit(draw.height) - 1.0f;
        to.along[2] = r * height;
        r = r * sqrt_(max_(0.0f, 1.0f - height * height));
    }
    if (law.n_axes > 1u) {
        to.along[0] = r * sin_(angle + 1.57079633f);
        to.along[1] = r * sin_(angle);
    } else {
        to.along[0] = draw.angle & 0x80000000u ? r : -r;
    }
    return to;
}

/* Number of the cell along one axis; MATCHING_NOWHERE outside an open space. */
static inline u32 matching_cell_along(matching_law law, int k, float at)
{
    float scaled = clamp_(at * law.cells_per_um[k], -1e9f, 1e9f);
    i32 cell = to_int_(scaled), n = (i32)law.n_cells[k];
    cell -= to_real_(cell) > scaled ? 1 : 0;
    if (law.period[k] > 0.0f) {
        cell += cell < 0 ? n : 0;
        cell -= cell >= n ? n : 0;
    }
    return cell >= 0 && cell < n ? (u32)cell : MATCHING_NOWHERE;
}

static inline u32 matching_cell(matching_law law, matching_place at)
{
    u32 cell = 0;
    for (int k = 2; k >= 0; k--) {
        u32 along = matching_cell_along(law, k, at.along[k]);
        if (along == MATCHING_NOWHERE)
            return MATCHING_NOWHERE;
        cell = cell * law.n_cells[k] + along;
    }
    return cell;
}

/* The cell an axon at `from` looks into; 0 if any element may be drawn. */
static inline u32 matching_landing(matching_law law, matching_place from, matching_draw draw)
{
    if (!law.by_cells)
        return 0u;
    matching_place to = matching_displacement(law, draw);
    for (int k = 0; k < 3; k++) {
        if (law.period[k] > 0.0f && max_(to.along[k], -to.along[k]) > law.half_period[k])
            return MATCHING_NOWHERE;
        to.along[k] = from.along[k] + to.along[k];
    }
    return matching_cell(law, to);
}

/* K at the distance of two neurons. */
static inline float matching_kernel(matching_law law, matching_place a, matching_place b)
{
    float square = 0.0f;
    for (int k = 0; k < 3; k++) {
        float d = a.along[k] - b.along[k];
        d = max_(d, -d);
        d = law.period[k] > 0.0f ? min_(d, law.period[k] - d) : d;
        d = d * law.per_sigma;
        square = square + d * d;
    }
    if (law.shape == MATCHING_GAUSSIAN)
        return exp_(-square);
    if (law.shape == MATCHING_EXPONENTIAL)
        return exp_(-sqrt_(square));
    return law.shape == MATCHING_ANYWHERE || square <= 1.0f ? 1.0f : 0.0f;
}

/* Whether an element that was drawn is taken whatever its distance: cells have seen to it, but for what lies outside a disc that only touches the cell. */
static inline int matching_takes_any(matching_law law)
{
    return law.by_cells && law.shape != MATCHING_DISC;
}

/* Whether it is taken at the distance of a neuron at `to`: with probability K, or by cells if K is not 0. A float below 2^24 is a whole number or compares as one. */
static inline int matching_takes(matching_law law, matching_place from, matching_place to, matching_draw draw)
{
    float at = matching_kernel(law, from, to);
    return law.by_cells ? at > 0.0f : to_real_((i32)(draw.radius[0] >> 8)) < at * 0x1p24f;
}

/* Whether to stop: nothing, or less than 1 % of the pairs that were possible at first, is left. */
static inline int matching_is_done(u64 possible, u64 left)
{
    return left * 100u < possible || left == 0u;
}
#endif
