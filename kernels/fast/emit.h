/* What happens when a neuron fires: its post-spike rings and its axons learn of it. Only the work-item that owns the neuron comes here, so nothing
 * but the ends of the lists is shared, and the order in a list never matters. */
#ifndef ENGRAM_EMIT_H
#define ENGRAM_EMIT_H
/* No `restrict` on functions that are not kernels: inlining turns it into an intrinsic Oclgrind 21.10 does not know. */
#include "common/mix.h"
#include "fast/records.h"

/* A trace `n` spikes later than at `age` steps ago. */
static inline float trace_after(float x, u32 age, u32 n, u32 nearest, __global const float *table,
                                u32 table_n)
{
    if (nearest)
        return 1.0f;
    float y = x * table[min(age, table_n - 1u)];
    for (u32 k = 0; k < n; k++)
        y += 1.0f;
    return y;
}

static void axon_emit(__global const outgoing_record *out, u32 neuron, u32 stamp, u32 n,
                      volatile __global u32 *control, __global axon_state *axons,
                      __global spike_in_flight *ring, __global const float *tables)
{
    __global axon_state *axon = axons + out->axon + neuron;
    u32 number = atomic_inc(&control[out->control + CLASS_TAIL]);
    __global spike_in_flight *spike = ring + out->ring_base + (number & out->ring_mask);
    u32 age = stamp - axon->emitted;

    spike->axon = out->class_axon + neuron;
    spike->projection = out->projection;
    spike->emitted = stamp;
    spike->slowness = axon->speed;
    spike->multiplicity = n;
    spike->before_emitted = axon->emitted;
    spike->before_slowness = axon->slowness;
    spike->before_record = axon->record;
    for (u32 k = 0; k < out->n_pre; k++) {
        spike->x[k] = axon->x[k];
        axon->x[k] =
            trace_after(axon->x[k], age, n, out->nearest >> k & 1u, tables + out->table[k], out->table_n[k]);
    }
    axon->emitted = stamp;
    axon->slowness = axon->speed;
    axon->record = number;
}

/* Post spikes of a population, newest first, `depth` of them (a power of two). Stamps go in groups of four, because delivery nearly always looks at
 * several; traces in planes, because it nearly always looks at the newest only. Either way what it looks at most is small and lies together:
 *
 *      stamps   | neuron 0: newest, 2nd, 3rd, 4th | neuron 1: newest ... |  ...  | neuron n_pad - 1 |
 *               | neuron 0: 5th, 6th, 7th, 8th    | ...
 *      traces   | neuron 0: just after its newest | neuron 1 ...         |  ...
 *               | neuron 0: just after its 2nd    | ...
 *
 * A stamp is kept with LONG_AGO added: zeroed memory is a spike that is long past, with traces of 0. n spikes at once are n entries. What the flush has
 * covered is never pending again, so only the newest of that is kept: every trace that is still to be read begins there or later. */
static inline u32 stamp_place(u32 k, u32 n_pad)
{
    return (k & ~3u) * n_pad + (k & 3u);
}

static void history_push(__global const history_record *h, u32 n_pad, u32 neuron, u32 stamp, u32 n, u32 depth,
                         volatile __global u32 *control, __global u32 *stamps, __global float *y,
                         __global const float *tables)
{
    __global u32 *newest = stamps + h->neuron_base * depth + 4u * neuron;
    u32 age = stamp - (newest[0] - LONG_AGO), flushed = control[CONTROL_FLUSHED];

    for (u32 i = 0; i < n; i++) {
        u32 open = 0; /* entries that the flush has not covered; ask for one while half the planes are free */
        while (open < depth - 2u &&
               (i32)(newest[stamp_place(open, n_pad)] - LONG_AGO + h->dendritic_max - flushed) > 0)
            open++;
        if (open >= depth / 2u)
            control[CONTROL_WANTED] = PAUSE_FLUSH;
        if (open == depth - 2u)
            control[CONTROL_ERROR] = ERROR_RING;
        for (u32 j = open + 1u; j > 0u; j--)
            newest[stamp_place(j, n_pad)] = newest[stamp_place(j - 1u, n_pad)];
        newest[0] = stamp + LONG_AGO;
        for (u32 k = 0; k < h->n_post; k++) {
            __global float *newest_y = y + h->y_base[k] * depth + neuron;
            float before = newest_y[0];
            if (i == 0)
                before *= tables[h->table[k] + min(age, h->table_n[k] - 1u)];
            for (u32 j = open + 1u; j > 0u; j--)
                newest_y[j * n_pad] = newest_y[(j - 1u) * n_pad];
            newest_y[0] = (h->nearest >> k & 1u) ? 1.0f : before + 1.0f;
        }
    }
}
#endif
