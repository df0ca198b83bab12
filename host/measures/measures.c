#include "core/memory.h"
#include "measures/kind.h"

#include <stdlib.h>

static const struct kind *const kinds[N_MEASURE_KINDS] = {
    [MEASURE_RATE] = &kind_rate,           [MEASURE_DELAY] = &kind_delay,
    [MEASURE_SPREAD] = &kind_spread,       [MEASURE_RESPONSE] = &kind_response,
    [MEASURE_SYNCHRONY] = &kind_synchrony, [MEASURE_CELLS] = &kind_cells,
    [MEASURE_RATIO] = &kind_ratio,
};

/* A measure that counts the spikes of a population, and as which of its own. */
struct listener {
    uint32_t measure, which;
};

struct measures {
    const struct network *net;
    struct tally *tallies;      /* [net->n_measures] */
    double *values;             /* [net->n_measures] */
    struct listener *listeners; /* those of population i: first[i] .. first[i + 1] - 1 */
    uint32_t *first;            /* [net->n_populations + 1] */
};

static const struct kind *kind_of(const struct tally *t)
{
    return kinds[t->of->kind];
}

const char *measure_unit(enum measure_kind kind)
{
    return kinds[kind]->unit;
}

/* A spike must not have to look through everything that is measured. */
static engram_code list_listeners(struct measures *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = m->net;
    uint64_t n = 0;
    for (size_t i = 0; i < net->n_measures; i++)
        n += net->measures[i].n_populations;
    TRY(memory_new(&m->listeners, n, sizeof *m->listeners, "measures", status));
    TRY(memory_new(&m->first, net->n_populations + 1, sizeof *m->first, "measures", status));
    n = 0;
    for (uint32_t p = 0; p < net->n_populations; p++) {
        for (uint32_t i = 0; i < net->n_measures && net->populations[p].is_measured; i++)
            for (uint32_t k = 0; k < net->measures[i].n_populations; k++)
                if (net->measures[i].populations[k] == p)
                    m->listeners[n++] = (struct listener){i, k};
        m->first[p + 1] = (uint32_t)n;
    }
cleanup:
    return code;
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
    TRY(list_listeners(m, status));
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
    free(m->listeners);
    free(m->first);
    free(m);
}

void measures_spike(struct measures *m, uint32_t population, uint32_t neuron, uint64_t step)
{
    for (uint32_t l = m->first[population]; l < m->first[population + 1]; l++) {
        struct tally *t = &m->tallies[m->listeners[l].measure];
        kind_of(t)->spike(t, m->listeners[l].which, neuron, step);
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

void measures_cells(struct measures *m, uint32_t population, const struct cell_counts *days, uint64_t n_days)
{
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (kind_of(&m->tallies[i])->cells && m->tallies[i].of->populations[0] == population)
            kind_of(&m->tallies[i])->cells(&m->tallies[i], days, n_days);
}

void measures_numbers(const struct measures *m, uint64_t n_steps, engram_number *numbers)
{
    for (size_t i = 0; i < m->net->n_measures; i++) {
        const struct tally *t = &m->tallies[i];
        m->values[i] = kind_of(t)->value(t, n_steps, m->values);
        numbers[i] = number_in_band(t->of->name, kind_of(t)->unit, m->values[i], &t->of->expect);
    }
}
