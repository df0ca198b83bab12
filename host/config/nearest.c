#include "config/nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* In half edits: 2 for another letter, 1 for the same letter in the other case. */
static unsigned replace_cost(char a, char b)
{
    if (a == b)
        return 0;
    return tolower((unsigned char)a) == tolower((unsigned char)b) ? 1 : 2;
}

unsigned nearest_distance(const char *a, const char *b)
{
    size_t n = strnlen(a, NEAREST_MAX_LENGTH), m = strnlen(b, NEAREST_MAX_LENGTH);
    unsigned rows[3][NEAREST_MAX_LENGTH + 1];
    unsigned *older = rows[0], *old = rows[1], *row = rows[2];

    for (size_t j = 0; j <= m; j++)
        old[j] = 2 * (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = 2 * (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            row[j] =
                smaller(smaller(old[j] + 2, row[j - 1] + 2), old[j - 1] + replace_cost(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], older[j - 2] + 2);
        }
        unsigned *spare = older;
        older = old;
        old = row;
        row = spare;
    }
    return old[m];
}

const char *nearest_name(const char *name, const char *const *names, size_t n)
{
    const char *best = NULL;
    /* About a third of the letters, at least one edit: 2 half edits per letter, so 2/3 of the length. */
    unsigned limit = 2 * (unsigned)strnlen(name, NEAREST_MAX_LENGTH) / 3;
    limit = limit < 2 ? 2 : limit;
    for (size_t i = 0; i < n; i++) {
        unsigned distance = nearest_distance(name, names[i]);
        if (distance <= limit && distance < 2 * strlen(names[i])) {
            best = names[i];
            limit = distance ? distance - 1 : 0;
            if (distance == 0)
                break;
        }
    }
    return best;
}

const char *nearest_list(engram_status *status, const char *const *names, size_t n)
{
    char text[600];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (used + strlen(names[i]) + 8 > sizeof text)
            return TEXT("%s, ...", text);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? ", " : "", names[i]);
    }
    return TEXT("%s", n ? text : "none");
}

const char *nearest_hint(engram_status *status, const char *name, const char *const *names, size_t n)
{
    const char *near = nearest_name(name, names, n);
    if (near)
        return TEXT("did you mean '%s'?", near);
    return TEXT("allowed: %s", nearest_list(status, names, n));
}
