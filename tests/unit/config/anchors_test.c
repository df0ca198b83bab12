/* Values that are written once and used again. */
#include "reading.h"

#include "config/anchors.h"
#include "config/node.h"
#include "core/memory.h"
#include "core/text.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(anchors, .init = make_status, .fini = free_status);

static void must_refuse(const char *text, const char *where, const char *what, const char *hint)
{
    struct tree *tree = NULL;
    cr_expect_eq(yaml_read_text("t.yaml", text, 1, 1, &tree, status), ENGRAM_E_USAGE, "%s", text);
    cr_expect_null(tree);
    cr_expect_str_eq(engram_status_where(status), where);
    cr_expect(strstr(engram_status_what(status), what), "%s", engram_status_what(status));
    cr_expect(strstr(engram_status_hint(status), hint), "%s", engram_status_hint(status));
}

static const char *text_at(const struct node *map, const char *first, const char *second)
{
    const struct node *value = node_get(node_get(map, first), second);
    return value && value->text ? value->text : "(none)";
}

Test(anchors, an_alias_is_a_copy_that_stands_where_it_is_used)
{
    struct tree *tree = must_read("a: &cell {x: 1, y: [2, 3]}\nb: *cell\nt: &t 20 ms\nu: [*t, *t]\n");
    const struct node *b = node_get(tree->root, "b"), *y = node_get(b, "y");
    cr_expect_str_eq(text_at(tree->root, "b", "x"), "1");
    cr_expect_str_eq(node_where(status, b), "t.yaml:2:4");
    cr_expect_str_eq(node_where(status, y->items[1]), "t.yaml:1:24",
                     "a value inside is where it was written");
    cr_expect_neq(y, node_get(node_get(tree->root, "a"), "y"), "each can be changed by itself");
    cr_expect_str_eq(node_get(tree->root, "u")->items[1]->text, "20 ms");
    cr_expect_str_eq(node_where(status, node_get(tree->root, "u")->items[1]), "t.yaml:4:9");
    tree_free(tree);
}

Test(anchors, the_latest_anchor_of_a_name_counts)
{
    struct tree *tree = must_read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");
    cr_expect(node_is(node_get(tree->root, "b"), "1"));
    cr_expect(node_is(node_get(tree->root, "d"), "2"));
    tree_free(tree);
}

Test(anchors, what_is_given_beside_a_merge_overrides_it)
{
    struct tree *tree = must_read("a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\n"
                                  "before: {x: 5, <<: *a}\nafter: {<<: *a, x: 5}\nlist: {<<: [*a, *b]}\n"
                                  "again: {<<: &c {v: {w: 1}}}\nthird: *c\nquoted: {'<<': 1}\n");
    cr_expect_str_eq(text_at(tree->root, "before", "x"), "5");
    cr_expect_str_eq(text_at(tree->root, "before", "y"), "2");
    cr_expect_str_eq(text_at(tree->root, "after", "x"), "5");
    cr_expect_eq(node_get(tree->root, "after")->n, 2);
    cr_expect_str_eq(text_at(tree->root, "list", "y"), "2", "of several maps the first one counts");
    cr_expect_str_eq(text_at(tree->root, "list", "z"), "4");
    cr_expect_str_eq(text_at(node_get(tree->root, "third"), "v", "w"), "1");
    cr_expect_str_eq(text_at(tree->root, "quoted", "<<"), "1");
    tree_free(tree);
}

Test(anchors, what_has_no_meaning_is_refused_at_its_place)
{
    must_refuse("b: *x\n", "t.yaml:1:4", "alias '*x' stands for nothing", "write  &x");
    must_refuse("a: &cell 1\nb: *cel\n", "t.yaml:2:4", "alias '*cel'", "did you mean 'cell'?");
    must_refuse("a: &x [*x]\n", "t.yaml:1:8", "alias '*x' stands for nothing", "&x");
    must_refuse("a: &x 1\nb: {<<: *x}\n", "t.yaml:2:9", "only maps can be merged", "<<: *name");
    must_refuse("a: &x {y: 1}\nb: {<<: [*x, 3]}\n", "t.yaml:2:14", "only maps can be merged", "<<: *name");
    must_refuse("a: &x {y: 1}\nb: {<<: *x, <<: *x}\n", "t.yaml:2:13", "twice", "");
    must_refuse("a: &x y\n*x : 1\n", "t.yaml:2:1", "a key must be a name", "");
}

/* Ten lines of ten aliases each would be 10^10 values. */
Test(anchors, aliases_of_aliases_do_not_explode)
{
    struct text text = {0};
    text_add(&text, "a0: &a0 1\n");
    for (int i = 1; i <= 10; i++) {
        text_add(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            text_add(&text, "%s*a%d", k ? ", " : "", i - 1);
        text_add(&text, "]\n");
    }
    struct tree *tree = NULL;
    cr_expect_eq(yaml_read_text("t.yaml", text.characters, 1, 1, &tree, status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_what(status), "repeat too much"), "%s", engram_status_what(status));
    text_free(&text);
}

Test(anchors, depth_counts_what_aliases_stand_for)
{
    char text[200] = "a: &a ";
    memset(text + 6, '[', 40);
    memset(text + 46, ']', 40);
    strcpy(text + 86, "\nb: ");
    memset(text + 90, '[', 30);
    strcpy(text + 120, "*a");
    memset(text + 122, ']', 30);
    must_refuse(text, "t.yaml:2:34", "nested too deeply", "nearer to the top");
}

Test(anchors, no_allocation_is_taken_for_granted)
{
    struct tree *tree = NULL;
    uint64_t k = 1;
    for (engram_code code = ENGRAM_E_RESOURCES; code != ENGRAM_OK; k++) {
        memory_fail_at(k);
        code = yaml_read_text("t.yaml", "a: &a {x: 1}\nb: {<<: [*a, {z: 3}], y: 2}\n", 1, 1, &tree, status);
        cr_expect(code == ENGRAM_OK || (code == ENGRAM_E_RESOURCES && !tree), "allocation %d", (int)k);
    }
    memory_fail_at(0);
    cr_expect_gt(k, 40);
    tree_free(tree);
}
