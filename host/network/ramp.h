/* A number that an event of the schedule moves evenly from one value to another. */
#ifndef ENGRAM_NETWORK_RAMP_H
#define ENGRAM_NETWORK_RAMP_H
#include <stdint.h>

struct ramp {
    double from, to;
    uint64_t begin, over; /* steps */
};

/* `age` steps after its begin. */
static inline double ramp_at(const struct ramp *r, uint64_t age)
{
    return age >= r->over ? r->to : r->from + (r->to - r->from) * ((double)age / (double)r->over);
}
#endif
