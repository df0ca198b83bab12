/**
 * @file simulation.h
 * Plan, build, run, read back.
 */
#ifndef ENGRAM_SIMULATION_H
#define ENGRAM_SIMULATION_H
#include <engram/experiment.h>
#include <engram/numbers.h>
#include <engram/status.h>
#include <engram/structure.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct engram_simulation engram_simulation;

/** Where a run stands; passed to the progress callback. */
typedef struct engram_progress {
    const char *phase; /**< "build", "run" or "finish" */
    double simulated_ms, duration_ms;
    double wall_s;           /**< since the phase began */
    double real_time_factor; /**< wall seconds per simulated second, recent */
    double eta_s;            /**< expected wall seconds left; negative: unknown */
    double rate_hz;          /**< mean over all neurons that are not generators, recent */
    double events_per_s;     /**< synaptic events per wall second, recent */
    uint64_t n_spikes, n_events;
} engram_progress;
/** Return true to go on, false to stop (the run then returns ENGRAM_E_INTERRUPTED with everything written). */
typedef bool (*engram_progress_callback)(void *context, const engram_progress *progress);

/** Called with the spikes of all recorded populations, in order of time, when they reach the host. Arrays are borrowed for the call. */
typedef void (*engram_spike_callback)(void *context, const char *population, size_t n, const uint64_t *step,
                                      const uint32_t *neuron);

/** How to run; where a function takes it, NULL is the same as all zero. Zero-initialise it: every zero means "choose for me". None of the choices can change a result. */
typedef struct engram_options {
    const char *device; /**< selector, see engram_device_find() */
    const char
        *output; /**< results folder (created; must not exist, or be empty); NULL: record nothing to disk */
    uint32_t tiles;        /**< owned target tiles */
    uint32_t window;       /**< steps per window, at most the largest legal one */
    uint32_t work_group;   /**< work-group size */
    uint32_t flush_every;  /**< windows between forced flushes; 0: only when needed */
    const char *delivery;  /**< "tiles" (owned tiles), "chunks" (atomics); NULL: by device */
    bool profile;          /**< time every kernel (engram_simulation_profile()) */
    uint64_t memory_limit; /**< bytes the device may use; 0: what it has */
    engram_progress_callback on_progress;
    engram_spike_callback on_spikes;
    void *context; /**< passed to the callbacks */
} engram_options;

/** One array of a plan. */
typedef struct engram_plan_item {
    char name[96];
    uint64_t bytes;
} engram_plan_item;
/** Slots of a population in which neurons are born. */
typedef struct engram_plan_slots {
    char population[64];
    uint32_t slots;  /**< its size */
    uint32_t needed; /**< for all births of the run; 0: too many to tell */
    bool at_most;    /**< an upper bound, because use decides who survives */
} engram_plan_slots;
/** What a run would allocate. */
typedef struct engram_plan {
    engram_plan_item *items;
    size_t n_items;
    uint64_t device_bytes, host_bytes, n_neurons;
    double n_synapses, bytes_per_synapse;
    double most_synapses;     /**< if all targets of projections with `structure` had max_in_degree */
    uint64_t most_bytes;      /**< device_bytes then; 0 without such projections */
    engram_plan_slots *slots; /**< [n_slots] */
    size_t n_slots;
    uint64_t device_memory, max_allocation;
    uint32_t n_tiles, window;
    bool fits;
} engram_plan;
ENGRAM_API engram_code engram_plan_create(engram_experiment *experiment, const engram_options *options,
                                          engram_plan **out, engram_status *status);
ENGRAM_API void engram_plan_free(engram_plan *plan);

/** Digest of a run: equal on every device for the same experiment and seed (docs/design.md, "Determinism"). */
typedef struct engram_digest {
    uint64_t spikes, topology, weights, delays, total;
} engram_digest;

/**
 * Build the network on a device. The experiment is borrowed until the simulation is freed.
 * @return E_USAGE, E_INPUT (experiment), E_DEVICE (device, kernel, self-test), E_RESOURCES (does not fit; output folder not writable)
 */
ENGRAM_API engram_code engram_simulation_create(engram_experiment *experiment, const engram_options *options,
                                                engram_simulation **out, engram_status *status);
/** Advance by `ms` (rounded to steps), or to the end of the experiment if ms is negative. May be called again and again. */
ENGRAM_API engram_code engram_simulation_run(engram_simulation *sim, double ms, engram_status *status);
/** Write the last segments and the manifest. Without it the results folder says that the run was not finished. */
ENGRAM_API engram_code engram_simulation_finish(engram_simulation *sim, engram_status *status);
ENGRAM_API void engram_simulation_free(engram_simulation *sim);

ENGRAM_API double engram_simulation_time_ms(const engram_simulation *sim);
/** Wall seconds spent in engram_simulation_run() so far, without building. */
ENGRAM_API double engram_simulation_run_seconds(const engram_simulation *sim);
/** Wall seconds of building: draws, rows, kernels, start-up test. */
ENGRAM_API double engram_simulation_build_seconds(const engram_simulation *sim);
/** Spikes of one population so far, whether or not they are recorded. @return E_NAME, E_DEVICE */
ENGRAM_API engram_code engram_simulation_population_spikes(engram_simulation *sim, const char *population,
                                                           uint64_t *n, engram_status *status);
ENGRAM_API uint64_t engram_simulation_n_spikes(const engram_simulation *sim);
ENGRAM_API uint64_t engram_simulation_n_events(const engram_simulation *sim);
/** Those of them that went through plastic synapses. */
ENGRAM_API uint64_t engram_simulation_n_plastic_events(const engram_simulation *sim);
/** Spikes so far that set out slower than their axon conducted, because it had become so much faster that they would have overtaken the spike before
 *  (docs/design.md, "Changing speeds"). Counted once per projection whose axons change speed, by a
 *  myelin rule or the schedule. */
ENGRAM_API uint64_t engram_simulation_n_held(const engram_simulation *sim);
/** Spikes so far that did not set out, because their axon was blocked; counted likewise. */
ENGRAM_API uint64_t engram_simulation_n_blocked(const engram_simulation *sim);
/** Inputs so far that came to neurons which a schedule had silenced, and were lost: one for each receptor and step at which anything arrived, however many
 *  spikes that were. Their Poisson input is not counted. */
ENGRAM_API uint64_t engram_simulation_n_dropped(const engram_simulation *sim);
/** Synapses of a projection that came and went so far; `projection` NULL: of all together. @return E_NAME */
ENGRAM_API engram_code engram_simulation_structure(const engram_simulation *sim, const char *projection,
                                                   engram_structure *out, engram_status *status);
/** Births so far that found no free slot, in all populations with neurogenesis: those populations should have been larger. */
ENGRAM_API uint64_t engram_simulation_n_unborn(const engram_simulation *sim);
ENGRAM_API engram_code engram_simulation_digest(engram_simulation *sim, engram_digest *out,
                                                engram_status *status);
/** Copy one state variable ("V_m") of a population: values [n_values], in the variable's unit; n_values must be the population's size. */
ENGRAM_API engram_code engram_simulation_state(engram_simulation *sim, const char *population,
                                               const char *variable, float *values, uint64_t n_values,
                                               engram_status *status);
ENGRAM_API engram_code engram_simulation_n_synapses(engram_simulation *sim, const char *projection,
                                                    uint64_t *n, engram_status *status);
/**
 * Copy a projection's synapses in canonical order (source neuron, axonal path, target). Pending post spikes are applied first, so these are the weights
 * "now"; that never changes the result of a run. Any array may be NULL; n must equal engram_simulation_n_synapses().
 * @param weights  float32 in the receptor's unit (pA, nS or mV)   @param delays_ms  total delay, axonal plus dendritic
 */
ENGRAM_API engram_code engram_simulation_synapses(engram_simulation *sim, const char *projection,
                                                  uint32_t *sources, uint32_t *targets, float *weights,
                                                  float *delays_ms, uint64_t n, engram_status *status);

/**
 * The numbers that the experiment names under `measures`, after engram_simulation_finish(): *out [*n], borrowed until the simulation is freed.
 * @return E_STATE (not finished)
 */
ENGRAM_API engram_code engram_simulation_numbers(const engram_simulation *sim, const engram_number **out,
                                                 size_t *n, engram_status *status);

/** Time per kernel, with options.profile. */
typedef struct engram_kernel_profile {
    char name[64];
    uint64_t launches, bytes; /**< bytes: as counted by the engine for what was streamed; 0 unknown */
    double seconds;
} engram_kernel_profile;
ENGRAM_API engram_code engram_simulation_profile(engram_simulation *sim, engram_kernel_profile **out,
                                                 size_t *n, engram_status *status);

/** First difference found by engram_validate(). */
typedef struct engram_validation {
    bool equal;
    uint64_t n_steps, n_spikes, n_synapses;
    uint64_t n_structural_ticks; /**< after each of which the device's rows of synapses were checked */
    uint64_t n_held, n_blocked;  /**< as engram_simulation_n_held() and its like have them; equal in both */
    uint64_t n_dropped;          /**< likewise */
    engram_structure structure;  /**< synapses of all projections that came and went; equal in both */
    engram_digest device, reference;
    char difference[1024]; /**< entity, step and both values; empty when equal */
} engram_validation;
/** Run device and reference side by side for n_steps (0: whole experiment) and compare spikes, states, weights, delays, topology and the
 *  numbers of spikes held back and blocked, and of synapses that came and went, bit for bit.
 *  @return ENGRAM_OK (equal), E_MISMATCH (out->difference tells where), or why it could not run */
ENGRAM_API engram_code engram_validate(engram_experiment *experiment, const engram_options *options,
                                       uint64_t n_steps, engram_validation *out, engram_status *status);

#ifdef __cplusplus
}
#endif
#endif
