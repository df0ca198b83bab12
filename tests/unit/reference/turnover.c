/* Turnover rules do what the examples in their files say, and no weight, parameter or draw makes them compute what is not a number. */
#include "common/normal.h"
#include "common/philox.h"
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

static const struct turnover_entry *entry_of(const struct model *rule, engram_status *status)
{
    const struct turnover_entry *entry = NULL;
    cr_assert_eq(reference_turnover_entry(rule, &entry, status), ENGRAM_OK, "%s", engram_status_what(status));
    return entry;
}

static void all_rules(void (*check)(const struct model *rule, const struct turnover_entry *entry))
{
    engram_status *status = engram_status_create();
    struct registry *registry = NULL;
    const struct model *rule = NULL;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    for (size_t r = 0; (rule = registry_at(registry, MODEL_TURNOVER, r)); r++)
        check(rule, entry_of(rule, status));
    registry_free(registry);
    engram_status_free(status);
}

static void examples_hold(const struct model *rule, const struct turnover_entry *entry)
{
    cr_expect_str_eq(entry->model, rule->name);
    cr_expect_gt(rule->n_turnover_examples, 0, "%s has no example", rule->name);
    for (size_t i = 0; i < rule->n_turnover_examples; i++) {
        const struct turnover_example *e = &rule->turnover_examples[i];
        float weight = 0;
        size_t died = run_example(rule, entry, e, &weight);
        cr_expect_eq(died, e->dies ? e->n_ticks : 0, "%s, example %zu: died on tick %zu of %zu (%s)",
                     rule->name, i, died, e->n_ticks, e->why);
        if (!e->dies)
            cr_expect(fabs((double)weight - e->expect) <= e->within, "%s, example %zu: %.9g, not %.9g (%s)",
                      rule->name, i, (double)weight, e->expect, e->why);
    }
}

Test(turnover, every_rule_does_what_its_examples_say)
{
    setenv("CC", "/nonexistent/cc", 1); /* the functions are in the library: nothing is compiled now */
    all_rules(examples_hold);
}

/* A value of the parameter's range, often at an end of it. */
static double any_value(const struct model_param *p, uint32_t random)
{
    double low = isfinite(p->min) ? p->min : -1e6, high = isfinite(p->max) ? p->max : 1e6;
    switch (random % 4) {
    case 0:
        return p->min_excluded ? low + 1e-9 : low;
    case 1:
        return p->max_excluded ? high - 1e-9 : high;
    default:
        return p->standard;
    }
}

static void run_wild(const struct model *rule, const struct turnover_entry *entry, uint32_t i)
{
    static const float weights[] = {0.0f,  -0.0f, 1e-38f, 1e-20f, 0.02f, 1.0f,
                                    -1.0f, 1e6f,  1e30f,  -1e30f, 3e38f};
    static const double ticks[] = {1e-6, 100.0, 1e7, 1e12}; /* ms */
    enum { N_WEIGHTS = sizeof weights / sizeof *weights };
    double params[MODEL_MAX_PARAMS], tick_ms = ticks[i % 4];
    float values[MODEL_MAX_VALUES], states[SOME_STATES], w = weights[i / 4 % N_WEIGHTS];
    philox_block random = {{i, 0, 0, 0}};
    for (size_t k = 0; k < rule->n_params; k++) {
        random = philox(random, 1u, 2u);
        params[k] = any_value(&rule->params[k], random.v[0]);
    }
    if (rule->changes_weights && params[rule->weight_min_param] > params[rule->weight_max_param])
        return; /* refused by the experiment */
    for (size_t k = 0; k < rule->n_values; k++)
        values[k] = (float)model_value(rule, k, params, tick_ms);
    for (size_t k = 0; k < rule->n_variables; k++)
        states[k] = (float)model_born(rule, &rule->variables[k], params, tick_ms);
    for (int tick = 0; tick < 20; tick++) {
        random = philox(random, 1u, 2u);
        struct turnover_tick t = {uniform_(random.v[0]), uniform_(random.v[1]),
                                  tick % 5 ? normal_(random.v[2]) : 6.3f * (tick % 2 ? 1.0f : -1.0f),
                                  (float)(random.v[3] % 1000), (float)(random.v[3] % 7)};
        entry->on_tick(&w, states, &t, values);
        cr_assert(isfinite(w), "%s, case %u: the weight is %g on tick %d", rule->name, i, (double)w, tick);
        for (size_t k = 0; k < rule->n_variables; k++)
            cr_assert(isfinite(states[k]), "%s, case %u: %s is %g on tick %d", rule->name, i,
                      rule->variables[k].name, (double)states[k], tick);
        if (rule->changes_weights)
            cr_assert(
                w >= (float)params[rule->weight_min_param] && w <= (float)params[rule->weight_max_param],
                "%s, case %u: the weight %g is out of bounds on tick %d", rule->name, i, (double)w, tick);
    }
}

static void stays_finite(const struct model *rule, const struct turnover_entry *entry)
{
    for (uint32_t i = 0; i < 20000; i++)
        run_wild(rule, entry, i);
}

Test(turnover, no_rule_computes_what_is_not_a_number)
{
    all_rules(stays_finite);
}

/* ---- spine: what plasticity does to the weight ---- */

struct one_spine {
    const struct turnover_entry *entry;
    float values[MODEL_MAX_VALUES], states[SOME_STATES], weight;
};

/* A labile spine of 0.04 um^3, seen by one tick. */
static void begin_spine(struct one_spine *spine, const struct model **rule)
{
    engram_status *status = engram_status_create();
    static struct registry *registry;
    double params[MODEL_MAX_PARAMS];
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    *rule = registry_find(registry, MODEL_TURNOVER, "spine");
    spine->entry = entry_of(*rule, status);
    for (size_t i = 0; i < (*rule)->n_params; i++)
        params[i] = (*rule)->params[i].standard;
    for (size_t k = 0; k < (*rule)->n_values; k++)
        spine->values[k] = (float)model_value(*rule, k, params, 3.6e6);
    for (size_t k = 0; k < (*rule)->n_variables; k++)
        spine->states[k] = (float)model_born(*rule, &(*rule)->variables[k], params, 3.6e6);
    spine->weight = 0.04f;
    spine->entry->on_tick(&spine->weight, spine->states, &(struct turnover_tick){0.9f, 0.5f, 0, 0, 0},
                          spine->values);
    engram_status_free(status);
}

static bool tick_spine(struct one_spine *spine, float xi)
{
    struct turnover_tick tick = {0.9f, 0.5f, xi, 0, 0};
    return spine->entry->on_tick(&spine->weight, spine->states, &tick, spine->values);
}

Test(turnover, growth_of_the_weight_tags_a_spine_and_the_tag_fades_in_three_hours)
{
    struct one_spine spine;
    const struct model *rule = NULL;
    begin_spine(&spine, &rule);
    float *tag = &spine.states[model_find_variable(rule, "tag")];
    cr_expect_eq(*tag, 0.0f, "being born is no growth");
    tick_spine(&spine, 0);
    cr_expect_eq(*tag, 0.0f, "an untouched weight is no growth");
    spine.weight *= 1.05f;
    tick_spine(&spine, 0);
    cr_expect_eq(*tag, 0.0f, "less than tag_at");
    spine.weight *= 0.5f;
    tick_spine(&spine, 0);
    cr_expect_eq(*tag, 0.0f, "nor is depression");
    spine.weight *= 1.35f;
    tick_spine(&spine, 0);
    cr_expect_eq(*tag, 1.0f, "LTP: ln 1.35 = 0.3");
    cr_expect_eq(spine.weight, 0.04f * 1.05f * 0.5f * 1.35f, "and the size is that of the weight");
    for (int hour = 0; hour < 3; hour++)
        tick_spine(&spine, 0);
    cr_expect_float_eq((double)*tag, exp(-1), 1e-6, "after tag_tau");
}

Test(turnover, a_consolidated_spine_goes_on_from_where_plasticity_has_put_it)
{
    struct one_spine spine;
    const struct model *rule = NULL;
    begin_spine(&spine, &rule);
    spine.states[model_find_variable(rule, "consolidated")] = 1;
    spine.weight = 0.12f * 1.5f;
    cr_expect_not(tick_spine(&spine, 0));
    cr_expect_float_eq((double)spine.weight, 0.12 * pow(1.5, exp(-0.05 / 24)), 1e-7, "returns from there");
    spine.weight = 0.019f;
    cr_expect(tick_spine(&spine, 0), "LTD below V_min: lost");
}
