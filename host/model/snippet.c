/* A first look at a model's C text, so that a wrong name is reported at its line before any compiler has run. It knows tokens, no grammar: what it
 * misses, the compiler finds. */
#include "config/nearest.h"
#include "core/memory.h"
#include "model/parse.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static char *blank_until(char *c, const char *end_mark)
{
    char *end = strstr(c, end_mark);
    char *stop = end ? end + strlen(end_mark) : c + strlen(c);
    for (; c < stop; c++)
        if (*c != '\n')
            *c = ' ';
    return stop;
}

static char *blank_quoted(char *c)
{
    char quote = *c;
    *c++ = ' ';
    while (*c && *c != quote && *c != '\n') {
        if (*c == '\\' && c[1] && c[1] != '\n')
            *c++ = ' ';
        *c++ = ' ';
    }
    if (*c == quote)
        *c++ = ' ';
    return c;
}

engram_code snippet_open(const char *path, const char *text, struct snippet *out, engram_status *status)
{
    engram_code code = memory_string(&out->code, text, status);
    if (code != ENGRAM_OK)
        return code;
    out->path = path;
    bool line_start = true;
    for (char *c = out->code; *c;) {
        if (c[0] == '/' && c[1] == '*') {
            c[0] = c[1] =
                ' '; /* so that the end mark of a comment that reads slash, star, slash is not its own start */
            c = blank_until(c, "*/");
        } else if (c[0] == '/' && c[1] == '/') {
            for (; *c && *c != '\n'; c++)
                *c = ' ';
        } else if (*c == '"' || *c == '\'') {
            c = blank_quoted(c);
        } else if (*c == '#' && line_start && strncmp(c + 1 + strspn(c + 1, " \t"), "include", 7) == 0) {
            for (; *c && *c != '\n'; c++)
                *c = ' ';
        } else {
            line_start = *c == '\n' || (line_start && isspace((unsigned char)*c));
            c++;
        }
    }
    return ENGRAM_OK;
}

void snippet_close(struct snippet *snippet)
{
    free(snippet->code);
    snippet->code = NULL;
}

/* Next whole word equal to `word` at or after `from`, or NULL. */
static const char *find_word(const char *code, const char *from, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(from, word); at; at = strstr(at + 1, word))
        if ((at == code || !is_word(at[-1])) && !is_word(at[length]))
            return at;
    return NULL;
}

static const char *skip_space(const char *c)
{
    return c + strspn(c, " \t\r\n");
}

bool snippet_defines(const struct snippet *snippet, const char *function)
{
    for (const char *at = find_word(snippet->code, snippet->code, function); at;
         at = find_word(snippet->code, at + 1, function))
        if (*skip_space(at + strlen(function)) == '(')
            return true;
    return false;
}

bool snippet_reads(const struct snippet *snippet, const char *name)
{
    for (const char *at = find_word(snippet->code, snippet->code, name); at;
         at = find_word(snippet->code, at + 1, name)) {
        const char *before = at;
        while (before > snippet->code && isspace((unsigned char)before[-1]))
            before--;
        if (before > snippet->code &&
            (before[-1] == '.' || (before - snippet->code >= 2 && before[-1] == '>' && before[-2] == '-')))
            return true;
    }
    return false;
}

/* `at` if `what` stands there, behind space that may lie between; else NULL. */
static const char *follows(const char *at, const char *what)
{
    at = at ? skip_space(at) : NULL;
    return at && strncmp(at, what, strlen(what)) == 0 ? at + strlen(what) : NULL;
}

bool snippet_uses(const struct snippet *snippet, const char *function, const char *type, const char *name)
{
    const char *named = find_word(snippet->code, snippet->code, name);
    const char *called = find_word(snippet->code, snippet->code, function);
    if (!named || !called || find_word(snippet->code, named + 1, name))
        return true;
    const char *first = follows(follows(follows(called + strlen(function), "("), type), "*");
    return !first || skip_space(first) != named;
}

bool snippet_writes(const struct snippet *snippet, const char *object)
{
    for (const char *at = find_word(snippet->code, snippet->code, object); at;
         at = find_word(snippet->code, at + 1, object)) {
        const char *before = at, *after = skip_space(at + strlen(object));
        while (before > snippet->code && isspace((unsigned char)before[-1]))
            before--;
        after += *after && strchr("+-*/", *after) ? 1 : 0;
        if (before > snippet->code && before[-1] == '*' && after[0] == '=' && after[1] != '=')
            return true;
    }
    return false;
}

static const char *place(const struct snippet *snippet, const char *at, engram_status *status)
{
    unsigned line = 1;
    const char *start = snippet->code;
    for (const char *c = snippet->code; c < at; c++)
        if (*c == '\n') {
            line++;
            start = c + 1;
        }
    return TEXT("%s:%u:%u", snippet->path, line, (unsigned)(at - start) + 1);
}

/* Start of NAME in `object.NAME` or `object->NAME`, where `after` is just behind object; NULL if that is not what stands there. */
static const char *member_after(const char *after)
{
    const char *c = skip_space(after);
    if (c[0] == '.')
        return skip_space(c + 1);
    return c[0] == '-' && c[1] == '>' ? skip_space(c + 2) : NULL;
}

engram_code snippet_check(const struct snippet *snippet, const char *object, const char *thing,
                          const char *const *names, size_t n, engram_status *status)
{
    for (const char *at = find_word(snippet->code, snippet->code, object); at;
         at = find_word(snippet->code, at + 1, object)) {
        char name[NEAREST_MAX_LENGTH + 1] = {0};
        size_t length = 0, i = 0;
        const char *c = member_after(at + strlen(object));
        bool is_member = at > snippet->code && (at[-1] == '.' || at[-1] == '>');
        if (!c || is_member)
            continue;
        for (; is_word(c[length]) && length < NEAREST_MAX_LENGTH; length++)
            name[length] = c[length];
        while (i < n && strcmp(names[i], name) != 0)
            i++;
        if (i == n)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("undeclared %s '%s'", thing, name),
                        .where = place(snippet, c, status),
                        .why = n ? TEXT("declared: %s", nearest_list(status, names, n))
                                 : TEXT("the block at the top of the file declares none"),
                        .hint = n ? nearest_hint(status, name, names, n)
                                  : TEXT("declare '%s' in the block", name));
    }
    return ENGRAM_OK;
}
