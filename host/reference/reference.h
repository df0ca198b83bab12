/* The naive twin: one thread, one synapse after the other, every event at its time; no lazy updates, tiles, windows or accumulators that need scaling
 * tricks beyond the shared fixed-point definition. It is here to be obviously right. It never meets OpenCL. */
#ifndef ENGRAM_REFERENCE_REFERENCE_H
#define ENGRAM_REFERENCE_REFERENCE_H
#include "network/network.h"
#include "network/structure.h"
#include "network/synapses.h"

struct reference;
typedef void (*reference_spike_sink)(void *context, uint32_t population, uint32_t neuron, uint64_t step,
                                     uint32_t n);

/* Build a network; `net` is borrowed until reference_free. */
engram_code reference_create(const struct network *net, struct reference **out, engram_status *status);
void reference_free(struct reference *reference);
/* Called for every spike (n > 1: several at once), ordered by step, population, neuron. May be NULL. */
void reference_on_spike(struct reference *reference, reference_spike_sink sink, void *context);
/* Advance by n_steps. */
engram_code reference_run(struct reference *reference, uint64_t n_steps, engram_status *status);
/* Borrowed until the next run: [n] values of one state variable of a population. */
const float *reference_state(const struct reference *reference, uint32_t population, uint32_t state);
/* Copy of a projection's synapses now; the caller frees it with synapse_table_free. */
engram_code reference_synapses(const struct reference *reference, uint32_t projection,
                               struct synapse_table *out, engram_status *status);
/* Spikes so far that left slower than their axon was, so as not to overtake, or not at all, because it was blocked; once per projection. */
uint64_t reference_n_held(const struct reference *reference);
uint64_t reference_n_blocked(const struct reference *reference);
/* Cells so far; all 0 where nobody is born. */
struct cell_counts reference_cells(const struct reference *reference, uint32_t population);
/* Inputs so far that came to silent neurons and were lost: one for each receptor and step at which anything arrived. */
uint64_t reference_n_dropped(const struct reference *reference);
/* Synapses of a projection that came and went since the start. */
engram_structure reference_structure(const struct reference *reference, uint32_t projection);
void reference_digest(const struct reference *reference, struct digest *out);
#endif
