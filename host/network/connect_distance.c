/* Connection probability that falls with distance. Sources are sorted into a grid of cells; a target looks only at cells within reach, and within a cell only
 * at candidates that pass the largest probability its distance allows:
 *
 *      .  .  .  .  .        -ln u is used up by -ln(1 - p_cell) per candidate, cell after cell (see connect.c), where p_cell is
 *      .  a  a  a  .        the probability at the smallest distance between two points of the target's and the source's cell;
 *      .  a  T  a  .        the candidate it ends on is accepted with p(distance) / p_cell.
 *      .  a  a  a  .
 *
 * So the cost of a target is the number of its cells plus a small multiple of its synapses. */
#include "core/memory.h"
#include "network/distance.h"
#include "network/elementary.h"
#include "network/walk.h"
#include "network/words.h"

#include <math.h>
#include <stdlib.h>

enum { CELLS_PER_REACH = 12, SOURCES_PER_CELL = 4 };

struct grid {
    const struct connect *connect;
    const float *sources, *targets; /* positions */
    const double *period;
    int n[3], reach[3]; /* cells; how far a target's may be from a source's */
    double origin[3], size[3];
    uint32_t *first, *order; /* sources of cell c: order[first[c] .. first[c + 1]) */
    float *place; /* position of source order[i], so that neighbours in space are neighbours in memory */
    double *probability, *per_trial; /* by difference of cells: [reach + 1] in each direction */
};

static void grid_free(struct grid *g)
{
    free(g->first);
    free(g->order);
    free(g->place);
    free(g->probability);
    free(g->per_trial);
}

static void box(const float *positions, uint32_t n, int axis, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (uint32_t i = 0; i < n; i++) {
        double x = (double)positions[3 * (size_t)i + axis];
        *low = x < *low ? x : *low;
        *high = x > *high ? x : *high;
    }
}

/* With our own functions: where cells end decides what is drawn, so it must be the same on any machine. */
static double root(double x, int n)
{
    return elementary_exp(elementary_log(x) / n);
}

/* Cells are a fraction of the reach wide, but wide enough to hold a few sources on average. */
static void choose_cells(struct grid *g, uint32_t n_sources)
{
    double extent[3], volume = 1;
    int n_wide = 0;
    for (int k = 0; k < 3; k++) {
        double low = 0, high = 0;
        box(g->sources, n_sources, k, &low, &high);
        g->origin[k] = low;
        extent[k] = g->period[k] > 0 ? g->period[k] : high - low;
        n_wide += extent[k] > 0;
        volume *= extent[k] > 0 ? extent[k] : 1;
    }
    double most =
        n_wide ? root((double)n_sources / SOURCES_PER_CELL, n_wide) : 1; /* per direction of a cube */
    double spacing = n_wide ? root(volume, n_wide) / (most < 1 ? 1 : most) : 0;
    double side = g->connect->max_distance_um / CELLS_PER_REACH;
    side = side < spacing ? spacing : side;
    for (int k = 0; k < 3; k++) {
        double n = extent[k] > 0 && side > 0 ? floor(extent[k] / side) : 1;
        g->n[k] = n < 1 ? 1 : n > 1024 ? 1024 : (int)n;
        g->size[k] = extent[k] / g->n[k];
        g->reach[k] = g->n[k] - 1;
        if (g->size[k] > 0 && g->connect->max_distance_um / g->size[k] + 1 < g->reach[k])
            g->reach[k] = (int)(g->connect->max_distance_um / g->size[k]) + 1;
    }
}

/* Cell of a position in one direction: in 0 .. n - 1 where the direction is periodic or the position is a source's, else anywhere. */
static int cell_of(const struct grid *g, const float *position, int k)
{
    if (g->size[k] <= 0)
        return 0;
    double cell = floor(((double)position[k] - g->origin[k]) / g->size[k]);
    if (g->period[k] > 0)
        cell -= g->n[k] * floor(cell / g->n[k]);
    double far = 1 << 20; /* beyond any reach */
    return (int)(cell < -far ? -far : cell > far ? far : cell);
}

static int source_cell(const struct grid *g, const float *position)
{
    int c[3];
    for (int k = 0; k < 3; k++) {
        c[k] = cell_of(g, position, k);
        c[k] = c[k] < 0          ? 0
               : c[k] >= g->n[k] ? g->n[k] - 1
                                 : c[k]; /* the last source lies on the edge of the box */
    }
    return (c[2] * g->n[1] + c[1]) * g->n[0] + c[0];
}

static void sort_sources(struct grid *g, uint32_t n_sources)
{
    int n_cells = g->n[0] * g->n[1] * g->n[2];
    for (uint32_t i = 0; i < n_sources; i++)
        g->first[source_cell(g, g->sources + 3 * (size_t)i) +
                 2]++; /* filling below moves every end back by one place */
    for (int c = 2; c <= n_cells; c++)
        g->first[c] += g->first[c - 1];
    for (uint32_t i = 0; i < n_sources; i++)
        g->order[g->first[source_cell(g, g->sources + 3 * (size_t)i) + 1]++] = i;
    for (uint32_t i = 0; i < n_sources; i++)
        for (int k = 0; k < 3; k++)
            g->place[3 * (size_t)i + k] = g->sources[3 * (size_t)g->order[i] + k];
}

static size_t difference_index(const struct grid *g, int dx, int dy, int dz)
{
    return ((size_t)dz * (g->reach[1] + 1) + dy) * (g->reach[0] + 1) + dx;
}

static void fill_probabilities(struct grid *g)
{
    for (int z = 0; z <= g->reach[2]; z++)
        for (int y = 0; y <= g->reach[1]; y++)
            for (int x = 0; x <= g->reach[0]; x++) {
                int d[3] = {x, y, z};
                double square = 0;
                for (int k = 0; k < 3; k++) {
                    double gap = d[k] > 1 ? (d[k] - 1) * g->size[k] : 0;
                    square += gap * gap;
                }
                size_t i = difference_index(g, x, y, z);
                g->probability[i] = distance_probability(
                    g->connect, sqrt(square) * (1 - 1e-9)); /* a position may round into the cell beside */
                g->per_trial[i] = elementary_minus_log1m(g->probability[i]);
            }
}

static engram_code grid_create(struct grid *g, const struct walk *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *purpose = TEXT("finding the neighbours of '%s'", w->p->name);
    const struct population *source = &w->net->populations[w->p->source],
                            *target = &w->net->populations[w->p->target];
    for (int k = 0; k < 3; k++)
        if (source->period[k] != target->period[k])
            TRY(FAIL(
                ENGRAM_E_USAGE, .what = "the two populations do not lie in the same space",
                .where = TEXT("projection '%s'", w->p->name),
                .why = TEXT("periodic extents differ: %g um and %g um", source->period[k], target->period[k]),
                .hint = "give both positions the same extent and the same `periodic`"));
    if (!source->positions || !target->positions)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "connecting by distance needs positions",
                 .where = TEXT("projection '%s'", w->p->name),
                 .why = TEXT("population '%s' has none", source->positions ? target->name : source->name),
                 .hint = "add `positions:` to it"));
    *g = (struct grid){.connect = w->connect,
                       .sources = source->positions,
                       .targets = target->positions,
                       .period = source->period};
    choose_cells(g, w->n_sources);
    size_t n_differences = difference_index(g, g->reach[0], g->reach[1], g->reach[2]) + 1;
    TRY(memory_new(&g->first, (uint64_t)g->n[0] * g->n[1] * g->n[2] + 2, sizeof *g->first, purpose, status));
    TRY(memory_new(&g->order, w->n_sources, sizeof *g->order, purpose, status));
    TRY(memory_new(&g->place, 3 * (uint64_t)w->n_sources, sizeof *g->place, purpose, status));
    TRY(memory_new(&g->probability, n_differences, sizeof *g->probability, purpose, status));
    TRY(memory_new(&g->per_trial, n_differences, sizeof *g->per_trial, purpose, status));
    sort_sources(g, w->n_sources);
    fill_probabilities(g);
cleanup:
    return code;
}

/* One target's search: what is left of -ln u, and where the cells it may meet begin and end. */
struct search {
    struct words words;
    double left;
    uint32_t target;
    int cell[3];
};

static double new_budget(struct search *s)
{
    return -elementary_log(words_uniform(&s->words));
}

static void search_cell(struct walk *w, const struct grid *g, struct search *s, int cell, size_t difference)
{
    double per_trial = g->per_trial[difference];
    for (uint32_t i = g->first[cell], end = g->first[cell + 1]; i < end; i++) {
        if (s->left >= per_trial * (double)(end - i)) {
            s->left -= per_trial * (double)(end - i);
            return;
        }
        uint32_t skip = (uint32_t)(s->left / per_trial);
        i += skip < end - i ? skip : end - i - 1; /* the quotient may round up to the end */
        s->left = new_budget(s);
        uint32_t source = g->order[i];
        double d = distance_um(g->place + 3 * (size_t)i, g->targets + 3 * (size_t)s->target, g->period);
        double p = distance_probability(g->connect, d);
        if (words_uniform(&s->words) * g->probability[difference] < p &&
            !(w->skip_self && source == s->target))
            walk_edge(w, source, s->target, source, s->target);
    }
}

/* The cells of one direction within reach of cell c: count of them from *begin on (periodic ones may run over the end). */
static int cells_within(const struct grid *g, int c, int k, int *begin)
{
    int low = c - g->reach[k], high = c + g->reach[k];
    if (g->period[k] > 0) {
        *begin = 2 * g->reach[k] + 1 >= g->n[k] ? 0 : low;
        return 2 * g->reach[k] + 1 >= g->n[k] ? g->n[k] : 2 * g->reach[k] + 1;
    }
    low = low < 0 ? 0 : low;
    high = high >= g->n[k] ? g->n[k] - 1 : high;
    *begin = low;
    return high < low ? 0 : high - low + 1;
}

/* Which cell that is, and how far from cell c; false if out of reach. */
static bool cell_at(const struct grid *g, int c, int k, int at, int *cell, int *apart)
{
    *cell = g->period[k] > 0 ? (at % g->n[k] + g->n[k]) % g->n[k] : at;
    *apart = *cell < c ? c - *cell : *cell - c;
    if (g->period[k] > 0 && g->n[k] - *apart < *apart)
        *apart = g->n[k] - *apart;
    return *apart <= g->reach[k];
}

static void search_target(struct walk *w, const struct grid *g, struct search *s)
{
    int begin[3], n[3], cell[3], apart[3];
    for (int k = 0; k < 3; k++) {
        s->cell[k] = cell_of(g, g->targets + 3 * (size_t)s->target, k);
        n[k] = cells_within(g, s->cell[k], k, &begin[k]);
    }
    for (int z = 0; z < n[2]; z++)
        for (int y = 0; y < n[1]; y++)
            for (int x = 0; x < n[0]; x++) {
                int at[3] = {begin[0] + x, begin[1] + y, begin[2] + z};
                bool is_near = true;
                for (int k = 0; k < 3; k++)
                    is_near = cell_at(g, s->cell[k], k, at[k], &cell[k], &apart[k]) && is_near;
                size_t difference = is_near ? difference_index(g, apart[0], apart[1], apart[2]) : 0;
                if (is_near && g->probability[difference] > 0)
                    search_cell(w, g, s, (cell[2] * g->n[1] + cell[1]) * g->n[0] + cell[0], difference);
            }
}

engram_code walk_distance(struct walk *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct grid g = {0};
    TRY(grid_create(&g, w, status));
    for (uint32_t target = w->begin; target < w->end; target++) {
        struct search s = {.words = words_begin(walk_key(w, target), 0), .target = target};
        s.left = new_budget(&s);
        search_target(w, &g, &s);
    }
cleanup:
    grid_free(&g);
    return code;
}
