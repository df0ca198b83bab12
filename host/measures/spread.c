/* How far apart the axons that one cell wraps are when their spikes reach their targets, of those that leave together: the standard deviation, over the axons of a cell, of
 * the fixed offset of their source in a volley (0 without volleys) and the mean delay of the axon's synapses; then the mean over cells. Without cells, all axons of the
 * projection are one group. Jitter is no part of it. */
#include "measures/kind.h"
#include "network/myelin.h"

#include <math.h>

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(double);
}

static double arrival_ms(const struct tally *t, const struct axon_delays *d, uint32_t axon)
{
    const double *offset_ms =
        t->net->populations[t->net->projections[t->of->projection].source].volleys.offset_ms;
    double delay_ms = (double)d->steps[axon] / (double)d->n_synapses[axon] * t->net->dt_ms;
    return delay_ms + (offset_ms ? offset_ms[axon] : 0);
}

/* NAN with fewer than two axons that conduct. */
static double spread_of(const struct tally *t, const struct axon_delays *d, uint32_t begin, uint32_t end)
{
    double n = 0, sum = 0, squares = 0;
    for (uint32_t i = begin; i < end; i++)
        if (d->n_synapses[i]) {
            n++;
            sum += arrival_ms(t, d, i);
        }
    for (uint32_t i = begin; i < end; i++)
        if (d->n_synapses[i]) {
            double off = arrival_ms(t, d, i) - sum / n;
            squares += off * off;
        }
    return n > 1 ? sqrt(squares / n) : (double)NAN;
}

static void delays(struct tally *t, const struct axon_delays *d)
{
    const struct projection *p = &t->net->projections[t->of->projection];
    bool has_cells = p->myelin && p->myelin->group_param >= 0;
    uint32_t group = has_cells ? projection_myelin(t->net, p).group : d->n;
    double n = 0, sum = 0;
    for (uint32_t begin = 0; begin < d->n; begin += group) {
        double spread = spread_of(t, d, begin, d->n - begin < group ? d->n : begin + group);
        if (!isnan(spread)) {
            n++;
            sum += spread;
        }
    }
    *(double *)t->state = n > 0 ? sum / n : (double)NAN;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    (void)n_steps;
    (void)values;
    return *(const double *)t->state;
}

const struct kind kind_spread = {.unit = "ms", .state_bytes = state_bytes, .delays = delays, .value = value};
