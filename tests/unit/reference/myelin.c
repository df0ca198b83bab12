/* Myelin rules do what the examples in their files say. */
#include "reference/builtin.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

/* Of cells: times of arrivals are whole multiples of it. */
static const double DT_MS = 0.1;

enum { SOME_STATES = 16 };

struct scene {
    const struct model *rule;
    const struct myelin_entry *entry;
    const struct myelin_example *example;
    float values[MODEL_MAX_VALUES], cell[SOME_STATES], state[MODEL_MAX_GROUP][SOME_STATES];
};

static void begin(struct scene *s)
{
    const double *params = s->example->params;
    for (size_t k = 0; k < s->rule->n_values; k++)
        s->values[k] = (float)model_value(s->rule, k, params, DT_MS);
    for (size_t k = 0; k < s->rule->n_cells; k++)
        s->cell[k] = (float)model_initial(s->rule, &s->rule->cells[k], params, DT_MS);
    for (size_t axon = 0; axon < MODEL_MAX_GROUP; axon++)
        for (size_t k = 0; k < s->rule->n_variables; k++) {
            const struct model_variable *state = &s->rule->variables[k];
            s->state[axon][k] = state->initial_param == MODEL_INITIAL_VELOCITY
                                    ? (float)s->example->velocity
                                    : (float)model_initial(s->rule, state, params, DT_MS);
        }
}

/* ---- count form ---- */

static float velocity_after(struct scene *s)
{
    for (size_t i = 0; i < s->example->n_ticks; i++)
        s->entry->on_tick(s->state[0], (float)s->example->spikes_per_tick, NULL, s->values);
    return s->state[0][s->rule->velocity_state];
}

/* ---- cell form ---- */

static uint64_t step_of(double ms)
{
    return (uint64_t)llround(ms / DT_MS);
}

static size_t arrivals_at(const struct model_times *times, uint64_t step)
{
    size_t n = 0;
    for (size_t i = 0; i < times->n; i++)
        n += step_of(times->ms[i]) == step;
    return n;
}

/* All arrivals of a step see the cell as it was before; returns whether there were any. elapsed: steps since the last. */
static bool arrive(struct scene *s, uint64_t step, uint64_t elapsed)
{
    const struct myelin_example *e = s->example;
    size_t n = 0;
    for (size_t axon = 0; axon < e->n_axons; axon++)
        n += arrivals_at(&e->arrivals[axon], step);
    if (n == 0)
        return false;
    double fades = exp(-(double)elapsed * DT_MS / e->params[s->rule->decay_param]);
    s->entry->on_elapsed(s->cell, (float)fades, s->values);
    for (size_t axon = 0; axon < e->n_axons; axon++)
        for (size_t k = arrivals_at(&e->arrivals[axon], step); k > 0; k--)
            s->entry->on_arrival(s->state[axon], s->cell, s->values);
    s->entry->on_arrived(s->cell, (float)n, s->values);
    return true;
}

static void tick(struct scene *s)
{
    float sum = 0;
    for (size_t axon = 0; axon < s->example->n_axons; axon++) {
        s->entry->on_tick(s->state[axon], 0, s->cell, s->values);
        sum += s->state[axon][s->rule->delay_state];
    }
    s->entry->on_cell_tick(s->cell, sum / (float)s->example->n_axons, s->values);
}

static float delay_after(struct scene *s)
{
    uint64_t interval = step_of(s->example->params[s->rule->tick_param]), last = 0;
    for (uint64_t step = 1; step <= interval * s->example->n_ticks; step++) {
        if (arrive(s, step, step - last))
            last = step;
        if (step % interval == 0)
            tick(s);
    }
    return s->state[s->example->axon][s->rule->delay_state];
}

static void examples_hold(const struct model *rule, const struct myelin_entry *entry)
{
    cr_expect_str_eq(entry->model, rule->name);
    cr_expect_gt(rule->n_myelin_examples, 0, "%s has no example", rule->name);
    for (size_t i = 0; i < rule->n_myelin_examples; i++) {
        const struct myelin_example *e = &rule->myelin_examples[i];
        struct scene scene = {.rule = rule, .entry = entry, .example = e};
        begin(&scene);
        double got = (double)(rule->delay_state < 0 ? velocity_after(&scene) : delay_after(&scene));
        cr_expect(fabs(got - e->expect) <= e->within, "%s, example %zu: %.9g, not %.9g (%s)", rule->name, i,
                  got, e->expect, e->why);
    }
}

Test(myelin, every_rule_does_what_its_examples_say)
{
    engram_status *status = engram_status_create();
    struct registry *registry = NULL;
    const struct model *rule = NULL;
    setenv("CC", "/nonexistent/cc", 1); /* the functions are in the library: nothing is compiled now */
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    for (size_t r = 0; (rule = registry_at(registry, MODEL_MYELIN, r)); r++) {
        const struct myelin_entry *entry = NULL;
        cr_assert_eq(reference_myelin_entry(rule, &entry, status), ENGRAM_OK, "%s",
                     engram_status_what(status));
        examples_hold(rule, entry);
    }
    registry_free(registry);
    engram_status_free(status);
}
