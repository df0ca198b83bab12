/* Texts made from models: includes resolved once, lines traceable to the author's file, names all there. */
#include "core/kernel_text.h"
#include "models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static engram_status *status;

static void setup(void)
{
    status = engram_status_create();
}

static void teardown(void)
{
    engram_status_free(status);
}

TestSuite(assemble, .init = setup, .fini = teardown);

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

Test(assemble, each_file_goes_in_once_and_no_include_of_ours_is_left)
{
    char *text = NULL;
    cr_assert_eq(
        assemble_delivery(model_named(MODEL_RULE, "stdp"), &(struct delivery_variant){0}, &text, status),
        ENGRAM_OK, "%s", engram_status_why(status));
    cr_expect_eq(count(text, "#define ENGRAM_DIALECT_H"), 1);
    cr_expect_eq(count(text, "#define ENGRAM_ARITH_H"), 1);
    cr_expect_eq(count(text, "#define ENGRAM_WEIGHT_DEPENDENCE_H"), 1);
    cr_expect_eq(count(text, "#include \""), 0);
    cr_expect(strstr(text, "\n#line 1 \"kernels/rules/stdp.h\"\n/*---\nrule:    stdp\n"),
              "the author's text begins at its own line 1");
    free(text);
}

Test(assemble, a_line_after_an_include_keeps_its_number)
{
    char *text = NULL;
    const struct model *rule = model_named(MODEL_RULE, "stdp");
    cr_assert_eq(assemble_reference(rule, &text, status), ENGRAM_OK);
    /* The line number that a compiler would give to the function, against the one it has in the file. */
    const char *at = strstr(text, "static inline real on_arrival"), *directive = NULL;
    unsigned line = 0, want = 1;
    for (const char *d = strstr(text, "#line "); d && d < at; d = strstr(d + 1, "#line "))
        directive = d;
    cr_assert_eq(sscanf(directive, "#line %u \"kernels/rules/stdp.h\"", &line), 1);
    for (const char *c = strchr(directive, '\n') + 1; c < at; c++)
        line += *c == '\n';
    for (const char *c = rule->text; c < strstr(rule->text, "static inline real on_arrival"); c++)
        want += *c == '\n';
    cr_expect_eq(line, want);
    free(text);
}

Test(assemble, lists_name_what_the_engine_has_to_load)
{
    char *text = NULL;
    cr_assert_eq(assemble_delivery(model_named(MODEL_RULE, "stdp_nn_restr"),
                                   &(struct delivery_variant){.wide = true}, &text, status),
                 ENGRAM_OK);
    cr_expect(strstr(text, "#define RULE_PRE_TRACES(X_) X_(x, 0)\n"));
    cr_expect(strstr(text, "#define RULE_POST_TRACES(X_) X_(y, 0)\n"));
    cr_expect(strstr(text, "#define RULE_COLUMNS(X_) X_(fresh, 0)\n"));
    cr_expect(strstr(text, "#define RULE_N_COLUMNS 1\n"));
    cr_expect(strstr(text, "#define WIDE 1\n"));
    free(text);
}

Test(assemble, varying_values_are_numbered_by_column_uniform_ones_by_index)
{
    char *text = NULL;
    const struct model *model = model_named(MODEL_NEURON, "intfire1");
    struct neuron_variant variant = {.varying = 2, .driven = 1};
    cr_assert_eq(assemble_neurons(model, &variant, &text, status), ENGRAM_OK, "%s",
                 engram_status_why(status));
    cr_assert_eq(model->n_values, 2);
    cr_expect(strstr(text, "#define NEURON_UNIFORM(X_) X_(decay, 0)\n"));
    cr_expect(strstr(text, "#define NEURON_VARYING(X_) X_(ref_steps, 0)\n"));
    cr_expect(strstr(text, "#define NEURON_DRIVEN(X_) X_(input, 0)\n"));
    cr_expect(strstr(text, "#define NEURON_RECEPTORS(X_) X_(input, 0)\n"));
    free(text);
}

/* A temporary folder with one file. */
static void write_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    cr_assert(file);
    fputs(text, file);
    fclose(file);
}

static const char user_rule[] =
    "/*---\nrule: %s\nsummary: a\nsource: b\nevents: [arrival]\n---*/\n#include \"%s\"\n"
    "static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)\n{\n    return "
    "w;\n}\n";

Test(assemble, a_users_file_may_include_kernel_files_and_is_told_of_others)
{
    char folder[] = "/tmp/engram-test-XXXXXX", text[2048], path[512], *assembled = NULL;
    struct registry *registry = NULL;
    const struct model *model = NULL;
    cr_assert(mkdtemp(folder));
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);

    snprintf(text, sizeof text, user_rule, "good", "common/weight_dependence.h");
    write_file(folder, "good.h", text);
    snprintf(path, sizeof path, "%s/good.h", folder);
    cr_assert_eq(registry_add_file(registry, path, &model, status), ENGRAM_OK, "%s",
                 engram_status_what(status));
    cr_expect_eq(registry_find(registry, MODEL_RULE, "good"), model);
    cr_expect_eq(assemble_delivery(model, &(struct delivery_variant){0}, &assembled, status), ENGRAM_OK);
    cr_expect(strstr(assembled, path), "#line names the user's file");
    free(assembled);

    snprintf(text, sizeof text, user_rule, "bad", "mine/other.h");
    write_file(folder, "bad.h", text);
    snprintf(path, sizeof path, "%s/bad.h", folder);
    cr_assert_eq(registry_add_file(registry, path, &model, status), ENGRAM_OK);
    cr_expect_eq(assemble_delivery(model, &(struct delivery_variant){0}, &assembled, status), ENGRAM_E_USAGE);
    snprintf(text, sizeof text, "%s:7:1", path);
    cr_expect_str_eq(engram_status_where(status), text);

    snprintf(text, sizeof text, user_rule, "stdp", "common/arith.h");
    write_file(folder, "bad.h", text);
    cr_expect_eq(registry_add_file(registry, path, &model, status), ENGRAM_E_USAGE,
                 "a name that exists is refused");
    cr_expect(strstr(engram_status_why(status), "kernels/rules/stdp.h"));
    cr_expect_eq(registry_add_file(registry, "/nonexistent/rule.h", &model, status), ENGRAM_E_INPUT);

    registry_free(registry);
    unlink(path);
    snprintf(path, sizeof path, "%s/good.h", folder);
    unlink(path);
    rmdir(folder);
}

Test(assemble, a_folder_of_kernels_takes_precedence)
{
    char folder[] = "/tmp/engram-test-XXXXXX";
    const char *text = NULL;
    cr_assert(mkdtemp(folder));
    write_file(folder, "only_here.h", "/* here */\n");
    cr_assert_eq(kernel_text_find("only_here.h", &text, status), ENGRAM_E_INPUT);
    setenv("ENGRAM_KERNEL_DIR", folder, 1);
    cr_expect_eq(kernel_text_find("only_here.h", &text, status), ENGRAM_OK);
    cr_expect_str_eq(text, "/* here */\n");
    cr_expect_eq(kernel_text_find("common/arith.h", &text, status), ENGRAM_OK,
                 "others come from the program");
    unsetenv("ENGRAM_KERNEL_DIR");
    char path[512];
    snprintf(path, sizeof path, "%s/only_here.h", folder);
    unlink(path);
    rmdir(folder);
}

Test(assemble, models_are_listed_by_name)
{
    const struct model *model = NULL, *before = NULL;
    struct registry *registry = NULL;
    size_t n = 0;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    for (size_t i = 0; (model = registry_at(registry, MODEL_RULE, i)); i++, n++) {
        cr_expect(!before || strcmp(before->name, model->name) < 0);
        before = model;
    }
    cr_expect_geq(n, 7);
    cr_expect_null(registry_find(registry, MODEL_NEURON, "stdp"));
    registry_free(registry);
}
