/* Every file of tests/input/bad is refused with the documented code, at the documented place, for the documented reason. */
#include "core/status.h"

#include <criterion/criterion.h>
#include <engram/experiment.h>
#include <stdio.h>
#include <string.h>

#define FOLDER ENGRAM_SOURCE_DIR "/tests/input/bad/"

struct expectation {
    char file[128], where[32], fragment[256];
    int exit_code;
};

static bool next_expectation(FILE *table, struct expectation *e)
{
    char line[512];
    while (fgets(line, sizeof line, table))
        if (line[0] != '#')
            return sscanf(line, "%127[^\t]\t%d\t%31[^\t]\t%255[^\n]", e->file, &e->exit_code, e->where,
                          e->fragment) == 4;
    return false;
}

static void expect_refusal(const struct expectation *e, engram_status *status)
{
    char path[512], place[700];
    engram_experiment *experiment = NULL;
    snprintf(path, sizeof path, FOLDER "%s", e->file);
    snprintf(place, sizeof place, "%s:%s", path, e->where);

    engram_code code = engram_experiment_load(path, NULL, 0, &experiment, status);
    const char *what = engram_status_what(status), *where = engram_status_where(status),
               *why = engram_status_why(status);
    cr_expect_null(experiment, "%s was accepted", e->file);
    cr_expect_eq(engram_exit_code(code), e->exit_code, "%s: exit code %d, not %d (%s; %s; %s)", e->file,
                 engram_exit_code(code), e->exit_code, what, where, why);
    cr_expect(strstr(what, e->fragment) || strstr(why, e->fragment),
              "%s: '%s' is neither in '%s' nor in '%s'", e->file, e->fragment, what, why);
    size_t n = strlen(place);
    bool at_place = strncmp(where, place, n) == 0 && (where[n] == '\0' || where[n] == ',');
    cr_expect(e->where[0] == '-' || at_place, "%s: at %s, not %s (%s)", e->file, where, place, what);
    cr_expect(what[0] && where[0] && why[0] && engram_status_hint(status)[0],
              "%s: a part of the message is empty", e->file);
    engram_experiment_free(experiment);
}

Test(bad_input, every_bad_file_is_refused_at_its_place_with_a_reason)
{
    FILE *table = fopen(FOLDER "expected.tsv", "r");
    engram_status *status = engram_status_create();
    struct expectation e;
    int n = 0;
    cr_assert(table);
    for (; next_expectation(table, &e); n++)
        expect_refusal(&e, status);
    fclose(table);
    engram_status_free(status);
    cr_assert_geq(n, 60);
}
