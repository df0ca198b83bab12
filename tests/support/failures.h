/* Which of n allocations, buffers or operations of a run a test makes fail in turn. */
#ifndef ENGRAM_TESTS_FAILURES_H
#define ENGRAM_TESTS_FAILURES_H

#include <stdint.h>

struct failures {
    uint64_t n, step, n_made;
    double begin_s;
};

struct failures failures_of(uint64_t n);

/* The next k of 1..n, each of them once, or 0: no more, or no more time. What there is no time for is spread evenly, because any few in a row lie far apart.
 * A test has 20 s, or as many as ENGRAM_TEST_FAULT_SECONDS says. */
uint64_t next_failure(struct failures *f);

#endif
