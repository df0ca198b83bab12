/* How many synapses there are, and at most on one neuron: known from the description, before anything is drawn. */
#include "network/distance.h"
#include "network/fixed.h"
#include "network/structure.h"

#include <math.h>
#include <string.h>

static bool excludes_self(const struct projection *p)
{
    return p->source == p->target && !p->connect.autapses;
}

/* Probability below 1e-30 that a sum of independent draws with this mean (and no larger variance) exceeds it. */
static double far_above(double mean)
{
    return floor(mean + 12.0 * sqrt(mean) + 32.0);
}

static uint64_t longest_run(const uint32_t *sorted, uint64_t n)
{
    uint64_t most = 0, run = 0;
    for (uint64_t i = 0; i < n; i++) {
        run = i && sorted[i] == sorted[i - 1] ? run + 1 : 1;
        most = run > most ? run : most;
    }
    return most;
}

/* ---- distance-dependent: mean in-degree of the best placed target, from counts in a coarse grid ---- */

enum { COARSE = 32, COARSE_3D = 10, COARSE_CELLS = COARSE * COARSE };

/* Counts of both populations in the cells of the box (or period) that holds them. Small enough for the stack, because the bound has no way to fail. */
struct coarse_grid {
    int n[3];
    double origin[3], size[3];
    bool wraps[3];
    uint32_t sources[COARSE_CELLS];
    bool has_target[COARSE_CELLS];
};

static void coarse_box(struct coarse_grid *g, const struct population *source,
                       const struct population *target)
{
    const struct population *both[] = {source, target};
    int n_wide = 0;
    for (int k = 0; k < 3; k++) {
        double low = INFINITY, high = -INFINITY;
        for (int side = 0; side < 2; side++)
            for (uint32_t i = 0; i < both[side]->n; i++) {
                low = fmin(low, (double)both[side]->positions[3 * (size_t)i + k]);
                high = fmax(high, (double)both[side]->positions[3 * (size_t)i + k]);
            }
        g->wraps[k] = source->period[k] > 0;
        g->origin[k] = low;
        g->size[k] = g->wraps[k] ? source->period[k] : high - low;
        n_wide += g->size[k] > 0;
    }
    for (int k = 0; k < 3; k++) {
        g->n[k] = g->size[k] > 0 ? (n_wide == 3 ? COARSE_3D : COARSE) : 1;
        g->size[k] /= g->n[k];
    }
}

static int coarse_cell(const struct coarse_grid *g, const float *position)
{
    int cell = 0;
    for (int k = 2; k >= 0; k--) {
        int c = g->size[k] > 0 ? (int)floor(((double)position[k] - g->origin[k]) / g->size[k]) : 0;
        c = g->wraps[k] ? (c % g->n[k] + g->n[k]) % g->n[k] : c >= g->n[k] ? g->n[k] - 1 : c;
        cell = cell * g->n[k] + c;
    }
    return cell;
}

/* Largest probability between two points whose cells differ by d. */
static double coarse_probability(const struct coarse_grid *g, const struct connect *c, int dx, int dy, int dz)
{
    int d[3] = {dx, dy, dz};
    double square = 0;
    for (int k = 0; k < 3; k++) {
        int apart = d[k] < 0 ? -d[k] : d[k];
        if (g->wraps[k] && g->n[k] - apart < apart)
            apart = g->n[k] - apart;
        double gap = apart > 1 ? (apart - 1) * g->size[k] : 0;
        square += gap * gap;
    }
    return distance_probability(c, sqrt(square) *
                                       (1 - 1e-9)); /* positions may round into the neighbouring cell */
}

static double coarse_mean(const struct coarse_grid *g, const double *probability, int target)
{
    double sum = 0;
    int tx = target % g->n[0], ty = target / g->n[0] % g->n[1], tz = target / (g->n[0] * g->n[1]);
    for (int z = 0, s = 0; z < g->n[2]; z++)
        for (int y = 0; y < g->n[1]; y++)
            for (int x = 0; x < g->n[0]; x++, s++) {
                int dx = x < tx ? tx - x : x - tx, dy = y < ty ? ty - y : y - ty,
                    dz = z < tz ? tz - z : z - tz;
                sum += g->sources[s] * probability[(dz * g->n[1] + dy) * g->n[0] + dx];
            }
    return sum;
}

static double most_by_distance(const struct population *source, const struct population *target,
                               const struct connect *c)
{
    struct coarse_grid g;
    double probability[COARSE_CELLS], most = 0;
    memset(&g, 0, sizeof g);
    coarse_box(&g, source, target);
    for (uint32_t i = 0; i < source->n; i++)
        g.sources[coarse_cell(&g, source->positions + 3 * (size_t)i)]++;
    for (uint32_t i = 0; i < target->n; i++)
        g.has_target[coarse_cell(&g, target->positions + 3 * (size_t)i)] = true;
    for (int z = 0, s = 0; z < g.n[2]; z++)
        for (int y = 0; y < g.n[1]; y++)
            for (int x = 0; x < g.n[0]; x++, s++)
                probability[s] = coarse_probability(&g, c, x, y, z);
    for (int t = 0; t < g.n[0] * g.n[1] * g.n[2]; t++)
        if (g.has_target[t])
            most = fmax(most, coarse_mean(&g, probability, t));
    return most;
}

/* ---- */

static double mean_in_degree(const struct network *net, const struct projection *p)
{
    const struct population *source = &net->populations[p->source], *target = &net->populations[p->target];
    double n_sources = (double)source->n - excludes_self(p), n_targets = (double)target->n - excludes_self(p);
    switch (p->connect.kind) {
    case CONNECT_FIXED_OUTDEGREE:
        return n_sources * (double)p->connect.n / (n_targets > 1 ? n_targets : 1);
    case CONNECT_FIXED_TOTAL:
        return (double)p->connect.n / (double)target->n;
    case CONNECT_BERNOULLI:
        return n_sources * p->connect.probability;
    default:
        return most_by_distance(source, target, &p->connect);
    }
}

uint64_t projection_in_degree_bound(const struct network *net, const struct projection *p)
{
    return p->structure ? p->structure->max_in_degree : projection_drawn_in_degree_bound(net, p);
}

uint64_t projection_drawn_in_degree_bound(const struct network *net, const struct projection *p)
{
    double n_sources = net->populations[p->source].n;
    switch (p->connect.kind) {
    case CONNECT_FIXED_INDEGREE:
        return p->connect.n;
    case CONNECT_ONE_TO_ONE:
        return connect_per_pair(&p->connect);
    case CONNECT_ALL_TO_ALL:
        return (uint64_t)net->populations[p->source].n * connect_per_pair(&p->connect);
    case CONNECT_LIST:
        return p->connect.list_sorted ? longest_run(p->connect.targets, p->connect.n) : p->connect.n;
    default:
        break;
    }
    double bound = far_above(mean_in_degree(net, p));
    bool pairs_once =
        p->connect.kind == CONNECT_BERNOULLI || p->connect.kind == CONNECT_DISTANCE || !p->connect.multapses;
    return (uint64_t)(pairs_once && n_sources < bound ? n_sources : bound);
}

/* Expected number of pairs within reach, by adding up probabilities: pairs of a sample of the targets where there are too many. */
static double expected_by_distance(const struct network *net, const struct projection *p)
{
    const struct population *source = &net->populations[p->source], *target = &net->populations[p->target];
    uint64_t most_pairs = 4000000;
    uint64_t n_sampled = most_pairs / (source->n ? source->n : 1) + 1;
    uint64_t stride = target->n / n_sampled + 1, n_seen = 0;
    double sum = 0;
    for (uint64_t t = 0; t < target->n; t += stride, n_seen++)
        for (uint32_t s = 0; s < source->n; s++)
            if (s != t || !excludes_self(p))
                sum +=
                    distance_probability(&p->connect, distance_um(source->positions + 3 * (size_t)s,
                                                                  target->positions + 3 * t, source->period));
    return n_seen ? sum * (double)target->n / (double)n_seen : 0;
}

double projection_expected_synapses(const struct network *net, const struct projection *p, bool *exact)
{
    double n_sources = net->populations[p->source].n, n_targets = net->populations[p->target].n;
    double n_pairs = n_sources * n_targets - (excludes_self(p) ? n_targets : 0);
    *exact = p->connect.kind != CONNECT_BERNOULLI && p->connect.kind != CONNECT_DISTANCE;
    switch (p->connect.kind) {
    case CONNECT_FIXED_INDEGREE:
        return (double)p->connect.n * n_targets;
    case CONNECT_FIXED_OUTDEGREE:
        return (double)p->connect.n * n_sources;
    case CONNECT_BERNOULLI:
        return n_pairs * p->connect.probability;
    case CONNECT_ONE_TO_ONE:
        return excludes_self(p) ? 0 : n_targets * connect_per_pair(&p->connect);
    case CONNECT_ALL_TO_ALL:
        return n_pairs * connect_per_pair(&p->connect);
    case CONNECT_DISTANCE:
        return expected_by_distance(net, p);
    default:
        return (double)p->connect.n;
    }
}
