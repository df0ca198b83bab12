/* Axons whose speed a myelin rule changes: what store and reference have to agree about, computed once in double.
 * A tick comes after every `tick` steps; a spike leaves with what the latest tick at or before its step has set. */
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
    uint32_t longest, gap;     /* see slowness_behind(), fast/delay.h */
    float scale, steps_per_ms; /* slowness = scale / velocity, or scale * delay of the whole axon */
};
/* p->myelin must be set. */
struct myelin_plan projection_myelin(const struct network *net, const struct projection *p);
/* m/s: the slowest that the rule lets an axon become. */
double myelin_lowest_velocity(const struct projection *p);
/* m/s: of a rule that keeps the delays of segments, at the start. */
double myelin_first_velocity(const struct projection *p, double dt_ms);
/* ---- damage.c ---- */
enum { SLOWDOWN_ONE = 1 << 16 };
/* How many times slower (16.16 fixed point) an axon conducts from `stamp` on than its rule says. Pure function. */
uint32_t axon_slowdown(const struct network *net, const struct projection *p, uint32_t source,
                       uint64_t stamp);
/* The largest there can be; 1 without damage. */
double largest_slowdown(const struct projection *p);
/* Slowness above which an axon is blocked from `stamp` on; UINT32_MAX: never. */
uint32_t blocked_above(const struct network *net, const struct projection *p, uint64_t stamp);

/* State k of the rule in a segment of an axon, and cell state k, at the start. */
float myelin_state(const struct network *net, const struct projection *p, size_t k, uint32_t source);
float myelin_cell(const struct network *net, const struct projection *p, size_t k);
#endif
