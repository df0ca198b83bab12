/* How many spikes one neuron can emit in one step. */
#include "network/draw.h"
#include "network/fixed.h"

#include <math.h>

/* A neuron without a refractory time that integrates within the step (izhikevich: 16 substeps) may fire in each of them. */
enum { MOST_SPIKES_OF_A_STEP = 16 };

static uint32_t most_drawn(const struct population *p, double dt_ms)
{
    uint32_t thresholds[POISSON_MAX_THRESHOLDS];
    double low = 0, high = 0;
    quantity_range(&p->params[model_find_param(p->model, "rate")], &low, &high);
    double mean = poisson_mean(high, dt_ms);
    uint32_t n = poisson_thresholds(mean < POISSON_MAX_MEAN ? mean : POISSON_MAX_MEAN, thresholds,
                                    POISSON_MAX_THRESHOLDS);
    return n ? n : 1;
}

static uint32_t most_listed(const struct spike_list *spikes)
{
    uint32_t most = 1, run = 1;
    for (uint64_t i = 1; i < spikes->n; i++) {
        bool together = spikes->neuron[i] == spikes->neuron[i - 1] && spikes->step[i] == spikes->step[i - 1];
        run = together ? run + 1 : 1;
        most = run > most ? run : most;
    }
    return most;
}

static bool repeats(const struct model *model)
{
    for (size_t r = 0; r < model->n_receptors; r++)
        if (model->receptors[r].counts)
            return true;
    return false;
}

uint32_t population_max_multiplicity(const struct population *p, double dt_ms)
{
    switch (p->model->generator) {
    case GENERATOR_POISSON:
        return most_drawn(p, dt_ms);
    case GENERATOR_LIST:
        return most_listed(&p->spikes);
    case GENERATOR_NONE:
        break;
    }
    if (repeats(p->model))
        return MULTIPLICITY_UNKNOWN;
    return p->model->refractory_param >= 0 ? 1 : MOST_SPIKES_OF_A_STEP;
}

/* `depth` populations are being followed already: more than there are means a circle. */
static uint32_t followed(const struct network *net, uint32_t population, size_t depth)
{
    const struct population *target = &net->populations[population];
    uint64_t sum = 0;
    uint32_t own = population_max_multiplicity(target, net->dt_ms);
    if (own != MULTIPLICITY_UNKNOWN)
        return own;
    if (depth > net->n_populations)
        return MULTIPLICITY_UNKNOWN;
    for (size_t i = 0; i < net->n_projections; i++) {
        const struct projection *p = &net->projections[i];
        if (p->target != population)
            continue;
        uint64_t most = followed(net, p->source, depth + 1), degree = projection_in_degree_bound(net, p);
        if (most == MULTIPLICITY_UNKNOWN || degree > UINT32_MAX ||
            (sum += most * degree) >= MULTIPLICITY_UNKNOWN)
            return MULTIPLICITY_UNKNOWN;
    }
    for (size_t d = 0; d < target->n_drives; d++)
        sum += POISSON_MAX_THRESHOLDS;
    return sum < 1 ? 1 : sum < MULTIPLICITY_UNKNOWN ? (uint32_t)sum : MULTIPLICITY_UNKNOWN;
}

uint32_t network_max_multiplicity(const struct network *net, uint32_t population)
{
    return followed(net, population, 0);
}
