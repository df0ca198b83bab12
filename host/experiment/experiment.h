/* From a checked tree of keys to a network. */
#ifndef ENGRAM_EXPERIMENT_ROOM_H
#define ENGRAM_EXPERIMENT_ROOM_H
#include "network/network.h"
#include "oscillators/oscillators.h"
#include <engram/experiment.h>

/* Check and resolve if that has not happened yet; *out is borrowed until the experiment is freed or changed. An experiment is one or the other, so one of the
 * two refuses (E_USAGE). */
engram_code experiment_network(engram_experiment *experiment, const struct network **out,
                               engram_status *status);
engram_code experiment_oscillators(engram_experiment *experiment, const struct oscillators **out,
                                   engram_status *status);
#endif
