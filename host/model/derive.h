/* Named derivations: constants computed once on the host, in double, from parameters and the time step. There are no expressions: what a model
 * needs and does not find here is added here. */
#ifndef ENGRAM_MODEL_DERIVE_H
#define ENGRAM_MODEL_DERIVE_H
#include <stddef.h>

enum { DERIVATION_MAX_ARGUMENTS = 4 };

struct derivation {
    const char *name, *doc;
    int n_min, n_max; /* number of arguments */
    const char
        *units[DERIVATION_MAX_ARGUMENTS]; /* unit each argument must have, or be converted to; NULL: any */
    double (*value)(const double *arguments, int n, double dt_ms);
};

/* Index into the table, or -1. */
int derivation_find(const char *name);
/* NULL past the end. */
const struct derivation *derivation_at(size_t i);
#endif
