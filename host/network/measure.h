/* Numbers that an experiment asks of a run, and what it expects of them. host/measures computes them. */
#ifndef ENGRAM_NETWORK_MEASURE_H
#define ENGRAM_NETWORK_MEASURE_H
#include "network/band.h"
#include "network/synapse_choice.h"

#include <stdint.h>

enum measure_kind {
    MEASURE_RATE,        /* spikes per neuron and second */
    MEASURE_CV,          /* coefficient of variation of the intervals between spikes */
    MEASURE_DELAY,       /* mean conduction delay of the synapses of a projection */
    MEASURE_SPREAD,      /* how far apart the axons of a cell that wraps them arrive at their targets */
    MEASURE_RESPONSE,    /* share of volleys that a neuron answers */
    MEASURE_SYNCHRONY,   /* mean correlation of the rates of every two populations */
    MEASURE_CELLS,       /* neurons that are born, mature or die, per day */
    MEASURE_SYNAPSES,    /* how many synapses there are at some time */
    MEASURE_WEIGHTS,     /* how their weights are distributed */
    MEASURE_PEAK,        /* of their number over the run */
    MEASURE_TURNOVER,    /* synapses gained and lost between two times */
    MEASURE_SURVIVAL,    /* share of synapses that are still there later */
    MEASURE_PERSISTENCE, /* share of synapses whose whole life is long */
    MEASURE_CHANGE,      /* how the weights of the same synapses differ between two times */
    MEASURE_REWARD,      /* mean amount of rewards */
    MEASURE_RATIO,       /* of two of the numbers above it */
    N_MEASURE_KINDS
};

/* Which number of a kind; its words in the schema come in this order. */
enum measure_of_synapses { SYNAPSES_NUMBER, SYNAPSES_IN_DEGREE, SYNAPSES_OUT_DEGREE, SYNAPSES_DENSITY };
enum measure_of_weights { WEIGHTS_MEAN, WEIGHTS_SD, WEIGHTS_LN_MEAN, WEIGHTS_LN_SD, WEIGHTS_LN_SKEW };
enum measure_of_peak { PEAK_NUMBER, PEAK_TIME };
enum measure_of_change { CHANGE_CORRELATION, CHANGE_RELATIVE_SD, CHANGE_LOST_OVER_KEPT };

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
    uint32_t over, under;   /* ratio: indices of measures before this one */
    char *rewards;          /* owned; the name of those that count */
    size_t of;              /* one of the enums above; cells: which of struct cell_counts */
    uint64_t
        born_until; /* survival: of synapses born in begin < s <= born_until; 0: of those that are there at begin */
    uint64_t lifetime; /* persistence: of those that are there at `end`, the share that lives so many steps */
    struct synapse_choice choice; /* of the projection's synapses; those at one time: at `end` */
};
#endif
