#include "model/resolve.h"
#include "core/kernel_text.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char shown_root[] = "kernels/";

/* The name in  #include "name" ; false for any other line. */
static bool include_name(const char *line, size_t length, char *name, size_t size)
{
    const char *end = line + length;
    const char *c = line + strspn(line, " \t");
    if (c >= end || *c != '#')
        return false;
    c++;
    c += strspn(c, " \t");
    if (strncmp(c, "include", 7) != 0)
        return false;
    c += 7;
    c += strspn(c, " \t");
    const char *close = *c == '"' ? memchr(c + 1, '"', (size_t)(end - c) - 1) : NULL;
    if (c >= end || !close || (size_t)(close - c) > size)
        return false;
    memcpy(name, c + 1, (size_t)(close - c) - 1);
    name[close - c - 1] = '\0';
    return true;
}

/* Does the line end inside a block comment? */
static bool in_comment_after(const char *line, size_t length, bool inside)
{
    for (size_t i = 0; i < length; i++) {
        bool pair = i + 1 < length;
        if (!inside && pair && line[i] == '/' && line[i + 1] == '/')
            return false;
        if (pair && line[i] == (inside ? '*' : '/') && line[i + 1] == (inside ? '/' : '*')) {
            inside = !inside;
            i++;
        }
    }
    return inside;
}

/* The embedded path of an included name; NULL if there is no such file. */
static const char *locate(const char *from, const char *name)
{
    char beside[PATH_MAX];
    const char *slash = strrchr(from, '/');
    size_t root = strncmp(from, shown_root, strlen(shown_root)) == 0 ? strlen(shown_root) : 0;
    const char *found = NULL;
    if (slash && (size_t)(slash - from) >= root) {
        snprintf(beside, sizeof beside, "%.*s/%s", (int)((size_t)(slash - from) - root), from + root, name);
        found = kernel_text_path(beside);
    }
    return found ? found : kernel_text_path(name);
}

engram_code resolve_file(struct text *out, struct resolved *done, const char *kernel_path,
                         engram_status *status)
{
    char shown[PATH_MAX];
    const char *text = NULL;
    const char *path = kernel_text_path(kernel_path);
    engram_code code = kernel_text_find(kernel_path, &text, status);
    if (code != ENGRAM_OK)
        return code;
    for (size_t i = 0; i < done->n; i++)
        if (strcmp(done->paths[i], path) == 0)
            return ENGRAM_OK;
    if (done->n == RESOLVE_MAX_FILES)
        return FAIL(ENGRAM_E_INPUT, .what = "too many kernel files in one program", .where = kernel_path,
                    .why = TEXT("at most %d are joined", RESOLVE_MAX_FILES),
                    .hint = "join some of the included files");
    done->paths[done->n++] = path;
    snprintf(shown, sizeof shown, "%s%s", shown_root, path);
    return resolve_text(out, done, shown, text, status);
}

/* Lines and included files of a text, or only the files. */
static engram_code walk(struct text *out, struct resolved *done, const char *path, const char *text,
                        bool only_includes, engram_status *status)
{
    bool inside_comment = false;
    char name[256];
    unsigned number = 1;
    if (!only_includes)
        text_add(out, "#line 1 \"%s\"\n", path);
    for (const char *line = text; *line; number++) {
        size_t length = strcspn(line, "\n");
        if (!inside_comment && include_name(line, length, name, sizeof name)) {
            const char *found = locate(path, name);
            if (!found)
                return FAIL(ENGRAM_E_USAGE, .what = TEXT("included file '%s' not found", name),
                            .where = TEXT("%s:%u:1", path, number),
                            .why =
                                "a model may include the files of kernels/, for example \"common/arith.h\"",
                            .hint = "put the text of other files into the model's own file");
            engram_code code = resolve_file(out, done, found, status);
            if (code != ENGRAM_OK)
                return code;
            if (!only_includes)
                text_add(out, "#line %u \"%s\"\n", number + 1, path);
        } else if (!only_includes) {
            text_add_bytes(out, line, length);
            text_add(out, "\n");
        }
        inside_comment = in_comment_after(line, length, inside_comment);
        line += length + (line[length] == '\n');
    }
    return ENGRAM_OK;
}

engram_code resolve_text(struct text *out, struct resolved *done, const char *path, const char *text,
                         engram_status *status)
{
    return walk(out, done, path, text, false, status);
}

engram_code resolve_includes(struct text *out, struct resolved *done, const char *path, const char *text,
                             engram_status *status)
{
    return walk(out, done, path, text, true, status);
}
