#include "core/memory.h"
#include "model/parse.h"

#include <stdio.h>
#include <string.h>

static engram_code declare_events(struct model *model, const struct node *list, engram_status *status)
{
    static const char *const events[] = {"arrival", "post_spike", "late_arrival", "tick", "reward", "mark"};
    bool *const flags[] = {&model->on_arrival, &model->on_post_spike, &model->on_late_arrival,
                           &model->on_tick,    &model->on_reward,     &model->on_mark};
    engram_code code = ENGRAM_OK;
    if (!list)
        return ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, "events", status));
    for (size_t i = 0; i < list->n; i++) {
        size_t which = 0;
        TRY(node_choice(list->items[i], "an event", events, sizeof events / sizeof *events, &which, status));
        if (*flags[which])
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("event '%s' is listed twice", events[which]),
                        .where = node_where(status, list->items[i]), .why = "each event has one function",
                        .hint = "remove one of the two");
        *flags[which] = true;
    }

cleanup:
    return code;
}

/* The interval of the event `tick`. */
static engram_code declare_tick(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *tick = node_get(root, "tick");
    if (!tick && !model->on_tick)
        return ENGRAM_OK;
    if (!tick)
        return FAIL(ENGRAM_E_USAGE, .what = "the event 'tick' has no interval",
                    .where = node_where(status, node_get(root, "events")),
                    .why = "on_tick is called at whole multiples of a parameter in ms",
                    .hint = "add  tick: PARAM  to the block");
    if (!model->on_tick)
        return FAIL(ENGRAM_E_USAGE, .what = "'tick' without effect",
                    .where = node_where(status, node_key(root, "tick")),
                    .why = "'events' does not list the event 'tick'",
                    .hint = "add it to 'events', or remove 'tick'");
    return declare_param_reference(model, tick, "'tick'", "ms", &model->tick_param, status);
}

/* What rewards do: the concentration that events see, or an event of their own. */
static engram_code declare_modulator(struct model *model, const struct node *root, engram_status *status)
{
    static const char *const keys[] = {"tau"};
    engram_code code = ENGRAM_OK;
    const struct node *map = node_get(root, "modulator");
    struct node *tau = NULL;
    if (model->on_reward && model->on_tick)
        return FAIL(ENGRAM_E_USAGE, .what = "a rule has either the event 'tick' or the event 'reward'",
                    .where = node_where(status, node_get(root, "events")),
                    .why = "both visit all synapses, by one kernel",
                    .hint = "a rule with a tick learns of rewards by its modulator");
    if (!map)
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "modulator", status));
    TRY(node_only(map, keys, 1, "modulator", status));
    TRY(node_need(map, "tau", "modulator", &tau, status));
    TRY(declare_param_reference(model, tau, "'tau' of modulator", "ms", &model->modulator_tau_param, status));
    if (!model_visits_all(model) || !model->asks_elapsed)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "a modulator alone does nothing", .where = node_where(status, map),
                 .why =
                     "t.modulator is what it was at the synapse's event before, t.elapsed ms ago, and before "
                     "it jumps every synapse has an event",
                 .hint = "add  elapsed: true  and the event 'tick' (or 'reward') to the block"));

cleanup:
    return code;
}

engram_code declare_weight_bounds(struct model *model, const struct node *map, engram_status *status)
{
    static const char *const keys[] = {"min", "max"};
    engram_code code = ENGRAM_OK;
    if (!map)
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "bounds", status));
    TRY(node_only(map, keys, 2, "bounds", status));
    if (node_get(map, "min"))
        TRY(declare_param_reference(model, node_get(map, "min"), "'min' of bounds", "weight",
                                    &model->weight_min_param, status));
    if (node_get(map, "max"))
        TRY(declare_param_reference(model, node_get(map, "max"), "'max' of bounds", "weight",
                                    &model->weight_max_param, status));

cleanup:
    return code;
}

static engram_code declare_trace(const struct model *model, const struct node *key, const struct node *map,
                                 struct model_trace *t, engram_status *status)
{
    static const char *const keys[] = {"side", "tau", "nearest", "initial_rate"};
    static const char *const sides[] = {[TRACE_PRE] = "pre", [TRACE_POST] = "post"};
    engram_code code = ENGRAM_OK;
    struct node *node = NULL;
    size_t side = 0;
    char of[96];

    snprintf(of, sizeof of, "trace '%s'", key->text);
    TRY(declare_check_name(key, "trace", status));
    TRY(node_require(map, NODE_MAP, of, status));
    TRY(node_only(map, keys, 4, of, status));
    TRY(memory_string(&t->name, key->text, status));
    TRY(node_need(map, "side", of, &node, status));
    TRY(node_choice(node, TEXT("'side' of %s", of), sides, 2, &side, status));
    t->side = (enum trace_side)side;
    TRY(node_need(map, "tau", of, &node, status));
    TRY(declare_param_reference(model, node, TEXT("'tau' of %s", of), "ms", &t->tau_param, status));
    if (node_get(map, "nearest"))
        TRY(node_flag(node_get(map, "nearest"), TEXT("'nearest' of %s", of), &t->nearest, status));
    t->rate_param = -1;
    if ((node = node_get(map, "initial_rate")) != NULL) {
        if (t->side != TRACE_POST || t->nearest)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s cannot begin at a rate", of),
                        .where = node_where(status, node),
                        .why = "'initial_rate' is of the target's spikes, each of which adds 1",
                        .hint = "remove 'initial_rate', or make it a post trace without 'nearest'");
        TRY(declare_param_reference(model, node, TEXT("'initial_rate' of %s", of), "Hz", &t->rate_param,
                                    status));
    }

cleanup:
    return code;
}

/* Pre traces come first in the model, whatever their order in the file. */
static void sort_traces(struct model *model)
{
    for (size_t i = 0; i < model->n_traces; i++) {
        struct model_trace t = model->traces[i];
        if (t.side != TRACE_PRE)
            continue;
        size_t to = model->n_pre_traces++;
        memmove(&model->traces[to + 1], &model->traces[to], (i - to) * sizeof t);
        model->traces[to] = t;
    }
}

static engram_code declare_traces(struct model *model, const struct node *map, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "traces", status));
    TRY(memory_new(&model->traces, map->n, sizeof *model->traces, "traces of a rule", status));
    for (model->n_traces = 0; model->n_traces < map->n;) {
        size_t i = model->n_traces++;
        TRY(declare_trace(model, map->keys[i], map->items[i], &model->traces[i], status));
    }
    sort_traces(model);
    if (model->n_pre_traces > MODEL_MAX_SIDE_TRACES ||
        model->n_traces - model->n_pre_traces > MODEL_MAX_SIDE_TRACES)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "too many traces", .where = node_where(status, map),
                 .why =
                     TEXT("a rule has at most %d of either side; this one has %zu pre and %zu post traces",
                          MODEL_MAX_SIDE_TRACES, model->n_pre_traces, model->n_traces - model->n_pre_traces),
                 .hint = "remove some"));

cleanup:
    return code;
}

/* `late: PARAM` belongs to the event. */
static engram_code declare_late(struct model *model, const struct node *root, engram_status *status)
{
    enum { MOST_MS = 1000 };
    engram_code code = ENGRAM_OK;
    const struct node *late = node_get(root, "late");
    if (model->on_late_arrival && late) {
        TRY(declare_param_reference(model, late, "'late'", "ms", &model->late_param, status));
        const struct model_param *p = &model->params[model->late_param];
        if (p->min < 0 || p->max > MOST_MS)
            return FAIL(
                ENGRAM_E_USAGE, .what = TEXT("the range of parameter '%s' is too wide for 'late'", p->name),
                .where = node_where(status, late),
                .why = TEXT("spikes are remembered for so long; it must lie between 0 and %d ms", MOST_MS),
                .hint = TEXT("give it  min: 0  and  max: %d  or less", MOST_MS));
        return ENGRAM_OK;
    }
    if (model->on_late_arrival)
        return FAIL(ENGRAM_E_USAGE, .what = "'late' is missing",
                    .where = node_where(status, node_get(root, "events")),
                    .why = "late arrivals come some time after arrivals",
                    .hint = "name the parameter that says how long:  late: PARAM");
    if (late)
        return FAIL(ENGRAM_E_USAGE, .what = "'late' without effect", .where = node_where(status, late),
                    .why = "'events' does not list late_arrival", .hint = "list it, or remove 'late'");

cleanup:
    return code;
}

/* Events see t.name, too, because of `key`. */
static engram_code declare_sight(const struct model *model, const struct node *key, const char *name,
                                 engram_status *status)
{
    for (size_t i = 0; i < model->n_traces; i++)
        if (strcmp(model->traces[i].name, name) == 0)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("there are two things named '%s'", name),
                        .where = node_where(status, key), .why = TEXT("here t.%s is not a trace", name),
                        .hint = "give the trace another name");
    return ENGRAM_OK;
}

static engram_code declare_elapsed(struct model *model, const struct node *root, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct node *elapsed = node_get(root, "elapsed");
    if (elapsed)
        TRY(node_flag(elapsed, "elapsed", &model->asks_elapsed, status));
    if (model->asks_elapsed)
        TRY(declare_sight(model, elapsed, "elapsed", status));

cleanup:
    return code;
}

/* `draws: true`, `draws: uniform`, or `draws: PARAM` of a rule that needs none where that is 0. */
static engram_code declare_draws(struct model *model, const struct node *root, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct node *draws = node_get(root, "draws");
    if (draws && draws->kind == NODE_SCALAR)
        model->xi_param = model_find_param(model, draws->text);
    model->xi_is_uniform =
        draws && model->xi_param < 0 && draws->kind == NODE_SCALAR && strcmp(draws->text, "uniform") == 0;
    if (model->xi_param >= 0 || model->xi_is_uniform)
        model->asks_xi = true;
    else if (draws)
        TRY(node_flag(draws, "draws", &model->asks_xi, status));
    if (model->asks_xi)
        TRY(declare_sight(model, draws, model_draw_name(model), status));

cleanup:
    return code;
}

/* `measure` and `neurons`: what a tick knows of a synapse's target. */
static engram_code declare_target(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *measure = node_get(root, "measure"), *neurons = node_get(root, "neurons");
    engram_code code = ENGRAM_OK;
    if (measure)
        TRY(declare_param_reference(model, measure, "'measure'", NULL, &model->measure_param, status));
    model->measures = measure != NULL;
    TRY(declare_variables(model, neurons, "state of a neuron", &model->cells, &model->n_cells, status));
    if (model->n_cells > MODEL_MAX_NEURON_STATES)
        return FAIL(
            ENGRAM_E_USAGE, .what = "too many states of a neuron", .where = node_where(status, neurons),
            .why = TEXT("a rule has at most %d, this one has %zu", MODEL_MAX_NEURON_STATES, model->n_cells),
            .hint = "remove some");
    if (model->measures ? model->on_tick : model->n_cells == 0)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE,
                .what = model->measures ? "'measure' without a tick" : "'neurons' without 'measure'",
                .where = node_where(status, model->measures ? measure : neurons),
                .why = "a tick sums what on_measure gives over the synapses of a neuron, then on_neuron_tick "
                       "sees the sum",
                .hint = model->measures ? "add the event 'tick', or remove 'measure'"
                                        : "add  measure: PARAM, the largest value there can be");
cleanup:
    return code;
}

static bool has_post_traces(const struct model *model)
{
    return model->n_traces > model->n_pre_traces;
}

/* `reads: [STATE]`, and the event `mark`: what a rule learns of its targets but by their spikes. */
static engram_code declare_reads(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *list = node_get(root, "reads"), *events = node_get(root, "events");
    engram_code code = ENGRAM_OK;
    if (model->on_mark)
        TRY(declare_sight(model, events, "mark", status));
    if (list)
        TRY(node_require(list, NODE_LIST, "reads", status));
    if (list && list->n > MODEL_MAX_PAST)
        return FAIL(ENGRAM_E_USAGE, .what = "too many states are read", .where = node_where(status, list),
                    .why = TEXT("a rule reads at most %d, this one %zu", MODEL_MAX_PAST, list->n),
                    .hint = "remove some");
    for (size_t i = 0; list && i < list->n; i++) {
        TRY(node_require(list->items[i], NODE_SCALAR, "a state of reads", status));
        TRY(declare_check_name(list->items[i], "state", status));
        TRY(declare_sight(model, list->items[i], list->items[i]->text, status));
        TRY(memory_string(&model->reads[i], list->items[i]->text, status));
        model->n_reads = i + 1;
    }
    if ((model->on_mark || model->n_reads) &&
        (model->on_post_spike || model->on_late_arrival || has_post_traces(model)))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "a rule learns of its targets by their spikes or by their states",
                 .where = node_where(status, list ? list : events),
                 .why =
                     "'reads' and the event 'mark' go together with 'arrival', 'tick' or 'reward', and pre "
                     "traces",
                 .hint = "remove post traces and the other events"));
    if (model->n_reads && !model->on_arrival)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "'reads' without arrivals", .where = node_where(status, list),
                 .why = "arrivals see what is read", .hint = "add the event 'arrival', or remove 'reads'"));

cleanup:
    return code;
}

/* `gathers: TRACE`: marks come as sums of those of some time. */
static engram_code declare_gathers(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *name = node_get(root, "gathers");
    engram_code code = ENGRAM_OK;
    if (!name)
        return ENGRAM_OK;
    TRY(node_require(name, NODE_SCALAR, "'gathers'", status));
    TRY(declare_sight(model, name, "pending", status));
    for (size_t k = 0; k < model->n_pre_traces; k++)
        if (strcmp(model->traces[k].name, name->text) == 0) {
            model->gathers = true;
            model->gathered_trace = k;
        }
    if (!model->gathers)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no pre trace '%.80s'", name->text),
                 .where = node_where(status, name),
                 .why =
                     "each mark counts by as much more as that trace fades until all that is gathered comes",
                 .hint = "name the pre trace with which on_mark multiplies t.mark"));
    if (!model->on_mark || !model->on_arrival)
        TRY(FAIL(
            ENGRAM_E_USAGE, .what = "'gathers' without marks and arrivals", .where = node_where(status, name),
            .why = "marks are gathered, and an arrival in between has to settle what is pending, t.pending",
            .hint = "add the events 'mark' and 'arrival', or remove 'gathers'"));

cleanup:
    return code;
}

engram_code declare_rule(struct model *model, const struct node *root, engram_status *status)
{
    const struct node *columns = node_get(root, "columns");
    engram_code code = ENGRAM_OK;

    TRY(declare_events(model, node_get(root, "events"), status));
    TRY(declare_tick(model, root, status));
    TRY(declare_weight_bounds(model, node_get(root, "bounds"), status));
    TRY(declare_traces(model, node_get(root, "traces"), status));
    TRY(declare_late(model, root, status));
    TRY(declare_elapsed(model, root, status));
    TRY(declare_draws(model, root, status));
    TRY(declare_modulator(model, root, status));
    TRY(declare_variables(model, columns, "column", &model->variables, &model->n_variables, status));
    if (model->n_variables > MODEL_MAX_COLUMNS)
        return FAIL(
            ENGRAM_E_USAGE, .what = "too many columns", .where = node_where(status, columns),
            .why = TEXT("a rule has at most %d, this one has %zu", MODEL_MAX_COLUMNS, model->n_variables),
            .hint = "remove some");
    TRY(declare_target(model, root, status));
    TRY(declare_reads(model, root, status));
    TRY(declare_gathers(model, root, status));
    if (node_get(root, "alone"))
        TRY(declare_text(root, "alone", "a rule", &model->alone, status));
    TRY(declare_examples(model, node_get(root, "examples"), status));

cleanup:
    return code;
}
