#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *textf(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int n = vasprintf(&text, format, arguments);
    va_end(arguments);
    cr_assert_geq(n, 0, "out of memory");
    return text;
}

static void must(struct trial *t, engram_code code)
{
    cr_assert_eq(code, ENGRAM_OK, "%s; %s; %s; %s", engram_status_what(t->status),
                 engram_status_where(t->status), engram_status_why(t->status), engram_status_hint(t->status));
}

static void append(struct spikes *s, size_t n, const uint64_t *step, const uint32_t *neuron)
{
    if (s->n + n > s->room) {
        s->room = 2 * s->room + n;
        s->step = realloc(s->step, s->room * sizeof *s->step);
        s->neuron = realloc(s->neuron, s->room * sizeof *s->neuron);
        cr_assert(s->step && s->neuron, "out of memory");
    }
    memcpy(s->step + s->n, step, n * sizeof *step);
    memcpy(s->neuron + s->n, neuron, n * sizeof *neuron);
    s->n += n;
}

static void on_spikes(void *context, const char *population, size_t n, const uint64_t *step,
                      const uint32_t *neuron)
{
    struct trial *t = context;
    for (size_t i = 0; i < t->n_populations; i++)
        if (strcmp(t->spikes[i].population, population) == 0)
            append(&t->spikes[i], n, step, neuron);
}

static void build(struct trial *t, const engram_options *options)
{
    engram_options o = options ? *options : (engram_options){0};
    must(t, engram_experiment_check(t->experiment, t->status));
    t->dt_ms = engram_experiment_dt_ms(t->experiment);
    t->n_populations = engram_experiment_n_populations(t->experiment);
    cr_assert_leq(t->n_populations, TRIAL_POPULATIONS);
    for (size_t i = 0; i < t->n_populations; i++)
        snprintf(t->spikes[i].population, sizeof t->spikes[i].population, "%s",
                 engram_experiment_population_name(t->experiment, i));
    o.on_spikes = on_spikes;
    o.context = t;
    must(t, engram_simulation_create(t->experiment, &o, &t->sim, t->status));
}

void trial_open(struct trial *t, const char *text, const engram_options *options)
{
    *t = (struct trial){.status = engram_status_create()};
    must(t, engram_experiment_parse("experiment", text, &t->experiment, t->status));
    build(t, options);
}

void trial_open_file(struct trial *t, const char *path, const char *const *overrides)
{
    size_t n = 0;
    *t = (struct trial){.status = engram_status_create()};
    while (overrides && overrides[n])
        n++;
    must(t, engram_experiment_load(path, overrides, n, &t->experiment, t->status));
    build(t, NULL);
}

void trial_run(struct trial *t, double ms)
{
    must(t, engram_simulation_run(t->sim, ms, t->status));
}

void trial_whole(struct trial *t, const char *text)
{
    trial_open(t, text, NULL);
    trial_run(t, -1);
}

void trial_close(struct trial *t)
{
    engram_simulation_free(t->sim);
    engram_experiment_free(t->experiment);
    engram_status_free(t->status);
    for (size_t i = 0; i < TRIAL_POPULATIONS; i++) {
        free(t->spikes[i].step);
        free(t->spikes[i].neuron);
    }
    *t = (struct trial){0};
}

static size_t index_of(const struct trial *t, const char *population)
{
    for (size_t i = 0; i < t->n_populations; i++)
        if (strcmp(t->spikes[i].population, population) == 0)
            return i;
    cr_assert(false, "no population '%s'", population);
    return 0;
}

const struct spikes *trial_spikes(const struct trial *t, const char *population)
{
    return &t->spikes[index_of(t, population)];
}

uint64_t trial_size(const struct trial *t, const char *population)
{
    return engram_experiment_population_size(t->experiment, index_of(t, population));
}

/* Is a spike in (begin, end]? Half a step of slack, as steps are whole. */
static bool during(const struct trial *t, uint64_t step, double begin_ms, double end_ms)
{
    double ms = (double)step * t->dt_ms, slack = t->dt_ms / 2;
    return ms > begin_ms + slack && ms < end_ms + slack;
}

double trial_rate(const struct trial *t, const char *population, double begin_ms, double end_ms)
{
    const struct spikes *s = trial_spikes(t, population);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        n += during(t, s->step[i], begin_ms, end_ms);
    return (double)n / (double)trial_size(t, population) / (end_ms - begin_ms) * 1e3;
}

/* Intervals of one neuron. */
struct intervals {
    uint64_t last, n;
    double sum, squares;
};

double trial_cv(const struct trial *t, const char *population, double begin_ms, double end_ms, size_t least)
{
    const struct spikes *s = trial_spikes(t, population);
    uint64_t size = trial_size(t, population), n_used = 0;
    struct intervals *of = calloc(size, sizeof *of);
    double total = 0;
    cr_assert(of, "out of memory");
    for (size_t i = 0; i < s->n; i++) {
        struct intervals *v = &of[s->neuron[i]];
        if (!during(t, s->step[i], begin_ms, end_ms))
            continue;
        double interval = (double)(s->step[i] - v->last);
        if (v->last) {
            v->n++;
            v->sum += interval;
            v->squares += interval * interval;
        }
        v->last = s->step[i];
    }
    for (uint64_t i = 0; i < size; i++) {
        if (of[i].n < least)
            continue;
        double mean = of[i].sum / (double)of[i].n;
        total += sqrt(fmax(of[i].squares / (double)of[i].n - mean * mean, 0)) / mean;
        n_used++;
    }
    free(of);
    return n_used ? total / (double)n_used : (double)NAN;
}

size_t trial_times(const struct trial *t, const char *population, uint32_t neuron, double *times_ms,
                   size_t room)
{
    const struct spikes *s = trial_spikes(t, population);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (s->neuron[i] != neuron)
            continue;
        if (n < room)
            times_ms[n] = (double)s->step[i] * t->dt_ms;
        n++;
    }
    return n;
}

float *trial_synapses(struct trial *t, const char *projection, uint64_t *n, uint32_t **sources,
                      uint32_t **targets)
{
    must(t, engram_simulation_n_synapses(t->sim, projection, n, t->status));
    float *weights = malloc((*n + 1) * sizeof *weights);
    if (sources)
        *sources = malloc((*n + 1) * sizeof **sources);
    if (targets)
        *targets = malloc((*n + 1) * sizeof **targets);
    cr_assert(weights && (!sources || *sources) && (!targets || *targets), "out of memory");
    must(t, engram_simulation_synapses(t->sim, projection, sources ? *sources : NULL,
                                       targets ? *targets : NULL, weights, NULL, *n, t->status));
    return weights;
}

float *trial_weights(struct trial *t, const char *projection, uint64_t *n)
{
    return trial_synapses(t, projection, n, NULL, NULL);
}

float *trial_state(struct trial *t, const char *population, const char *variable)
{
    uint64_t n = trial_size(t, population);
    float *values = malloc(n * sizeof *values);
    cr_assert(values, "out of memory");
    must(t, engram_simulation_state(t->sim, population, variable, values, n, t->status));
    return values;
}

double trial_number(struct trial *t, const char *name)
{
    const engram_number *numbers = NULL;
    size_t n = 0;
    cr_assert_eq(engram_simulation_finish(t->sim, t->status), ENGRAM_OK, "%s", engram_status_what(t->status));
    cr_assert_eq(engram_simulation_numbers(t->sim, &numbers, &n, t->status), ENGRAM_OK);
    for (size_t i = 0; i < n; i++)
        if (strcmp(numbers[i].name, name) == 0)
            return numbers[i].value;
    cr_assert(false, "no number '%s'", name);
    return 0;
}

void must_validate(const char *text)
{
    struct trial t = {.status = engram_status_create()};
    engram_validation v = {0};
    must(&t, engram_experiment_parse("experiment", text, &t.experiment, t.status));
    engram_code code = engram_validate(t.experiment, &(engram_options){0}, 0, &v, t.status);
    cr_assert_eq(code, ENGRAM_OK, "%s; %s; %s", engram_status_what(t.status), engram_status_why(t.status),
                 v.difference);
    trial_close(&t);
}

struct moments moments_of(const float *values, uint64_t n)
{
    struct moments m = {.min = INFINITY, .max = -INFINITY};
    double sum = 0, squares = 0;
    for (uint64_t i = 0; i < n; i++) {
        sum += (double)values[i];
        m.min = fmin(m.min, (double)values[i]);
        m.max = fmax(m.max, (double)values[i]);
    }
    m.mean = sum / (double)n;
    for (uint64_t i = 0; i < n; i++)
        squares += ((double)values[i] - m.mean) * ((double)values[i] - m.mean);
    m.sd = sqrt(squares / (double)n);
    return m;
}

double share_of(const float *values, uint64_t n, double low, double high)
{
    uint64_t inside = 0;
    for (uint64_t i = 0; i < n; i++)
        inside += (double)values[i] >= low && (double)values[i] < high;
    return (double)inside / (double)n;
}

void within(const char *what, double got, double want, double band, const char *reason)
{
    cr_log_info("%s: %.12g (%.12g +- %.3g)", what, got, want, band);
    cr_expect(fabs(got - want) <= band, "%s: %.12g, not %.12g +- %.3g (%s)", what, got, want, band, reason);
}

void between(const char *what, double got, double low, double high, const char *reason)
{
    cr_log_info("%s: %.12g (%.12g to %.12g)", what, got, low, high);
    cr_expect(got >= low && got <= high, "%s: %.12g, not from %.12g to %.12g (%s)", what, got, low, high,
              reason);
}
