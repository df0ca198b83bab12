/* How many synapses there are at some time: all, for each target or source neuron, or for each pair of neurons that could have one. */
#include "measures/looks.h"

#include <math.h>

struct counts {
    uint64_t n;
    bool is_there;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct counts);
}

static engram_code look(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status)
{
    struct counts *c = t->state;
    (void)step;
    (void)status;
    c->n += synapse->is_within;
    return ENGRAM_OK;
}

static void looked(struct tally *t, uint64_t step)
{
    struct counts *c = t->state;
    (void)step;
    c->is_there = true;
}

/* Pairs of a source and a target of the choice that are not one and the same neuron. */
static double n_pairs(const struct tally *t)
{
    const struct projection *p = &t->net->projections[t->of->projection];
    uint64_t n = t->n_from * t->n_to;
    for (uint32_t i = 0; p->source == p->target && i < t->net->populations[p->source].n; i++)
        n -= t->is_from[i] && t->is_to[i];
    return (double)n;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct counts *c = t->state;
    double n = (double)c->n, per = 1;
    (void)n_steps;
    (void)values;
    switch ((enum measure_of_synapses)t->of->of) {
    case SYNAPSES_NUMBER:
        break;
    case SYNAPSES_IN_DEGREE:
        per = (double)t->n_to;
        break;
    case SYNAPSES_OUT_DEGREE:
        per = (double)t->n_from;
        break;
    case SYNAPSES_DENSITY:
        per = n_pairs(t);
        break;
    }
    return c->is_there && per > 0 ? n / per : (double)NAN;
}

const struct kind kind_synapses = {.unit = "1",
                                   .state_bytes = state_bytes,
                                   .next_look = look_at_end,
                                   .look = look,
                                   .looked = looked,
                                   .value = value};
