/* Numbers that an experiment asks of a run, and what it expects of them. host/measures computes them. */
#ifndef ENGRAM_NETWORK_MEASURE_H
#define ENGRAM_NETWORK_MEASURE_H
#include "network/band.h"
#include "network/selection.h"

#include <stdint.h>

enum measure_kind {
    MEASURE_RATE,      /* spikes per neuron and second */
    MEASURE_DELAY,     /* mean conduction delay of the synapses of a projection */
    MEASURE_SPREAD,    /* how far apart the axons of a cell that wraps them arrive at their targets */
    MEASURE_RESPONSE,  /* share of volleys that a neuron answers */
    MEASURE_SYNCHRONY, /* mean correlation of the rates of every two populations */
    MEASURE_CELLS,     /* neurons that are born, mature or die, per day */
    MEASURE_RATIO,     /* of two of the numbers above it */
    N_MEASURE_KINDS
};

/* Each kind uses some of this. */
struct measure {
    char *name; /* owned */
    enum measure_kind kind;
    struct band expect;
    uint32_t *populations; /* owned; [n_populations] whose spikes it is computed from */
    uint32_t n_populations;
    struct selection which; /* rate: of its neurons, */
    uint32_t n_selected;    /* so many */
    uint64_t begin, end;    /* steps: of the stamps begin < s <= end */
    uint64_t bin;           /* steps in which spikes are counted together */
    uint32_t projection;
    bool at_end;            /* of the run; false: at its start */
    uint32_t source;        /* response: population whose volleys are answered, */
    uint32_t neuron;        /* by this neuron of the first population, */
    uint64_t after, within; /* in the steps after < s - volley <= within */
    size_t cells;           /* cells: which of struct cell_counts */
    uint32_t over, under;   /* ratio: indices of measures before this one */
};
#endif
