/* Looking things up in the table of keys. */
#include "experiment/schema.h"

#include <assert.h>
#include <string.h>

const struct schema_row *schema_row_at(const char *path)
{
    const struct schema_row *row = NULL;
    for (size_t i = 0; (row = schema_at(i)) != NULL && strcmp(row->path, path) != 0;)
        i++;
    return row;
}

const struct schema_row *schema_find(const char *path)
{
    const struct schema_row *row = schema_row_at(path);
    assert(row && "a path that is not in the schema table");
    return row;
}

/* The part of `path` below `parent` if it is exactly one component, else NULL. */
static const char *one_below(const char *path, const char *parent)
{
    size_t n = strlen(parent);
    if (n > 0 && (strncmp(path, parent, n) != 0 || path[n] != '.'))
        return NULL;
    const char *rest = n > 0 ? path + n + 1 : path;
    return strchr(rest, '.') ? NULL : rest;
}

const struct schema_row *schema_child(const char *parent, const char *key)
{
    const struct schema_row *row = NULL, *wildcard = NULL;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++) {
        const char *rest = one_below(row->path, parent);
        if (rest && strcmp(rest, key) == 0)
            return row;
        if (rest && strcmp(rest, "*") == 0)
            wildcard = row;
    }
    return wildcard;
}

bool schema_is_below(const struct schema_row *row, const char *parent)
{
    return one_below(row->path, parent) != NULL;
}

size_t schema_keys(const char *parent, const char **names, size_t capacity)
{
    const struct schema_row *row = NULL;
    size_t n = 0;
    for (size_t i = 0; (row = schema_at(i)) != NULL; i++) {
        const char *rest = one_below(row->path, parent);
        if (rest && strcmp(rest, "*") != 0 && rest[0] != '<' && n++ < capacity)
            names[n - 1] = rest;
    }
    return n < capacity ? n : capacity;
}

const char *schema_key(const struct schema_row *row)
{
    const char *dot = strrchr(row->path, '.');
    return dot ? dot + 1 : row->path;
}
