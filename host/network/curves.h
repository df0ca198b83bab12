/* The key `curves` of an experiment: diagrams of what weights became under one condition after another, with measured points. The same text is read when the
 * experiment is checked and, from the results folder, when it is drawn. */
#ifndef ENGRAM_NETWORK_CURVES_H
#define ENGRAM_NETWORK_CURVES_H
#include "config/node.h"

#include <stdint.h>

enum curve_of { CURVE_RELATIVE_CHANGE, CURVE_CHANGE, CURVE_WEIGHT };

/* Texts and numbers of all structs here are borrowed from the nodes or owned by the curves, which say so. */
struct curve_line {
    const char *name, *projection; /* borrowed */
    const struct node *place;      /* of the projection's name, for messages */
    enum curve_of of;
    bool by_source;   /* neurons of the source, not of the target, stand for the conditions */
    uint64_t neurons; /* in a row under each condition */
    double begin_ms, end_ms;
};
struct curve_points {
    const char *name; /* borrowed */
    double *x, *y;    /* owned, [n] */
    double *sem;      /* owned, [n], or NULL */
    size_t n;
    size_t like; /* the line whose colour they take; SIZE_MAX: none */
};
struct curve_diagram {
    const char *name, *x, *y; /* borrowed: title and labels of the axes */
    double *at;               /* owned, [n]: the conditions; 1 ... n if they have names */
    const char **names;       /* owned list of borrowed names, or NULL */
    size_t n;
    struct curve_line *lines; /* owned */
    size_t n_lines;
    struct curve_points *data; /* owned */
    size_t n_data;
};
struct curves {
    struct curve_diagram *diagrams;
    size_t n;
};

/* *out is owned by the caller; `map` (or NULL) must stay while it is used. */
engram_code curves_read(const struct node *map, struct curves *out, engram_status *status);
void curves_free(struct curves *curves);
#endif
