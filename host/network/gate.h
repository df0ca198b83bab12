/* Gates of plasticity: by how much the changes of a rule count, the same for all synapses of the projections that name the gate (a critical period, a region's
 * acetylcholine). Its level is a pure function of the events of the schedule and the step. */
#ifndef ENGRAM_NETWORK_GATE_H
#define ENGRAM_NETWORK_GATE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gate_event {
    uint64_t begin, over; /* steps: from the step after `begin` on, within `over` */
    double level;
};

struct gate {
    char *name;
    double level;              /* at the start, 0 to 1 */
    uint64_t stride;           /* steps between changes while it moves */
    struct gate_event *events; /* [n_events] in order of time */
    size_t n_events;
};

/* In the step that ends at `stamp`. */
float gate_level(const struct gate *g, uint64_t stamp);
/* The first step after `step` at which it may change; UINT64_MAX if there is none. */
uint64_t gate_next(const struct gate *g, uint64_t step);
/* Is `step` such a step? */
bool gate_is_due(const struct gate *g, uint64_t step);
#endif
