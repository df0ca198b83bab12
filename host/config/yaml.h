/* YAML (and so JSON) text as an owned tree in which every node knows where it stands.
 *
 *      tree --root--> map { keys[i]: items[i] }      keys are scalars, in the order of the file, never equal
 *                      list { items[i] }
 *                      scalar { text, quoted }
 *
 * Nothing is interpreted here: a scalar is text until a getter of node.h reads it as a number, quantity, flag or name.
 * Anchors, aliases and merge keys are gone once a text is read (anchors.h).
 * Refused with file:line:column: tags, several documents, duplicate keys, nesting deeper than YAML_MAX_DEPTH, NUL bytes, text that is not UTF-8. */
#ifndef ENGRAM_CONFIG_YAML_H
#define ENGRAM_CONFIG_YAML_H
#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { YAML_MAX_DEPTH = 64, YAML_MAX_FILE_BYTES = 1 << 30 };

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    bool quoted;                 /* scalar in quotes: "5" is text, 5 may be a number */
    uint32_t line, column;       /* from 1 */
    const char *source;          /* name of the file or text, borrowed from the tree */
    char *text;                  /* scalar only, owned */
    struct node **keys, **items; /* [n] owned; keys is NULL for a list */
    size_t n;
};

/* Names of the files and texts that nodes come from; a tree may hold nodes of several (overrides). */
struct source {
    struct source *next;
    char name[];
};

struct tree {
    struct node *root;
    struct source *sources;
};

/* Read a file. ENGRAM_E_INPUT when it cannot be read (missing, no permission, a folder, empty), ENGRAM_E_USAGE when it is not acceptable YAML.
 * *out is owned by the caller (tree_free). */
engram_code yaml_read_file(const char *path, struct tree **out, engram_status *status);
/* Parse text that begins at (first_line, first_column) of `name`: 1, 1 for a whole text, more for a block inside another file (every line of the block then
 * counts from column 1, the first one from first_column). Blank text is refused. */
engram_code yaml_read_text(const char *name, const char *text, uint32_t first_line, uint32_t first_column,
                           struct tree **out, engram_status *status);
void tree_free(struct tree *tree);
void node_free(struct node *node);
#endif
