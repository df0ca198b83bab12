/* How random experiments are drawn and written: what their files share. */
#ifndef ENGRAM_TESTS_RANDOM_WRITER_H
#define ENGRAM_TESTS_RANDOM_WRITER_H
#include "support/random_experiment.h"

#include <stdbool.h>

/* A rule that sees the time since a synapse's event before. */
#define REMEMBERING ENGRAM_SOURCE_DIR "/tests/property/remembering.h"

/* Uniform between two numbers, and one of a list that ends with NULL, drawn from *state. */
double random_between(uint64_t *state, double low, double high);
const char *random_choice(uint64_t *state, const char *const *list);

/* Text of at most `size` bytes; what does not fit is left out. */
struct writer {
    char *text;
    size_t size, n;
};
void put(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- random_rule.c ---- */
/* Key `rule` of a projection; weight: a typical one, above 0; modulation: what draws rules that see more, and several, or NULL. Returns whether it changes weights. */
bool put_rule(struct writer *w, uint64_t *state, uint64_t *modulation, double weight);
/* ---- random_modulation.c: what acts on synapses beside their rules ---- */
/* Of a population of neurons with this receptor. */
void put_scaling(struct writer *w, uint64_t *state, const char *receptor);
void put_short_term(struct writer *w, uint64_t *state);
void put_gates(struct writer *w, uint64_t *state);
void put_gate(struct writer *w, uint64_t *state);
void put_gate_events(struct writer *w, uint64_t *state);
void put_storage(struct writer *w, uint64_t *state);
/* ---- random_rewards.c: events of a schedule that reward projection P<projection> ---- */
void put_rewards(struct writer *w, uint64_t *state, uint32_t projection);
#endif
