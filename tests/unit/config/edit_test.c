#include "config/edit.h"
#include "config/node.h"
#include "core/memory.h"
#include "core/status.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static engram_status *status;
static struct tree *tree;

static void begin(void)
{
    status = engram_status_create();
    cr_assert_eq(yaml_read_text("t.yaml", "dt: 0.1 ms\npops:\n  E: {size: 10, params: }\nlist: [{a: 1}]\n", 1,
                                1, &tree, status),
                 ENGRAM_OK);
}

static void end(void)
{
    tree_free(tree);
    engram_status_free(status);
}

TestSuite(edit, .init = begin, .fini = end);

static void must_set(const char *assignment)
{
    cr_assert_eq(tree_override(tree, "--set", assignment, status), ENGRAM_OK, "%s: %s", assignment,
                 engram_status_why(status));
}

Test(edit, overrides_replace_and_create)
{
    must_set("dt=0.05 ms");
    must_set("pops.E.params.tau=20 ms");
    must_set("pops.I.size={normal: {mean: 3}}");
    must_set("list.0.a=7");
    cr_expect_str_eq(node_get(tree->root, "dt")->text, "0.05 ms");
    cr_expect_str_eq(node_where(status, node_get(tree->root, "dt")), "--set:1:4");
    const struct node *pops = node_get(tree->root, "pops");
    cr_expect_str_eq(node_get(node_get(node_get(pops, "E"), "params"), "tau")->text, "20 ms");
    cr_expect_eq(node_get(node_get(pops, "I"), "size")->kind, NODE_MAP);
    cr_expect_str_eq(node_get(node_get(tree->root, "list")->items[0], "a")->text, "7");
}

Test(edit, bad_overrides_are_refused)
{
    static const char *const bad[] = {"dt",         "=1",       "dt=",       "dt= ", "a..b=1", "dt.x=1",
                                      "list.1.a=2", "list.x=2", "list.-1=2", ".a=1", "dt=[1",  "dt=*a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_expect_eq(tree_override(tree, "--set", bad[i], status), ENGRAM_E_USAGE, "%s", bad[i]);
        cr_expect_neq(engram_status_where(status)[0], 0);
        cr_expect_neq(engram_status_hint(status)[0], 0);
    }
}

static void same(const struct node *a, const struct node *b)
{
    cr_assert_eq(a->kind, b->kind);
    cr_assert_eq(a->n, b->n);
    cr_assert(node_is_null(a) == node_is_null(b));
    if (a->kind == NODE_SCALAR && !node_is_null(a))
        cr_assert_str_eq(a->text, b->text);
    for (size_t i = 0; i < a->n; i++) {
        if (a->keys)
            cr_assert_str_eq(a->keys[i]->text, b->keys[i]->text);
        same(a->items[i], b->items[i]);
    }
}

Test(edit, printed_text_reads_back_as_the_same_tree)
{
    static const char *const texts[] = {
        "a: 1\n",
        "[1, [2, {a: b}], []]\n",
        "a: {}\nb: []\nc:\nd: ''\ne: \"null\"\n",
        "\"x: y\": \"# no comment\"\n'-': \"- item\"\nq: \"a\\tb\\n\\\"c\\\\\"\nu: \"\xC2\xB5s\"\n",
        "- {a: [{b: 1}, {c: [1, 2]}]}\n- plain words here\n- -70 mV\n- \"---\"\n- '='\n",
        "just text\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct tree *one = NULL, *two = NULL;
        char *text = NULL;
        cr_assert_eq(yaml_read_text("one", texts[i], 1, 1, &one, status), ENGRAM_OK, "%s", texts[i]);
        cr_assert_eq(tree_print(one->root, &text, status), ENGRAM_OK);
        cr_assert_eq(yaml_read_text("two", text, 1, 1, &two, status), ENGRAM_OK, "%s from %s", text,
                     texts[i]);
        same(one->root, two->root);
        free(text);
        tree_free(one);
        tree_free(two);
    }
}

Test(edit, a_failed_allocation_leaves_a_tree_that_can_be_freed)
{
    for (uint64_t k = 1;; k++) {
        memory_fail_at(k);
        if (tree_override(tree, "--set", "pops.X.params.tau={normal: {mean: 1}}", status) == ENGRAM_OK)
            break;
        cr_assert_eq(engram_status_code(status), ENGRAM_E_RESOURCES);
    }
    memory_fail_at(0);
}
