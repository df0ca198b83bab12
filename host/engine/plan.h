/* What a run would allocate, found by walking the same code on a dry device. */
#ifndef ENGRAM_ENGINE_PLAN_H
#define ENGRAM_ENGINE_PLAN_H
#include "device/device.h"
#include "network/network.h"

#include <engram/simulation.h>

/* `dev` is opened for the run to come; it is left as it was. Fails with ENGRAM_E_RESOURCES if the plan does not fit. */
engram_code plan_require(struct device *dev, const struct network *net, const engram_options *options,
                         engram_status *status);
#endif
