/* The parts of engram_bench_run() and engram_bench_experiment() (include/engram/bench.h). */
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
/* `how` without output and callbacks. population_spikes: [n_populations] spikes while measured; may be NULL. */
engram_code bench_measure(engram_experiment *experiment, const engram_options *how, double warm_up_ms,
                          double *population_spikes, struct bench_measurement *out, engram_status *status);
/* Synapses and bytes of a network, from its plan. rule: the one whose bytes per synapse are meant; NULL: all. */
engram_code bench_plan(engram_experiment *experiment, const engram_options *how, const char *rule,
                       engram_bench_network *out, engram_status *status);

/* ---- bench_rounds.c: measuring again and again ---- */

struct bench_rounds {
    const engram_bench_options *options; /* for the callback */
    engram_options how;
    const char *device_name;
    double warm_up_ms, measured_ms;
    struct bench_samples copy; /* bandwidth, one per round */
    unsigned stage, n_stages;
};
/* What the rounds gathered about one network. */
struct bench_gathered {
    struct bench_samples events, plastic_events, real_time, share, build, built;
    struct bench_measurement last;
};
engram_code bench_stage(struct bench_rounds *rounds, const char *stage, engram_status *status);
engram_code bench_copy(struct bench_rounds *rounds, engram_status *status);
/* One more measurement of an experiment; a digest that differs from the last round's is an error. */
engram_code bench_again(struct bench_rounds *rounds, const char *stage, engram_experiment *experiment,
                        double warm_up_ms, double *population_spikes, struct bench_gathered *of,
                        engram_status *status);
/* The same of a network, after bench_copy(), with its speeds. */
engram_code bench_network_again(struct bench_rounds *rounds, const char *stage, engram_experiment *experiment,
                                double n_synapses, double *population_spikes, struct bench_gathered *of,
                                engram_status *status);
void bench_summarise(const struct bench_rounds *rounds, uint64_t n_neurons, const struct bench_gathered *of,
                     engram_bench_network *out);

/* ---- bench_profile.c ---- */

/* Run once more with every kernel timed. */
engram_code bench_profile(engram_experiment *experiment, const engram_options *how, engram_bench_profile *out,
                          engram_status *status);
#endif
