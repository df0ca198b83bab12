/* A string that grows. A failed allocation is remembered, so that a text can be written as a series of plain calls and checked once. */
#ifndef ENGRAM_CORE_TEXT_H
#define ENGRAM_CORE_TEXT_H
#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>

struct text {
    char *characters; /* owned; NULL while empty */
    size_t length, capacity;
    bool failed;
};

void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_bytes(struct text *text, const char *bytes, size_t n);
/* Lines whose cells end with a tab, the last one with the line, as aligned columns two spaces apart. align: a letter per column, l or r. */
void text_add_columns(struct text *text, const struct text *lines, const char *align);
/* Hand the string over: *out is owned by the caller. Fails with ENGRAM_E_RESOURCES if any addition did; then everything is freed. */
engram_code text_finish(struct text *text, char **out, engram_status *status);
void text_free(struct text *text);
#endif
