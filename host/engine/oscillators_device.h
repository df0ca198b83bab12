/* Phase oscillators on a device. */
#ifndef ENGRAM_ENGINE_OSCILLATORS_DEVICE_H
#define ENGRAM_ENGINE_OSCILLATORS_DEVICE_H
#include "device/device.h"
#include "oscillators/oscillators.h"

/* Called with what there is at the start, at every multiple of the delay interval, just before the insult, and at the end: of `now`, velocity and weight are
 * those of `step`, the phases only at the end. Anything but ENGRAM_OK stops the run. */
typedef engram_code (*oscillators_look)(void *context, uint64_t step, const struct oscillation *now,
                                        engram_status *status);

/* Run from the start. `work_group` 0: the driver chooses; `look` may be NULL. *out is the caller's (oscillation_clear). */
engram_code oscillators_on_device(struct device *dev, const struct oscillators *o, uint64_t n_steps,
                                  size_t work_group, oscillators_look look, void *context,
                                  struct oscillation *out, engram_status *status);
#endif
