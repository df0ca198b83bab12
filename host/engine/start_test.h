/* Before a device may touch an experiment, it runs a miniature of it and must agree with the reference bit for bit. */
#ifndef ENGRAM_ENGINE_START_TEST_H
#define ENGRAM_ENGINE_START_TEST_H
#include "network/network.h"

#include <engram/simulation.h>

/* Same models, rules, parameters and delays as `net`, so the same kernels; a few neurons per population and random connections of the same in-degree.
 * Fails with ENGRAM_E_DEVICE and the first difference. */
engram_code start_test(const struct network *net, const engram_options *options, engram_status *status);
#endif
