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
