/* Small random experiments, reproducible by seed: a few populations of any model, connected by any builder with any rule and any kind of delay, driven
 * enough to be lively. */
#ifndef ENGRAM_TESTS_RANDOM_EXPERIMENT_H
#define ENGRAM_TESTS_RANDOM_EXPERIMENT_H
#include <engram/engram.h>
#include <stddef.h>
#include <stdint.h>

/* The experiment as YAML; at most `size` bytes, always terminated. */
void random_experiment(uint64_t seed, char *text, size_t size);
/* The same with synapses that are modulated beside their rules. */
void random_modulation(uint64_t seed, char *text, size_t size);
/* The same with a schedule that silences and restores neurons and changes their drive; with odd seeds neurons are born and die too. */
void random_events(uint64_t seed, char *text, size_t size);
/* The same, of lively neurons whose axons change speed wildly: every projection has a myelin rule, of any form, with short ticks. */
void random_speeds(uint64_t seed, char *text, size_t size);
/* The same, with synapses that come and go under the spikes. */
void random_structure(uint64_t seed, char *text, size_t size);
/* Rules that read the potential of their targets, with whatever they can be combined with. */
void random_voltages(uint64_t seed, char *text, size_t size);
/* A way of running, drawn too: none of it may matter. */
engram_options random_options(uint64_t *state);
/* Uniform number below n, drawn from *state. */
uint32_t random_below(uint64_t *state, uint32_t n);
#endif
