/* Worked pieces of an experiment for the documentation. A test sets each of them in the example and resolves it, so none can go stale. */
#ifndef ENGRAM_EXPERIMENT_FRAGMENTS_H
#define ENGRAM_EXPERIMENT_FRAGMENTS_H
#include <stdbool.h>
#include <stddef.h>

struct fragment {
    const char *section; /* heading it belongs under */
    const char *path;    /* key of the example that it replaces */
    const char *value;   /* YAML */
    const char *meaning;
    bool needs_file; /* names a file that the documentation does not come with */
};
/* A complete experiment. */
extern const char fragments_example[];
/* NULL after the last. */
const struct fragment *fragment_at(size_t i);
#endif
