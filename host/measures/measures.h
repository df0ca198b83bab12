/* Numbers of a run that its experiment names, computed from what streams by: spikes as they reach the host, delays at the start and the end, synapses at the times that are asked for. Little is kept but sums,
 * and nothing here can change a run. Each kind is a file with one row of functions (kind.h); the table of them is in measures.c. */
#ifndef ENGRAM_MEASURES_H
#define ENGRAM_MEASURES_H
#include "network/network.h"

const char *measure_unit(const struct network *net, const struct measure *of);

struct measures;
engram_code measures_create(const struct network *net, struct measures **out, engram_status *status);
void measures_free(struct measures *measures);

/* A spike of a population with is_measured. Steps never decrease. */
void measures_spike(struct measures *measures, uint32_t population, uint32_t neuron, uint64_t step);

/* Reward k of the network has been given, so much of it before its baseline was taken away. Steps never decrease. */
void measures_reward(struct measures *measures, size_t k, uint64_t step, double amount);

/* What the axons of a projection conduct with at some time. */
struct axon_delays {
    uint32_t n;           /* axons: neurons of the source population */
    uint64_t *steps;      /* [n] sum over the axon's synapses of their delays, axonal and dendritic */
    uint64_t *n_synapses; /* [n] 0: it has none, or is blocked */
};
/* Are the delays of a projection asked for, at the start or at the end? */
bool measures_ask_for_delays(const struct measures *measures, uint32_t projection, bool at_end);
void measures_delays(struct measures *measures, uint32_t projection, bool at_end,
                     const struct axon_delays *delays);

/* The cells of every day of a population in which neurons are born, at the end. */
void measures_cells(struct measures *measures, uint32_t population, const struct cell_counts *days,
                    uint64_t n_days);
/* Synapses of a projection are shown whole, in parts that follow one another in the order of sources, and then the look ends. */
struct synapse_table;
/* The first stamp from `step` on at which any are looked at; UINT64_MAX: never again. */
uint64_t measures_next_look(const struct measures *measures, uint64_t step);
bool measures_look_at(const struct measures *measures, uint32_t projection, uint64_t step);
engram_code measures_synapses(struct measures *measures, uint32_t projection, uint64_t step,
                              const struct synapse_table *part, engram_status *status);
void measures_synapses_end(struct measures *measures, uint32_t projection, uint64_t step);
/* The projection has n synapses, at the start or after a structural tick. */
void measures_count(struct measures *measures, uint32_t projection, uint64_t step, uint64_t n);

/* The numbers [net->n_measures] of a run of n_steps. Names are borrowed from the network. */
void measures_numbers(const struct measures *measures, uint64_t n_steps, engram_number *numbers);
#endif
