/* Short-term plasticity (Tsodyks & Markram 1997; Markram, Wang & Tsodyks 1998), shared by kernels and reference. A terminal has resources x, of which a
 * spike uses the part u: it releases r = u x, and the postsynaptic response is the weight times r. Between spikes x recovers to 1 and u falls to 0; at a
 * spike u jumps first, so the first one of all uses U. The sequence is that of NEST's tsodyks2_synapse. r is never above 1. */
#ifndef ENGRAM_SHORT_TERM_H
#define ENGRAM_SHORT_TERM_H
#include "fast/records.h"

/* Some time after the latest spike. u_kept, lack_kept: exp(-time / tau_fac), exp(-time / tau_rec); where nothing facilitates u_kept is 0, at once too. */
static inline resources resources_later(resources before, float u_kept, float lack_kept)
{
    resources now = {before.u * u_kept, 1.0f - (1.0f - before.x) * lack_kept};
    return now;
}

/* A spike: returns what it releases. u_kept: of no time at all, for spikes that come in one step, one after the other. */
static inline float resources_release(resources *left, float U, float u_kept)
{
    float u = left->u * u_kept;
    left->u = u + U * (1.0f - u);
    float released = left->u * left->x;
    left->x -= released;
    return released;
}
#endif
