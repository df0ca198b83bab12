#include "model/declarations.h"

#include <inttypes.h>

/* A struct and a list are written from the same members; `type` is their type. C has no empty structs. */
static void begin_struct(struct text *out)
{
    text_add(out, "typedef struct {");
}

static void end_struct(struct text *out, const char *name, size_t n_members)
{
    if (n_members == 0)
        text_add(out, " float none_;");
    text_add(out, " } %s;\n", name);
}

static void count(struct text *out, const char *name, size_t n)
{
    text_add(out, "#define %s %zu\n", name, n);
}

static void values_struct(struct text *out, const char *name, const char *type, const struct model *model)
{
    begin_struct(out);
    for (size_t k = 0; k < model->n_values; k++)
        text_add(out, " %s %s;", type, model->values[k].name);
    end_struct(out, name, model->n_values);
}

static void values_list(struct text *out, const char *list, const struct model *model)
{
    text_add(out, "#define %s", list);
    for (size_t k = 0; k < model->n_values; k++)
        text_add(out, " X_(%s, %zu)", model->values[k].name, k);
    text_add(out, "\n");
}

static void variables_struct(struct text *out, const char *name, const struct model_variable *variables,
                             size_t n)
{
    begin_struct(out);
    for (size_t k = 0; k < n; k++)
        text_add(out, " real %s;", variables[k].name);
    end_struct(out, name, n);
}

static void variables_list(struct text *out, const char *list, const struct model_variable *variables,
                           size_t n)
{
    text_add(out, "#define %s", list);
    for (size_t k = 0; k < n; k++)
        text_add(out, " X_(%s, %zu)", variables[k].name, k);
    text_add(out, "\n");
}

/* Traces of one side, counted within it. */
static void traces_list(struct text *out, const char *list, const struct model *rule, size_t first,
                        size_t end)
{
    text_add(out, "#define %s", list);
    for (size_t k = first; k < end; k++)
        text_add(out, " X_(%s, %zu)", rule->traces[k].name, k - first);
    text_add(out, "\n");
}

/* Columns that a gate keeps as they are. */
static void learned_list(struct text *out, const struct model *rule)
{
    text_add(out, "#define RULE_LEARNED(X_)");
    for (size_t k = 0; k < rule->n_variables; k++)
        if (!rule->variables[k].is_signal)
            text_add(out, " X_(%s, %zu)", rule->variables[k].name, k);
    text_add(out, "\n");
}

void rule_declarations(struct text *out, const struct model *rule, const struct delivery_variant *variant)
{
    begin_struct(out);
    for (size_t k = 0; k < rule->n_values; k++)
        text_add(out, " float %s;", rule->values[k].name);
    if (variant->by_age)
        text_add(out, " real by_age_;");
    end_struct(out, "rule_params", rule->n_values + variant->by_age);
    variables_struct(out, "rule_state", rule->variables, rule->n_variables);
    begin_struct(out);
    for (size_t k = 0; k < rule->n_traces; k++)
        text_add(out, " real %s;", rule->traces[k].name);
    if (rule->asks_elapsed)
        text_add(out, " real elapsed;");
    if (rule->asks_xi)
        text_add(out, " real %s;", model_draw_name(rule));
    if (rule->measures)
        text_add(out, " real sum;");
    for (size_t k = 0; k < rule->n_cells; k++)
        text_add(out, " real %s;", rule->cells[k].name);
    if (rule->modulator_tau_param >= 0)
        text_add(out, " real modulator;");
    if (rule->on_reward)
        text_add(out, " real reward;");
    if (rule->on_mark)
        text_add(out, " real mark;");
    if (rule->gathers)
        text_add(out, " real pending;");
    for (size_t k = 0; k < rule->n_reads; k++)
        text_add(out, " real %s;", rule->reads[k]);
    end_struct(out, "rule_traces",
               rule->n_traces + rule->asks_elapsed + rule->asks_xi + rule->measures + rule->on_reward +
                   rule->on_mark + rule->gathers + rule->n_reads);
    variables_struct(out, "rule_neuron", rule->cells, rule->n_cells);
    variables_list(out, "RULE_NEURONS(X_)", rule->cells, rule->n_cells);
    values_list(out, "RULE_VALUES(X_)", rule);
    traces_list(out, "RULE_PRE_TRACES(X_)", rule, 0, rule->n_pre_traces);
    traces_list(out, "RULE_POST_TRACES(X_)", rule, rule->n_pre_traces, rule->n_traces);
    variables_list(out, "RULE_COLUMNS(X_)", rule->variables, rule->n_variables);
    learned_list(out, rule);
    text_add(out, "#define RULE_READS(X_)");
    for (size_t k = 0; k < rule->n_reads; k++)
        text_add(out, " X_(%s, %zu)", rule->reads[k], k);
    text_add(out, "\n");
    count(out, "RULE_N_READS", rule->n_reads);
    count(out, "RULE_GATHERS", rule->gathers);
    count(out, "RULE_N_VALUES", rule->n_values);
    count(out, "RULE_N_PRE", rule->n_pre_traces);
    count(out, "RULE_N_POST", rule->n_traces - rule->n_pre_traces);
    count(out, "RULE_N_COLUMNS", rule->n_variables);
    count(out, "RULE_ON_ARRIVAL", rule->on_arrival);
    count(out, "RULE_ON_POST_SPIKE", rule->on_post_spike);
    count(out, "RULE_ON_MARK", rule->on_mark);
    count(out, "RULE_HAS_POSTS", rule->on_post_spike || rule->on_mark);
    count(out, "RULE_ON_TICK", rule->on_tick);
    count(out, "RULE_ON_REWARD", rule->on_reward);
    count(out, "RULE_VISITS_ALL", model_visits_all(rule));
    count(out, "RULE_MODULATED", rule->modulator_tau_param >= 0);
    count(out, "RULE_ON_LATE_ARRIVAL", rule->on_late_arrival);
    count(out, "RULE_IS_PLASTIC", model_is_plastic(rule));
    count(out, "RULE_ELAPSED", rule->asks_elapsed);
    count(out, "RULE_MEASURES", rule->measures);
    count(out, "RULE_N_NEURONS", rule->n_cells);
    count(out, "RULE_DRAWS", rule->asks_xi);
    text_add(out, "#define RULE_DRAW %s\n#define rule_drawn %s\n", model_draw_name(rule),
             rule->xi_is_uniform ? "uniform_" : "normal_");
    count(out, "WIDE", variant->wide);
    count(out, "SHORT_TERM", variant->short_term);
    count(out, "SLOW_PRE", variant->slow_pre);
    count(out, "SLOW_POST", variant->slow_post);
    count(out, "GATED", variant->gated || variant->by_age);
    count(out, "BY_AGE", variant->by_age);
    count(out, "NEWBORNS", variant->newborns);
}

/* Values that are the same for all neurons, by their index k; those that vary, by the number j of their column. */
static void neuron_values(struct text *out, const struct model *model, uint64_t varying)
{
    text_add(out, "#define NEURON_UNIFORM(X_)");
    for (size_t k = 0; k < model->n_values; k++)
        if (!(varying >> k & 1))
            text_add(out, " X_(%s, %zu)", model->values[k].name, k);
    text_add(out, "\n#define NEURON_VARYING(X_)");
    for (size_t k = 0, j = 0; k < model->n_values; k++)
        if (varying >> k & 1)
            text_add(out, " X_(%s, %zu)", model->values[k].name, j++);
    text_add(out, "\n");
}

static void receptors_list(struct text *out, const char *list, const struct model *model, uint32_t which)
{
    text_add(out, "#define %s", list);
    for (size_t r = 0; r < model->n_receptors; r++)
        if (which >> r & 1)
            text_add(out, " X_(%s, %zu)", model->receptors[r].name, r);
    text_add(out, "\n");
}

void neuron_declarations(struct text *out, const struct model *model, const struct neuron_variant *variant)
{
    values_struct(out, "neuron_params", "real", model);
    variables_struct(out, "neuron_state", model->variables, model->n_variables);
    begin_struct(out);
    for (size_t r = 0; r < model->n_receptors; r++)
        text_add(out, " real %s;", model->receptors[r].name);
    text_add(out, " real current; ireal generated;%s", model->draws ? " real u;" : "");
    for (size_t k = 0; k < model->n_past; k++)
        text_add(out, " real %s;", model->variables[model->past[k].state].name);
    end_struct(out, "neuron_input", 1);
    neuron_values(out, model, variant->varying);
    variables_list(out, "NEURON_STATES(X_)", model->variables, model->n_variables);
    receptors_list(out, "NEURON_RECEPTORS(X_)", model, UINT32_MAX);
    receptors_list(out, "NEURON_DRIVEN(X_)", model, variant->driven);
    receptors_list(out, "NEURON_SCALED(X_)", model, variant->scaled);
    count(out, "NEURON_GENERATOR", model->generator);
    count(out, "NEURON_N_STATES", model->n_variables);
    count(out, "NEURON_N_RECEPTORS", model->n_receptors);
    count(out, "NEURON_N_VALUES", model->n_values);
    count(out, "NEURON_DRAWS", model->draws);
    text_add(out, "#define NEURON_PAST(X_)");
    for (size_t k = 0; k < model->n_past; k++)
        text_add(out, " X_(%s, %zu)", model->variables[model->past[k].state].name, k);
    text_add(out, "\n");
    count(out, "NEURON_N_PAST", model->n_past);
    if (variant->marks)
        text_add(out, "#define NEURON_MARK %s\n", model->variables[model->mark_state].name);
    count(out, "NEURON_MARKS", variant->marks);
    count(out, "NEURON_FALLS_SILENT", variant->falls_silent);
    count(out, "NEURON_AGES", variant->ages);
    count(out, "WIDE", variant->wide);
}

void myelin_declarations(struct text *out, const struct model *rule)
{
    int conduction = rule->on_arrival_at_cell ? rule->delay_state : rule->velocity_state;
    values_struct(out, "myelin_params", "float", rule);
    variables_struct(out, "axon_segment", rule->variables, rule->n_variables);
    variables_struct(out, "cell_state", rule->cells, rule->n_cells);
    values_list(out, "MYELIN_VALUES(X_)", rule);
    variables_list(out, "MYELIN_STATES(X_)", rule->variables, rule->n_variables);
    variables_list(out, "MYELIN_CELLS(X_)", rule->cells, rule->n_cells);
    count(out, "MYELIN_N_VALUES", rule->n_values);
    count(out, "MYELIN_N_STATES", rule->n_variables);
    count(out, "MYELIN_N_CELLS", rule->n_cells);
    count(out, "MYELIN_CELL_FORM", rule->on_arrival_at_cell);
    text_add(out, "#define MYELIN_CONDUCTION %s\n", rule->variables[conduction].name);
}

/* TURNOVER_ON_TICK calls the function whether or not it asks for activity. */
void turnover_declarations(struct text *out, const struct model *rule)
{
    values_struct(out, "turnover_params", "float", rule);
    variables_struct(out, "turnover_state", rule->variables, rule->n_variables);
    text_add(out, "typedef struct { real u, v, xi; } turnover_draws;\n"
                  "typedef struct { real pre, post; } turnover_activity;\n");
    values_list(out, "TURNOVER_VALUES(X_)", rule);
    variables_list(out, "TURNOVER_STATES(X_)", rule->variables, rule->n_variables);
    count(out, "TURNOVER_N_VALUES", rule->n_values);
    count(out, "TURNOVER_N_STATES", rule->n_variables);
    count(out, "TURNOVER_CHANGES_WEIGHT", rule->changes_weights);
    count(out, "TURNOVER_SEES_WEIGHT", rule->sees_weights);
    count(out, "TURNOVER_ASKS_ACTIVITY", rule->asks_activity);
    text_add(out, "#define TURNOVER_ON_TICK(w, s, d, a, p) %s\n",
             rule->asks_activity ? "on_tick(w, s, d, a, p)" : "((void)(a), on_tick(w, s, d, p))");
}
