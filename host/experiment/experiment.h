/* From a checked tree of keys to a network. */
#ifndef ENGRAM_EXPERIMENT_ROOM_H
#define ENGRAM_EXPERIMENT_ROOM_H
#include "network/network.h"
#include <engram/experiment.h>

/* Check and resolve if that has not happened yet; *out is borrowed until the experiment is freed or changed. */
engram_code experiment_network(engram_experiment *experiment, const struct network **out,
                               engram_status *status);
#endif
