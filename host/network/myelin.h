/* Axons whose speed a myelin rule or the schedule changes: what store and reference have to agree about, computed once in double.
 * A tick comes after every `tick` steps; a spike of stamp s leaves with what the latest tick before s has set. */
#ifndef ENGRAM_NETWORK_MYELIN_H
#define ENGRAM_NETWORK_MYELIN_H
#include "network/network.h"

struct myelin_plan {
    uint32_t tick;             /* steps */
    uint32_t n, group;         /* axons (source neurons), and how many of them a cell wraps */
    uint32_t n_groups;         /* the last one may be smaller */
    uint32_t n_segments;       /* cells in series along an axon */
    uint32_t most;             /* steps from the soma to the last cell at most */
    uint32_t n_epochs;         /* intervals between ticks that a spike can be under way */
    uint32_t slow, fast;       /* bounds of the slowness that the rule sets */
    uint32_t slowest;          /* and with damage */
    uint32_t blocked_above;    /* an axon of more slowness does not conduct; UINT32_MAX: every axon does */
    uint32_t longest, gap;     /* see slowness_behind(), fast/delay.h */
    float scale, steps_per_ms; /* slowness = scale / velocity, or scale * delay of the whole axon */
};
/* What only a rule sets is 0 without one; projection_changes_speed(p) must hold. */
struct myelin_plan projection_myelin(const struct network *net, const struct projection *p);
/* m/s: the slowest that the rule and damage let an axon become, whether it conducts then or not. */
double lowest_velocity(const struct projection *p);
/* m/s: of a rule that keeps the delays of segments, at the start. */
double myelin_first_velocity(const struct projection *p, double dt_ms);
/* ---- damage.c ---- */
enum { SLOWDOWN_ONE = 1 << 16, LARGEST_SLOWDOWN = 1000 /* in 32 bits: below 2^16 */ };
/* Without a rule, axons have a tick that often (or every step, if that is longer): damage builds up in little stairs. */
#define DAMAGE_TICK_MS 10.0
/* How many times slower (16.16 fixed point) an axon conducts from `stamp` on than its rule says. Pure function. */
uint32_t axon_slowdown(const struct network *net, const struct projection *p, uint32_t source,
                       uint64_t stamp);
/* The largest there can be; 1 without damage. */
double largest_slowdown(const struct projection *p);
/* Is the tick at `stamp` one at which slowdowns may differ from those of the tick before? */
bool damage_changes(const struct projection *p, const struct myelin_plan *plan, uint64_t stamp);
/* The first tick after `step` at which something may change: any of a rule's, those of damage_changes() without one. UINT64_MAX: none. */
uint64_t myelin_next_tick(const struct projection *p, const struct myelin_plan *plan, uint64_t step);
/* Slowness of an axon without a rule from `stamp` on. */
uint32_t damaged_slowness(const struct network *net, const struct projection *p,
                          const struct myelin_plan *plan, uint32_t source, uint64_t stamp);

/* State k of the rule in a segment of an axon, and cell state k, at the start. */
float myelin_state(const struct network *net, const struct projection *p, size_t k, uint32_t source);
float myelin_cell(const struct network *net, const struct projection *p, size_t k);
#endif
