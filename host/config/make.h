/* Nodes made by the program: parts of a tree that the user did not write, but that stand for something he did. */
#ifndef ENGRAM_CONFIG_MAKE_H
#define ENGRAM_CONFIG_MAKE_H
#include "config/yaml.h"

/* An empty node that stands, for messages, where `place` does; *out is owned by the caller (node_free). */
engram_code node_new(enum node_kind kind, const struct node *place, struct node **out, engram_status *status);
/* A scalar with a copy of the first `length` bytes of `text`. */
engram_code node_new_text(const char *text, size_t length, const struct node *place, struct node **out,
                          engram_status *status);
/* All of it, each part standing where its original does. Names of sources stay borrowed from the tree of the original. */
engram_code node_copy(const struct node *node, struct node **out, engram_status *status);
/* Append an entry to a map; key and value are taken (set to NULL) on success, and the map is unchanged on failure. */
engram_code map_append(struct node *map, struct node **key, struct node **value, engram_status *status);
/* Keep a name that nodes of the tree come from; *out is borrowed from the tree. */
engram_code tree_add_source(struct tree *tree, const char *name, const char **out, engram_status *status);
#endif
