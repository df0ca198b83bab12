/* Which synapses of a projection are meant. */
#ifndef ENGRAM_NETWORK_SYNAPSE_CHOICE_H
#define ENGRAM_NETWORK_SYNAPSE_CHOICE_H
#include "network/selection.h"

struct synapse_table;

/* A column of a synapse lies within these, which both belong to it. */
struct column_range {
    uint32_t column; /* 0: the weight; k + 1: column k of the projection */
    double low, high;
};

/* Those for which everything holds. */
struct synapse_choice {
    struct selection from, to;  /* of the source and of the target neurons */
    struct column_range *where; /* [n_where], owned */
    size_t n_where;
};
/* Does synapse i of a table lie within the ranges? */
bool synapse_is_within(const struct synapse_choice *choice, const struct synapse_table *table, uint64_t i);
void synapse_choice_free(struct synapse_choice *choice);
#endif
