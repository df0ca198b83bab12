/* How random experiments are drawn and written: what their files share. */
#ifndef ENGRAM_TESTS_RANDOM_WRITER_H
#define ENGRAM_TESTS_RANDOM_WRITER_H
#include "support/random_experiment.h"

/* Uniform between two numbers, and one of a list that ends with NULL, drawn from *state. */
double random_between(uint64_t *state, double low, double high);
const char *random_choice(uint64_t *state, const char *const *list);

/* Text of at most `size` bytes; what does not fit is left out. */
struct writer {
    char *text;
    size_t size, n;
};
void put(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- random_modulation.c: keys of a projection beside its rule ---- */
void put_short_term(struct writer *w, uint64_t *state);
#endif
