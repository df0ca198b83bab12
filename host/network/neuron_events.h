/* What a schedule does to neurons, as pure functions of the network, the neuron and the step: nothing but the events decides. */
#ifndef ENGRAM_NETWORK_NEURON_EVENTS_H
#define ENGRAM_NETWORK_NEURON_EVENTS_H
#include "core/status.h"
#include "network/selection.h"

struct network;

enum neuron_event_kind {
    NEURON_SILENCE, /* they stand still: no step, no spike, and what arrives is lost */
    NEURON_RESTORE, /* they go on from the state in which they fell silent */
    NEURON_DRIVE    /* the rate of their Poisson input is `factor` times what it was at the start */
};

struct neuron_event {
    enum neuron_event_kind kind;
    uint64_t begin; /* steps: from the step after it on */
    struct selection which;
    /* NEURON_DRIVE */
    uint32_t receptors; /* bit r: the input of receptor r; bit 0 for a Poisson generator */
    double factor;
    uint64_t over; /* steps within which it is reached, in strides of DRIVE_STRIDE_MS */
};
#define DRIVE_STRIDE_MS 10.0

/* Why a neuron stands still: bits of one word. */
#define NEURON_IS_SILENCED 1u
#define NEURON_IS_ABSENT   2u /* not born yet, or dead */
#define NEURON_IS_RESTING  4u /* the whole network rests, see rest.h */

/* Keep them in order of time; those of one time in the order in which they come. What `event` owns is the population's from then on. */
engram_code neuron_event_add(struct population *p, const struct neuron_event *event, engram_status *status);

/* Is neuron i silent in the step that ends at `stamp`? */
bool neuron_is_silent(const struct network *net, const struct population *p, uint32_t i, uint64_t stamp);
/* By what its Poisson input on a receptor is multiplied in that step. */
double drive_factor(const struct network *net, const struct population *p, uint32_t receptor, uint32_t i,
                    uint64_t stamp);

/* What can ever happen. */
bool population_falls_silent(const struct network *net, const struct population *p);
bool drive_is_scheduled(const struct population *p, uint32_t receptor);
/* At least 1. */
double drive_largest_factor(const struct population *p, uint32_t receptor);

/* Is anything different after `step` from before? */
bool silence_changes(const struct network *net, const struct population *p, uint64_t step);
bool drives_change(const struct network *net, const struct population *p, uint64_t step);
/* The first such step after `step`; UINT64_MAX if there is none. */
uint64_t next_neuron_event(const struct network *net, uint64_t step);
/* silent[i]: whether NEURON_IS_SILENCED and NEURON_IS_RESTING, as it was before the events of `step`, and as it is then. The same as neuron_is_silent, but only these events are
 * looked at. */
void silence_apply(const struct network *net, const struct population *p, uint64_t step, uint32_t *silent);
#endif
