#include "core/text.h"
#include "core/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for n more characters and the final zero. */
static bool reserve(struct text *text, size_t n)
{
    if (text->failed)
        return false;
    if (text->capacity - text->length > n)
        return true;
    size_t capacity = 2 * text->capacity + n + 64;
    text->failed = memory_resize(&text->characters, capacity, 1, "text", NULL) != ENGRAM_OK;
    if (!text->failed)
        text->capacity = capacity;
    return !text->failed;
}

void text_add_bytes(struct text *text, const char *bytes, size_t n)
{
    if (!reserve(text, n))
        return;
    memcpy(text->characters + text->length, bytes, n);
    text->length += n;
    text->characters[text->length] = '\0';
}

void text_add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (n < 0)
        text->failed = true;
    if (n < 0 || !reserve(text, (size_t)n))
        return;
    va_start(arguments, format);
    vsnprintf(text->characters + text->length, (size_t)n + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)n;
}

/* ---- columns ---- */

/* Characters, not bytes, of UTF-8. */
static size_t width_of(const char *cell, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n; i++)
        width += ((unsigned char)cell[i] & 0xC0) != 0x80;
    return width;
}

static void add_spaces(struct text *text, size_t n)
{
    text_add(text, "%*s", (int)n, "");
}

/* A line in columns; what is empty at its end leaves no spaces. */
static void add_line(struct text *text, const char *line, const char *align, const size_t *width)
{
    size_t waiting = 0;
    for (size_t k = 0; align[k]; k++) {
        size_t n = strcspn(line, "\t\n"), shown = width_of(line, n);
        bool is_last = line[n] != '\t';
        size_t left = is_last || shown > width[k] ? 0 : width[k] - shown;
        if (n) {
            add_spaces(text, waiting + (align[k] == 'r' ? left : 0));
            text_add_bytes(text, line, n);
            waiting = 0;
        }
        waiting += (n && align[k] == 'r' ? 0 : left) + 2;
        if (is_last)
            break;
        line += n + 1;
    }
    text_add(text, "\n");
}

void text_add_columns(struct text *text, const struct text *lines, const char *align)
{
    enum { MOST_COLUMNS = 8 };
    size_t width[MOST_COLUMNS] = {0}, k = 0;
    text->failed |= lines->failed;
    if (text->failed || !lines->characters)
        return;
    for (const char *cell = lines->characters; *cell;) {
        size_t n = strcspn(cell, "\t\n"), shown = width_of(cell, n);
        if (cell[n] == '\t' && shown > width[k])
            width[k] = shown;
        k = cell[n] == '\t' ? k + 1 : 0;
        cell += n + (cell[n] != '\0');
    }
    for (const char *line = lines->characters; *line;) {
        add_line(text, line, align, width);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
}

engram_code text_finish(struct text *text, char **out, engram_status *status)
{
    text_add_bytes(text, "", 0); /* an empty text is a string too */
    if (text->failed) {
        text_free(text);
        *out = NULL;
        return FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = "while a text was written",
                    .why = "the text could not grow",
                    .hint = "close other programs, or use a machine with more memory");
    }
    *out = text->characters;
    *text = (struct text){0};
    return ENGRAM_OK;
}

void text_free(struct text *text)
{
    free(text->characters);
    *text = (struct text){0};
}
