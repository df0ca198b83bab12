/* Change a tree from text ("--set dt=0.05 ms"), and write a tree back as YAML. */
#ifndef ENGRAM_CONFIG_EDIT_H
#define ENGRAM_CONFIG_EDIT_H
#include "config/yaml.h"

/* An empty map as root; `name` stands for the file in messages. Owned by the caller. */
engram_code tree_create(const char *name, struct tree **out, engram_status *status);
/* Give the key at `path` ("populations.E.size", "record.states.0.interval") the value written in `value` (YAML). Maps on the way are created, list items must
 * exist. `name` is what the user wrote it in ("--set"); the value's place in messages is name:1:column of the value in "path=value". */
engram_code tree_set(struct tree *tree, const char *name, const char *path, const char *value,
                     engram_status *status);
/* The same from one text "path=value". */
engram_code tree_override(struct tree *tree, const char *name, const char *assignment, engram_status *status);
/* YAML text that reads back as the same tree; owned by the caller (free()). */
engram_code tree_print(const struct node *root, char **out, engram_status *status);
#endif
