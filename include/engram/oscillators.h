/**
 * @file oscillators.h
 * Networks of phase oscillators whose delays adapt: experiments with `oscillators` in place of `populations` (examples/myelin_sync.yaml).
 * engram_validate() works with them too; engram_simulation is for networks of neurons.
 */
#ifndef ENGRAM_OSCILLATORS_API_H
#define ENGRAM_OSCILLATORS_API_H
#include <engram/experiment.h>
#include <engram/numbers.h>
#include <engram/simulation.h>
#include <engram/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What came of a run. */
typedef struct engram_oscillation {
    uint32_t n_oscillators, n_connections;
    uint64_t n_steps;
    double dt_ms;
    double *order;          /**< [n_steps] order parameter of steps 1 ... n_steps */
    double *order_control;  /**< the same of the control; NULL without one */
    float *phases;          /**< [n_oscillators] at the end, rad in [-pi, pi] */
    engram_number *numbers; /**< [n_numbers] names as in the experiment's `expect` */
    size_t n_numbers;
    bool passes; /**< all of them */
    engram_digest digest;
    double build_s, run_s; /**< wall time */
} engram_oscillation;

/**
 * Run an experiment with oscillators to its end and, if options->output is given, write its results folder. *out is the caller's (engram_oscillation_free()).
 * @param options  device, output, work_group, memory_limit, on_progress and context are used; NULL: all zero
 * @return E_USAGE (the experiment has none; the folder), E_DEVICE, E_RESOURCES, E_INTERRUPTED (on_progress returned false: only experiment.yaml and run.json are written)
 */
ENGRAM_API engram_code engram_oscillation_run(engram_experiment *experiment, const engram_options *options,
                                              engram_oscillation **out, engram_status *status);
/** NULL is fine. */
ENGRAM_API void engram_oscillation_free(engram_oscillation *oscillation);

#ifdef __cplusplus
}
#endif
#endif
