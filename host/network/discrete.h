/* Exact binomial and hypergeometric draws of large counts, in constant expected time. */
#ifndef ENGRAM_NETWORK_DISCRETE_H
#define ENGRAM_NETWORK_DISCRETE_H
#include "network/words.h"

/* Of n trials, how many succeed with probability p (0 < p < 1). */
uint64_t discrete_binomial(struct words *words, uint64_t n, double p);
/* Of n items drawn from `total` without replacement, how many are among the `marked` ones. Counts below 2^53. */
uint64_t discrete_hypergeometric(struct words *words, uint64_t n, uint64_t marked, uint64_t total);
#endif
