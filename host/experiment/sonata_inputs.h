/* `inputs` of a SONATA simulation config: spikes for virtual populations. */
#ifndef ENGRAM_EXPERIMENT_SONATA_INPUTS_H
#define ENGRAM_EXPERIMENT_SONATA_INPUTS_H
#include "experiment/sonata_config.h"

engram_code sonata_inputs_resolve(struct resolver *r, const struct sonata_config *config);
#endif
