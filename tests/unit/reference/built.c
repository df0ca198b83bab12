#include "built.h"

#include "core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void built_must(engram_code code, const engram_status *status)
{
    cr_assert_eq(code, ENGRAM_OK, "%s: %s: %s", engram_status_where(status), engram_status_what(status),
                 engram_status_why(status));
}

struct network *built_begin(double dt_ms)
{
    engram_status *status = engram_status_create();
    struct network *net = calloc(1, sizeof *net);
    net->seed = 4711;
    net->dt_ms = dt_ms;
    built_must(registry_create(&net->registry, status), status);
    engram_status_free(status);
    return net;
}

static const struct model *model_named(const struct network *net, enum model_kind kind, const char *name)
{
    const struct model *model = registry_find(net->registry, kind, name);
    cr_assert(model, "no model '%s'", name);
    return model;
}

struct population *built_population(struct network *net, const char *name, const char *model, uint32_t n)
{
    const struct model *m = model_named(net, MODEL_NEURON, model);
    net->populations = realloc(net->populations, (net->n_populations + 1) * sizeof *net->populations);
    struct population *p = &net->populations[net->n_populations++];
    *p = (struct population){
        .name = strdup(name), .owner = name_hash(name), .model = m, .n = n, .record_spikes = true};
    p->params = calloc(m->n_params + 1, sizeof *p->params);
    p->states = calloc(m->n_variables + 1, sizeof *p->states);
    for (size_t i = 0; i < m->n_params; i++)
        p->params[i] = quantity_constant(m->params[i].standard);
    for (size_t i = 0; i < m->n_variables; i++)
        p->states[i] =
            quantity_constant(m->variables[i].initial_param >= 0 ? (double)NAN : m->variables[i].initial);
    return p;
}

void built_param(struct population *p, const char *name, double value)
{
    int i = model_find_param(p->model, name);
    cr_assert(i >= 0, "no parameter '%s'", name);
    p->params[i] = quantity_constant(value);
}

void built_spikes(const struct network *net, struct population *p, uint32_t neuron, const double *times_ms,
                  size_t n)
{
    p->spikes.neuron = realloc(p->spikes.neuron, (p->spikes.n + n + 1) * sizeof *p->spikes.neuron);
    p->spikes.step = realloc(p->spikes.step, (p->spikes.n + n + 1) * sizeof *p->spikes.step);
    for (size_t i = 0; i < n; i++) {
        p->spikes.neuron[p->spikes.n] = neuron;
        p->spikes.step[p->spikes.n++] = (uint64_t)llround(times_ms[i] / net->dt_ms);
    }
}

struct projection *built_projection(struct network *net, const char *name, const char *source,
                                    const char *target, const char *rule, struct connect connect,
                                    uint32_t dendritic)
{
    const struct model *m = model_named(net, MODEL_RULE, rule);
    net->projections = realloc(net->projections, (net->n_projections + 1) * sizeof *net->projections);
    struct projection *p = &net->projections[net->n_projections++];
    *p = (struct projection){.name = strdup(name),
                             .owner = name_hash(name),
                             .rule = m,
                             .connect = connect,
                             .dendritic_steps = dendritic};
    p->source = (uint32_t)network_find_population(net, source);
    p->target = (uint32_t)network_find_population(net, target);
    p->params = calloc(m->n_params + 1, sizeof *p->params);
    for (size_t i = 0; i < m->n_params; i++)
        p->params[i] = m->params[i].standard;
    p->weight = quantity_constant(1);
    p->axonal = quantity_constant(0);
    p->velocity = quantity_constant(1);
    p->weight_limit = m->weight_max_param >= 0 ? p->params[m->weight_max_param] : 1;
    return p;
}

void built_rule_param(struct projection *p, const char *name, double value)
{
    int i = model_find_param(p->rule, name);
    cr_assert(i >= 0, "no parameter '%s'", name);
    p->params[i] = value;
    if (i == p->rule->weight_max_param)
        p->weight_limit = value;
}

struct reference *built_reference(const struct network *net)
{
    struct reference *r = NULL;
    engram_status *status = engram_status_create();
    built_must(reference_create(net, &r, status), status);
    engram_status_free(status);
    return r;
}

void built_run(struct reference *r, uint64_t n_steps)
{
    engram_status *status = engram_status_create();
    built_must(reference_run(r, n_steps, status), status);
    engram_status_free(status);
}

float *built_weights(const struct network *net, uint64_t n_steps, uint32_t projection, uint64_t *n)
{
    struct synapse_table table;
    struct reference *r = built_reference(net);
    built_run(r, n_steps);
    cr_assert_eq(reference_synapses(r, projection, &table, NULL), ENGRAM_OK);
    float *weights = calloc(table.n + 1, sizeof *weights);
    memcpy(weights, table.weight, table.n * sizeof *weights);
    *n = table.n;
    synapse_table_free(&table);
    reference_free(r);
    return weights;
}

static void record(void *context, uint32_t population, uint32_t neuron, uint64_t step, uint32_t n)
{
    struct spikes *s = context;
    s->spike = realloc(s->spike, (s->n + 1) * sizeof *s->spike);
    s->spike[s->n++] = (struct spike){population, neuron, n, step};
}

void built_record(struct reference *r, struct spikes *spikes)
{
    reference_on_spike(r, record, spikes);
}
