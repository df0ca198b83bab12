/* A small network without dynamics, and a "run" of it whose every value can be computed again: what was recorded can be checked after any accident. */
#ifndef ENGRAM_TESTS_IO_TINY_RUN_H
#define ENGRAM_TESTS_IO_TINY_RUN_H
#include "io/recorder.h"

#include <engram/results.h>

enum { TINY_E = 40, TINY_I = 10, TINY_SYNAPSES = 700, TINY_RATE_BIN = 5, TINY_EVENTS = 6 };

/* Populations E (40, excitatory) and I (10, inhibitory), projections E_to_E (plastic, with lengths and myelin of three segments) and I_to_E, V_m of three E neurons, four axons of
 * E_to_E, the delays of both; I_to_I has only synapses that come and go, with a log of them; neurons of I are born and die. Static: never freed. */
const struct network *tiny_network(void);
/* Spikes of population p in the window of `step`: (step * 7 + p) % 5 of them. Fills neurons in DEscending order. */
uint64_t tiny_spikes(uint32_t p, uint64_t step, uint32_t *neurons);
float tiny_weight(uint32_t projection, uint64_t step, uint64_t synapse);
float tiny_state(uint64_t step, uint32_t neuron);
float tiny_velocity(uint64_t step, uint32_t neuron);
float tiny_myelin(uint64_t step, uint32_t neuron, uint32_t segment);
uint64_t tiny_delays(uint32_t projection, uint64_t step, uint64_t bin);
uint64_t tiny_synapses(uint64_t step);
engram_structure tiny_change(uint64_t step);
struct cell_day tiny_cells(uint64_t step);
/* The k-th of TINY_EVENTS. */
struct topology_event tiny_event(uint64_t step, uint32_t k);
/* Those, at one step; and all of them that can be read must be so. */
engram_code tiny_record_structure(struct recorder *recorder, uint64_t step, engram_status *status);
void tiny_check_structure(engram_results *results, engram_status *status);
/* Record steps [begin, end] (from 1); weights, axons, delays, structure, topology and cells every 10 steps and at step 0. Stops at the first failure. */
engram_code tiny_record(struct recorder *recorder, uint64_t begin, uint64_t end, engram_status *status);
struct run_summary tiny_summary(uint64_t n_steps);
/* Everything readable in the folder must be what tiny_record() writes; returns the latest time (ms) of any spike seen. Ends the test otherwise. */
double tiny_check(const char *folder, engram_status *status);
/* The same, for what must be there after steps 1 ... n_steps. */
void tiny_check_all(const char *folder, uint64_t n_steps, engram_status *status);
#endif
