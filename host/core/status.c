#include "core/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOT_BYTES = 2048, N_TEXTS = 16 };

/* Texts live in a small ring: one failure formats a few of them, so a text survives until it is stored.
 * Everything is allocated with the status, because an out-of-memory failure must be able to describe itself. */
struct engram_status {
    engram_code code;
    char what[SLOT_BYTES], where[SLOT_BYTES], why[SLOT_BYTES], hint[SLOT_BYTES];
    char texts[N_TEXTS][SLOT_BYTES];
    unsigned next_text;
};

engram_status *engram_status_create(void)
{
    return calloc(1, sizeof(engram_status));
}

void engram_status_free(engram_status *status)
{
    free(status);
}

const char *status_text(engram_status *status, const char *format, ...)
{
    if (!status)
        return "";
    char *text = status->texts[status->next_text++ % N_TEXTS];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, SLOT_BYTES, format, arguments);
    va_end(arguments);
    return text;
}

static void slot_set(char *slot, const char *text)
{
    snprintf(slot, SLOT_BYTES, "%s", text ? text : "");
}

engram_code status_fail(engram_status *status, engram_code code, const struct failure *failure)
{
    if (!status)
        return code;
    status->code = code;
    slot_set(status->what, failure->what);
    slot_set(status->where, failure->where);
    slot_set(status->why, failure->why);
    slot_set(status->hint, failure->hint);
    return code;
}

void status_clear(engram_status *status)
{
    if (status)
        status_fail(status, ENGRAM_OK, &(struct failure){.what = ""});
}

engram_code engram_status_code(const engram_status *status)
{
    return status->code;
}

const char *engram_status_what(const engram_status *status)
{
    return status->what;
}

const char *engram_status_where(const engram_status *status)
{
    return status->where;
}

const char *engram_status_why(const engram_status *status)
{
    return status->why;
}

const char *engram_status_hint(const engram_status *status)
{
    return status->hint;
}

int engram_exit_code(engram_code code)
{
    static const int exit_codes[] = {
        [ENGRAM_OK] = 0,       [ENGRAM_E_RUN] = 1,       [ENGRAM_E_USAGE] = 2,        [ENGRAM_E_INPUT] = 3,
        [ENGRAM_E_DEVICE] = 4, [ENGRAM_E_RESOURCES] = 5, [ENGRAM_E_MISMATCH] = 6,     [ENGRAM_E_NAME] = 2,
        [ENGRAM_E_SHAPE] = 2,  [ENGRAM_E_STATE] = 2,     [ENGRAM_E_INTERRUPTED] = 75,
    };
    return exit_codes[code];
}
