/* The parts of engram_bench_run() (include/engram/bench.h). */
#ifndef ENGRAM_ENGINE_BENCH_H
#define ENGRAM_ENGINE_BENCH_H
#include "core/status.h"

#include <engram/bench.h>

enum { BENCH_MOST_ROUNDS = 64 };

/* Measurements of one quantity, one per round. */
struct bench_samples {
    double value[BENCH_MOST_ROUNDS];
    unsigned n;
};
void bench_add(struct bench_samples *samples, double value);
engram_spread bench_spread(const struct bench_samples *samples);

/* ---- bench_network.c: the networks, and one measurement of each ---- */

/* The balanced network of n neurons that runs for `ms`; is_plastic: as it is, else every rule is `static`. */
engram_code bench_balanced(uint64_t n, double ms, bool is_plastic, engram_experiment **out,
                           engram_status *status);
/* n neurons without synapses, with or without their drive. */
engram_code bench_neurons(uint64_t n, double ms, bool is_driven, engram_experiment **out,
                          engram_status *status);

/* One build and one run. */
struct bench_measurement {
    double build_s, construct_s, run_s;          /* run_s: of what was measured, without the warm-up */
    double n_events, n_plastic_events, n_spikes; /* while measured */
    engram_digest digest;
};
engram_code bench_measure(engram_experiment *experiment, const char *device, double warm_up_ms,
                          struct bench_measurement *out, engram_status *status);
/* Synapses and bytes of a network, from its plan. */
engram_code bench_plan(engram_experiment *experiment, const char *device, engram_bench_network *out,
                       engram_status *status);

/* ---- bench_profile.c ---- */

/* Run once more with every kernel timed. */
engram_code bench_profile(engram_experiment *experiment, const char *device, engram_bench *out,
                          engram_status *status);
#endif
