#include "reference/reference.h"

#include "core/memory.h"
#include "network/neuron_state.h"
#include "reference/parts.h"
#include "structure/growth.h"

#include <stdlib.h>
#include <string.h>

static uint32_t slots_of(const struct network *net, uint32_t population)
{
    uint32_t longest = 0;
    for (size_t i = 0; i < net->n_projections; i++)
        if (net->projections[i].target == population && net->projections[i].dendritic_steps > longest)
            longest = net->projections[i].dendritic_steps;
    return longest + 1;
}

static engram_code build(struct reference *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = r->net;
    TRY(memory_new(&r->neurons, net->n_populations, sizeof *r->neurons, "populations", status));
    TRY(memory_new(&r->synapses, net->n_projections, sizeof *r->synapses, "projections", status));
    for (uint32_t i = 0; i < net->n_populations; i++)
        TRY(neurons_create(net, i, slots_of(net, i), &r->neurons[i], status));
    TRY(memory_new(&r->elements, net->n_projections, sizeof *r->elements, "projections", status));
    uint32_t longest = 0;
    for (uint32_t i = 0; i < net->n_projections; i++) {
        TRY(elements_create(net, i, &r->elements[i], status));
        TRY(synapses_create(net, i, &r->synapses[i], status));
        r->synapses[i].targets = &r->neurons[net->projections[i].target];
        TRY(synapses_bind_elements(&r->synapses[i], &r->elements[i], status));
        uint32_t last = r->synapses[i].max_axonal + r->synapses[i].late;
        longest = last > longest ? last : longest;
    }
    TRY(memory_new(&r->arrivals, (uint64_t)longest + 1, sizeof *r->arrivals, "spikes in flight", status));
    r->n_arrivals = longest + 1;
    if (net->n_rewards) {
        TRY(earnings_create(net, &r->earnings, status));
        TRY(rewards_step(r, status)); /* those at the start */
    }
cleanup:
    return code;
}

engram_code reference_create(const struct network *net, struct reference **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct reference *r = NULL;
    *out = NULL;
    TRY(memory_new(&r, 1, sizeof *r, "reference", status));
    r->net = net;
    TRY(build(r, status));
    *out = r;
    r = NULL;
cleanup:
    reference_free(r);
    return code;
}

void reference_free(struct reference *r)
{
    if (!r)
        return;
    for (size_t i = 0; r->neurons && i < r->net->n_populations; i++)
        neurons_free(&r->neurons[i]);
    for (size_t i = 0; r->synapses && i < r->net->n_projections; i++)
        synapses_free(&r->synapses[i]);
    for (size_t i = 0; r->elements && i < r->net->n_projections; i++)
        elements_free(&r->elements[i]);
    for (uint32_t i = 0; i < r->n_arrivals; i++)
        free(r->arrivals[i].events);
    free(r->neurons);
    free(r->synapses);
    free(r->elements);
    free(r->arrivals);
    earnings_free(r->earnings, r->net);
    free(r);
}

void reference_on_spike(struct reference *r, reference_spike_sink sink, void *context)
{
    r->sink = sink;
    r->context = context;
}

engram_code reference_run(struct reference *r, uint64_t n_steps, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t stop = r->stamp + n_steps;
    while (r->stamp < stop) {
        clock_pass_over(r, stop);
        TRY(clock_step(r, status));
    }
cleanup:
    return code;
}

/* All elements, those that are bound, or those that are vacant. */
static void copy_elements(const struct reference *r, const struct neuron_state *what, uint32_t n, float *copy)
{
    const struct synapses *s = &r->synapses[what->projection];
    const int64_t *z = r->elements[what->projection].z[what->side];
    memset(copy, 0, n * sizeof *copy);
    for (uint32_t source = 0; source < s->n_sources; source++)
        for (uint32_t i = s->row[source]; i < s->row[source + 1u]; i++)
            copy[what->side == SIDE_AXON ? source : s->target[i]] += 1.0f;
    for (uint32_t i = 0; i < n; i++)
        if (what->kind == NEURON_ELEMENTS)
            copy[i] = (float)elements_value(z[i]);
        else if (what->kind == NEURON_VACANT)
            copy[i] = (float)elements_vacant(z[i], (uint32_t)copy[i]);
}

const float *reference_state(const struct reference *r, uint32_t population, uint32_t state)
{
    const struct neurons *n = &r->neurons[population];
    size_t n_variables = n->p->model->n_variables;
    const struct neuron_state what = population_state_at(r->net, population, state);
    if (what.kind == NEURON_CALCIUM)
        return n->calcium;
    float *copy = n->state_copy + (size_t)state * n->p->n;
    if (what.kind >= NEURON_ELEMENTS) {
        copy_elements(r, &what, n->p->n, copy);
        return copy;
    }
    for (uint32_t i = 0; i < n->p->n; i++)
        copy[i] = what.kind == NEURON_FACTOR     ? n->scaled[what.scaling * n->p->n + i].factor
                  : what.kind == NEURON_ACTIVITY ? n->scaled[what.scaling * n->p->n + i].activity
                                                 : n->state[i * n_variables + state];
    return copy;
}

engram_code reference_synapses(const struct reference *r, uint32_t projection, struct synapse_table *out,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct synapses *s = &r->synapses[projection];
    size_t n_columns = projection_n_columns(s->p);
    TRY(synapse_table_create(r->net, s->p, s->n, out, status));
    for (uint32_t source = 0; source < s->n_sources; source++)
        for (uint32_t i = s->row[source]; i < s->row[source + 1u]; i++)
            out->source[i] = source;
    memcpy(out->target, s->target, s->n * sizeof *s->target);
    memcpy(out->length, s->length, s->n * sizeof *s->length);
    memcpy(out->weight, s->weight, s->n * sizeof *s->weight);
    for (uint32_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < n_columns; k++)
            out->columns[k][i] = s->columns[i * n_columns + k];
    memcpy(out->slowness, s->slowness, s->n_sources * sizeof *s->slowness);
cleanup:
    return code;
}

uint64_t reference_n_held(const struct reference *r)
{
    uint64_t n = 0;
    for (size_t j = 0; j < r->net->n_projections; j++)
        n += r->synapses[j].n_held;
    return n;
}

uint64_t reference_n_blocked(const struct reference *r)
{
    uint64_t n = 0;
    for (size_t j = 0; j < r->net->n_projections; j++)
        n += r->synapses[j].n_blocked;
    return n;
}

struct cell_counts reference_cells(const struct reference *r, uint32_t population)
{
    return r->neurons[population].cells;
}

uint64_t reference_n_dropped(const struct reference *r)
{
    uint64_t n = 0;
    for (size_t i = 0; i < r->net->n_populations; i++)
        n += r->neurons[i].n_dropped;
    return n;
}

engram_structure reference_structure(const struct reference *r, uint32_t projection)
{
    return r->synapses[projection].so_far;
}

static void digest_projection(const struct synapses *s, struct digest *out)
{
    size_t n_columns = projection_n_columns(s->p);
    for (uint32_t source = 0; source < s->n_sources; source++)
        for (uint32_t i = s->row[source]; i < s->row[source + 1u]; i++)
            digest_add_synapse(s->p, source, s->target[i], s->length[i], s->weight[i],
                               s->columns + i * n_columns, out);
    digest_add_axons(s->p, s->slowness, s->n_sources, out);
}

static void digest_growth(const struct reference *r, struct digest *out)
{
    for (size_t i = 0; i < r->net->n_populations; i++)
        if (r->neurons[i].calcium)
            digest_add_calcium(r->neurons[i].p, r->neurons[i].calcium, out);
    for (size_t j = 0; j < r->net->n_projections; j++)
        for (enum side side = 0; r->elements[j].z[SIDE_AXON] && side < N_SIDES; side++)
            digest_add_elements(r->elements[j].p, side, r->elements[j].z[side], r->elements[j].n[side], out);
}

static void digest_scaling(const struct neurons *n, float *factor, struct digest *out)
{
    for (size_t k = 0; k < n->p->n_scalings; k++) {
        for (uint32_t i = 0; i < n->p->n; i++)
            factor[i] = n->scaled[k * n->p->n + i].factor;
        digest_add_scaling(n->p, n->p->scalings[k].receptor, factor, out);
    }
}

void reference_digest(const struct reference *r, struct digest *out)
{
    *out = (struct digest){.spikes = r->spike_digest};
    for (size_t j = 0; j < r->net->n_projections; j++)
        digest_projection(&r->synapses[j], out);
    digest_growth(r, out);
    for (size_t i = 0; i < r->net->n_populations; i++)
        digest_scaling(&r->neurons[i], r->neurons[i].state_copy, out);
    for (size_t j = 0; j < r->net->n_projections; j++)
        digest_add_modulator(r->synapses[j].p, &r->synapses[j].modulator, out);
    digest_close(out);
}
