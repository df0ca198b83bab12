#include "core/memory.h"
#include "measures/kind.h"

#include <stdlib.h>

static const struct kind *const kinds[N_MEASURE_KINDS] = {
    [MEASURE_RATE] = &kind_rate,
    [MEASURE_CV] = &kind_cv,
    [MEASURE_DELAY] = &kind_delay,
    [MEASURE_SPREAD] = &kind_spread,
    [MEASURE_RESPONSE] = &kind_response,
    [MEASURE_SYNCHRONY] = &kind_synchrony,
    [MEASURE_CELLS] = &kind_cells,
    [MEASURE_SYNAPSES] = &kind_synapses,
    [MEASURE_WEIGHTS] = &kind_weights,
    [MEASURE_PEAK] = &kind_peak,
    [MEASURE_TURNOVER] = &kind_turnover,
    [MEASURE_SURVIVAL] = &kind_survival,
    [MEASURE_PERSISTENCE] = &kind_persistence,
    [MEASURE_CHANGE] = &kind_change,
    [MEASURE_REWARD] = &kind_reward,
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

const char *measure_unit(const struct network *net, const struct measure *of)
{
    const struct kind *kind = kinds[of->kind];
    return kind->unit_of ? kind->unit_of(net, of) : kind->unit;
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

static engram_code find_neurons(const struct tally *t, uint32_t population, const struct selection *which,
                                bool **out, uint64_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &t->net->populations[population];
    TRY(memory_new(out, p->n, sizeof **out, "measures", status));
    for (uint32_t i = 0; i < p->n; i++)
        *n += (*out)[i] = selection_has(which, p, t->net->seed, 0, i);
cleanup:
    return code;
}

/* A synapse must not have to search a selection. */
static engram_code find_chosen(struct tally *t, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &t->net->projections[t->of->projection];
    TRY(find_neurons(t, p->source, &t->of->choice.from, &t->is_from, &t->n_from, status));
    TRY(find_neurons(t, p->target, &t->of->choice.to, &t->is_to, &t->n_to, status));
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
        if (kind_of(t)->look)
            TRY(find_chosen(t, status));
    }
    TRY(list_listeners(m, status));
    *out = m;
    m = NULL;
cleanup:
    measures_free(m);
    return code;
}

static void tally_free(struct tally *t)
{
    if (t->state && kind_of(t)->free)
        kind_of(t)->free(t->state);
    free(t->state);
    free(t->is_from);
    free(t->is_to);
}

void measures_free(struct measures *m)
{
    if (!m)
        return;
    for (size_t i = 0; m->tallies && i < m->net->n_measures; i++)
        tally_free(&m->tallies[i]);
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

void measures_reward(struct measures *m, size_t k, uint64_t step, double amount)
{
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (kind_of(&m->tallies[i])->reward)
            kind_of(&m->tallies[i])->reward(&m->tallies[i], k, step, amount);
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

/* ---- synapses ---- */

static uint64_t next_look(const struct tally *t, uint64_t step)
{
    return kind_of(t)->look ? kind_of(t)->next_look(t, step) : UINT64_MAX;
}

static bool looks_at(const struct tally *t, uint32_t projection, uint64_t step)
{
    return kind_of(t)->look && t->of->projection == projection && next_look(t, step) == step;
}

uint64_t measures_next_look(const struct measures *m, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < m->net->n_measures; i++) {
        uint64_t look = next_look(&m->tallies[i], step);
        next = look < next ? look : next;
    }
    return next;
}

bool measures_look_at(const struct measures *m, uint32_t projection, uint64_t step)
{
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (looks_at(&m->tallies[i], projection, step))
            return true;
    return false;
}

/* The same source, target and length as the synapse before it. */
static bool is_alike(const struct synapse_table *part, uint64_t i)
{
    return i > 0 && part->source[i] == part->source[i - 1] && part->target[i] == part->target[i - 1] &&
           part->length[i] == part->length[i - 1];
}

static engram_code show(struct tally *t, uint64_t step, const struct synapse_table *part,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t rank = 0;
    for (uint64_t i = 0; i < part->n; i++) {
        rank = is_alike(part, i) ? rank + 1 : 0;
        if (t->is_from[part->source[i]] && t->is_to[part->target[i]])
            TRY(kind_of(t)->look(t, step,
                                 &(struct seen){.source = part->source[i],
                                                .target = part->target[i],
                                                .length = part->length[i],
                                                .rank = rank,
                                                .weight = part->weight[i],
                                                .is_within = synapse_is_within(&t->of->choice, part, i)},
                                 status));
    }
cleanup:
    return code;
}

engram_code measures_synapses(struct measures *m, uint32_t projection, uint64_t step,
                              const struct synapse_table *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (looks_at(&m->tallies[i], projection, step))
            TRY(show(&m->tallies[i], step, part, status));
cleanup:
    return code;
}

void measures_synapses_end(struct measures *m, uint32_t projection, uint64_t step)
{
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (looks_at(&m->tallies[i], projection, step) && kind_of(&m->tallies[i])->looked)
            kind_of(&m->tallies[i])->looked(&m->tallies[i], step);
}

void measures_count(struct measures *m, uint32_t projection, uint64_t step, uint64_t n)
{
    for (size_t i = 0; i < m->net->n_measures; i++)
        if (kind_of(&m->tallies[i])->count && m->tallies[i].of->projection == projection)
            kind_of(&m->tallies[i])->count(&m->tallies[i], step, n);
}

/* ---- numbers ---- */

void measures_numbers(const struct measures *m, uint64_t n_steps, engram_number *numbers)
{
    for (size_t i = 0; i < m->net->n_measures; i++) {
        const struct tally *t = &m->tallies[i];
        m->values[i] = kind_of(t)->value(t, n_steps, m->values);
        numbers[i] = number_in_band(t->of->name, measure_unit(m->net, t->of), m->values[i], &t->of->expect);
    }
}
