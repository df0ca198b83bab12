#include "core/memory.h"
#include "measures/kind.h"

#include <stdlib.h>

static const struct kind *const kinds[N_MEASURE_KINDS] = {
    [MEASURE_RATE] = &kind_rate,           [MEASURE_DELAY] = &kind_delay,
    [MEASURE_SPREAD] = &kind_spread,       [MEASURE_RESPONSE] = &kind_response,
    [MEASURE_SYNCHRONY] = &kind_synchrony, [MEASURE_RATIO] = &kind_ratio,
};

struct measures {
    const struct network *net;
    struct tally *tallies; /* [net->n_measures] */
    double *values;        /* [net->n_measures] */
};

static const struct kind *kind_of(const struct tally *t)
{
    return kinds[t->of->kind];
}

const char *measure_unit(enum measure_kind kind)
{
    return kinds[kind]->unit;
}

engram_code measures_create(const struct network *net, struct measures **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct measures *m = NULL;
    TRY(memory_new(&m, 1, sizeof *m, "measures", status));
    m->net = net;
    TRY(memory_new(&m->values, net->n_measures, sizeof *m->values, "measures", status));
    TRY(memory_new(&m->tallies, net->n_measures, sizeof *m->tallies, "measures", status));
    for (size_t i = 0; i < net->n_measures; i++) {
        struct tally *t = &m->tallies[i];
        *t = (struct tally){.net = net, .of = &net->measures[i]};
        if (kind_of(t)->state_bytes)
            TRY(memory_new(&t->state, kind_of(t)->state_bytes(net, t->of), 1, "measures", status));
    }
    *out = m;
    m = NULL;
cleanup:
    measures_free(m);
    return code;
}

void measures_free(struct measures *m)
{
    if (!m)
        return;
    for (size_t i = 0; m->tallies && i < m->net->n_measures; i++)
        free(m->tallies[i].state);
    free(m->tallies);
    free(m->values);
    free(m);
}

void measures_spike(struct measures *m, uint32_t population, uint32_t neuron, uint64_t step)
{
    for (size_t i = 0; i < m->net->n_measures; i++) {
        struct tally *t = &m->tallies[i];
        for (uint32_t k = 0; k < t->of->n_populations; k++)
            if (t->of->populations[k] == population)
                kind_of(t)->spike(t, k, neuron, step);
    }
}

static bool asks(const struct tally *t, uint32_t projection, bool at_end)
{
    return kind_of(t)->delays && t->of->projection == projection && t->of->at_end == at_end;
}

bool measures_ask_for_delays(const struct measures *m, uint32_t projection, bool at_end)
{
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (asks(&m->tallies[i], projection, at_end))
            return true;
    return false;
}

void measures_delays(struct measures *m, uint32_t projection, bool at_end, const struct axon_delays *delays)
{
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (asks(&m->tallies[i], projection, at_end))
            kind_of(&m->tallies[i])->delays(&m->tallies[i], delays);
}

void measures_numbers(const struct measures *m, uint64_t n_steps, engram_number *numbers)
{
    for (size_t i = 0; i < m->net->n_measures; i++) {
        const struct tally *t = &m->tallies[i];
        m->values[i] = kind_of(t)->value(t, n_steps, m->values);
        numbers[i] = number_in_band(t->of->name, kind_of(t)->unit, m->values[i], &t->of->expect);
    }
}
