/* Oscillators on a device and in the reference, side by side. */
#ifndef ENGRAM_ENGINE_OSCILLATORS_VALIDATE_H
#define ENGRAM_ENGINE_OSCILLATORS_VALIDATE_H
#include "device/device.h"
#include "oscillators/oscillators.h"

#include <engram/simulation.h>

/* Device and reference over n_steps (0: all). E_MISMATCH: out->difference says where they part. */
engram_code oscillators_validate(const struct oscillators *o, const engram_options *options, uint64_t n_steps,
                                 engram_validation *out, engram_status *status);
/* A miniature with the same law on this device; E_DEVICE if it differs from the reference. */
engram_code oscillators_start_test(struct device *dev, const struct oscillators *o, size_t work_group,
                                   engram_status *status);
#endif
