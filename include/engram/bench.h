/**
 * @file bench.h
 * Measure a device: how many synaptic events it delivers per second, and how close that is to what its memory allows. Measure an experiment: how long it takes.
 *
 * All quantities of the score are measured in one call, in turns (bandwidth, plastic network, static network, neurons, and again), because a ratio means something
 * only if both of its sides saw the same machine. The networks are bench/networks/balanced.yaml and neurons.yaml, built into the library.
 */
#ifndef ENGRAM_BENCH_H
#define ENGRAM_BENCH_H
#include <engram/device.h>
#include <engram/experiment.h>
#include <engram/simulation.h>
#include <engram/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of synapse columns that one event must move at least: target read; and the weight of a plastic synapse read and written back. Static synapses read
 * 4 more where their weights differ; the networks of the bench have weights that are all alike, which are not stored. */
#define ENGRAM_BENCH_PLASTIC_BYTES 12
#define ENGRAM_BENCH_STATIC_BYTES  4

/** Return false to stop; the call then fails with ENGRAM_E_INTERRUPTED. `stage` says what begins now. */
typedef bool (*engram_bench_callback)(void *context, const char *stage, unsigned done, unsigned n_stages);

/** What to measure. Zero-initialise it: every zero means "choose for me". */
typedef struct engram_bench_options {
    const char *device; /**< selector, see engram_device_find() */
    uint64_t size;      /**< neurons of the balanced network, 1,000 inputs each; 0: 10,000 */
    uint32_t rounds;    /**< repetitions; 0: 5 of the score, 3 of an experiment */
    bool quick;         /**< small networks and few repetitions: shows that all works, not how fast it is */
    double
        warm_up_ms; /**< of an experiment: simulated before timing begins; 0: a tenth of its duration; negative: nothing */
    bool profile; /**< of an experiment: run it once more with every kernel timed (the score always does) */
    engram_bench_callback on_stage;
    void *context; /**< passed to the callback */
} engram_bench_options;

/** Repeated measurements of one quantity. */
typedef struct engram_spread {
    double median, low, high;
} engram_spread;

/** One network, built and run once per round. Per wall second, except where a name says otherwise. */
typedef struct engram_bench_network {
    double n_synapses, n_plastic; /**< synapses; those whose weights change */
    double rate_hz;               /**< mean over all neurons while measured */
    engram_spread events_per_s;   /**< every spike counted once per synapse it reaches */
    engram_spread plastic_events_per_s;
    engram_spread real_time_factor; /**< wall seconds per simulated second */
    engram_spread
        share_of_copy; /**< bytes of all events, per second, over the copy bandwidth of the same round */
    engram_spread
        build_s; /**< everything before the first step: construction, compilers, self-test, start-up test */
    engram_spread built_per_s; /**< synapses drawn and laid out, per second of construction alone */
    double
        bytes_per_synapse; /**< columns of the rows: of the E-to-E rule in the score, of all in an experiment */
    double device_bytes,
        host_bytes;       /**< planned: everything on the device; what building needs besides on the host */
    engram_digest digest; /**< at the end; the same in every round and on every device, or the call fails */
} engram_bench_network;

/** One more run with every kernel timed. */
typedef struct engram_bench_profile {
    engram_kernel_profile *kernels; /**< [n_kernels]; bytes 0: not counted */
    size_t n_kernels;
    uint64_t n_launches;
    double kernel_s,
        seconds; /**< all kernels together; wall time of the run: the rest is the host's and the driver's */
} engram_bench_profile;

/** The score. */
typedef struct engram_bench {
    engram_device_description device;
    uint32_t rounds;
    uint64_t n_neurons; /**< of the balanced network */
    uint64_t n_updated; /**< of the population without synapses */
    double warm_up_ms, measured_ms,
        updated_ms; /**< simulated: before and during each measurement, and of the population without synapses */
    engram_spread copy_bytes_per_s;
    engram_bench_network plastic, fixed; /**< fixed: the same network with rule `static` everywhere */
    engram_spread driven_updates_per_s,
        bare_updates_per_s;       /**< neuron updates with and without Poisson drive */
    engram_digest neurons_digest; /**< of the driven neurons */
    engram_bench_profile profile; /**< of the plastic network */
} engram_bench;

/**
 * Measure. *out is owned by the caller (engram_bench_free()). Takes some seconds per round on a CPU for the default size.
 * @return E_DEVICE (no such device, or it computes wrongly: rounds differ), E_RESOURCES (the network does not fit), E_USAGE (a size below 1,000)
 */
ENGRAM_API engram_code engram_bench_run(const engram_bench_options *options, engram_bench **out,
                                        engram_status *status);
/** NULL is fine. */
ENGRAM_API void engram_bench_free(engram_bench *bench);

/** Mean rate of one population while measured. */
typedef struct engram_bench_population {
    char name[64];
    uint64_t n_neurons;
    double rate_hz;
} engram_bench_population;

/** One experiment, measured. */
typedef struct engram_experiment_bench {
    engram_device_description device;
    uint32_t rounds;
    uint64_t n_neurons;
    double warm_up_ms, measured_ms;
    engram_spread copy_bytes_per_s;
    engram_bench_network network;
    engram_bench_population *populations; /**< [n_populations] */
    size_t n_populations;
    engram_bench_profile profile; /**< of a run from the start, warm-up included; empty unless asked for */
} engram_experiment_bench;

/**
 * Build and run an experiment once per round, nothing being written. *out is owned by the caller (engram_experiment_bench_free()).
 * @param how  device, tiles, window and so on; its output and its callbacks are not used; NULL: all zero
 * @return what building and running return; E_USAGE (the warm-up is as long as the experiment), E_DEVICE (rounds differ)
 */
ENGRAM_API engram_code engram_bench_experiment(engram_experiment *experiment, const engram_options *how,
                                               const engram_bench_options *options,
                                               engram_experiment_bench **out, engram_status *status);
/** NULL is fine. */
ENGRAM_API void engram_experiment_bench_free(engram_experiment_bench *bench);

#ifdef __cplusplus
}
#endif
#endif
