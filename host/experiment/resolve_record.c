#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"
#include "io/recorder.h"
#include "network/neuron_state.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 64, STANDARD_NEURONS = 10 };

/* A positive time that rounds to no step at all would record nothing. */
static engram_code interval_steps(struct resolver *r, const struct node *map, const char *path, uint64_t *out)
{
    engram_status *status = r->status;
    double ms = 0;
    engram_code code = schema_number(map, path, &ms, status);
    if (code != ENGRAM_OK)
        return code;
    *out = steps_of(r, ms);
    if (ms == 0 || *out > 0)
        return ENGRAM_OK;
    const char *key = schema_key(schema_find(path));
    const struct node *given = node_get(map, key);
    if (!given) {
        *out = 1; /* nobody asked for the default */
        return ENGRAM_OK;
    }
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is shorter than one step", key),
                .where = node_where(status, given),
                .why = TEXT("%g ms is less than half of dt = %g ms", ms, r->net->dt_ms),
                .hint = TEXT("make it at least %g ms", r->net->dt_ms));
}

static engram_code record_spikes(struct resolver *r, const struct node *node)
{
    engram_code code = ENGRAM_OK;
    bool all = !node || node_is_null(node) || node_is(node, "all");
    for (size_t i = 0; i < r->net->n_populations; i++)
        r->net->populations[i].record_spikes = all;
    if (all || node_is(node, "none"))
        return ENGRAM_OK;
    size_t n = node->kind == NODE_LIST ? node->n : 1;
    for (size_t i = 0; i < n; i++) {
        const struct node *name = node->kind == NODE_LIST ? node->items[i] : node;
        uint32_t population = 0;
        TRY(resolve_population_name(r, name, name->text, &population));
        r->net->populations[population].record_spikes = true;
    }

cleanup:
    return code;
}

/* Without the key: every plastic projection, at start and end. */
static engram_code record_plastic_weights(struct resolver *r)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    TRY(memory_new(&net->weight_records, net->n_projections, sizeof *net->weight_records, "recording",
                   r->status));
    for (size_t i = 0; i < net->n_projections; i++)
        if (projection_is_plastic(&net->projections[i])) {
            struct weight_record *record = &net->weight_records[net->n_weight_records++];
            record->projection = (uint32_t)i;
            TRY(schema_integer(NULL, "record.weights.*.sample", &record->n_sample, r->status));
        }

cleanup:
    return code;
}

static engram_code record_weights(struct resolver *r, const struct node *node)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    if (!node || node_is_null(node) || node_is(node, "plastic"))
        return record_plastic_weights(r);
    if (node_is(node, "none"))
        return ENGRAM_OK;
    TRY(memory_new(&net->weight_records, node->n, sizeof *net->weight_records, "recording", r->status));
    for (size_t i = 0; i < node->n; i++) {
        struct weight_record *record = &net->weight_records[i];
        TRY(resolve_projection_name(r, node->keys[i], &record->projection));
        TRY(interval_steps(r, node->items[i], "record.weights.*.interval", &record->interval));
        TRY(schema_integer(node->items[i], "record.weights.*.sample", &record->n_sample, r->status));
    }
    net->n_weight_records = node->n;

cleanup:
    return code;
}

static engram_code record_axons_of(struct resolver *r, const struct node *map, struct axon_record *record)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &r->net->projections[record->projection];
    uint64_t n = r->net->populations[p->source].n, n_sample = 0, *sample = NULL;
    TRY(interval_steps(r, map, "record.axons.*.interval", &record->interval));
    TRY(schema_integer(map, "record.axons.*.sample", &n_sample, r->status));
    n_sample = n_sample && n_sample < n ? n_sample : n;
    TRY(memory_new(&sample, n_sample, sizeof *sample, "recording", r->status));
    TRY(memory_new(&record->axons, n_sample, sizeof *record->axons, "recording", r->status));
    record->n_axons = (uint32_t)recorder_sample(r->net->seed, p, n, n_sample, sample);
    for (uint32_t i = 0; i < record->n_axons; i++)
        record->axons[i] = (uint32_t)sample[i];

cleanup:
    free(sample);
    return code;
}

/* Without the key: every projection whose axons change speed, at start and end. */
static engram_code record_myelinated_axons(struct resolver *r)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    TRY(memory_new(&net->axon_records, net->n_projections, sizeof *net->axon_records, "recording",
                   r->status));
    for (size_t i = 0; i < net->n_projections; i++) {
        if (!projection_changes_speed(&net->projections[i]))
            continue;
        struct axon_record *record = &net->axon_records[net->n_axon_records++];
        record->projection = (uint32_t)i;
        TRY(record_axons_of(r, NULL, record));
    }

cleanup:
    return code;
}

static engram_code record_axons(struct resolver *r, const struct node *node)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    if (!node || node_is_null(node) || node_is(node, "myelin"))
        return record_myelinated_axons(r);
    if (node_is(node, "none"))
        return ENGRAM_OK;
    TRY(memory_new(&net->axon_records, node->n, sizeof *net->axon_records, "recording", r->status));
    for (size_t i = 0; i < node->n; i++) {
        TRY(resolve_projection_name(r, node->keys[i], &net->axon_records[i].projection));
        net->n_axon_records = i + 1;
        TRY(record_axons_of(r, node->items[i], &net->axon_records[i]));
    }

cleanup:
    return code;
}

static engram_code unknown_variable(struct resolver *r, const struct node *node, uint32_t population)
{
    engram_status *status = r->status;
    const struct population *p = &r->net->populations[population];
    const char *names[MOST_LISTED];
    uint32_t n = population_n_states(r->net, population);
    n = n < MOST_LISTED ? n : MOST_LISTED;
    for (uint32_t i = 0; i < n; i++)
        names[i] = population_state_at(r->net, population, i).name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no state variable '%.80s'", node->text),
                .where = node_where(status, node),
                .why = TEXT("population '%s' of model '%s' has: %s", p->name, p->model->name,
                            nearest_list(status, names, n)),
                .hint = n ? nearest_hint(status, node->text, names, n) : "a spike source has no state");
}

static engram_code record_neurons(struct resolver *r, const struct node *list, const struct population *p,
                                  struct state_record *record)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    uint64_t n = list ? list->n : p->n < STANDARD_NEURONS ? p->n : STANDARD_NEURONS;
    TRY(memory_new(&record->neurons, n, sizeof *record->neurons, "recording", status));
    record->n_neurons = (uint32_t)n;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t neuron = i;
        if (list)
            TRY(node_integer(list->items[i], "neuron", 0, UINT32_MAX, &neuron, status));
        if (list)
            TRY(check_neuron(r, list->items[i], p, neuron));
        record->neurons[i] = (uint32_t)neuron;
    }

cleanup:
    return code;
}

static engram_code record_state(struct resolver *r, const struct node *map, struct state_record *record)
{
    engram_code code = ENGRAM_OK;
    const struct node *variable = node_get(map, "variable");
    const struct node *neurons = node_get(map, "neurons");
    TRY(resolve_population_name(r, node_get(map, "population"), node_get(map, "population")->text,
                                &record->population));
    const struct population *p = &r->net->populations[record->population];
    int state = population_find_state(r->net, record->population, variable->text);
    if (state < 0)
        TRY(unknown_variable(r, variable, record->population));
    record->state = (uint32_t)state;
    TRY(record_neurons(r, neurons && neurons->kind == NODE_LIST ? neurons : NULL, p, record));
    TRY(interval_steps(r, map, "record.states[].interval", &record->interval));

cleanup:
    return code;
}

static engram_code record_states(struct resolver *r, const struct node *list)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    size_t n = list && list->kind == NODE_LIST ? list->n : 0;
    TRY(memory_new(&net->state_records, n, sizeof *net->state_records, "recording", r->status));
    for (size_t i = 0; i < n; i++) {
        net->n_state_records = i + 1;
        TRY(record_state(r, list->items[i], &net->state_records[i]));
    }

cleanup:
    return code;
}

static engram_code record_delays_of(struct resolver *r, const struct node *key, const struct node *map,
                                    struct delay_record *record)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    TRY(name_check(key->text, key, status));
    if (network_find_projection(r->net, key->text) >= 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' is the name of a projection", key->text),
                 .where = node_where(status, key),
                 .why = "the delays of several projections together need a name of their own",
                 .hint = TEXT("choose another one; of this projection alone:  axons: {%s: {}}", key->text)));
    TRY(memory_string(&record->name, key->text, status));
    TRY(resolve_projection_patterns(r, node_get(map, "projections"), &record->projections,
                                    &record->n_projections));
    TRY(interval_steps(r, map, "record.delays.*.interval", &record->interval));

cleanup:
    return code;
}

static engram_code record_delays(struct resolver *r, const struct node *map)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    size_t n = map && map->kind == NODE_MAP ? map->n : 0;
    TRY(memory_new(&net->delay_records, n, sizeof *net->delay_records, "recording", r->status));
    for (size_t i = 0; i < n; i++) {
        net->n_delay_records = i + 1;
        TRY(record_delays_of(r, map->keys[i], map->items[i], &net->delay_records[i]));
    }

cleanup:
    return code;
}

static engram_code record_topology(struct resolver *r, const struct node *map)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    size_t n = map && map->kind == NODE_MAP ? map->n : 0;
    TRY(memory_new(&net->topology_records, n, sizeof *net->topology_records, "recording", status));
    for (size_t i = 0; i < n; i++) {
        struct topology_record *record = &net->topology_records[i];
        TRY(resolve_projection_name(r, map->keys[i], &record->projection));
        const char *name = net->projections[record->projection].name;
        if (!net->projections[record->projection].structure)
            TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("the synapses of projection '%s' stay", name),
                     .where = node_where(status, map->keys[i]),
                     .why = "it has no `structure`, so a log of synapses that come and go would be empty",
                     .hint = TEXT("leave it out, or give projection '%s' a  structure", name)));
        TRY(schema_flag(map->items[i], "record.topology.*.start", &record->start, status));
    }
    net->n_topology_records = n;

cleanup:
    return code;
}

engram_code resolve_record(struct resolver *r, const struct node *record)
{
    engram_code code = ENGRAM_OK;
    TRY(record_spikes(r, node_get(record, "spikes")));
    TRY(interval_steps(r, record, "record.rates", &r->net->rate_bin));
    TRY(interval_steps(r, record, "record.modulators", &r->net->modulator_interval));
    TRY(interval_steps(r, record, "record.baselines", &r->net->baseline_interval));
    TRY(record_weights(r, node_get(record, "weights")));
    TRY(record_axons(r, node_get(record, "axons")));
    TRY(record_delays(r, node_get(record, "delays")));
    TRY(record_topology(r, node_get(record, "topology")));
    TRY(record_states(r, node_get(record, "states")));

cleanup:
    return code;
}
