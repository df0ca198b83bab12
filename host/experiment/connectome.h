/* A connectome of brain regions, as The Virtual Brain keeps it: matrices of weights and of tract lengths, and a name for every region.
 *
 *      weights, lengths     cells[target * n + source], row by row: weights[i][j] is the tract from j to i
 *
 * connectome.c reads the files; connectome_expand.c makes populations and projections of templates, as if the user had written them all. */
#ifndef ENGRAM_EXPERIMENT_CONNECTOME_H
#define ENGRAM_EXPERIMENT_CONNECTOME_H
#include "config/yaml.h"

/* A number, and where it stands in its file. */
struct cell {
    double value;
    uint32_t line, column;
};
struct matrix {
    const char *source; /* name of the file, borrowed from the tree */
    size_t n;
    struct cell *cells; /* [n * n] owned */
};
struct connectome {
    size_t n;
    struct matrix weights, lengths; /* lengths in mm */
    struct node **labels;           /* [n] owned scalars */
};

/* Read what `map` (the key `connectome`, checked) names; *out is owned by the caller also after a failure (connectome_free). Names of files are kept in
 * `sources`. */
engram_code connectome_read(const struct node *map, const char *folder, struct tree *sources,
                            struct connectome *out, engram_status *status);
void connectome_free(struct connectome *connectome);

/* Check the keys of an experiment and, if `connectome` is among them, replace it: *out is a tree in which its templates have become populations and
 * projections, owned by the caller (tree_free) and valid as long as that of `root`. Without the key *out is NULL. */
engram_code connectome_expand(const struct node *root, const char *folder, struct tree **out,
                              engram_status *status);
#endif
