/* Did you mean ...? */
#ifndef ENGRAM_CONFIG_NEAREST_H
#define ENGRAM_CONFIG_NEAREST_H
#include "core/status.h"

#include <stddef.h>

enum { NEAREST_MAX_LENGTH = 63 };

/* Damerau-Levenshtein distance (one edit: insert, delete, replace, swap neighbours), case counted as half an edit: result in half edits.
 * Names longer than NEAREST_MAX_LENGTH bytes are compared on that many. */
unsigned nearest_distance(const char *a, const char *b);
/* The candidate close enough to `name` to be what was meant (at most about a third of its letters wrong), or NULL. Borrowed from names. */
const char *nearest_name(const char *name, const char *const *names, size_t n);
/* "did you mean 'tau_plus'?" or, if nothing is near, "allowed: a, b, c". Owned by the status. */
const char *nearest_hint(engram_status *status, const char *name, const char *const *names, size_t n);
/* "a, b, c" (cut with "..." when long), owned by the status. */
const char *nearest_list(engram_status *status, const char *const *names, size_t n);
#endif
