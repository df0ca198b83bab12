/* What delivery costs when it is written by hand for this CPU: the measure of the engine's own kernel. */
#ifndef ENGRAM_BENCH_HANDWRITTEN_H
#define ENGRAM_BENCH_HANDWRITTEN_H
#include <engram/status.h>

#include <stdint.h>

/* n_axons Poisson sources of 10 Hz with fan_out synapses each onto n_targets neurons that fire at 10 Hz too; additive pair STDP, one delay of 1.5 ms.
 * *events_per_s: best of several passes on all threads; 0 where the CPU has no AVX-512. Fails if the hand-written loop and a plain one differ. */
engram_code handwritten_stdp(uint32_t n_axons, uint32_t n_targets, uint32_t fan_out, double *events_per_s,
                             engram_status *status);
#endif
