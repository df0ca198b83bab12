#include "refusals.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

engram_code parse_changed(const char *good, const char *from, const char *to, struct model **model,
                          engram_status *status)
{
    char text[8192];
    const char *at = strstr(good, from);
    cr_assert(at, "the good rule has no '%s'", from);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    return frontmatter_parse("mine.h", text, model, status);
}

void expect_refused(const char *good, const char *from, const char *to, const char *where, const char *what,
                    engram_status *status)
{
    struct model *model = NULL;
    engram_code code = parse_changed(good, from, to, &model, status);
    cr_expect_eq(code, ENGRAM_E_USAGE, "'%s' was accepted", to);
    cr_expect_null(model);
    cr_expect(strncmp(engram_status_where(status), where, strlen(where)) == 0, "'%s': at '%s', not '%s' (%s)",
              to, engram_status_where(status), where, engram_status_what(status));
    cr_expect(strstr(engram_status_what(status), what), "'%s': says '%s', not '%s'", to,
              engram_status_what(status), what);
    cr_expect(engram_status_why(status)[0] && engram_status_hint(status)[0], "'%s': no reason or no advice",
              to);
    model_free(model);
}
