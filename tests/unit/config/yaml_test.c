#include "reading.h"

#include "config/node.h"
#include "core/memory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(yaml, .init = make_status, .fini = free_status);

static void must_refuse(const char *text, engram_code code, const char *where, const char *what)
{
    struct tree *tree = NULL;
    cr_expect_eq(yaml_read_text("t.yaml", text, 1, 1, &tree, status), code, "accepted or other code: %s",
                 text);
    cr_expect_null(tree);
    cr_expect_str_eq(engram_status_where(status), where, "'%s' for: %s", engram_status_where(status), text);
    cr_expect(strstr(engram_status_what(status), what), "'%s' for: %s", engram_status_what(status), text);
    cr_expect_neq(engram_status_why(status)[0], 0);
    cr_expect_neq(engram_status_hint(status)[0], 0);
    tree_free(tree);
}

Test(yaml, every_node_knows_its_line_and_column)
{
    struct tree *tree = must_read("# note\na: 1\nb:\n  - x\n  - {c: \"2\"}\n");
    const struct node *b = node_get(tree->root, "b");
    const struct node *c = node_get(b->items[1], "c");
    cr_assert_str_eq(node_where(status, node_get(tree->root, "a")), "t.yaml:2:4");
    cr_assert_str_eq(node_where(status, node_key(tree->root, "b")), "t.yaml:3:1");
    cr_assert_str_eq(node_where(status, b->items[0]), "t.yaml:4:5");
    cr_assert_str_eq(node_where(status, c), "t.yaml:5:9");
    cr_assert(c->quoted);
    cr_assert_not(b->items[0]->quoted);
    cr_assert_null(node_get(tree->root, "z"));
    cr_assert_null(node_get(b, "a"));
    tree_free(tree);
}

Test(yaml, a_block_inside_another_file_keeps_the_lines_of_that_file)
{
    struct tree *tree = NULL;
    cr_assert_eq(yaml_read_text("rule.h", "rule: stdp\nparams:\n  tau: 1\n", 12, 1, &tree, status),
                 ENGRAM_OK);
    cr_assert_str_eq(node_where(status, node_get(node_get(tree->root, "params"), "tau")), "rule.h:14:8");
    tree_free(tree);
    cr_assert_eq(yaml_read_text("--set a", "[1, {b: 2, b: 3}]", 1, 7, &tree, status), ENGRAM_E_USAGE);
    cr_assert_str_eq(engram_status_where(status), "--set a:1:18");
}

Test(yaml, json_with_tabs_is_read)
{
    struct tree *tree =
        must_read("\t{\n\t\"a\":\t[1,\t2],\n\t\"b\":{\"c\":\"x\\ty\tz\", \"d\": \"q\\\"\"}\n}\n");
    cr_assert_eq(node_get(tree->root, "a")->n, 2);
    cr_assert_str_eq(node_get(node_get(tree->root, "b"), "c")->text, "x\ty\tz");
    cr_assert_str_eq(node_get(node_get(tree->root, "b"), "d")->text, "q\"");
    tree_free(tree);
}

Test(yaml, a_byte_order_mark_is_skipped)
{
    struct tree *tree = must_read("\xEF\xBB\xBF"
                                  "a: 1\n");
    cr_assert_str_eq(node_where(status, node_key(tree->root, "a")), "t.yaml:1:1");
    tree_free(tree);
}

Test(yaml, unacceptable_text_is_refused_at_its_place)
{
    must_refuse("a: 1\nb: 2\na: 3\n", ENGRAM_E_USAGE, "t.yaml:3:1", "twice");
    must_refuse("a: !!int 1\n", ENGRAM_E_USAGE, "t.yaml:1:4", "tag");
    must_refuse("a: 1\n---\nb: 2\n", ENGRAM_E_USAGE, "t.yaml:2:1", "second document");
    must_refuse("a: 1\n\tb: 2\n", ENGRAM_E_USAGE, "t.yaml:2:1", "not valid YAML");
    must_refuse("a: [1, 2\nb: 3\n", ENGRAM_E_USAGE, "t.yaml:2:2", "not valid YAML");
    must_refuse("a: \"never closed\n", ENGRAM_E_USAGE, "t.yaml:2:1", "not valid YAML");
    must_refuse("", ENGRAM_E_USAGE, "t.yaml:1:1", "empty");
    must_refuse("# only a comment\n\n", ENGRAM_E_USAGE, "t.yaml:3:1", "empty");
    must_refuse("[a, b]: 1\n", ENGRAM_E_USAGE, "t.yaml:1:1", "key must be a name");
    must_refuse("a: \xFF\n", ENGRAM_E_USAGE, "t.yaml:1:4", "UTF-8");
    must_refuse("a: 1\nb: \xC0\xAF\n", ENGRAM_E_USAGE, "t.yaml:2:4", "UTF-8");
    must_refuse("a: \xED\xA0\x80\n", ENGRAM_E_USAGE, "t.yaml:1:4", "UTF-8");
    must_refuse("a: \"x\\0y\"\n", ENGRAM_E_USAGE, "t.yaml:1:4", "NUL");
    must_refuse("a: \"\\q\"\n", ENGRAM_E_USAGE, "t.yaml:1:5", "not valid YAML");
}

Test(yaml, nesting_is_limited)
{
    char text[3 * YAML_MAX_DEPTH];
    memset(text, '[', YAML_MAX_DEPTH + 2);
    memset(text + YAML_MAX_DEPTH + 2, ']', YAML_MAX_DEPTH + 2);
    text[2 * YAML_MAX_DEPTH + 4] = '\0';
    must_refuse(text, ENGRAM_E_USAGE, "t.yaml:1:66", "nested too deeply");
    text[2 * YAML_MAX_DEPTH + 3] = '\0';
    tree_free(must_read(text + 1));
}

static void must_refuse_file(const char *path, engram_code expected, const char *why)
{
    struct tree *tree = NULL;
    cr_expect_eq(yaml_read_file(path, &tree, status), expected);
    cr_expect_null(tree);
    cr_expect(strstr(engram_status_why(status), why), "'%s' for %s", engram_status_why(status), path);
}

/* Only what this function created is removed. */
static void must_refuse_bytes(const char *folder, const char *bytes, size_t n, engram_code expected,
                              const char *why)
{
    char path[128];
    snprintf(path, sizeof path, "%s/x.yaml", folder);
    FILE *file = fopen(path, "wbx");
    cr_assert(file);
    cr_assert_eq(fwrite(bytes, 1, n, file), n);
    fclose(file);
    must_refuse_file(path, expected, why);
    unlink(path);
}

Test(yaml, unreadable_files_are_refused)
{
    char folder[] = "/tmp/engram_yaml_XXXXXX", missing[64], pipe[64];
    cr_assert(mkdtemp(folder));
    snprintf(missing, sizeof missing, "%s/missing.yaml", folder);
    snprintf(pipe, sizeof pipe, "%s/pipe", folder);
    must_refuse_file(folder, ENGRAM_E_INPUT, "folder");
    must_refuse_file(missing, ENGRAM_E_INPUT, "No such file");
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    must_refuse_file(pipe, ENGRAM_E_INPUT, "not an ordinary file");
    unlink(pipe);
    must_refuse_bytes(folder, "", 0, ENGRAM_E_INPUT, "empty");
    must_refuse_bytes(folder, "a: 1\0b", 6, ENGRAM_E_USAGE, "binary");
    must_refuse_bytes(folder,
                      "\xFF\xFE"
                      "a\0",
                      4, ENGRAM_E_USAGE, "0xFF");
    rmdir(folder);
}

Test(yaml, a_failed_allocation_is_reported_and_leaks_nothing)
{
    static const char text[] = "a: {b: [1, 2, 3], c: {d: e}}\nf: [g, h]\n";
    struct tree *tree = NULL;
    uint64_t k = 1;
    for (;; k++) {
        memory_fail_at(k);
        if (yaml_read_text("t.yaml", text, 1, 1, &tree, status) == ENGRAM_OK)
            break;
        cr_assert_eq(engram_status_code(status), ENGRAM_E_RESOURCES);
        cr_assert_null(tree);
    }
    memory_fail_at(0);
    cr_assert_gt(k, 20);
    tree_free(tree);
}
