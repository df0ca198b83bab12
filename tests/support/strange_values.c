#include "support/strange_values.h"

#include "config/edit.h"
#include "config/yaml.h"

#include <criterion/criterion.h>
#include <engram/experiment.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const STRANGE[N_STRANGE_VALUES] = {"~",     "[]",          "{}",   "\"\"",
                                                      "-1",    "1e39",        "1e-9", "true",
                                                      "[[1]]", "{a: {b: 1}}", "word", "99999999999999999999"};

struct strange {
    const char *name;
    struct tree *tree;
    engram_status *status;
    size_t each, n, n_refused;
};

static bool has_place(const char *where, const char *name)
{
    size_t n = strlen(name);
    unsigned line = 0, column = 0;
    return strncmp(where, name, n) == 0 && sscanf(where + n, ":%u:%u", &line, &column) == 2;
}

/* As it is now; was, value: what has been changed. */
static void check(struct strange *t, const char *was, const char *value)
{
    char *text = NULL;
    engram_experiment *experiment = NULL;
    cr_assert_eq(tree_print(t->tree->root, &text, t->status), ENGRAM_OK);
    engram_code code = engram_experiment_parse(t->name, text, &experiment, t->status);
    engram_experiment_free(experiment);
    free(text);
    t->n_refused += code != ENGRAM_OK;
    if (code == ENGRAM_OK)
        return;
    const char *what = engram_status_what(t->status), *where = engram_status_where(t->status),
               *why = engram_status_why(t->status);
    cr_expect(code == ENGRAM_E_USAGE || code == ENGRAM_E_INPUT || code == ENGRAM_E_RESOURCES,
              "%s, %s: %s: code %d, %s", t->name, was, value, code, what);
    cr_expect(code != ENGRAM_E_USAGE || has_place(where, t->name), "%s, %s: %s: '%s' is at '%s'", t->name,
              was, value, what, where);
    cr_expect(what[0] && where[0] && why[0] && engram_status_hint(t->status)[0],
              "%s, %s: %s: a part of the message is empty: %s; %s; %s", t->name, was, value, what, where,
              why);
}

static void replace_all(struct strange *t, struct node *node, const char *was)
{
    char own[256];
    for (size_t i = 0; i < node->n; i++) {
        struct node *item = node->items[i], kept = *item;
        snprintf(own, sizeof own, "%s.%s", was, node->keys ? node->keys[i]->text : "*");
        for (size_t k = 0; k < t->each; k++) {
            const char *strange = STRANGE[t->n++ % N_STRANGE_VALUES];
            struct tree *value = NULL;
            cr_assert_eq(yaml_read_text("value", strange, 1, 1, &value, t->status), ENGRAM_OK);
            *item = *value->root;
            check(t, own, strange);
            *item = kept;
            tree_free(value);
        }
        replace_all(t, item, own);
    }
}

void strange_values(const char *example, size_t each)
{
    char path[512];
    struct strange t = {.status = engram_status_create(), .each = each};
    snprintf(path, sizeof path, "%s/examples/%s", ENGRAM_SOURCE_DIR, example);
    cr_assert_eq(yaml_read_file(path, &t.tree, t.status), ENGRAM_OK, "%s", path);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    cr_assert_eq(chdir(path), 0); /* files that it names are beside it */
    t.name = slash + 1;
    replace_all(&t, t.tree->root, "");
    cr_expect(t.n_refused > t.n / 2, "%s: only %zu of %zu were refused", example, t.n_refused, t.n);
    tree_free(t.tree);
    engram_status_free(t.status);
}
