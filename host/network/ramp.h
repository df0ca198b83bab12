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

/* The value in the step that ends at `stamp`, where it changes in strides: at whole ones after its begin, and at its end. */
static inline double ramp_held(const struct ramp *r, uint64_t stride, uint64_t stamp)
{
    if (stamp <= r->begin)
        return r->from;
    uint64_t age = stamp - 1 - r->begin;
    return ramp_at(r, age >= r->over ? age : age / stride * stride);
}

/* The first step after `step` at which it does; UINT64_MAX if it does not any more. */
static inline uint64_t ramp_next(uint64_t begin, uint64_t over, uint64_t stride, uint64_t step)
{
    if (step < begin)
        return begin;
    if (step >= begin + over)
        return UINT64_MAX;
    uint64_t next = begin + ((step - begin) / stride + 1) * stride;
    return next < begin + over ? next : begin + over;
}
#endif
