/* Times at which the whole network rests: every neuron is silent (neuron_events.h), and only slow clocks go on. */
#ifndef ENGRAM_NETWORK_REST_H
#define ENGRAM_NETWORK_REST_H
#include "core/status.h"

#include <stdbool.h>
#include <stdint.h>

struct network;

struct rest { /* the steps that end at stamps begin < s <= end */
    uint64_t begin, end;
};

/* Keep rests in order of time; such that overlap or touch become one. */
engram_code rest_add(struct network *net, struct rest rest, engram_status *status);
/* The rest that the step after `step` belongs to; NULL if it belongs to none. */
const struct rest *rest_after(const struct network *net, uint64_t step);
/* Whether one begins or ends at `step`, and the first later step at which one does; UINT64_MAX if none does. */
bool rest_changes(const struct network *net, uint64_t step);
uint64_t rest_next_change(const struct network *net, uint64_t step);
/* Of the steps between two stamps, those in which the network is awake. */
uint64_t rest_awake_steps(const struct network *net, uint64_t from, uint64_t to);
/* So many steps after the last spike nothing is under way, neither on an axon nor in a dendrite, nor yet to act late; and all that neurons remember is from the rest. */
uint64_t rest_settles_within(const struct network *net);
#endif
