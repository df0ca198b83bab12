/* The C functions behind a model: compiled into the library for built-in ones, compiled on demand for a user's file. */
#include "reference/builtin.h"

#include <criterion/criterion.h>
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

TestSuite(user_models, .init = setup, .fini = teardown);

static const char rule_text[] = "/*---\nrule: twice\nsummary: a\nsource: b\nevents: [arrival]\n"
                                "params: {eta: {unit: 1, default: 2, doc: factor}}\n---*/\n"
                                "static inline real on_arrival(real w, rule_state *s, rule_traces t, "
                                "rule_params p)\n{\n    return w * %s;\n}\n";

static struct model *user_rule(const char *factor)
{
    char text[1024];
    struct model *model = NULL;
    snprintf(text, sizeof text, rule_text, factor);
    cr_assert_eq(frontmatter_parse("twice.h", text, &model, status), ENGRAM_OK, "%s",
                 engram_status_what(status));
    return model;
}

Test(user_models, every_built_in_model_has_its_functions_in_the_library)
{
    struct registry *registry = NULL;
    const struct model *model = NULL;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    setenv("CC", "/nonexistent/cc", 1); /* so that compiling one now would fail */
    for (size_t i = 0; (model = registry_at(registry, MODEL_RULE, i)); i++) {
        const struct rule_entry *entry = NULL;
        cr_assert_eq(reference_rule_entry(model, &entry, status), ENGRAM_OK, "%s",
                     engram_status_what(status));
        cr_expect_str_eq(entry->model, model->name);
        cr_expect_eq(entry->on_arrival != NULL, model->on_arrival);
        cr_expect_eq(entry->on_post_spike != NULL, model->on_post_spike);
        cr_expect_eq(entry->on_tick != NULL, model->on_tick);
    }
    for (size_t i = 0; (model = registry_at(registry, MODEL_NEURON, i)); i++) {
        const struct neuron_entry *entry = NULL;
        cr_assert_eq(reference_neuron_entry(model, &entry, status), ENGRAM_OK, "%s",
                     engram_status_what(status));
        cr_expect_str_eq(entry->model, model->name);
    }
    registry_free(registry);
}

Test(user_models, a_users_rule_is_compiled_and_runs)
{
    struct model *model = user_rule("p.eta");
    const struct rule_entry *entry = NULL, *again = NULL;
    const float values[] = {3.0f};
    cr_assert_eq(reference_rule_entry(model, &entry, status), ENGRAM_OK, "%s: %s", engram_status_what(status),
                 engram_status_why(status));
    cr_expect_eq(entry->on_arrival(2.0f, NULL, NULL, values), 6.0f);
    cr_expect_null(entry->on_post_spike);
    cr_assert_eq(reference_rule_entry(model, &again, status), ENGRAM_OK);
    cr_expect_eq(entry, again, "compiled once");
    model_free(model);
}

Test(user_models, a_rule_that_does_not_compile_is_refused_at_the_authors_line)
{
    struct model *model = user_rule("p.eta * sqare(w)");
    const struct rule_entry *entry = NULL;
    cr_expect_eq(reference_rule_entry(model, &entry, status), ENGRAM_E_USAGE);
    cr_expect_null(entry);
    cr_expect(strncmp(engram_status_where(status), "twice.h:10", 10) == 0, "at '%s'",
              engram_status_where(status));
    cr_expect(strstr(engram_status_why(status), "sqare"), "%s", engram_status_why(status));
    model_free(model);
}

Test(user_models, without_a_compiler_the_message_says_what_to_install)
{
    struct model *model = user_rule("p.eta + 1");
    const struct rule_entry *entry = NULL;
    setenv("CC", "/nonexistent/cc", 1);
    cr_expect_eq(reference_rule_entry(model, &entry, status), ENGRAM_E_RUN);
    cr_expect(strstr(engram_status_why(status), "/nonexistent/cc"), "%s", engram_status_why(status));
    cr_expect(strstr(engram_status_hint(status), "compiler"), "%s", engram_status_hint(status));
    model_free(model);
}
