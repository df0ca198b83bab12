/* A status and a folder of its own for every test of a suite:  TestSuite(name, .init = begin, .fini = end);  Included once per file of tests. */
#ifndef ENGRAM_TESTS_SCRATCH_H
#define ENGRAM_TESTS_SCRATCH_H
#include <criterion/criterion.h>
#include <engram/engram.h>
#include <stdio.h>
#include <stdlib.h>

static engram_status *status;
static char folder[64];

static void begin(void)
{
    status = engram_status_create();
    snprintf(folder, sizeof folder, "/tmp/engram-test-XXXXXX");
    cr_assert(mkdtemp(folder));
}

static void end(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_expect_eq(system(command), 0);
    engram_status_free(status);
}

static void must(engram_code code)
{
    cr_assert(code == ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status));
}
#endif
