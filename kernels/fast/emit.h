/* What happens when a neuron fires: its post-spike rings and its axons learn of it. Only the work-item that owns the neuron comes here, so nothing
 * but the ends of the lists is shared, and the order in a list never matters. */
#ifndef ENGRAM_EMIT_H
#define ENGRAM_EMIT_H
/* No `restrict` on functions that are not kernels: inlining turns it into an intrinsic Oclgrind 21.10 does not know. */
#include "common/mix.h"
#include "fast/delay.h"
#include "fast/records.h"
#include "fast/short_term.h"

/* What is left of a trace `age` steps later. */
static inline float trace_kept(float x, u32 age, bool is_slow, __global const float *table, u32 table_n)
{
    if (!is_slow)
        return x * table[min(age, table_n - 1u)];
    u32 coarse = min(age / DECAY_FINE, table_n - DECAY_FINE - 1u);
    return x * (table[DECAY_FINE + coarse] * table[age % DECAY_FINE]);
}

/* A trace `n` spikes later than at `age` steps ago. */
static inline float trace_after(float x, u32 age, u32 n, bool nearest, bool is_slow,
                                __global const float *table, u32 table_n)
{
    if (nearest)
        return 1.0f;
    float y = trace_kept(x, age, is_slow, table, table_n);
    for (u32 k = 0; k < n; k++)
        y += 1.0f;
    return y;
}

/* n more, in 64 bits. */
static inline void count_up(volatile __global u32 *words, u32 n)
{
    u32 before = atomic_add(&words[0], n);
    if (before + n < before)
        atomic_inc(&words[1]);
}

static void axon_emit(__global const outgoing_record *out, u32 neuron, u32 stamp, u32 n,
                      volatile __global u32 *control, __global axon_state *axons, __global const u32 *speeds,
                      __global u32 *counts, __global spike_in_flight *ring, __global const float *tables)
{
    __global axon_state *axon = axons + out->axon + neuron;
    u32 age = stamp - axon->emitted, own = speeds[out->axon + neuron], slowness = own;
    if (out->longest > 0) {
        if (own == BLOCKED) {
            count_up(control + CONTROL_BLOCKED, 1);
            return;
        }
        slowness = slowness_behind(own, axon->slowness, age, out->gap, out->longest);
        if (slowness != own)
            count_up(control + CONTROL_HELD, 1);
        counts[out->axon + neuron] += n;
    }
    u32 number = atomic_inc(&control[out->control + CLASS_TAIL]);
    __global spike_in_flight *spike = ring + out->ring_base + (number & out->ring_mask);

    spike->axon = out->class_axon + neuron;
    spike->projection = out->projection;
    spike->emitted = stamp;
    spike->slowness = slowness;
    spike->multiplicity = n;
    spike->before_emitted = axon->emitted;
    spike->before_slowness = axon->slowness;
    spike->before_record = axon->record;
    for (u32 k = 0; k < out->n_pre; k++) {
        spike->x[k] = axon->x[k];
        axon->x[k] = trace_after(axon->x[k], age, n, out->nearest >> k & 1u, out->slow >> k & 1u,
                                 tables + out->table[k], out->table_n[k]);
    }
    if (out->is_short_term) {
        __global const float *u_kept = tables + out->u_table, *lack_kept = tables + out->lack_table;
        resources left = resources_later(axon->left, u_kept[min(age, out->u_table_n - 1u)],
                                         lack_kept[min(age, out->lack_table_n - 1u)]);
        spike->found = left;
        for (u32 k = 0; k < n; k++)
            resources_release(&left, out->U, u_kept[0]);
        axon->left = left;
    }
    axon->emitted = stamp;
    axon->slowness = slowness;
    axon->record = number;
}

/* Post spikes of a population, newest first, `depth` of them (a power of two): planes of stamps and of each trace just after them, and before the planes of
 * stamps one record per neuron that repeats what delivery nearly always looks at, so that it costs one line of cache:
 *
 *      stamps   | neuron 0: 6 stamps, first trace after the last two | neuron 1 ... |  ...     RECORD_WORDS words each
 *               | newest of neuron 0 | newest of neuron 1 | ...                                depth planes
 *               | 2nd of neuron 0    | ...
 *      y        | neuron 0: just after its newest | ...                                        depth planes of each trace
 *
 * A stamp is kept with LONG_AGO added: zeroed memory is a spike that is long past, with traces of 0. n spikes at once are n entries. What the flush has
 * covered is never pending again, so only the newest of that is kept: every trace that is still to be read begins there or later. */
static inline void history_repeat(const __global history_record *h, u32 n_pad, u32 neuron, u32 depth,
                                  __global u32 *stamps, __global const float *y)
{
    __global u32 *record = stamps + history_place(h->neuron_base, depth) + RECORD_WORDS * neuron;
    __global const u32 *newest =
        stamps + history_place(h->neuron_base, depth) + RECORD_WORDS * n_pad + neuron;
    for (u32 k = 0; k < RECORD_STAMPS; k++)
        record[k] = newest[k * n_pad];
    if (h->n_post > 0)
        for (u32 k = 0; k < RECORD_WORDS - RECORD_STAMPS; k++)
            record[RECORD_STAMPS + k] = as_uint(y[h->y_base[0] * depth + k * n_pad + neuron]);
}

/* Entries that the flush has not covered; asks for one while half the planes are free. */
static inline u32 history_open(__global const history_record *h, __global const u32 *newest, u32 n_pad,
                               u32 depth, volatile __global u32 *control)
{
    u32 open = 0, flushed = control[CONTROL_FLUSHED];
    while (open < depth - 2u && (i32)(newest[open * n_pad] - LONG_AGO + h->dendritic_max - flushed) > 0)
        open++;
    if (open >= depth / 2u)
        control[CONTROL_WANTED] = PAUSE_FLUSH;
    if (open == depth - 2u)
        control[CONTROL_ERROR] = ERROR_RING;
    return open;
}

static void history_push(__global const history_record *h, u32 n_pad, u32 neuron, u32 stamp, u32 n, u32 depth,
                         volatile __global u32 *control, __global u32 *stamps, __global float *y,
                         __global const float *tables)
{
    __global u32 *newest = stamps + history_place(h->neuron_base, depth) + RECORD_WORDS * n_pad + neuron;
    u32 age = stamp - (newest[0] - LONG_AGO);

    for (u32 i = 0; i < n; i++) {
        u32 open = history_open(h, newest, n_pad, depth, control);
        for (u32 j = open + 1u; j > 0u; j--)
            newest[j * n_pad] = newest[(j - 1u) * n_pad];
        newest[0] = stamp + LONG_AGO;
        for (u32 k = 0; k < h->n_post; k++) {
            __global float *newest_y = y + h->y_base[k] * depth + neuron;
            float before = newest_y[0];
            if (i == 0)
                before = trace_kept(before, age, h->slow >> k & 1u, tables + h->table[k], h->table_n[k]);
            for (u32 j = open + 1u; j > 0u; j--)
                newest_y[j * n_pad] = newest_y[(j - 1u) * n_pad];
            newest_y[0] = (h->nearest >> k & 1u) ? 1.0f : before + 1.0f;
        }
    }
    history_repeat(h, n_pad, neuron, depth, stamps, y);
}

/* A mark of this value. */
static inline void history_mark(__global const history_record *h, u32 n_pad, u32 neuron, u32 stamp,
                                float value, u32 depth, volatile __global u32 *control, __global u32 *stamps,
                                __global float *y)
{
    __global u32 *newest = stamps + history_place(h->neuron_base, depth) + RECORD_WORDS * n_pad + neuron;
    __global float *values = y + h->y_base[0] * depth + neuron;
    for (u32 j = history_open(h, newest, n_pad, depth, control) + 1u; j > 0u; j--) {
        newest[j * n_pad] = newest[(j - 1u) * n_pad];
        values[j * n_pad] = values[(j - 1u) * n_pad];
    }
    newest[0] = stamp + LONG_AGO;
    values[0] = value;
    history_repeat(h, n_pad, neuron, depth, stamps, y);
}
#endif
