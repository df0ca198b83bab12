/* Inside of struct sonata_elements, shared by sonata_open.c (which builds and checks it) and sonata_values.c (which reads ranges).
 *
 *   element (row of the file)     0   1   2   3   4   5 ...
 *   group  (index into groups)    0   0   1   0   1   0            edge_group_id; without that column all rows are in group "0"
 *   index  (row inside a group)   0   1   0   2   1   3            edge_group_index; without it, index = row
 *   group "0":  syn_weight[4], nsyns[4]      group "1": delay[2]   attributes: columns of a group */
#ifndef ENGRAM_IO_SONATA_ELEMENTS_H
#define ENGRAM_IO_SONATA_ELEMENTS_H
#include "io/h5.h"
#include "io/sonata_read.h"

struct sonata_column { /* one attribute in one group */
    size_t attribute;  /* index into names */
    size_t group;
    struct h5_column values;
    char **library; /* [n_library] words the integers stand for (@library), or NULL */
    size_t n_library;
};

struct sonata_elements {
    char *path, *population;
    enum sonata_kind kind;
    const struct sonata_types *types; /* borrowed, may be NULL */
    hid_t file, root;                 /* root: /nodes/<population> */
    uint64_t n;
    struct h5_column type_id, group_id, group_index,
        end_id[2]; /* group columns may be absent (dataset < 0) */
    char *end_population[2];
    int64_t *groups; /* [n_groups] numbers of the groups */
    size_t n_groups;
    char **names; /* [n_names] attributes in name order */
    size_t n_names;
    struct sonata_column *columns;
    size_t n_columns;
    bool identity;    /* one group, and index = row: a range of elements is a range of each column */
    uint32_t *row_of; /* [n] row of the node with this id; NULL if that is the id itself */
};

enum { SONATA_BLOCK = 1 << 16 }; /* elements handled at once: bounds the memory of any read */

/* sonata_attributes.c: opens the groups and their columns. */
engram_code sonata_attributes_open(struct sonata_elements *elements, engram_status *status);
/* Index into names of an attribute, also without its "dynamics_params/"; -1: none. */
int64_t sonata_find_attribute(const struct sonata_elements *elements, const char *name);
/* Rows [begin, begin + n): index into groups, and row inside the group. */
engram_code sonata_read_groups(const struct sonata_elements *elements, uint64_t begin, uint64_t n,
                               int64_t *group, uint64_t *index, engram_status *status);
/* sonata_check.c: everything sonata_open() promises about ids, groups and types; fills identity and row_of. */
engram_code sonata_check(struct sonata_elements *elements, engram_status *status);
#endif
