/* A network of phase oscillators on a device.
 *
 *      phases  [ring][n]     of the latest `ring` steps (a power of two), slot = step & mask; before the first step all slots hold the initial phases
 *      begin   [n + 1]       connections of target i: begin[i] ... begin[i + 1] - 1, in order of their sources
 *      source, length, weight, velocity   columns of the connections; weight 0: cut
 *
 * One lane per work-item: whatever vectors the device likes, an oscillator has its own number of connections. */
#undef VW
#define VW 1
#include "oscillators/phase.h"

/* Let the phases of n_slots steps from `step` on be `fresh`: all of them at the start, one after an insult. A work-item owns an oscillator. */
__kernel void place(__global float *restrict phases, __global const float *restrict fresh, u32 n, u32 mask,
                    u32 step, u32 n_slots)
{
    u32 i = get_global_id(0);
    if (i >= n)
        return;
    for (u32 k = 0; k < n_slots; k++)
        phases[(size_t)((step + k) & mask) * n + i] = fresh[i];
}

/* One step of oscillator i, with the connections that end on it. It writes their velocities and its phase of step + 1, and reads phases up to `step` only, so there
 * is no race; it sums in the order of its connections, so the result does not depend on how the work is cut. 20 B per connection, and two phases gathered. */
__kernel void advance(__global const phase_law *restrict law, __global const u32 *restrict begin,
                      __global const u32 *restrict source, __global const float *restrict length,
                      __global const float *restrict weight, __global float *restrict velocity,
                      __global float *phases, u32 n, u32 mask, u32 step)
{
    u32 i = get_global_id(0);
    if (i >= n)
        return;
    const phase_law here = *law;
    __global const float *now = phases + (size_t)(step & mask) * n;
    float own = now[i], pull = 0.0f;
    for (u32 k = begin[i]; k < begin[i + 1u]; k++) {
        if (weight[k] == 0.0f)
            continue;
        u32 then = (step - delay_steps(length[k], velocity[k])) & mask;
        pull = pull + phase_pull(weight[k], phases[(size_t)then * n + source[k]], own);
        velocity[k] = velocity_next(velocity[k], length[k], weight[k], now[source[k]], own, here);
    }
    phases[(size_t)((step + 1u) & mask) * n + i] = phase_next(own, pull, here);
}

/* The resultants of the n_steps <= ring steps after `step`: sums of cos and sin over all oscillators, one step per work-item, in order of the oscillators. */
__kernel void resultants(__global const float *restrict phases, __global float *restrict out, u32 n, u32 mask,
                         u32 step, u32 n_steps)
{
    u32 k = get_global_id(0);
    if (k >= n_steps)
        return;
    __global const float *row = phases + (size_t)((step + 1u + k) & mask) * n;
    float x = 0.0f, y = 0.0f;
    for (u32 i = 0; i < n; i++) {
        x = x + phase_real(row[i]);
        y = y + phase_imaginary(row[i]);
    }
    out[2u * k] = x;
    out[2u * k + 1u] = y;
}
