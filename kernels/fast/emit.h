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

/* Post spikes are entries of a ring of `depth` (a power of two) per neuron: stamp, and each trace just after it. n spikes at once are n entries. */
static void history_push(__global const history_record *h, u32 neuron, u32 stamp, u32 n, u32 depth,
                         volatile __global u32 *control, __global u32 *counts, __global u32 *stamps,
                         __global float *y, __global const float *tables)
{
    u32 cell = h->neuron_base + neuron;
    u32 count = counts[cell];
    u32 last = (count - 1u) & (depth - 1u);
    float before[MAX_TRACES];

    for (u32 k = 0; k < h->n_post; k++) {
        u32 age = stamp - stamps[cell * depth + last];
        float old = y[(h->y_base[k] + neuron) * depth + last];
        before[k] = count ? old * tables[h->table[k] + min(age, h->table_n[k] - 1u)] : 0.0f;
    }
    for (u32 i = 0; i < n; i++, count++) {
        u32 slot = count & (depth - 1u);
        /* Entries the flush has not covered may not be overwritten; ask for one while half the ring is free. */
        u32 flushed = control[CONTROL_FLUSHED];
        if (count >= depth / 2u && (i32)(stamps[cell * depth + ((count - depth / 2u) & (depth - 1u))] +
                                         h->dendritic_max - flushed) > 0)
            control[CONTROL_WANTED] = PAUSE_FLUSH;
        if (count >= depth - 2u && (i32)(stamps[cell * depth + ((count - depth + 2u) & (depth - 1u))] +
                                         h->dendritic_max - flushed) > 0)
            control[CONTROL_ERROR] = ERROR_RING;
        stamps[cell * depth + slot] = stamp;
        for (u32 k = 0; k < h->n_post; k++) {
            before[k] = (h->nearest >> k & 1u) ? 1.0f : before[k] + 1.0f;
            y[(h->y_base[k] + neuron) * depth + slot] = before[k];
        }
    }
    counts[cell] = count;
}
#endif
