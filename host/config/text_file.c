#include "config/text_file.h"

#include "core/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static engram_code unreadable(const char *path, const char *why, const char *hint, engram_status *status)
{
    return FAIL(ENGRAM_E_INPUT, .what = TEXT("cannot read '%s'", path), .where = path, .why = why,
                .hint = hint);
}

static const char *hint_for(int error)
{
    if (error == EACCES)
        return "give yourself permission to read it (chmod u+r)";
    if (error == ENOENT)
        return "check the spelling; a relative path in an experiment file is relative to that file";
    return "check that this is an ordinary, readable file";
}

/* Kind and size, before a byte is read: opening a pipe or device would wait for ever. */
static engram_code ordinary_file(const char *path, uint64_t max_bytes, size_t *n, engram_status *status)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return unreadable(path, strerror(errno), hint_for(errno), status);
    if (S_ISDIR(about.st_mode))
        return unreadable(path, "it is a folder", "name a file inside it", status);
    if (!S_ISREG(about.st_mode))
        return unreadable(path, "it is not an ordinary file", "copy its contents into a file first", status);
    if ((uint64_t)about.st_size > max_bytes)
        return unreadable(path,
                          TEXT("it has %" PRIu64 " bytes; at most %" PRIu64 " are read",
                               (uint64_t)about.st_size, max_bytes),
                          "put large lists into a SONATA (HDF5) file", status);
    *n = (size_t)about.st_size;
    return ENGRAM_OK;
}

engram_code text_file_read(const char *path, uint64_t max_bytes, char **out, size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    FILE *file = NULL;
    char *text = NULL;
    size_t size = 0;

    *out = NULL;
    TRY(ordinary_file(path, max_bytes, &size, status));
    file = fopen(path, "rb");
    if (!file)
        TRY(unreadable(path, strerror(errno), hint_for(errno), status));
    TRY(memory_new(&text, (uint64_t)size + 1, 1, path, status));
    size = fread(text, 1, size, file);
    if (ferror(file))
        TRY(unreadable(path, strerror(errno), "check the disk", status));
    if (size == 0)
        TRY(unreadable(path, "the file is empty", "see docs/experiment.md for what an experiment contains",
                       status));
    *n = size;
    *out = text;
    text = NULL;

cleanup:
    if (file)
        fclose(file);
    free(text);
    return code;
}

size_t text_mark_length(const char *text)
{
    return strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Length of the UTF-8 sequence at s (n bytes left), 0 if it is none: overlong forms, surrogates and values above U+10FFFF are not allowed. */
static size_t utf8_length(const unsigned char *s, size_t n)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 : s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;
    if (length < 2 || length > n)
        return length <= n ? length : 0;
    uint32_t value = s[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (s[i] >> 6 != 2)
            return 0;
        value = value << 6 | (s[i] & 0x3Fu);
    }
    return value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) ? 0 : length;
}

engram_code text_check(const char *name, const char *text, size_t n, uint32_t first_line,
                       engram_status *status)
{
    uint32_t line = first_line, column = 1;
    for (size_t i = 0; i < n;) {
        const char *where = NULL;
        size_t length = utf8_length((const unsigned char *)text + i, n - i);
        if (text[i] == '\0' || length == 0)
            where = TEXT("%s:%" PRIu32 ":%" PRIu32, name, line, column);
        if (text[i] == '\0')
            return FAIL(ENGRAM_E_USAGE, .what = "the text contains a NUL byte", .where = where,
                        .why = "this is a binary file, or UTF-16 text", .hint = "save it as UTF-8 text");
        if (length == 0)
            return FAIL(ENGRAM_E_USAGE, .what = "the text is not UTF-8", .where = where,
                        .why = TEXT("byte 0x%02X does not belong to a valid character",
                                    (unsigned)(unsigned char)text[i]),
                        .hint = "save it as UTF-8 text");
        column = text[i] == '\n' ? 1 : column + 1;
        line += text[i] == '\n';
        i += length;
    }
    return ENGRAM_OK;
}
