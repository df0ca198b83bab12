/* A model file that is wrong is refused at its line, with what to do; one that is right becomes a struct model. */
#include "core/memory.h"
#include "model/model.h"
#include "refusals.h"

#include <criterion/criterion.h>
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

TestSuite(frontmatter, .init = setup, .fini = teardown);

/* A rule that is right; every test changes one thing. */
static const char good[] =
    "/*---\n"                                                                         /* 1 */
    "rule:    mine\n"                                                                 /* 2 */
    "summary: Mine\n"                                                                 /* 3 */
    "source:  none\n"                                                                 /* 4 */
    "events:  [arrival, post_spike]\n"                                                /* 5 */
    "params:\n"                                                                       /* 6 */
    "  tau:   {unit: ms, default: 20, above: 0, doc: time constant}\n"                /* 7 */
    "  eta:   {unit: 1, default: 0.5, min: 0, max: 1, doc: step}\n"                   /* 8 */
    "  w_max: {unit: weight, default: 10, above: 0, doc: bound}\n"                    /* 9 */
    "derived: {inv: {inverse_of: w_max}}\n"                                           /* 10 */
    "bounds:  {max: w_max}\n"                                                         /* 11 */
    "traces:  {y: {side: post, tau: tau}, x: {side: pre, tau: tau, nearest: true}}\n" /* 12 */
    "columns: {c: {unit: 1, initial: 0.5, doc: a column}}\n"                          /* 13 */
    "examples:\n"                                                                     /* 14 */
    "  - {weight: 1, pre_ms: [1, 2], read_at_ms: 3, expect: 1, within: 0, why: so, params: {eta: "
    "0}}\n"                                                                                   /* 15 */
    "---*/\n"                                                                                 /* 16 */
    "static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)\n"    /* 17 */
    "{\n"                                                                                     /* 18 */
    "    return min_(w - p.eta * t.y * s->c, p.w_max); /* p.nothing here counts */\n"         /* 19 */
    "}\n"                                                                                     /* 20 */
    "static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)\n" /* 21 */
    "{\n"                                                                                     /* 22 */
    "    return w + p.inv * t.x;\n"                                                           /* 23 */
    "}\n";

/* With `to` in the place of `from` the good rule is refused at `where`, and `what` appears in the message. */
static void refused(const char *from, const char *to, const char *where, const char *what)
{
    expect_refused(good, from, to, where, what, status);
}

Test(frontmatter, a_good_rule_becomes_a_model)
{
    struct model *m = NULL;
    cr_assert_eq(frontmatter_parse("mine.h", good, &m, status), ENGRAM_OK, "%s: %s",
                 engram_status_where(status), engram_status_what(status));
    cr_expect_eq(m->kind, MODEL_RULE);
    cr_expect_str_eq(m->name, "mine");
    cr_expect_eq(m->n_params, 3);
    cr_expect_eq(m->params[0].min, 0.0);
    cr_expect(m->params[0].min_excluded && !m->params[1].min_excluded);
    cr_expect(isinf(m->params[0].max));
    cr_expect_eq(m->weight_max_param, 2);
    cr_expect_eq(m->weight_min_param, -1);
    cr_expect_eq(m->n_traces, 2);
    cr_expect_eq(m->n_pre_traces, 1);
    cr_expect_str_eq(m->traces[0].name, "x", "pre traces come first");
    cr_expect(m->traces[0].nearest && !m->traces[1].nearest);
    cr_expect(m->on_arrival && m->on_post_spike);
    cr_expect_eq(m->variables[0].initial, 0.5);
    /* tau is only a trace's; p.nothing stands in a comment. */
    cr_assert_eq(m->n_values, 3);
    cr_expect_str_eq(m->values[0].name, "eta");
    cr_expect_str_eq(m->values[1].name, "w_max");
    cr_expect_str_eq(m->values[2].name, "inv");
    cr_expect_eq(m->examples[0].params[1], 0.0, "the example's own parameter");
    cr_expect_eq(m->examples[0].params[2], 10.0, "the default");
    cr_expect_str_eq(m->text, good, "the author's text is unchanged");
    model_free(m);
}

#define WITH_SETS(sets) "derived: {inv", "sets: {" sets "}\nderived: {inv"

Test(frontmatter, a_set_gives_some_parameters_and_leaves_the_others)
{
    struct model *m = NULL;
    cr_assert_eq(
        parse_changed(good, WITH_SETS("slow: {doc: slower, source: me, values: {tau: 50}}"), &m, status),
        ENGRAM_OK, "%s: %s", engram_status_where(status), engram_status_what(status));
    cr_assert_eq(m->n_sets, 1);
    cr_expect_str_eq(m->sets[0].name, "slow");
    cr_expect_str_eq(m->sets[0].doc, "slower");
    cr_expect_str_eq(m->sets[0].source, "me");
    cr_expect_eq(model_standard(m, &m->sets[0], 0), 50.0);
    cr_expect_eq(model_standard(m, &m->sets[0], 1), 0.5, "the default");
    cr_expect_eq(model_standard(m, NULL, 0), 20.0);
    model_free(m);
}

Test(frontmatter, an_example_may_use_a_set)
{
    char text[4096];
    struct model *m = NULL;
    const char *at = strstr(good, "derived: {inv"), *params = strstr(good, "params: {eta: 0}");
    snprintf(text, sizeof text,
             "%.*ssets: {slow: {doc: slower, values: {tau: 50, eta: 1}}}\n%.*sparams: {set: slow, eta: 0}%s",
             (int)(at - good), good, (int)(params - at), at, params + strlen("params: {eta: 0}"));
    cr_assert_eq(frontmatter_parse("mine.h", text, &m, status), ENGRAM_OK, "%s: %s",
                 engram_status_where(status), engram_status_what(status));
    cr_expect_eq(m->examples[0].params[0], 50.0, "of the set");
    cr_expect_eq(m->examples[0].params[1], 0.0, "given beside it");
    model_free(m);
    refused("params: {eta: 0}", "params: {set: slow}", "mine.h:15:", "no parameter set 'slow'");
}

Test(frontmatter, errors_of_sets_name_line_and_column)
{
    refused(WITH_SETS("slow: {values: {tau: 50}}"), "mine.h:10:", "doc");
    refused(WITH_SETS("slow: {doc: slower}"), "mine.h:10:", "values");
    refused(WITH_SETS("slow: {doc: slower, values: {taau: 50}}"), "mine.h:10:37",
            "undeclared parameter 'taau'");
    cr_expect(strstr(engram_status_hint(status), "'tau'"), "%s", engram_status_hint(status));
    refused(WITH_SETS("slow: {doc: slower, values: {tau: 0}}"), "mine.h:10:42", "range");
    refused(WITH_SETS("slow: {doc: slower, values: {tau: x}}"), "mine.h:10:42", "number");
    refused(WITH_SETS("so-so: {doc: slower, values: {tau: 1}}"), "mine.h:10:8", "so-so");
    refused("eta:   {", "set:   {", "mine.h:8:3", "'set' cannot be the name");
}

Test(frontmatter, errors_of_the_block_name_line_and_column)
{
    refused("/*---", "/* ---", "mine.h:1:1", "no declaration block");
    refused("---*/", "*/", "mine.h:1:1", "does not end");
    refused("summary: Mine\n", "", "mine.h:2:1", "summary");
    refused("summary:", "sumary:", "mine.h:3:1", "sumary");
    refused("rule:    mine", "rule:    my-rule", "mine.h:2:10", "my-rule");
    refused("unit: ms,", "unit: sec,", "mine.h:7:17", "sec");
    refused("doc: step", "dok: step", "mine.h:8:50", "dok");
    refused(", doc: step", "", "mine.h:8:10", "doc");
    refused("default: 0.5", "default: 1.5", "mine.h:8:29", "outside its own range");
    refused("default: 0.5", "default: abc", "mine.h:8:29", "must be a number");
    refused("above: 0, doc: time", "above: 0, min: 0, doc: time", "mine.h:7:", "both 'min' and 'above'");
    refused("  eta:", "  tau:", "mine.h:8:3", "tau");
    refused("  eta:", "  real:", "mine.h:8:3", "'real' cannot be the name");
    refused("  eta:", "  2eta:", "mine.h:8:3", "'2eta' cannot be the name");
    refused("[arrival, post_spike]", "[arrival, slow]", "mine.h:5:20", "slow");
    refused("[arrival, post_spike]", "[arrival, arrival]", "mine.h:5:20", "listed twice");
    refused("[arrival, post_spike]", "[arrival, post_spike, tick]", "mine.h:5:10", "has no interval");
    refused("[arrival, post_spike]", "[arrival, post_spike]\ntick: tau", "mine.h:6:1", "without effect");
    refused("[arrival, post_spike]", "[arrival, post_spike, tick]\ntick: eta", "mine.h:6:7",
            "parameter in ms");
    refused("bounds:", "measure: eta\nbounds:", "mine.h:11:10", "'measure' without a tick");
    refused("bounds:", "neurons: {m: {unit: 1, initial: 0, doc: d}}\nbounds:", "mine.h:11:10",
            "'neurons' without 'measure'");
    refused("[arrival, post_spike]", "[arrival, post_spike, tick]\ntick: tau",
            "mine.h:5:", "'on_tick' is missing");
    refused("[arrival, post_spike]", "[arrival, post_spike, reward]", "mine.h:5:", "'on_reward' is missing");
    refused("[arrival, post_spike]", "[arrival, post_spike, tick, reward]\ntick: tau",
            "mine.h:5:", "either the event 'tick' or the event 'reward'");
    refused("[arrival, post_spike]", "[arrival, post_spike]\nmodulator: {tau: tau}",
            "mine.h:6:", "a modulator alone does nothing");
    refused("[arrival, post_spike]", "[arrival, post_spike, reward]\nmodulator: {}", "mine.h:6:", "tau");
    refused("  eta:", "  eta: [1\n", "mine.h:", "");
}

Test(frontmatter, what_rules_read_of_their_targets_must_make_sense)
{
    refused("columns:", "reads: [u]\ncolumns:", "mine.h:13:", "by their spikes or by their states");
    refused("[arrival, post_spike]", "[arrival, mark]", "mine.h:5:", "by their spikes or by their states");
    refused("columns:", "reads: u\ncolumns:", "mine.h:13:", "list");
    refused("columns:", "reads: [x]\ncolumns:", "mine.h:13:9", "two things named 'x'");
    refused("columns:", "reads: [[x]]\ncolumns:", "mine.h:13:9", "single value");
    refused("columns:", "reads: [{x: y}]\ncolumns:", "mine.h:13:9", "single value");
    refused("columns:", "reads: [a, b, d, e, f]\ncolumns:", "mine.h:13:", "too many states are read");
    refused("columns:", "gathers: x\ncolumns:", "mine.h:13:10", "'gathers' without marks and arrivals");
    refused("columns:", "gathers: y\ncolumns:", "mine.h:13:10", "there is no pre trace 'y'");
    refused("columns:", "gathers: [x]\ncolumns:", "mine.h:13:10", "single value");
    refused("traces:  {y:", "gathers: x\ntraces:  {pending: {side: pre, tau: tau}, y:", "mine.h:12:10",
            "two things named 'pending'");
    refused("t.x", "t.pending", "mine.h:23:26", "undeclared trace 'pending'");
}

Test(frontmatter, references_must_be_declared_and_fit)
{
    refused("inverse_of: w_max", "inverse_of: w_mx", "mine.h:10:29", "w_mx");
    refused("inverse_of: w_max", "inverse: w_max", "mine.h:10:17", "unknown derivation 'inverse'");
    refused("inverse_of: w_max", "ratio_of: w_max", "mine.h:10:27", "wrong number of arguments");
    refused("inverse_of: w_max", "decay_of: w_max", "mine.h:10:27", "needs a parameter in ms");
    refused("{inv: {inverse_of: w_max}}", "{eta: {inverse_of: w_max}}", "mine.h:10:11", "declared twice");
    refused("tau: tau}", "tau: tao}", "mine.h:12:32", "tao");
    refused("tau: tau}", "tau: eta}", "mine.h:12:32", "needs a parameter in ms");
    refused("side: post", "side: both", "mine.h:12:21", "both");
    refused("bounds:  {max: w_max}", "bounds:  {max: eta}", "mine.h:11:16", "needs a parameter in weight");
    refused("initial: 0.5", "initial: start", "mine.h:13:33", "a number or a parameter");
    refused("pre_ms: [1, 2]", "pre_ms: [2, 1]", "mine.h:15:", "out of place");
    refused("pre_ms: [1, 2]", "pre_ms: [1, 4]", "mine.h:15:", "out of place");
    refused("params: {eta: 0}", "params: {eto: 0}", "mine.h:15:", "eto");
}

Test(frontmatter, the_functions_must_match_the_block)
{
    refused("on_arrival(real", "on_arrive(real", "mine.h:5:", "'on_arrival' is missing");
    refused("[arrival, post_spike]", "[post_spike]", "mine.h:5:", "'on_arrival' would never be called");
    refused("p.eta * t.y", "p.etha * t.y", "mine.h:19:23", "undeclared parameter 'etha'");
    refused("t.x", "t.z", "mine.h:23:26", "undeclared trace 'z'");
    refused("s->c", "s->d", "mine.h:19:38", "undeclared column 'd'");
    refused("p.inv * t.x", "t.x", "mine.h:10:11", "derived constant 'inv' is never used");
    refused("t.x", "t.elapsed", "mine.h:23:26", "undeclared trace 'elapsed'");
    refused("bounds:", "elapsed: true\nbounds:", "mine.h:11:1", "key 'elapsed' is never used");
    refused("bounds:", "elapsed: 3\nbounds:", "mine.h:11:10", "elapsed");
    refused("traces:  {y:", "elapsed: true\ntraces:  {elapsed: {side: pre, tau: tau}, y:", "mine.h:12:10",
            "two things named 'elapsed'");
    refused("t.x", "t.xi", "mine.h:23:26", "undeclared trace 'xi'");
    refused("bounds:", "draws: true\nbounds:", "mine.h:11:1", "key 'draws' is never used");
    refused("bounds:", "draws: uniform\nbounds:", "mine.h:11:1", "key 'draws' is never used");
    refused("bounds:", "late: tau\nbounds:", "mine.h:11:7", "'late' without effect");
    refused("post_spike]", "post_spike, late_arrival]", "mine.h:5:10", "'late' is missing");
    refused("post_spike]\n", "post_spike, late_arrival]\nlate: tau\n", "mine.h:6:7", "too wide for 'late'");
    refused("p.eta * t.y", "t.y", "mine.h:8:3", "parameter 'eta' is never used");
    refused("t.y * ", "", "mine.h:12:11", "trace 'y' is never used");
    refused("nearest: true", "initial_rate: tau", "mine.h:12:77", "trace 'x' cannot begin at a rate");
    refused("{side: post, tau: tau}", "{side: post, tau: tau, initial_rate: tau}", "mine.h:12:51",
            "needs a parameter in Hz");
}

Test(frontmatter, a_rule_may_ask_for_the_time_since_the_event_before)
{
    struct model *model = NULL;
    char text[4096];
    const char *at = strstr(good, "bounds:"), *use = strstr(good, "p.inv * t.x");
    snprintf(text, sizeof text, "%.*selapsed: true\n%.*st.elapsed * %s", (int)(at - good), good,
             (int)(use - at), at, use);
    cr_assert_eq(frontmatter_parse("mine.h", text, &model, status), ENGRAM_OK, "%s: %s",
                 engram_status_where(status), engram_status_what(status));
    cr_expect(model->asks_elapsed);
    model_free(model);
}

Test(frontmatter, an_undeclared_name_suggests_the_nearest)
{
    struct model *model = NULL;
    cr_assert_eq(parse_changed(good, "p.w_max)", "p.w_mox)", &model, status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_hint(status), "w_max"), "%s", engram_status_hint(status));
}

Test(frontmatter, a_parameter_without_default_must_be_given_by_examples)
{
    refused("default: 10, above", "above", "mine.h:15:5", "leaves 'w_max' open");
}

Test(frontmatter, an_example_of_a_target_says_only_what_the_rule_learns_of)
{
    refused("read_at_ms: 3", "read_at_ms: 3, mark_ms: [1], mark: 2",
            "mine.h:15:", "the rule has no event 'mark'");
    refused("read_at_ms: 3", "read_at_ms: 3, reads: {u: 2}", "mine.h:15:", "gives 'u', which nothing reads");
    refused("read_at_ms: 3", "read_at_ms: 3, reads: [u]", "mine.h:15:", "'reads' of an example");
}

static void neuron_refused(const char *text, const char *where, const char *what)
{
    struct model *model = NULL;
    cr_expect_eq(frontmatter_parse("mine.h", text, &model, status), ENGRAM_E_USAGE, "accepted:\n%s", text);
    cr_expect(strncmp(engram_status_where(status), where, strlen(where)) == 0, "at '%s', not '%s'",
              engram_status_where(status), where);
    cr_expect(strstr(engram_status_what(status), what), "says '%s', not '%s'", engram_status_what(status),
              what);
    model_free(model);
}

Test(frontmatter, what_neurons_remember_must_make_sense)
{
#define REMEMBERS(past)                                                                                      \
    "/*---\nneuron: mine\nsummary: a\nsource: b\nparams: {d: {unit: ms, default: 1, doc: d}, v: {unit: mV, " \
    "default: 1, doc: v}}\nstates: {q: {unit: mV, initial: v, doc: q}}\n" past "\n---*/\non_step("
    neuron_refused(REMEMBERS("past: {w: d}"), "mine.h:7:8", "no state 'w'");
    neuron_refused(REMEMBERS("past: {q: v}"), "mine.h:7:11", "parameter in ms");
    neuron_refused(REMEMBERS("marks: w"), "mine.h:7:8", "no state 'w'");
    neuron_refused(REMEMBERS("receptors: {q: {unit: mV, doc: d}}\npast: {q: d}"), "mine.h:8:8",
                   "two things named 'in.q'");
    neuron_refused("/*---\nneuron: mine\nsummary: a\nsource: b\nparams: {d: {unit: ms, default: 1, doc: d}}\n"
                   "states: {current: {unit: pA, initial: 0, doc: q}}\npast: {current: d}\n---*/\non_step(",
                   "mine.h:7:8", "cannot be named 'current'");
}

Test(frontmatter, neurons_are_checked_alike)
{
    neuron_refused("/*---\nneuron: mine\nsummary: a\nsource: b\n---*/\n", "mine.h:2:1",
                   "'on_step' is missing");
    neuron_refused("/*---\nneuron: mine\nsummary: a\nsource: b\nevents: []\n---*/\nireal on_step(",
                   "mine.h:5:1", "events");
    neuron_refused("/*---\nneuron: mine\nsummary: a\nsource: b\nreceptors: {current: {unit: pA, doc: "
                   "c}}\n---*/\non_step(",
                   "mine.h:5:13", "cannot be named 'current'");
    neuron_refused("/*---\nneuron: mine\nsummary: a\nsource: b\ngenerator: poisson\n---*/\non_step(",
                   "mine.h:5:12", "needs a parameter 'rate'");
    neuron_refused("/*---\nneuron: mine\nsummary: a\nsource: b\n---*/\non_step( in.exc", "mine.h:6:13",
                   "undeclared receptor 'exc'");
    neuron_refused(
        "/*---\nneuron: mine\nsummary: a\nsource: b\nreceptors: {a: {unit: kg, doc: c}}\n---*/\non_step(",
        "mine.h:5:23", "kg");
    neuron_refused(
        "/*---\nneuron: mine\nsummary: a\nsource: b\nparams: {e: {unit: weight, doc: c}}\n---*/\non_step(",
        "mine.h:5:20", "weight");
}

Test(frontmatter, every_allocation_may_fail)
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
