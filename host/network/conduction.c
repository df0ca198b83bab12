#include "network/conduction.h"

#include "fast/delay.h"
#include "network/myelin.h"

#include <assert.h>

/* One step each where the longest delay has no more steps than this. */
enum { MOST_DELAY_BINS = 2000 };

double projection_velocity_of(const struct network *net, const struct projection *p, uint32_t slowness)
{
    if (slowness == BLOCKED)
        return 0;
    return p->length_unit_um * 1e-3 * (double)(1u << SLOWNESS_BITS) / ((double)slowness * net->dt_ms);
}

uint32_t projection_n_axon_variables(const struct projection *p)
{
    return p->by_length ? 1 + (p->myelin ? (uint32_t)p->myelin->n_variables : 0) : 0;
}

struct axon_variable projection_axon_variable(const struct network *net, const struct projection *p,
                                              uint32_t variable)
{
    assert(variable < projection_n_axon_variables(p));
    if (variable == 0)
        return (struct axon_variable){"velocity", "m/s", 1};
    const struct model_variable *state = &p->myelin->variables[variable - 1];
    return (struct axon_variable){state->name, state->unit, projection_myelin(net, p).n_segments};
}

static struct delay_bins bins_between(uint32_t shortest, uint32_t longest)
{
    uint32_t n = longest - shortest + 1, width = (n + MOST_DELAY_BINS - 1) / MOST_DELAY_BINS;
    return (struct delay_bins){shortest, width, (n + width - 1) / width};
}

struct delay_bins projection_delay_bins(const struct network *net, const struct projection *p)
{
    return bins_between(projection_axonal_steps(p, 0, 0) + p->dendritic_steps,
                        projection_max_axonal(net, p) + p->dendritic_steps);
}

struct delay_bins projections_delay_bins(const struct network *net, const uint32_t *projections, size_t n)
{
    uint32_t shortest = UINT32_MAX, longest = 0;
    for (size_t i = 0; i < n; i++) {
        const struct projection *p = &net->projections[projections[i]];
        uint32_t least = projection_axonal_steps(p, 0, 0) + p->dendritic_steps,
                 most = projection_max_axonal(net, p) + p->dendritic_steps;
        shortest = least < shortest ? least : shortest;
        longest = most > longest ? most : longest;
    }
    return bins_between(shortest, longest);
}

void delay_bins_edges(const struct delay_bins *bins, double dt_ms, double *edges_ms)
{
    for (uint32_t k = 0; k <= bins->n; k++)
        edges_ms[k] = ((double)bins->first + (double)k * bins->width - 0.5) * dt_ms;
}

void delay_bins_count(const struct delay_bins *bins, const struct projection *p, const uint16_t *codes,
                      uint64_t n, uint32_t slowness, uint64_t *counts)
{
    for (uint64_t i = 0; i < n && slowness != BLOCKED; i++) {
        uint32_t steps = projection_axonal_steps(p, codes[i], slowness) + p->dendritic_steps;
        uint32_t bin = (steps - bins->first) / bins->width;
        counts[bin < bins->n ? bin : bins->n - 1]++;
    }
}
