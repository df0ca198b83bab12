#include "model/model.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { N_CELLS = 5, CELL_BYTES = 48 };

/* How a table looks: Markdown has bars and a ruler, a terminal has aligned columns. Both are aligned, so both read well as they are. */
struct style {
    bool markdown;
};

/* A row's cells; the last one is not aligned and may be longer. */
struct row {
    char cells[N_CELLS - 1][CELL_BYTES];
    const char *last;
};
struct table {
    int n_columns;
    size_t widths[N_CELLS];
};
typedef struct row row_of(const struct model *model, size_t i);

static struct row row_make(const char *last, int n, ...)
{
    struct row row = {.last = last};
    va_list cells;
    va_start(cells, n);
    for (int i = 0; i < n; i++)
        snprintf(row.cells[i], CELL_BYTES, "%s", va_arg(cells, const char *));
    va_end(cells);
    return row;
}

static void widen(struct table *t, const struct row *row)
{
    for (int i = 0; i < t->n_columns - 1; i++)
        if (strlen(row->cells[i]) > t->widths[i])
            t->widths[i] = strlen(row->cells[i]);
}

static void print_row(const struct table *t, const struct row *row, struct style style, FILE *out)
{
    fputs(style.markdown ? "| " : "  ", out);
    for (int i = 0; i < t->n_columns - 1; i++)
        fprintf(out, "%-*s%s", (int)t->widths[i], row->cells[i], style.markdown ? " | " : "  ");
    fprintf(out, style.markdown ? "%s |\n" : "%s\n", row->last);
}

static void print_ruler(int n_columns, FILE *out)
{
    for (int i = 0; i < n_columns; i++)
        fputs("| --- ", out);
    fputs("|\n", out);
}

/* A table of n rows under a heading row; nothing if there are none. */
static void print_table(const struct model *model, const struct row *heading, int n_columns, row_of *row,
                        size_t n, struct style style, FILE *out)
{
    struct table t = {.n_columns = n_columns};
    if (n == 0)
        return;
    widen(&t, heading);
    for (size_t i = 0; i < n; i++) {
        struct row r = row(model, i);
        widen(&t, &r);
    }
    fputs("\n", out);
    print_row(&t, heading, style, out);
    if (style.markdown)
        print_ruler(n_columns, out);
    for (size_t i = 0; i < n; i++) {
        struct row r = row(model, i);
        print_row(&t, &r, style, out);
    }
}

/* ---- rows ---- */

static void range_text(const struct model_param *p, char *out, size_t size)
{
    bool low = isfinite(p->min), high = isfinite(p->max);
    if (low && high)
        snprintf(out, size, "%s%g ... %s%g", p->min_excluded ? "> " : "", p->min, p->max_excluded ? "< " : "",
                 p->max);
    else if (low)
        snprintf(out, size, "%s %g", p->min_excluded ? ">" : ">=", p->min);
    else if (high)
        snprintf(out, size, "%s %g", p->max_excluded ? "<" : "<=", p->max);
    else
        snprintf(out, size, "any");
}

static struct row param_row(const struct model *model, size_t i)
{
    const struct model_param *p = &model->params[i];
    char standard[CELL_BYTES] = "required", range[CELL_BYTES];
    if (!isnan(p->standard))
        snprintf(standard, sizeof standard, "%g", p->standard);
    range_text(p, range, sizeof range);
    return row_make(p->doc, 4, p->name, p->unit, standard, range);
}

/* What a variable starts from; arguments as in struct model_variable. */
static void start_text(const struct model *model, int param, int derived, double number, char *out)
{
    if (param >= 0)
        snprintf(out, CELL_BYTES, "%s", model->params[param].name);
    else if (param == MODEL_INITIAL_DERIVED)
        snprintf(out, CELL_BYTES, "%s", model->derived[derived].name);
    else if (param == MODEL_INITIAL_VELOCITY)
        snprintf(out, CELL_BYTES, "velocity");
    else
        snprintf(out, CELL_BYTES, "%g", number);
}

static struct row state_row(const struct model *model, const struct model_variable *v)
{
    char initial[CELL_BYTES];
    start_text(model, v->initial_param, v->initial_derived, v->initial, initial);
    return row_make(v->doc, 3, v->name, v->unit, initial);
}

static struct row born_row(const struct model *model, size_t i)
{
    const struct model_variable *v = &model->variables[i];
    char initial[CELL_BYTES], born[CELL_BYTES];
    start_text(model, v->initial_param, v->initial_derived, v->initial, initial);
    start_text(model, v->born_param, v->born_derived, v->born, born);
    return row_make(v->doc, 4, v->name, v->unit, initial, born);
}

static struct row variable_row(const struct model *model, size_t i)
{
    return state_row(model, &model->variables[i]);
}

static struct row cell_row(const struct model *model, size_t i)
{
    return state_row(model, &model->cells[i]);
}

static struct row receptor_row(const struct model *model, size_t i)
{
    const struct model_receptor *r = &model->receptors[i];
    return row_make(r->doc, 2, r->name, r->unit);
}

/* ---- the parts below the tables ---- */

static void print_traces(const struct model *rule, FILE *out)
{
    for (size_t i = 0; i < rule->n_traces; i++) {
        const struct model_trace *t = &rule->traces[i];
        fprintf(out, "%s%s (%s, %s%s", i ? ", " : " · traces: ", t->name,
                t->side == TRACE_PRE ? "pre" : "post", rule->params[t->tau_param].name,
                t->nearest ? ", nearest" : "");
        if (t->rate_param >= 0)
            fprintf(out, ", begins at %s", rule->params[t->rate_param].name);
        fprintf(out, ")");
    }
}

static void print_times(const char *word, const double *times, size_t n, FILE *out)
{
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s%g", i ? " " : word, times[i]);
    if (n)
        fputs(" ms", out);
}

static void print_sets(const struct model *model, struct style style, FILE *out)
{
    fputs(model->n_sets ? "\n" : "", out);
    for (size_t i = 0; i < model->n_sets; i++) {
        const struct model_set *set = &model->sets[i];
        const char *between = "";
        fprintf(out, style.markdown ? "- set `%s`: " : "  set %s: ", set->name);
        for (size_t k = 0; k < model->n_params; k++)
            if (!isnan(set->values[k])) {
                fprintf(out, "%s%s %g", between, model->params[k].name, set->values[k]);
                between = ", ";
            }
        fprintf(out, "   (%s%s%s)\n", set->doc, set->source ? "; " : "", set->source ? set->source : "");
    }
}

static void print_examples(const struct model *rule, struct style style, FILE *out)
{
    for (size_t i = 0; i < rule->n_examples; i++) {
        const struct model_example *e = &rule->examples[i];
        bool first = true;
        fprintf(out, "%sExample: weight %g", style.markdown ? "\n" : "  ", e->weight);
        for (size_t k = 0; k < rule->n_params; k++)
            if (e->params[k] != rule->params[k].standard) {
                fprintf(out, "%s%s %g", first ? " with " : ", ", rule->params[k].name, e->params[k]);
                first = false;
            }
        print_times(", pre at ", e->pre_ms, e->n_pre, out);
        print_times(", post at ", e->post_ms, e->n_post, out);
        print_times(", marks at ", e->mark_ms, e->n_marks, out);
        if (e->n_marks)
            fprintf(out, " of %g", e->mark);
        for (size_t k = 0; k < rule->n_reads; k++)
            if (e->reads[k] != 0)
                fprintf(out, ", %s %g", rule->reads[k], e->reads[k]);
        print_times(", reward at ", e->reward_ms, e->n_rewards, out);
        if (e->n_rewards)
            fprintf(out, " of %g", e->reward);
        fprintf(out, " -> %.9g   (%s)\n", e->expect, e->why);
    }
}

/* Of a rule with cells the arrivals are too many for a line: what is expected of them says it. */
static void print_myelin_examples(const struct model *rule, struct style style, FILE *out)
{
    for (size_t i = 0; i < rule->n_myelin_examples; i++) {
        const struct myelin_example *e = &rule->myelin_examples[i];
        fprintf(out, "%sExample: ", style.markdown ? "\n" : "  ");
        if (rule->delay_state < 0)
            fprintf(out, "velocity %g m/s, ticks %zu, spikes in each %g", e->velocity, e->n_ticks,
                    e->spikes_per_tick);
        else
            fprintf(out, "delay of a segment, ticks %zu", e->n_ticks);
        fprintf(out, " -> %.9g   (%s)\n", e->expect, e->why);
    }
}

static void print_turnover_examples(const struct model *rule, struct style style, FILE *out)
{
    for (size_t i = 0; i < rule->n_turnover_examples; i++) {
        const struct turnover_example *e = &rule->turnover_examples[i];
        fprintf(out, "%sExample: weight %g, ticks %zu -> ", style.markdown ? "\n" : "  ", e->weight,
                e->n_ticks);
        if (e->dies)
            fprintf(out, "dies   (%s)\n", e->why);
        else
            fprintf(out, "%.9g   (%s)\n", e->expect, e->why);
    }
}

static void print_past(const struct model *neuron, FILE *out)
{
    for (size_t i = 0; i < neuron->n_past; i++)
        fprintf(out, "%s%s (%s ago)",
                i ? ", " : "Rules may read: ", neuron->variables[neuron->past[i].state].name,
                neuron->params[neuron->past[i].param].name);
    if (neuron->mark_state >= 0)
        fprintf(out, "%smarks: %s", neuron->n_past ? " · " : "", neuron->variables[neuron->mark_state].name);
    fputs(neuron->n_past || neuron->mark_state >= 0 ? " · " : "", out);
}

static void print_reads(const struct model *rule, FILE *out)
{
    for (size_t i = 0; i < rule->n_reads; i++)
        fprintf(out, "%s%s", i ? ", " : " · reads of its targets: ", rule->reads[i]);
    if (rule->on_mark)
        fputs(" · learns of their marks", out);
    if (rule->gathers)
        fprintf(out, ", gathered over a third of %s",
                rule->params[rule->traces[rule->gathered_trace].tau_param].name);
}

static void print_foot(const struct model *model, struct style style, FILE *out)
{
    enum { TARGET_WEIGHT_LENGTH = 10 }; /* bytes: u32, float, u16 (store) */
    fputs(style.markdown ? "\n" : "\n  ", out);
    if (model->kind == MODEL_RULE) {
        fprintf(out, "%zu bytes per synapse", TARGET_WEIGHT_LENGTH + sizeof(float) * model->n_variables);
        if (!model_is_plastic(model))
            fprintf(out, ", %zu where weights are constant and synapses stay",
                    TARGET_WEIGHT_LENGTH - sizeof(float));
        print_traces(model, out);
        if (model->on_tick)
            fprintf(out, " · changes every %s, too", model->params[model->tick_param].name);
        if (model->late_param >= 0)
            fprintf(out, " · changes %s after an arrival", model->params[model->late_param].name);
        if (model->modulator_tau_param >= 0)
            fprintf(out, " · sees a modulator that fades with %s",
                    model->params[model->modulator_tau_param].name);
        print_reads(model, out);
        if (model->alone)
            fprintf(out, " · acts alone: %s", model->alone);
        fprintf(out, " · %s\n", model->source);
        print_examples(model, style, out);
    } else if (model->kind == MODEL_TURNOVER) {
        fprintf(out, "%zu more bytes per synapse%s · %s\n", sizeof(float) * model->n_variables,
                model->changes_weights ? " · changes weights" : "", model->source);
        print_turnover_examples(model, style, out);
    } else {
        print_past(model, out);
        fprintf(out, "Source: %s\n", model->source);
        print_myelin_examples(model, style, out);
    }
}

static void print_model(const struct model *model, struct style style, FILE *out)
{
    struct row params = row_make("meaning", 4, "parameter", "unit", "default", "range");
    static const char *const of[] = {[MODEL_NEURON] = "state",
                                     [MODEL_RULE] = "per synapse",
                                     [MODEL_MYELIN] = "per axon",
                                     [MODEL_TURNOVER] = "per synapse"};
    bool is_born = model->kind == MODEL_TURNOVER;
    struct row variables = is_born ? row_make("meaning", 4, of[model->kind], "unit", "initial", "born")
                                   : row_make("meaning", 3, of[model->kind], "unit", "initial");
    struct row cells = row_make("meaning", 3, "per cell", "unit", "initial");
    struct row receptors = row_make("meaning", 2, "receptor", "unit of weights");
    fprintf(out, style.markdown ? "### %s: %s\n" : "%s: %s\n", model->name, model->summary);
    print_table(model, &params, 5, param_row, model->n_params, style, out);
    print_sets(model, style, out);
    print_table(model, &variables, is_born ? 5 : 4, is_born ? born_row : variable_row, model->n_variables,
                style, out);
    print_table(model, &cells, 4, cell_row, model->n_cells, style, out);
    print_table(model, &receptors, 3, receptor_row, model->n_receptors, style, out);
    print_foot(model, style, out);
}

void model_print_text(const struct model *model, FILE *out)
{
    print_model(model, (struct style){.markdown = false}, out);
}

void model_print_markdown(const struct model *model, FILE *out)
{
    fprintf(out, "<!-- generated from %s -->\n", model->path);
    print_model(model, (struct style){.markdown = true}, out);
}

void models_print_list(const struct registry *registry, enum model_kind kind, FILE *out)
{
    const struct model *model = NULL;
    size_t width = 0;
    for (size_t i = 0; (model = registry_at(registry, kind, i)); i++)
        if (strlen(model->name) > width)
            width = strlen(model->name);
    for (size_t i = 0; (model = registry_at(registry, kind, i)); i++)
        fprintf(out, "  %-*s  %s\n", (int)width, model->name, model->summary);
}

void models_print_markdown(const struct registry *registry, enum model_kind kind, FILE *out)
{
    const struct model *model = NULL;
    static const char *const title[] = {[MODEL_RULE] = "Plasticity rules",
                                        [MODEL_NEURON] = "Neuron models",
                                        [MODEL_MYELIN] = "Myelin rules",
                                        [MODEL_TURNOVER] = "Turnover rules"};
    fprintf(out, "<!-- generated by: engram %s --markdown -->\n# %s\n", model_kind_folder(kind), title[kind]);
    for (size_t i = 0; (model = registry_at(registry, kind, i)); i++) {
        fputs("\n", out);
        model_print_markdown(model, out);
    }
}
