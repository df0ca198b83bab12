#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { MOST_LISTED = 64 };

static engram_code unknown_model(struct resolver *r, const struct node *node, const char *name)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = 0;
    const struct model *model = NULL;
    while (n < MOST_LISTED && (model = registry_at(r->net->registry, MODEL_NEURON, n)) != NULL)
        names[n++] = model->name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no neuron model '%.80s'", name),
                .where = node_where(status, node),
                .why = TEXT("the models are: %s", nearest_list(status, names, n)),
                .hint = nearest_hint(status, name, names, n));
}

static engram_code unknown_param(struct resolver *r, const struct node *key, const struct population *p)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = p->model->n_params < MOST_LISTED ? p->model->n_params : MOST_LISTED;
    for (size_t i = 0; i < n; i++)
        names[i] = p->model->params[i].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown parameter '%.80s'", key->text),
                .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
                .why = TEXT("model '%s' has: %s", p->model->name, nearest_list(status, names, n)),
                .hint = nearest_hint(status, key->text, names, n));
}

static struct wanted wanted_for(const struct resolver *r, const struct population *p,
                                const struct model_param *param)
{
    struct wanted w = wanted_param(param, param->unit);
    w.n_list = p->n;
    w.list_of = "neuron";
    if (p->model->generator == GENERATOR_POISSON && strcmp(param->name, "rate") == 0) {
        w.max = fmin(w.max, 1000.0 * POISSON_MAX_MEAN / r->net->dt_ms);
        w.why =
            "at most 16 spikes per step on average; make dt smaller or spread the rate over several neurons";
    }
    return w;
}

static engram_code resolve_params(struct resolver *r, const struct node *key, const struct node *params,
                                  struct population *p)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct model_set *set = NULL;

    TRY(memory_new(&p->params, p->model->n_params, sizeof *p->params, p->name, status));
    TRY(model_choose_set(p->model, params, TEXT("population '%s'", p->name), &set, status));
    for (size_t i = 0; params && i < params->n; i++)
        if (model_find_param(p->model, params->keys[i]->text) < 0 && !node_is(params->keys[i], MODEL_SET_KEY))
            TRY(unknown_param(r, params->keys[i], p));
    for (size_t i = 0; i < p->model->n_params; i++) {
        const struct model_param *param = &p->model->params[i];
        const struct node *node = node_get(params, param->name);
        struct wanted w = wanted_for(r, p, param);
        if (node)
            TRY(resolve_quantity(node, &w, &p->params[i], status));
        else {
            double value = 0;
            TRY(resolve_default(p->model, i, set, TEXT("population '%s'", p->name), key, &value, status));
            p->params[i] = quantity_constant(value);
        }
    }

cleanup:
    return code;
}

static engram_code unknown_state(struct resolver *r, const struct node *key, const struct population *p)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = p->model->n_variables < MOST_LISTED ? p->model->n_variables : MOST_LISTED;
    for (size_t i = 0; i < n; i++)
        names[i] = p->model->variables[i].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown state variable '%.80s'", key->text),
                .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
                .why = TEXT("model '%s' has: %s", p->model->name, nearest_list(status, names, n)),
                .hint = nearest_hint(status, key->text, names, n));
}

/* A state that the model starts from a parameter keeps NAN here: population_state() then takes the parameter of the same neuron. */
static engram_code resolve_states(struct resolver *r, const struct node *initial, struct population *p)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&p->states, p->model->n_variables, sizeof *p->states, p->name, r->status));
    for (size_t i = 0; initial && i < initial->n; i++)
        if (model_find_variable(p->model, initial->keys[i]->text) < 0)
            TRY(unknown_state(r, initial->keys[i], p));
    for (size_t i = 0; i < p->model->n_variables; i++) {
        const struct model_variable *state = &p->model->variables[i];
        const struct node *node = node_get(initial, state->name);
        struct wanted w = wanted_any(state->name, state->unit);
        w.n_list = p->n;
        w.list_of = "neuron";
        p->states[i] = quantity_constant(state->initial_param >= 0 ? (double)NAN : state->initial);
        if (node)
            TRY(resolve_quantity(node, &w, &p->states[i], r->status));
    }

cleanup:
    return code;
}

static engram_code unknown_receptor(struct resolver *r, const struct node *key, const struct population *p)
{
    engram_status *status = r->status;
    const char *names[MODEL_MAX_RECEPTORS];
    for (size_t i = 0; i < p->model->n_receptors; i++)
        names[i] = p->model->receptors[i].name;
    return FAIL(
        ENGRAM_E_USAGE, .what = TEXT("there is no receptor '%.80s'", key->text),
        .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
        .why = TEXT("model '%s' has: %s", p->model->name, nearest_list(status, names, p->model->n_receptors)),
        .hint = p->model->n_receptors ? nearest_hint(status, key->text, names, p->model->n_receptors)
                                      : "a spike source has no input");
}

static engram_code resolve_drive(struct resolver *r, const struct node *key, const struct node *map,
                                 struct population *p, struct drive *drive)
{
    engram_code code = ENGRAM_OK;
    int receptor = model_find_receptor(p->model, key->text);
    struct wanted rate = wanted_row(schema_find("populations.*.poisson.*.rate"));
    if (receptor < 0)
        return unknown_receptor(r, key, p);
    struct wanted weight = wanted_any("weight", p->model->receptors[receptor].unit);
    drive->receptor = (uint32_t)receptor;
    rate.max = 1000.0 * POISSON_MAX_MEAN / r->net->dt_ms;
    rate.n_list = weight.n_list = p->n;
    rate.list_of = weight.list_of = "neuron";
    if (strcmp(weight.unit, "nS") == 0) {
        weight.min = 0;
        weight.why =
            "a conductance cannot be negative; the reversal potential of the receptor makes it inhibitory";
    }
    if (p->model->receptors[receptor].counts) {
        weight.min = weight.max = 1;
        weight.why = "this receptor counts spikes, so each must weigh 1";
    }
    TRY(resolve_quantity(node_get(map, "rate"), &rate, &drive->rate, r->status));
    TRY(resolve_quantity(node_get(map, "weight"), &weight, &drive->weight, r->status));

cleanup:
    return code;
}

static engram_code resolve_drives(struct resolver *r, const struct node *poisson, struct population *p)
{
    engram_code code = ENGRAM_OK;
    size_t n = poisson && poisson->kind == NODE_MAP ? poisson->n : 0;
    TRY(memory_new(&p->drives, n, sizeof *p->drives, p->name, r->status));
    for (size_t i = 0; i < n; i++) {
        p->n_drives = i + 1;
        TRY(resolve_drive(r, poisson->keys[i], poisson->items[i], p, &p->drives[i]));
    }

cleanup:
    return code;
}

static engram_code resolve_current(struct resolver *r, const struct node *map, struct population *p,
                                   struct current *current)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    double begin = 0, end = 0;
    struct wanted amplitude = wanted_row(schema_find("populations.*.current[].amplitude"));
    amplitude.n_list = p->n;
    amplitude.list_of = "neuron";
    TRY(schema_number(map, "populations.*.current[].begin", &begin, status));
    current->begin = steps_of(r, begin);
    current->end = r->net->n_steps;
    if (node_get(map, "end")) {
        TRY(schema_number(map, "populations.*.current[].end", &end, status));
        current->end = steps_of(r, end);
        if (current->end <= current->begin)
            TRY(FAIL(ENGRAM_E_USAGE, .what = "the current ends before it begins",
                     .where = node_where(status, node_get(map, "end")),
                     .why = TEXT("end %g ms is not at least one step after begin %g ms", end, begin),
                     .hint = "exchange them, or check the units"));
    }
    TRY(resolve_quantity(node_get(map, "amplitude"), &amplitude, &current->amplitude, status));
    TRY(resolve_selection(r, map, "populations.*.current[]", p, &current->which));

cleanup:
    return code;
}

static engram_code resolve_currents(struct resolver *r, const struct node *key, const struct node *list,
                                    struct population *p)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    size_t n = list && list->kind == NODE_LIST ? list->n : 0;
    if (n > 0 && !strstr(p->model->text, "in.current"))
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("model '%s' takes no current", p->model->name),
                 .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
                 .why = "its equations do not contain one, so the current would be ignored",
                 .hint = "remove it, or use a model with an input current"));
    TRY(memory_new(&p->currents, n, sizeof *p->currents, p->name, status));
    for (size_t i = 0; i < n; i++) {
        p->n_currents = i + 1;
        TRY(resolve_current(r, list->items[i], p, &p->currents[i]));
    }

cleanup:
    return code;
}

static engram_code resolve_sources(struct resolver *r, const struct node *key, const struct node *map,
                                   struct population *p)
{
    engram_status *status = r->status;
    struct node *times = node_get(map, "spike_times");
    bool is_list = p->model->generator == GENERATOR_LIST;
    if (times && !is_list)
        return FAIL(
            ENGRAM_E_USAGE, .what = TEXT("model '%s' takes no spike_times", p->model->name),
            .where = TEXT("%s, population '%s'", node_where(status, node_key(map, "spike_times")), p->name),
            .why = "only a spike_generator emits given spikes", .hint = "write  model: spike_generator");
    if (is_list && !times)
        return FAIL(
            ENGRAM_E_USAGE, .what = "key 'spike_times' is missing",
            .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
            .why = TEXT("a %s has nothing to emit without it", p->model->name),
            .hint = "add  spike_times: [[1 ms, 5 ms], [2 ms]]  (one list per neuron), or {file: spikes.h5}");
    return times ? resolve_spike_times(r, times, p) : ENGRAM_OK;
}

/* What is remembered of neurons is remembered of all for the same time. */
static engram_code check_past(struct resolver *r, const struct node *key, const struct population *p)
{
    engram_status *status = r->status;
    for (size_t k = 0; k < p->model->n_past; k++) {
        const char *name = p->model->params[p->model->past[k].param].name;
        if (!quantity_is_constant(&p->params[p->model->past[k].param]))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s differs between neurons", name),
                        .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
                        .why = "so long ago were the states that synapses read, and they read those of all "
                               "targets alike",
                        .hint = "give it one value, or make several populations");
        double steps = p->params[p->model->past[k].param].a / r->net->dt_ms;
        if (!(steps < (double)MOST_STEPS))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is too long for this dt", name),
                        .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
                        .why = TEXT("states would be remembered for %g steps; fewer than 2^30 fit", steps),
                        .hint = "make it shorter, or dt larger");
    }
    if (p->model->n_past && p->neurogenesis)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("neurons of model '%s' cannot be born", p->model->name),
                    .where = TEXT("%s, population '%s'", node_where(status, key), p->name),
                    .why = "it remembers states, and a newborn neuron would remember those of another one",
                    .hint = "remove neurogenesis, or use a model without  past");
    return ENGRAM_OK;
}

engram_code resolve_population(struct resolver *r, const struct node *key, const struct node *map,
                               struct population *p)
{
    engram_code code = ENGRAM_OK;
    const char *model = NULL;
    uint64_t n = 0;

    TRY(name_check(key->text, key, r->status));
    TRY(memory_string(&p->name, key->text, r->status));
    p->owner = name_hash(p->name);
    TRY(node_text(node_get(map, "model"), "model", &model, r->status));
    p->model = registry_find(r->net->registry, MODEL_NEURON, model);
    if (!p->model)
        TRY(unknown_model(r, node_get(map, "model"), model));
    TRY(schema_integer(map, "populations.*.size", &n, r->status));
    p->n = (uint32_t)n;
    TRY(resolve_params(r, key, node_get(map, "params"), p));
    TRY(resolve_states(r, node_get(map, "initial"), p));
    TRY(resolve_drives(r, node_get(map, "poisson"), p));
    TRY(resolve_places(r, node_get(map, "positions"), p));
    TRY(resolve_currents(r, node_key(map, "current"), node_get(map, "current"), p));
    TRY(resolve_calcium(r, node_get(map, "calcium"), p));
    TRY(resolve_neurogenesis(r, node_get(map, "neurogenesis"), p));
    TRY(check_past(r, key, p));
    TRY(resolve_scaling(r, node_get(map, "scaling"), p));
    TRY(resolve_sources(r, key, map, p));

cleanup:
    return code;
}
