/* A results folder that looks like a balanced network with plastic synapses, without simulating one. */
#ifndef ENGRAM_TESTS_PLOT_SYNTHETIC_H
#define ENGRAM_TESTS_PLOT_SYNTHETIC_H
#include "core/status.h"

struct synthetic {
    unsigned n_exc, n_inh;
    double duration_ms, rate_hz;
    int with_rates, n_snapshots; /* 0 snapshots: no weights, no axons */
    unsigned n_silent;           /* populations more, which never spike; at most 20 */
    int with_axons;              /* velocities of E_to_E, which change; delays of both projections */
    int with_structure; /* a projection that begins without synapses and loses some; of it there are counts, weights and a log, neurons of I are born, and E has positions (at most 4096) */
    unsigned with_states; /* records of V_m of five neurons, every ms */
};
engram_code synthetic_write(const char *folder, const struct synthetic *facts, engram_status *status);
#endif
