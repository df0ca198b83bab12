/* What tests of reading YAML share: a status of their own, and a tree of a text that must be right. */
#ifndef TESTS_UNIT_CONFIG_READING_H
#define TESTS_UNIT_CONFIG_READING_H
#include "config/yaml.h"
#include "core/status.h"

#include <criterion/criterion.h>

static engram_status *status;

static void make_status(void)
{
    status = engram_status_create();
}

static void free_status(void)
{
    engram_status_free(status);
}

static struct tree *must_read(const char *text)
{
    struct tree *tree = NULL;
    engram_code code = yaml_read_text("t.yaml", text, 1, 1, &tree, status);
    cr_assert_eq(code, ENGRAM_OK, "%s (%s): %s", engram_status_what(status), engram_status_where(status),
                 engram_status_why(status));
    return tree;
}
#endif
