#include "experiment/experiment.h"
#include "experiment/fragments.h"
#include "experiment/schema.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(schema, .init = begin, .fini = end);

Test(schema, every_row_has_words_for_the_reader_and_a_parent)
{
    const struct schema_row *row = NULL;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++) {
        char parent[200];
        cr_expect(row->doc && row->doc[0], "%s", row->path);
        cr_expect(row->unit || (row->type != SCHEMA_NUMBER && row->type != SCHEMA_NUMBERS &&
                                row->type != SCHEMA_DISTRIBUTION),
                  "%s has no unit", row->path);
        cr_expect_not(row->required && row->standard, "%s is required and has a default", row->path);
        cr_expect_eq(schema_row_at(row->path), row, "%s is there twice", row->path);
        snprintf(parent, sizeof parent, "%s", row->path);
        char *dot = strrchr(parent, '.');
        if (!dot || row->path[0] == '<')
            continue;
        *dot = '\0';
        if (strlen(parent) > 2 && strcmp(parent + strlen(parent) - 2, "[]") == 0)
            parent[strlen(parent) - 2] = '\0';
        cr_expect_not_null(schema_row_at(parent), "%s has no parent", row->path);
    }
}

Test(schema, unknown_paths_have_no_row)
{
    cr_expect_null(schema_child("", "nope"));
    cr_expect_null(schema_child("populations.*", "nope"));
    cr_expect_str_eq(schema_child("populations", "anything")->path, "populations.*");
    cr_expect_str_eq(schema_child("populations.*", "size")->path, "populations.*.size");
}

/* Defaults and examples are written as a user would write them, so they must read as such. */
static void expect_readable(const struct schema_row *row, const char *value)
{
    struct tree *tree = NULL;
    double number = 0;
    uint64_t whole = 0;
    bool flag = false;
    cr_assert_eq(yaml_read_text("table", value, 1, 1, &tree, status), ENGRAM_OK, "%s: %s", row->path, value);
    struct schema_row plain = *row;
    bool of_model =
        row->unit && (strcmp(row->unit, UNIT_OF_PARAMETER) == 0 || strcmp(row->unit, UNIT_OF_RECEPTOR) == 0);
    if (of_model)
        plain.unit = "1";
    if (tree->root->kind == NODE_SCALAR && (row->type == SCHEMA_NUMBER || row->type == SCHEMA_DISTRIBUTION))
        cr_expect_eq(schema_number_here(tree->root, &plain, &number, status), ENGRAM_OK, "%s: %s", row->path,
                     value);
    if (row->type == SCHEMA_INTEGER)
        cr_expect_eq(node_integer(tree->root, row->path, row->least, row->most ? row->most : UINT64_MAX,
                                  &whole, status),
                     ENGRAM_OK, "%s: %s", row->path, value);
    if (row->type == SCHEMA_FLAG)
        cr_expect_eq(node_flag(tree->root, row->path, &flag, status), ENGRAM_OK, "%s: %s", row->path, value);
    if (row->type == SCHEMA_DISTRIBUTION && tree->root->kind == NODE_MAP)
        cr_expect_eq(schema_check_map(tree->root, SCHEMA_DISTRIBUTION_ROOT, row->path, status), ENGRAM_OK,
                     "%s: %s", row->path, engram_status_what(status));
    tree_free(tree);
}

Test(schema, defaults_and_examples_are_valid)
{
    const struct schema_row *row = NULL;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++) {
        if (row->standard && row->standard[0])
            expect_readable(row, row->standard);
        if (row->example)
            expect_readable(row, row->example);
    }
}

Test(schema, every_documented_fragment_works)
{
    const struct fragment *f = NULL;
    size_t i = 0;
    for (; (f = fragment_at(i)) != NULL; i++) {
        engram_experiment *e = NULL;
        cr_assert_eq(engram_experiment_parse("example.yaml", fragments_example, &e, status), ENGRAM_OK,
                     "%s: %s", engram_status_where(status), engram_status_what(status));
        cr_assert_eq(engram_experiment_set(e, f->path, f->value, status), ENGRAM_OK, "%s", f->value);
        engram_code code = engram_experiment_check(e, status);
        cr_expect_eq(code, f->needs_file ? ENGRAM_E_INPUT : ENGRAM_OK, "%s: %s: %s (%s)", f->path, f->value,
                     engram_status_what(status), engram_status_why(status));
        engram_experiment_free(e);
    }
    cr_assert_gt(i, 25);
}

static char *printed(void (*print)(FILE *))
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    print(stream);
    fclose(stream);
    return text;
}

Test(schema, the_json_schema_is_json_and_names_every_key)
{
    char *text = printed(schema_print_json_schema);
    struct tree *tree = NULL;
    cr_assert_eq(yaml_read_text("schema.json", text, 1, 1, &tree, status), ENGRAM_OK, "%s: %s (%s)",
                 engram_status_where(status), engram_status_what(status), engram_status_why(status));
    const struct schema_row *row = NULL;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++)
        cr_expect(strcmp(schema_key(row), "*") == 0 || strstr(text, schema_key(row)), "%s", row->path);
    tree_free(tree);
    free(text);
}

Test(schema, the_documentation_in_the_repository_is_current)
{
    char *text = printed(schema_print_markdown), *stored = NULL;
    FILE *file = fopen(ENGRAM_SOURCE_DIR "/docs/experiment.md", "r");
    cr_assert(file, "docs/experiment.md is missing: engram schema --markdown > docs/experiment.md");
    stored = calloc(strlen(text) + 2, 1);
    size_t n = fread(stored, 1, strlen(text) + 1, file);
    fclose(file);
    cr_expect(n == strlen(text) && memcmp(stored, text, n) == 0,
              "docs/experiment.md is stale: engram schema --markdown > docs/experiment.md");
    free(stored);
    free(text);
}
