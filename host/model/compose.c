/* Several rules on one synapse become one: its parameters, columns and traces are those of all parts, each under the name PART__NAME, and its functions call
 * those of the parts in their order (scope.c writes the text). Whatever knows rules as struct model thus knows composed ones.
 * One part may measure: a tick has one sum for each target, taken before any weight changes, so that part is the first that ticks. */
#include "core/memory.h"
#include "core/text.h"
#include "model/model.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* PART__NAME; *out is owned by the caller. */
static engram_code qualified(const struct model *part, const char *name, char **out, engram_status *status)
{
    char text[128]; /* names have at most 40 characters */
    snprintf(text, sizeof text, "%s__%s", part->name, name);
    return memory_string(out, text, status);
}

static engram_code refuse(const struct model *const *parts, size_t n, const char *why, const char *hint,
                          engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE,
                .what = TEXT("rules '%s' and '%s' cannot act on the same synapses", parts[0]->name,
                             parts[n > 1 ? 1 : 0]->name),
                .where = parts[0]->path, .why = why, .hint = hint);
}

/* `first` stands before `second` in the list. */
static engram_code check_pair(const struct model *const *parts, size_t n, const struct model *first,
                              const struct model *second, engram_status *status)
{
    if (first == second)
        return refuse(parts, n, TEXT("'%s' is there twice", first->name),
                      "remove one; a copy in a file of its own may have another name", status);
    if (first->asks_xi && second->asks_xi)
        return refuse(parts, n,
                      TEXT("'%s' and '%s' draw, and would draw the same", first->name, second->name),
                      "let one of them draw", status);
    if (first->on_late_arrival && second->on_late_arrival)
        return refuse(parts, n,
                      TEXT("'%s' and '%s' both have late arrivals, each at a time of its own", first->name,
                           second->name),
                      "let one of them act late", status);
    if (first->measures && second->measures)
        return refuse(parts, n,
                      TEXT("'%s' and '%s' both measure, and a tick has one sum", first->name, second->name),
                      "let one of them measure", status);
    if (first->on_tick && second->measures)
        return refuse(parts, n,
                      TEXT("'%s' measures before any weight changes at a tick, so before '%s'", second->name,
                           first->name),
                      TEXT("put '%s' before '%s'", second->name, first->name), status);
    return ENGRAM_OK;
}

static engram_code check_parts(const struct model *const *parts, size_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (n > MODEL_MAX_PARTS)
        return refuse(parts, n, TEXT("there are %zu rules; at most %d can be composed", n, MODEL_MAX_PARTS),
                      "remove some", status);
    for (size_t i = 0; i < n; i++) {
        if (!model_is_plastic(parts[i]))
            return refuse(parts, n, TEXT("'%s' changes nothing", parts[i]->name), "remove it", status);
        if (parts[i]->alone)
            return refuse(parts, n, TEXT("'%s' acts alone: %s", parts[i]->name, parts[i]->alone),
                          "give it a projection of its own", status);
        if (model_is_rewarded(parts[i]))
            return refuse(parts, n, TEXT("'%s' learns of rewards", parts[i]->name), "let it act alone",
                          status);
        if (parts[i]->on_mark || parts[i]->n_reads)
            return refuse(parts, n, TEXT("'%s' reads states of target neurons", parts[i]->name),
                          "let it act alone", status);
        for (size_t k = 0; k < i; k++)
            TRY(check_pair(parts, n, parts[k], parts[i], status));
    }

cleanup:
    return code;
}

/* t.elapsed counts from the events of the composed rule, which must be those that the part counts from. */
static engram_code check_elapsed(const struct model *m, const struct model *const *parts,
                                 engram_status *status)
{
    for (size_t i = 0; i < m->n_parts; i++)
        if (parts[i]->asks_elapsed &&
            (parts[i]->on_arrival != m->on_arrival || parts[i]->on_post_spike != m->on_post_spike ||
             parts[i]->on_late_arrival != m->on_late_arrival || parts[i]->on_tick != m->on_tick))
            return refuse(
                parts, m->n_parts,
                TEXT("'%s' counts the time between its own events, and the others have more", parts[i]->name),
                "give it functions for those events, too", status);
    return ENGRAM_OK;
}

static engram_code add_params(struct model *m, const struct model *part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&m->params, m->n_params + part->n_params, sizeof *m->params, "a composed rule",
                      status));
    for (size_t i = 0; i < part->n_params; i++) {
        struct model_param *p = &m->params[m->n_params++];
        *p = part->params[i];
        p->name = p->unit = p->doc = NULL;
        TRY(qualified(part, part->params[i].name, &p->name, status));
        TRY(memory_string(&p->unit, part->params[i].unit, status));
        TRY(memory_string(&p->doc, part->params[i].doc, status));
    }

cleanup:
    return code;
}

static engram_code add_derived(struct model *m, const struct model_part *of, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *part = of->rule;
    TRY(memory_resize(&m->derived, m->n_derived + part->n_derived, sizeof *m->derived, "a composed rule",
                      status));
    for (size_t i = 0; i < part->n_derived; i++) {
        struct model_derived *d = &m->derived[m->n_derived++];
        *d = part->derived[i];
        d->name = NULL;
        for (int k = 0; k < d->n_arguments; k++)
            d->arguments[k] += (int)of->first_param;
        TRY(qualified(part, part->derived[i].name, &d->name, status));
    }

cleanup:
    return code;
}

/* The columns of a part, or its states of target neurons, behind the *n_to of the composed rule. */
static engram_code add_variables(const struct model_part *of, const struct model_variable *from, size_t n,
                                 struct model_variable **to, size_t *n_to, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(to, *n_to + n, sizeof **to, "a composed rule", status));
    for (size_t i = 0; i < n; i++) {
        struct model_variable *v = &(*to)[(*n_to)++];
        *v = from[i];
        v->name = v->unit = v->doc = NULL;
        if (v->initial_param >= 0)
            v->initial_param += (int)of->first_param;
        TRY(qualified(of->rule, from[i].name, &v->name, status));
        TRY(memory_string(&v->unit, from[i].unit, status));
        TRY(memory_string(&v->doc, from[i].doc, status));
    }

cleanup:
    return code;
}

/* Those of one side, of all parts. */
static engram_code add_traces(struct model *m, enum trace_side side, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t before = m->n_traces;
    for (size_t i = 0; i < m->n_parts; i++) {
        struct model_part *of = &m->parts[i];
        const struct model *part = of->rule;
        TRY(memory_resize(&m->traces, m->n_traces + part->n_traces, sizeof *m->traces, "a composed rule",
                          status));
        for (size_t k = 0; k < part->n_traces; k++) {
            if (part->traces[k].side != side)
                continue;
            struct model_trace *t = &m->traces[m->n_traces];
            *t = part->traces[k];
            t->name = NULL;
            t->tau_param += (int)of->first_param;
            if (t->rate_param >= 0)
                t->rate_param += (int)of->first_param;
            of->trace[k] = m->n_traces++;
            TRY(qualified(part, part->traces[k].name, &t->name, status));
            if (m->n_traces - before > MODEL_MAX_SIDE_TRACES)
                return FAIL(ENGRAM_E_USAGE, .what = TEXT("rule '%s' has too many traces", m->name),
                            .where = m->path,
                            .why = TEXT("its parts have more than %d %s traces together",
                                        MODEL_MAX_SIDE_TRACES, side == TRACE_PRE ? "pre" : "post"),
                            .hint = "compose fewer rules");
        }
    }

cleanup:
    return code;
}

static void add_value(struct model *m, int param, int derived)
{
    for (size_t k = 0; k < m->n_values; k++)
        if (m->values[k].param == param && m->values[k].derived == derived)
            return;
    m->values[m->n_values++] =
        (struct model_value){param >= 0 ? m->params[param].name : m->derived[derived].name, param, derived};
}

/* What the functions of the parts read, part by part; then bounds that they do not, but the composed functions do. */
static engram_code add_values(struct model *m, engram_status *status)
{
    size_t most = m->n_params + m->n_derived, first_derived = 0;
    engram_code code = memory_new(&m->values, most, sizeof *m->values, "a composed rule", status);
    for (size_t i = 0; code == ENGRAM_OK && i < m->n_parts; i++) {
        struct model_part *of = &m->parts[i];
        of->first_value = m->n_values;
        for (size_t k = 0; k < of->rule->n_values; k++) {
            const struct model_value *v = &of->rule->values[k];
            add_value(m, v->param < 0 ? -1 : v->param + (int)of->first_param,
                      v->derived < 0 ? -1 : v->derived + (int)first_derived);
        }
        first_derived += of->rule->n_derived;
    }
    for (size_t i = 0; code == ENGRAM_OK && i < m->n_parts; i++) {
        const int bounds[] = {m->parts[i].rule->weight_min_param, m->parts[i].rule->weight_max_param};
        for (int b = 0; b < 2; b++)
            if (bounds[b] >= 0)
                add_value(m, bounds[b] + (int)m->parts[i].first_param, -1);
    }
    if (code == ENGRAM_OK && (m->n_values > MODEL_MAX_VALUES || m->n_variables > MODEL_MAX_COLUMNS))
        code = FAIL(ENGRAM_E_USAGE, .what = TEXT("rule '%s' is too large", m->name), .where = m->path,
                    .why = TEXT("its parts read %zu values and have %zu columns; at most %d and %d fit",
                                m->n_values, m->n_variables, MODEL_MAX_VALUES, MODEL_MAX_COLUMNS),
                    .hint = "compose fewer rules");
    return code;
}

static engram_code name_composed(struct model *m, const struct model *const *parts, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct text name = {0}, source = {0};
    for (size_t i = 0; i < m->n_parts; i++) {
        text_add(&name, "%s%s", i ? " + " : "", parts[i]->name);
        text_add(&source, "%s%s", i ? "; " : "", parts[i]->source);
    }
    TRY(text_finish(&name, &m->name, status));
    TRY(text_finish(&source, &m->source, status));
    TRY(memory_string(&m->summary, "several rules, one after the other", status));
    TRY(memory_string(&m->path, parts[0]->path, status));
    TRY(memory_string(&m->text, "", status));

cleanup:
    text_free(&name);
    text_free(&source);
    return code;
}

engram_code model_compose(const struct model *const *parts, size_t n, struct model **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct model *m = NULL;

    *out = NULL;
    TRY(check_parts(parts, n, status));
    TRY(memory_new(&m, 1, sizeof *m, "a composed rule", status));
    m->kind = MODEL_RULE;
    m->modulator_tau_param = -1;
    m->refractory_param = m->weight_max_param = m->weight_min_param = m->tick_param = m->late_param =
        m->xi_param = m->measure_param = m->mark_state = -1;
    m->n_parts = n;
    TRY(name_composed(m, parts, status));
    for (size_t i = 0; i < n; i++) {
        struct model_part *of = &m->parts[i];
        *of =
            (struct model_part){.rule = parts[i], .first_param = m->n_params, .first_column = m->n_variables};
        TRY(add_params(m, parts[i], status));
        TRY(add_derived(m, of, status));
        TRY(add_variables(of, parts[i]->variables, parts[i]->n_variables, &m->variables, &m->n_variables,
                          status));
        TRY(add_variables(of, parts[i]->cells, parts[i]->n_cells, &m->cells, &m->n_cells, status));
        m->on_arrival |= parts[i]->on_arrival;
        m->on_post_spike |= parts[i]->on_post_spike;
        m->on_late_arrival |= parts[i]->on_late_arrival;
        m->on_tick |= parts[i]->on_tick;
        m->asks_elapsed |= parts[i]->asks_elapsed;
        m->asks_xi |= parts[i]->asks_xi;
        m->xi_is_uniform |= parts[i]->xi_is_uniform;
        m->measures |= parts[i]->measures;
        if (parts[i]->on_tick && m->tick_param < 0)
            m->tick_param = parts[i]->tick_param + (int)of->first_param;
        if (parts[i]->measures)
            m->measure_param = parts[i]->measure_param + (int)of->first_param;
        if (parts[i]->xi_param >= 0)
            m->xi_param = parts[i]->xi_param + (int)of->first_param;
        if (parts[i]->on_late_arrival)
            m->late_param = parts[i]->late_param + (int)of->first_param;
    }
    TRY(check_elapsed(m, parts, status));
    TRY(add_traces(m, TRACE_PRE, status));
    m->n_pre_traces = m->n_traces;
    TRY(add_traces(m, TRACE_POST, status));
    TRY(add_values(m, status));
    *out = m;
    m = NULL;

cleanup:
    model_free(m);
    return code;
}

struct weight_range model_weight_range(const struct model *rule, const double *params)
{
    struct weight_range range = {.low = 0, .high = (double)INFINITY, .low_param = -1, .high_param = -1};
    size_t n = rule->n_parts ? rule->n_parts : 1;
    for (size_t i = 0; i < n; i++) {
        const struct model *part = rule->n_parts ? rule->parts[i].rule : rule;
        int first = rule->n_parts ? (int)rule->parts[i].first_param : 0;
        double low = part->weight_min_param >= 0 ? params[first + part->weight_min_param] : 0;
        double high = part->weight_max_param >= 0 ? params[first + part->weight_max_param] : (double)INFINITY;
        if (i == 0 || low > range.low) {
            range.low = low;
            range.low_param = part->weight_min_param >= 0 ? first + part->weight_min_param : -1;
        }
        if (high < range.high) {
            range.high = high;
            range.high_param = first + part->weight_max_param;
        }
    }
    return range;
}
