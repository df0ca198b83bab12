/* Device and reference side by side. */
#ifndef ENGRAM_ENGINE_VALIDATE_H
#define ENGRAM_ENGINE_VALIDATE_H
#include "network/network.h"

#include <engram/simulation.h>

/* engram_validate for a network; `is_test` leaves out the start-up test (which uses this function itself). */
engram_code validate_network(const struct network *net, const engram_options *options, uint64_t n_steps,
                             bool is_test, engram_validation *out, engram_status *status);
#endif
