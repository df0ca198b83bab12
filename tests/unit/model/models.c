#include "models.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define RULES(X)                                                                                             \
    X(static)                                                                                                \
    X(bcm)                                                                                                   \
    X(calcium)                                                                                               \
    X(clopath)                                                                                               \
    X(heterosynaptic)                                                                                        \
    X(normalization)                                                                                         \
    X(orchestrated)                                                                                          \
    X(orchestrated_sliding)                                                                                  \
    X(r_max)                                                                                                 \
    X(r_stdp)                                                                                                \
    X(stdp)                                                                                                  \
    X(stdp_dopamine)                                                                                         \
    X(stdp_nn_pre_centered)                                                                                  \
    X(stdp_nn_restr)                                                                                         \
    X(stdp_nn_symm)                                                                                          \
    X(stdp_pl)                                                                                               \
    X(stdp_triplet)                                                                                          \
    X(stdp_triplet_nn)                                                                                       \
    X(stdp_triplet_sliding)                                                                                  \
    X(stdp_van_rossum)                                                                                       \
    X(tagging)                                                                                               \
    X(tagtric)                                                                                               \
    X(vogels_sprekeler)
#define NEURONS(X)                                                                                           \
    X(aeif_cond_exp)                                                                                         \
    X(iaf_cond_nmda)                                                                                         \
    X(iaf_cond_exp)                                                                                          \
    X(iaf_psc_alpha)                                                                                         \
    X(iaf_psc_delta)                                                                                         \
    X(iaf_psc_exp) X(intfire1) X(izhikevich) X(izhikevich_2003) X(izhikevich_2003_noise) X(parrot)
#define DECLARE_RULE(name)                                                                                   \
    extern const struct rule_entry rule_entry_##name;                                                        \
    extern const struct rule_entry_double rule_double_##name;
#define DECLARE_NEURON(name)                                                                                 \
    extern const struct neuron_entry neuron_entry_##name;                                                    \
    extern const struct neuron_entry_double neuron_double_##name;
#define LIST_RULE(name)   {&rule_entry_##name, &rule_double_##name},
#define LIST_NEURON(name) {&neuron_entry_##name, &neuron_double_##name},
RULES(DECLARE_RULE)
NEURONS(DECLARE_NEURON)
static const struct rule_pair {
    const struct rule_entry *single;
    const struct rule_entry_double *twice;
} rules[] = {RULES(LIST_RULE){NULL, NULL}};
static const struct neuron_pair {
    const struct neuron_entry *single;
    const struct neuron_entry_double *twice;
} neurons[] = {NEURONS(LIST_NEURON){NULL, NULL}};

enum { MAX_VALUES = 64 };

const struct model *model_named(enum model_kind kind, const char *name)
{
    static struct registry *registry;
    engram_status *status = engram_status_create();
    if (!registry)
        cr_assert_eq(registry_create(&registry, status), ENGRAM_OK, "%s: %s, %s", engram_status_where(status),
                     engram_status_what(status), engram_status_why(status));
    engram_status_free(status);
    const struct model *model = registry_find(registry, kind, name);
    cr_assert(model, "there is no model '%s'", name);
    return model;
}

static void params_from(const struct model *model, double *params, va_list list)
{
    for (size_t i = 0; i < model->n_params; i++)
        params[i] = model->params[i].standard;
    for (const char *name = va_arg(list, const char *); name; name = va_arg(list, const char *)) {
        int i = model_find_param(model, name);
        cr_assert(i >= 0, "%s has no parameter '%s'", model->name, name);
        params[i] = va_arg(list, double);
    }
}

void params_of(const struct model *model, double *params, ...)
{
    va_list list;
    va_start(list, params);
    params_from(model, params, list);
    va_end(list);
}

static void to_float(float *out, const double *in, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (float)in[i];
}

static void to_double(double *out, const float *in, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (double)in[i];
}

/* ---- synapses ---- */

struct synapse {
    const struct synapse_run *run;
    const struct rule_pair *rule;
    enum precision precision;
    double weight, columns[MODEL_MAX_COLUMNS], values[MAX_VALUES], latest_ms; /* of its events */
};

enum what { POST_SPIKE, LATE_ARRIVAL, ARRIVAL, TICK, REWARD };

/* Sum (or, nearest, the latest) of exp(-(now - t) / tau) over the spikes strictly before now; a tick sees those of its own time, too. */
static double trace_at(const struct synapse_run *run, const struct model_trace *t, enum what what, double now)
{
    bool pre = t->side == TRACE_PRE;
    const double *times = pre ? run->pre_ms : run->post_ms;
    size_t n = pre ? run->n_pre : run->n_post;
    double tau = run->params[t->tau_param];
    double sum = t->rate_param < 0 ? 0.0 : run->params[t->rate_param] * tau / 1000.0 * exp(-now / tau);
    for (size_t i = 0; i < n; i++) {
        double time = times[i] + (pre ? 0.0 : run->post_shift_ms);
        if (time < now + (what >= TICK ? 1e-9 : -1e-9))
            sum = exp((time - now) / tau) + (t->nearest ? 0.0 : sum);
    }
    return sum;
}

/* The function of an event, in a struct of them; NULL if the rule has none. */
#define HANDLER(entry, what)                                                                                 \
    ((what) == POST_SPIKE && (entry)->on_mark ? (entry)->on_mark                                             \
     : (what) == POST_SPIKE                   ? (entry)->on_post_spike                                       \
     : (what) == LATE_ARRIVAL                 ? (entry)->on_late_arrival                                     \
     : (what) == ARRIVAL                      ? (entry)->on_arrival                                          \
     : (what) == REWARD && (entry)->on_reward ? (entry)->on_reward                                           \
                                              : (entry)->on_tick)

/* The concentration of the modulator just after what happens at `now`. */
static double modulator(const struct synapse_run *run, double now)
{
    double sum = 0.0;
    for (size_t i = 0; i < run->n_rewards && run->rule->modulator_tau_param >= 0; i++)
        if (run->reward_ms[i] < now + 1e-9)
            sum += run->reward * exp((run->reward_ms[i] - now) / run->params[run->rule->modulator_tau_param]);
    return sum;
}

/* Marks of the time after `since`, each grown by as much as the trace with which they are gathered has faded until now. */
static double gathered(const struct synapse_run *run, double since, double now)
{
    double tau = run->params[run->rule->traces[run->rule->gathered_trace].tau_param], sum = 0;
    for (size_t j = 0; j < run->n_post; j++)
        if (run->post_ms[j] > since + 1e-9 && run->post_ms[j] < now + 1e-9)
            sum += run->marks[j] * exp((now - run->post_ms[j]) / tau);
    return sum;
}

/* After how many ms what is gathered is left: a third of the time constant, in whole steps. */
static double gathering(const struct synapse_run *run)
{
    double tau = run->params[run->rule->traces[run->rule->gathered_trace].tau_param];
    return 0.1 * fmax(1, floor(tau / 0.3 + 0.5));
}

/* The j-th time at which the target spikes or leaves a mark; HUGE_VAL: no more. */
static double post_time(const struct synapse_run *run, size_t j)
{
    if (!run->rule->gathers)
        return j < run->n_post ? run->post_ms[j] + run->post_shift_ms : HUGE_VAL;
    double time = (double)(j + 1) * gathering(run);
    return time <= run->read_ms ? time : HUGE_VAL;
}

static double mark_value(const struct synapse_run *run, size_t j)
{
    double interval = run->rule->gathers ? gathering(run) : 0;
    return interval > 0 ? gathered(run, (double)j * interval, (double)(j + 1) * interval) : run->marks[j];
}

static void see_target(const struct synapse_run *run, double now, double *sees)
{
    if (run->rule->gathers)
        sees[SEES_PENDING] = gathered(run, gathering(run) * floor(now / gathering(run) + 1e-9), now);
    for (size_t k = 0; run->reads && k < run->rule->n_reads; k++)
        sees[SEES_READ + k] = run->reads[k];
}

/* mark: of a POST_SPIKE. */
static void event(struct synapse *s, enum what what, double now, double mark)
{
    const struct model *model = s->run->rule;
    double traces[SEES_N] = {[SEES_ELAPSED] = now - s->latest_ms, [SEES_MARK] = mark};
    if (!HANDLER(s->rule->single, what))
        return;
    traces[SEES_MODULATOR] = modulator(s->run, s->latest_ms);
    traces[SEES_REWARD] = what == REWARD ? s->run->reward : 0;
    if (what == ARRIVAL)
        see_target(s->run, now, traces);
    s->latest_ms = now;
    for (size_t k = 0; k < model->n_traces; k++)
        traces[k] = trace_at(s->run, &model->traces[k], what, now);
    if (what == TICK && model->measures) { /* the synapse is the only one of its target */
        double looked_at[MODEL_MAX_COLUMNS];
        memcpy(looked_at, s->columns, sizeof looked_at);
        traces[SEES_SUM] = s->rule->twice->on_measure(s->weight, looked_at, traces, s->values);
    }
    if (s->precision == DOUBLE) {
        s->weight = HANDLER(s->rule->twice, what)(s->weight, s->columns, traces, s->values);
        return;
    }
    float columns[MODEL_MAX_COLUMNS], t[SEES_N], values[MAX_VALUES];
    to_float(columns, s->columns, MODEL_MAX_COLUMNS);
    to_float(t, traces, SEES_N);
    to_float(values, s->values, MAX_VALUES);
    s->weight = (double)HANDLER(s->rule->single, what)((float)s->weight, columns, t, values);
    to_double(s->columns, columns, MODEL_MAX_COLUMNS);
}

double synapse_weight(const struct synapse_run *run, enum precision precision)
{
    struct synapse s = {.run = run, .rule = rules, .precision = precision, .weight = run->weight};
    double interval = run->rule->tick_param < 0 ? HUGE_VAL : run->params[run->rule->tick_param];
    double delay = run->rule->late_param < 0 ? HUGE_VAL : run->params[run->rule->late_param];
    while (s.rule->single && strcmp(s.rule->single->model, run->rule->name) != 0)
        s.rule++;
    cr_assert(s.rule->single, "rule '%s' is not in the list of this test", run->rule->name);
    for (size_t k = 0; k < run->rule->n_values; k++)
        s.values[k] = model_value(run->rule, k, run->params, 0.1);
    for (size_t k = 0; k < run->rule->n_variables; k++)
        s.columns[k] = model_initial(run->rule, &run->rule->variables[k], run->params, 0.1);
    for (size_t i = 0, j = 0, k = 0, l = 0, n_ticks = 0;;) {
        double pre = i < run->n_pre ? run->pre_ms[i] : HUGE_VAL;
        double post = post_time(run, j);
        double late = l < run->n_pre ? run->pre_ms[l] + delay : HUGE_VAL;
        double tick = (double)(n_ticks + 1) * interval;
        double reward = k < run->n_rewards ? run->reward_ms[k] : HUGE_VAL;
        if (tick > run->read_ms)
            tick = HUGE_VAL;
        /* At one time, potentiation comes first, then late arrivals, the arrival, the tick, and the reward. */
        double now = fmin(fmin(fmin(post, late), pre), fmin(tick, reward));
        enum what what = post <= now + 1e-9   ? POST_SPIKE
                         : late <= now + 1e-9 ? LATE_ARRIVAL
                         : pre <= now + 1e-9  ? ARRIVAL
                         : tick <= now + 1e-9 ? TICK
                                              : REWARD;
        if (now == HUGE_VAL)
            return s.weight;
        event(&s, what, now, what == POST_SPIKE && run->marks ? mark_value(run, j) : 0);
        i += what == ARRIVAL;
        j += what == POST_SPIKE;
        l += what == LATE_ARRIVAL;
        n_ticks += what == TICK;
        k += what == REWARD;
    }
}

/* ---- neurons ---- */

void neuron_begin(struct neuron_run *run, const char *name, enum precision precision, double dt_ms, ...)
{
    va_list list;
    *run =
        (struct neuron_run){.model = model_named(MODEL_NEURON, name), .dt_ms = dt_ms, .precision = precision};
    va_start(list, dt_ms);
    params_from(run->model, run->params, list);
    va_end(list);
    for (size_t k = 0; k < run->model->n_values; k++)
        run->values[k] = model_value(run->model, k, run->params, dt_ms);
    for (size_t k = 0; k < run->model->n_variables; k++) {
        const struct model_variable *v = &run->model->variables[k];
        run->state[k] = v->initial_param >= 0 ? run->params[v->initial_param] : v->initial;
    }
}

void neuron_set_state(struct neuron_run *run, const char *name, double value)
{
    run->state[model_find_variable(run->model, name)] = value;
}

double neuron_state(const struct neuron_run *run, const char *name)
{
    return run->state[model_find_variable(run->model, name)];
}

int neuron_step(struct neuron_run *run, const double *input, double current)
{
    static const double nothing[MODEL_MAX_RECEPTORS];
    const struct neuron_pair *neuron = neurons;
    float state[32], in[MODEL_MAX_RECEPTORS], values[MODEL_MAX_VALUES];
    while (neuron->single && strcmp(neuron->single->model, run->model->name) != 0)
        neuron++;
    cr_assert(neuron->single, "neuron '%s' is not in the list of this test", run->model->name);
    if (!input)
        input = nothing;
    if (run->precision == DOUBLE)
        return neuron->twice->step(run->state, input, current, 0, run->values);
    to_float(state, run->state, 32);
    to_float(in, input, run->model->n_receptors);
    to_float(values, run->values, MODEL_MAX_VALUES);
    int n = neuron->single->step(state, in, (float)current, 0, values);
    to_double(run->state, state, 32);
    return n;
}

size_t neuron_spikes(struct neuron_run *run, size_t n_steps, size_t *stamps, size_t room)
{
    size_t n = 0;
    for (size_t stamp = 1; stamp <= n_steps; stamp++)
        for (int k = neuron_step(run, NULL, 0.0); k > 0; k--, n++)
            if (n < room)
                stamps[n] = stamp;
    return n;
}
