/* Calcium of the neurons of a population: a running mean of their firing, which homeostatic growth follows; kernels/structure/growth.h has the law. */
#ifndef ENGRAM_NETWORK_CALCIUM_H
#define ENGRAM_NETWORK_CALCIUM_H
#include "network/network.h"

/* The longest time constant, in ticks: float keeps enough of what fades within one. */
#define CALCIUM_MAX_TICKS 1e5

struct calcium_plan {
    uint32_t tick; /* steps */
    float loss, gain;
};
struct calcium_plan calcium_plan(const struct calcium *c, double dt_ms);
/* The first stamp after `step` at which the population's calcium changes; UINT64_MAX if it has none. */
uint64_t calcium_next_tick(const struct population *p, uint64_t step);
/* Is `step` such a stamp? */
bool calcium_is_due(const struct population *p, uint64_t step);
#endif
