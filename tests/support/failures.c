#include "support/failures.h"

#include "core/timer.h"

#include <stdlib.h>

static double seconds_allowed(void)
{
    const char *text = getenv("ENGRAM_TEST_FAULT_SECONDS");
    return text ? atof(text) : 20;
}

/* Multiples of it visit every number below n once, and any few of them lie far apart: it has no divisor with n in common and is near the golden section. */
static uint64_t spreading_step(uint64_t n)
{
    uint64_t step = (uint64_t)(0.618 * (double)n) + 1;
    for (uint64_t a = n, b = step; b != 1;) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
        if (b == 0) {
            a = n;
            b = ++step;
        }
    }
    return step;
}

struct failures failures_of(uint64_t n)
{
    return (struct failures){.n = n, .step = spreading_step(n), .begin_s = timer_now()};
}

uint64_t next_failure(struct failures *f)
{
    if (f->n_made == f->n || timer_now() - f->begin_s >= seconds_allowed())
        return 0;
    return f->n - f->n_made++ * f->step % f->n;
}
