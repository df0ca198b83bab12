/* What is kept of every neuron of a population and can be read, recorded and compared: the variables of its model, numbered as there, then its calcium, then its
 * elements for each projection that grows from or onto it, how many of these are bound, and how many whole ones are vacant, then factor and activity of each receptor
 * that is scaled. */
#ifndef ENGRAM_NETWORK_NEURON_STATE_H
#define ENGRAM_NETWORK_NEURON_STATE_H
#include "network/growth.h"

enum neuron_state_kind {
    NEURON_VARIABLE,
    NEURON_CALCIUM,
    NEURON_FACTOR,
    NEURON_ACTIVITY,
    NEURON_ELEMENTS,
    NEURON_BOUND,
    NEURON_VACANT
};

struct neuron_state {
    enum neuron_state_kind kind;
    const char *name, *unit; /* borrowed from the network */
    uint32_t projection;     /* elements: whose */
    enum side side;
    uint32_t scaling; /* factor, activity: which of the population's */
};
uint32_t population_n_states(const struct network *net, uint32_t population);
struct neuron_state population_state_at(const struct network *net, uint32_t population, uint32_t state);
/* The state of that name, or -1. */
int population_find_state(const struct network *net, uint32_t population, const char *name);
#endif
