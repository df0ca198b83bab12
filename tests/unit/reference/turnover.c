/* Turnover rules do what the examples in their files say. */
#include "reference/builtin.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { SOME_STATES = MODEL_MAX_COLUMNS + 1 };

/* Runs the example; the tick with which the synapse died, or 0. */
static size_t run_example(const struct model *rule, const struct turnover_entry *entry,
                          const struct turnover_example *e, float *weight)
{
    float states[SOME_STATES], values[MODEL_MAX_VALUES];
    size_t died = 0;
    *weight = (float)e->weight;
    for (size_t k = 0; k < rule->n_values; k++)
        values[k] = (float)model_value(rule, k, e->params, e->tick_ms);
    for (size_t k = 0; k < rule->n_variables; k++)
        states[k] = (float)e->states[k];
    for (size_t i = 0; i < e->n_ticks && !died; i++) {
        struct turnover_tick tick = {(float)e->draws[i][0], (float)e->draws[i][1], (float)e->draws[i][2],
                                     (float)e->pre, (float)e->post};
        if (entry->on_tick(weight, states, &tick, values))
            died = i + 1;
    }
    return died;
}

Test(turnover, every_rule_does_what_its_examples_say)
{
    engram_status *status = engram_status_create();
    struct registry *registry = NULL;
    const struct model *rule = NULL;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    setenv("CC", "/nonexistent/cc", 1); /* the functions are in the library: nothing is compiled now */
    for (size_t r = 0; (rule = registry_at(registry, MODEL_TURNOVER, r)); r++) {
        const struct turnover_entry *entry = NULL;
        cr_assert_eq(reference_turnover_entry(rule, &entry, status), ENGRAM_OK, "%s",
                     engram_status_what(status));
        cr_expect_str_eq(entry->model, rule->name);
        cr_expect_gt(rule->n_turnover_examples, 0, "%s has no example", rule->name);
        for (size_t i = 0; i < rule->n_turnover_examples; i++) {
            const struct turnover_example *e = &rule->turnover_examples[i];
            float weight = 0;
            size_t died = run_example(rule, entry, e, &weight);
            cr_expect_eq(died, e->dies ? e->n_ticks : 0, "%s, example %zu: died on tick %zu of %zu (%s)",
                         rule->name, i, died, e->n_ticks, e->why);
            if (!e->dies)
                cr_expect(fabs((double)weight - e->expect) <= e->within,
                          "%s, example %zu: %.9g, not %.9g (%s)", rule->name, i, (double)weight, e->expect,
                          e->why);
        }
    }
    registry_free(registry);
    engram_status_free(status);
}
