/* Values that are written once and used again: YAML's anchors (&name), aliases (*name) and merge keys (<<).
 *
 *      E: {model: iaf_psc_exp, size: 80, params: &cell {tau_m: 20 ms}}
 *      I: {model: iaf_psc_exp, size: 20, params: *cell}                       the same value
 *      J: {model: iaf_psc_exp, size: 20, params: {<<: *cell, tau_m: 10 ms}}   the same but for what is given beside it
 *
 * An alias becomes a copy at once, so that the tree is one and every part of it can be changed by itself. The copy stands where the alias does, what is in it where it was written. */
#ifndef ENGRAM_CONFIG_ANCHORS_H
#define ENGRAM_CONFIG_ANCHORS_H
#include "config/yaml.h"

enum {
    ANCHORS_MAX_COPIES = 1 << 20
}; /* nodes of all copies: a few lines of aliases of aliases could ask for any number */

struct anchor {
    char *name;        /* owned */
    struct node *node; /* owned: a copy, as a merge takes the original apart */
    uint64_t n_nodes;  /* in it, itself included */
    unsigned height;   /* levels below it */
};

struct anchors {
    struct anchor *list; /* [n] owned */
    size_t n;
    uint64_t n_copies; /* nodes that were copied, by anchors and aliases */
};

/* Remember a node that is complete; of several with one name the latest counts. */
engram_code anchors_add(struct anchors *anchors, const char *name, const struct node *node,
                        engram_status *status);
/* What alias *name stands for, `depth` levels below the root, at a place in the text; *out is owned by the caller. */
engram_code anchors_copy(struct anchors *anchors, const char *name, unsigned depth, const struct node *place,
                         struct node **out, engram_status *status);
/* Put the entries of the map under the key <<, or of the maps of a list, in its place: those that the map does not have, nor a map before it. */
engram_code map_merge(struct node *map, engram_status *status);
void anchors_free(struct anchors *anchors);
#endif
