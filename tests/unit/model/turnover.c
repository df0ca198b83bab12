/* A turnover rule that is wrong is refused at its line; what a right one declares is what kernels and reference are given. */
#include "core/memory.h"
#include "models.h"
#include "refusals.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static engram_status *status;

static void setup(void)
{
    status = engram_status_create();
}

static void teardown(void)
{
    engram_status_free(status);
}

TestSuite(turnover, .init = setup, .fini = teardown);

/* A rule that is right; every test changes one thing. */
static const char good[] =
    "/*---\n"                                                                              /* 1 */
    "turnover: mine\n"                                                                     /* 2 */
    "summary:  Mine\n"                                                                     /* 3 */
    "source:   none\n"                                                                     /* 4 */
    "params:\n"                                                                            /* 5 */
    "  rate:  {unit: 1/d, default: 0.5, min: 0, doc: rate}\n"                              /* 6 */
    "  young: {unit: 1, default: 0.25, doc: age at birth}\n"                               /* 7 */
    "  low:   {unit: weight, default: 0, doc: bound}\n"                                    /* 8 */
    "  high:  {unit: weight, default: 10, doc: bound}\n"                                   /* 9 */
    "derived: {chance: {chance_of: rate}}\n"                                               /* 10 */
    "states:\n"                                                                            /* 11 */
    "  age:   {unit: s, initial: 7, born: young, doc: age}\n"                              /* 12 */
    "  same:  {unit: 1, initial: chance, doc: same for both}\n"                            /* 13 */
    "activity: true\n"                                                                     /* 14 */
    "bounds: {min: low, max: high}\n"                                                      /* 15 */
    "examples:\n"                                                                          /* 16 */
    "  - {weight: 1, tick: 2 h, draws: [[0.1, 0.2, -1], [0.3, 0.4, 5]], pre: 1, post: 2, " /* 17 */
    "states: {age: 3}, expect: dies, why: so, params: {rate: 2}}\n"                        /**/
    "---*/\n"                                                                              /* 18 */
    "static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d,\n"          /* 19 */
    "                            turnover_activity a, turnover_params p)\n"                /* 20 */
    "{\n"                                                                                  /* 21 */
    "    s->age = s->age + p.dt * s->same;\n"                                              /* 22 */
    "    *w = clamp_(*w + d.xi * a.pre - a.post, p.low, p.high);\n"                        /* 23 */
    "    return lanes_set(d.u < p.chance);\n"                                              /* 24 */
    "}\n";

/* With `to` in the place of `from` the good rule is refused at `where`, and `what` appears in the message. */
static void refused(const char *from, const char *to, const char *where, const char *what)
{
    expect_refused(good, from, to, where, what, status);
}

static struct model *parsed(void)
{
    struct model *m = NULL;
    cr_assert_eq(frontmatter_parse("mine.h", good, &m, status), ENGRAM_OK, "%s: %s",
                 engram_status_where(status), engram_status_what(status));
    return m;
}

Test(turnover, a_good_rule_becomes_a_model)
{
    const double day_ms = 86400e3;
    struct model *m = parsed();
    cr_expect_eq(m->kind, MODEL_TURNOVER);
    cr_expect(m->asks_activity && m->changes_weights);
    cr_expect_eq(m->weight_min_param, 2);
    cr_expect_eq(m->weight_max_param, 3);
    cr_assert_eq(m->n_variables, 2);
    double params[] = {0.5, 0.25, 0, 10};
    cr_expect_eq(model_initial(m, &m->variables[0], params, day_ms), 7.0);
    cr_expect_eq(model_born(m, &m->variables[0], params, day_ms), 0.25);
    cr_expect_float_eq(model_initial(m, &m->variables[1], params, day_ms), -expm1(-0.5), 1e-15);
    cr_expect_float_eq(model_born(m, &m->variables[1], params, day_ms), -expm1(-0.5), 1e-15,
                       "the same without `born`");
    cr_assert_eq(m->n_values, 4);
    cr_expect_str_eq(m->values[0].name, "dt");
    cr_expect_eq(model_value(m, 0, params, day_ms), 86400.0, "a tick in s");
    cr_expect_str_eq(m->values[3].name, "chance");
    cr_expect_float_eq(model_value(m, 3, params, 2 * day_ms), -expm1(-1.0), 1e-15,
                       "the unit of the rate counts");
    const struct turnover_example *e = &m->turnover_examples[0];
    cr_expect_eq(e->tick_ms, 7.2e6);
    cr_expect_eq(e->n_ticks, 2);
    cr_expect_eq(e->draws[1][2], 5.0);
    cr_expect(e->dies && e->pre == 1.0 && e->post == 2.0);
    cr_expect_eq(e->states[0], 3.0);
    cr_expect_float_eq(e->states[1], -expm1(-2.0 / 12), 1e-15, "with the example's own rate and tick");
    model_free(m);
}

Test(turnover, errors_of_the_block_name_line_and_column)
{
    refused("unit: 1/d", "unit: 1/w", "mine.h:6:", "unknown unit '1/w'");
    refused("  rate:  {", "  dt:    {", "mine.h:6:3", "'dt' is declared already");
    refused("{chance: {", "{dt: {", "mine.h:10:11", "'dt' is declared already");
    refused("chance_of: rate", "chance_of: young", "mine.h:10:31", "needs a parameter in Hz");
    refused("initial: 7", "initial: seven", "mine.h:12:29", "a number, a parameter or a derived constant");
    refused("born: young", "born: old", "mine.h:12:38", "'born' of state 'age'");
    refused("activity: true", "activity: often", "mine.h:14:11", "activity");
    refused("{min: low, max: high}", "{max: high}", "mine.h:15:", "min");
    refused("min: low", "min: young", "mine.h:15:15", "needs a parameter in weight");
    refused("activity: true", "events: []", "mine.h:14:1", "events");
    refused("doc: same for both}\n",
            "doc: b}\n  b: {unit: 1, initial: 0, doc: b}\n  c: {unit: 1, initial: 0, doc: c}\n  d: {unit: 1, "
            "initial: 0, doc: d}\n",
            "mine.h:12:3", "too many states");
}

Test(turnover, examples_are_checked)
{
    refused("tick: 2 h", "tick: 2 mV", "mine.h:17:", "wrong unit");
    refused("[0.1, 0.2, -1]", "[0.1, 0.2]", "mine.h:17:36", "three draws, not 2");
    refused("[[0.1, 0.2, -1], [0.3, 0.4, 5]]", "[]", "mine.h:17:", "without a tick");
    refused("pre: 1, ", "", "mine.h:17:", "pre");
    refused("states: {age: 3}", "states: {aged: 3}", "mine.h:17:", "undeclared state 'aged'");
    refused("expect: dies", "expect: lives", "mine.h:17:", "expect");
    refused("expect: dies", "expect: 1", "mine.h:17:", "within");
}

Test(turnover, the_function_must_match_the_block)
{
    refused("on_tick(real", "on_tock(real", "mine.h:2:1", "'on_tick' is missing");
    refused("p.chance)", "p.chanse)", "mine.h:24:", "undeclared parameter 'chanse'");
    refused("s->age = s", "s->aged = s", "mine.h:22:8", "undeclared state 'aged'");
    refused("d.u <", "d.w <", "mine.h:24:24", "undeclared draw 'w'");
    refused("a.post", "a.past", "mine.h:23:39", "undeclared activity 'past'");
    refused("bounds: {min: low, max: high}\n", "", "mine.h:2:1", "does not say within which bounds");
    refused("*w = clamp_(", "real x = (", "mine.h:15:1", "'bounds' without effect");
}

/* A tick flushes only for rules that look at weights. If in doubt, one does. */
Test(turnover, who_does_not_look_at_weights_is_known)
{
    static const struct {
        const char *name;
        bool sees;
    } built_in[] = {{"random", false}, {"activity", false}, {"threshold", true}, {"weak_first", true},
                    {"kesten", true},  {"langevin", true},  {"spine", true}};
    static const char *const texts[][2] = {
        {"real *w, turnover_state *s, turnover_draws d, turnover_params p", ""},
        {"real  * w, turnover_state *s, turnover_draws d, turnover_params p", ""},
        {"real *x, turnover_state *s, turnover_draws d, turnover_params p", "real w = x[0];"},
        {"real *x, turnover_state *s, turnover_draws d, turnover_params p",
         "real *w; if (x[0] > 0) return 1;"},
        {"real *w, turnover_state *s, turnover_draws d, turnover_params p", "if (w[0] > 0) return 1;"}};
    struct registry *registry = NULL;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        cr_expect_eq(registry_find(registry, MODEL_TURNOVER, built_in[i].name)->sees_weights,
                     built_in[i].sees, "%s", built_in[i].name);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[512];
        struct model *m = NULL;
        snprintf(text, sizeof text,
                 "/*---\nturnover: mine\nsummary: Mine, w\nsource: none\nparams: {}\n---*/\n"
                 "static inline ireal on_tick(%s) /* w */\n{\n    %s\n    return 0;\n}\n",
                 texts[i][0], texts[i][1]);
        cr_assert_eq(frontmatter_parse("mine.h", text, &m, status), ENGRAM_OK, "%s",
                     engram_status_what(status));
        cr_expect_eq(m->sees_weights, i >= 2, "%s %s", texts[i][0], texts[i][1]);
        model_free(m);
    }
    registry_free(registry);
}

Test(turnover, declarations_name_what_the_engine_has_to_load)
{
    char *text = NULL;
    struct model *m = parsed();
    cr_assert_eq(assemble_turnover(m, "common/mix.h", &text, status), ENGRAM_OK, "%s",
                 engram_status_why(status));
    static const char *const parts[] = {
        "typedef struct { float dt; float low; float high; float chance; } turnover_params;\n",
        "typedef struct { real age; real same; } turnover_state;\n",
        "#define TURNOVER_VALUES(X_) X_(dt, 0) X_(low, 1) X_(high, 2) X_(chance, 3)\n",
        "#define TURNOVER_STATES(X_) X_(age, 0) X_(same, 1)\n",
        "#define TURNOVER_N_STATES 2\n",
        "#define TURNOVER_CHANGES_WEIGHT 1\n",
        "#define TURNOVER_ON_TICK(w, s, d, a, p) on_tick(w, s, d, a, p)\n",
        "#line 1 \"mine.h\"\n/*---\nturnover: mine\n",
        "#define ENGRAM_MIX_H"};
    const char *at = text;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        at = strstr(at, parts[i]);
        cr_assert(at, "missing, or out of order: %s", parts[i]);
    }
    free(text);
    model_free(m);
}

Test(turnover, tables_have_a_column_for_the_newborn)
{
    char *text = NULL;
    size_t n = 0;
    struct model *m = parsed();
    FILE *out = open_memstream(&text, &n);
    model_print_markdown(m, out);
    fclose(out);
    cr_expect(strstr(text, "| per synapse | unit | initial | born   | meaning |\n"), "%s", text);
    cr_expect(strstr(text, "| age         | s    | 7       | young  | age |\n"), "%s", text);
    cr_expect(strstr(text, "| same        | 1    | chance  | chance | same for both |\n"), "%s", text);
    cr_expect(strstr(text, "8 more bytes per synapse · changes weights · none\n"), "%s", text);
    cr_expect(strstr(text, "Example: weight 1, ticks 2 -> dies   (so)\n"), "%s", text);
    free(text);
    model_free(m);
}

Test(turnover, every_allocation_may_fail)
{
    for (uint64_t k = 1;; k++) {
        struct model *model = NULL;
        memory_fail_at(k);
        engram_code code = frontmatter_parse("mine.h", good, &model, status);
        memory_fail_at(0);
        model_free(model);
        if (code == ENGRAM_OK) {
            cr_expect_gt(k, 30, "allocations were counted");
            break;
        }
        cr_assert_eq(code, ENGRAM_E_RESOURCES, "allocation %llu: %s", (unsigned long long)k,
                     engram_status_what(status));
    }
}
