/**
 * @file engram.h
 * Everything at once. A complete program (examples/embed/ is a longer one):
 *
 *     #include <engram/engram.h>
 *     #include <stdio.h>
 *
 *     int main(void)
 *     {
 *         engram_status *status = engram_status_create();
 *         engram_experiment *experiment = NULL;
 *         engram_simulation *sim = NULL;
 *
 *         if (engram_experiment_load("cortex.yaml", NULL, 0, &experiment, status) == ENGRAM_OK &&
 *             engram_simulation_create(experiment, &(engram_options){.output = "results"}, &sim, status) == ENGRAM_OK &&
 *             engram_simulation_run(sim, -1, status) == ENGRAM_OK && engram_simulation_finish(sim, status) == ENGRAM_OK)
 *             printf("%llu spikes\n", (unsigned long long)engram_simulation_n_spikes(sim));
 *         else
 *             fprintf(stderr, "%s\n%s\n%s\n", engram_status_what(status), engram_status_where(status), engram_status_why(status));
 *         engram_simulation_free(sim);
 *         engram_experiment_free(experiment);
 *         engram_status_free(status);
 *     }
 *
 * One simulation is used by one thread at a time; different simulations may be used by different threads.
 */
#ifndef ENGRAM_ENGRAM_H
#define ENGRAM_ENGRAM_H
#include <engram/bench.h>
#include <engram/device.h>
#include <engram/experiment.h>
#include <engram/numbers.h>
#include <engram/oscillators.h>
#include <engram/results.h>
#include <engram/rules.h>
#include <engram/simulation.h>
#include <engram/status.h>
#include <engram/structure.h>

/** Version of these headers; the build takes the project's version from this line. */
#define ENGRAM_VERSION "0.1.0"

#endif
