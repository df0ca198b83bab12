#include "fast/delay.h"
#include "fast/records.h"

/* A tick of a myelin rule: what the spikes of the last interval did to the cells that wrap their axons, and then how fast each axon conducts from now on.
 * Included after a rule's text, which is assembled for one lane; a work-item owns groups of axons, their cells and their states, so there is no race.
 * Before: everything up to stamp `now`. Streams, per axon: 12 B of its speed and count of spikes, and 2 x 4 B per state of the rule.
 *
 *   states  [variable][segment][axon]        cells  [variable][segment][group]       last     [segment][group] stamp of the last arrival
 *   slowdown [axon] 16.16 fixed point, one for all unless is_damaged: see slowness_damaged() in delay.h
 *   offsets [epoch][segment][axon]           steps from the soma to each cell, as they were when a spike left; epoch: interval of ticks, modulo n_epochs
 *
 * A rule without cells is told how often an axon fired. One with cells sees every arrival at them: of the spikes in flight of an axon, each of which knows the one before it. */
#define VALUE_LOAD(name, k)  parameters.name = values[k];
#define STATE_LOAD(name, k)  state.name = states[((k)*m->n_segments + segment) * m->n + axon];
#define STATE_STORE(name, k) states[((k)*m->n_segments + segment) * m->n + axon] = state.name;
#define CELL_LOAD(name, k)   cell.name = cells[((k)*m->n_segments + segment) * m->n_groups + group];
#define CELL_STORE(name, k)  cells[((k)*m->n_segments + segment) * m->n_groups + group] = cell.name;

#if MYELIN_CELL_FORM
#define RING_ARGUMENTS                                                                                       \
    __global const myelin_record *m, __global const outgoing_record *out, __global const axon_state *axons,  \
        __global const spike_in_flight *ring, __global const u32 *offsets, u32 now
#define RING_PASS m, out, axons, ring, offsets, now

/* When the next spike of an axon after stamp `after` reaches its cell `segment`: now + 1 if none has. *n: how many come in that step. */
static u32 next_arrival(u32 axon, u32 segment, u32 after, u32 *n, RING_ARGUMENTS)
{
    u32 earliest = now + 1u, emitted = axons[out->axon + axon].emitted,
        number = axons[out->axon + axon].record;
    *n = 0;
    /* All older ones have arrived in the intervals before. */
    while (number != NO_RECORD && now - emitted < m->tick + m->most) {
        __global const spike_in_flight *spike = ring + out->ring_base + (number & out->ring_mask);
        u32 epoch = (emitted - 1u) / m->tick % m->n_epochs;
        u32 at = emitted + offsets[(epoch * m->n_segments + segment) * m->n + axon];
        if ((i32)(at - after) > 0 && (i32)(at - earliest) <= 0) {
            *n = (at == earliest ? *n : 0u) + spike->multiplicity;
            earliest = at;
        }
        emitted = spike->before_emitted;
        number = spike->before_record;
    }
    return earliest;
}

/* The arrivals of the last interval at one cell, in their order. All of one step see the cell as it was before. Each axon keeps its next arrival, so that its
 * spikes are searched once per arrival. */
static void cell_arrivals(u32 group, u32 segment, myelin_params parameters, __global float *states,
                          __global float *cells, __global u32 *last, __global const float *decay,
                          RING_ARGUMENTS)
{
    u32 begin = group * m->group, n_axons = min(m->group, m->n - begin), next_of[MAX_GROUP], n_of[MAX_GROUP];
    __global u32 *since = last + segment * m->n_groups + group;
    cell_state cell;
    MYELIN_CELLS(CELL_LOAD)
    for (u32 i = 0; i < n_axons; i++)
        next_of[i] = next_arrival(begin + i, segment, now - m->tick, &n_of[i], RING_PASS);
    for (;;) {
        u32 next = now + 1u, total = 0;
        for (u32 i = 0; i < n_axons; i++)
            next = min(next, next_of[i]);
        if (next > now)
            break;
        on_elapsed(&cell, decay[min(next - *since, m->n_decay - 1u)], parameters);
        for (u32 i = 0; i < n_axons; i++) {
            if (next_of[i] != next)
                continue;
            u32 axon = begin + i;
            axon_segment state;
            MYELIN_STATES(STATE_LOAD)
            for (u32 k = 0; k < n_of[i]; k++)
                on_arrival(&state, cell, parameters);
            MYELIN_STATES(STATE_STORE)
            total += n_of[i];
            next_of[i] = next_arrival(axon, segment, next, &n_of[i], RING_PASS);
        }
        on_arrived(&cell, (float)total, parameters);
        *since = next;
    }
    MYELIN_CELLS(CELL_STORE)
}

/* The end of the interval for one cell and the axons it wraps. */
static void cell_tick(__global const myelin_record *m, u32 group, u32 segment, myelin_params parameters,
                      __global float *states, __global float *cells)
{
    u32 begin = group * m->group, end = min(begin + m->group, m->n);
    float sum = 0.0f;
    cell_state cell;
    MYELIN_CELLS(CELL_LOAD)
    for (u32 axon = begin; axon < end; axon++) {
        axon_segment state;
        MYELIN_STATES(STATE_LOAD)
        on_tick(&state, cell, parameters);
        MYELIN_STATES(STATE_STORE)
        sum += state.MYELIN_CONDUCTION;
    }
    on_cell_tick(&cell, sum * recip_((float)(end - begin)), parameters);
    MYELIN_CELLS(CELL_STORE)
}

#endif

/* What the states of an axon make of it: where its cells lie for the next spikes, and its slowness. */
static u32 axon_slowness(__global const myelin_record *m, u32 axon, u32 now, __global const float *states,
                         __global u32 *offsets)
{
    float sum = 0.0f;
    for (u32 segment = 0; segment < m->n_segments; segment++) {
        axon_segment state;
        MYELIN_STATES(STATE_LOAD)
#if MYELIN_CELL_FORM
        u32 epoch = now / m->tick % m->n_epochs;
        offsets[(epoch * m->n_segments + segment) * m->n + axon] = cell_offset(sum, m->steps_per_ms, m->most);
#endif
        sum += state.MYELIN_CONDUCTION;
    }
#if MYELIN_CELL_FORM
    float slowness = m->scale * sum;
#else
    float slowness = sum > 0.0f ? m->scale * recip_(sum) : (float)m->slow;
#endif
    return slowness_within(slowness, m->fast, m->slow);
}

__kernel void myelin_tick(__global const myelin_record *restrict m, u32 per_item,
                          __global const outgoing_record *restrict outgoing,
                          __global const axon_state *restrict axons, __global u32 *restrict speeds,
                          __global u32 *restrict counts, __global const spike_in_flight *restrict ring,
                          __global float *restrict states, __global float *restrict cells,
                          __global u32 *restrict last, __global u32 *restrict offsets,
                          __global const float *restrict values, __global const float *restrict decay,
                          __global const u32 *restrict slowdown, u32 is_damaged, u32 now)
{
    __global const outgoing_record *out = outgoing + m->outgoing;
    u32 begin_group = (u32)get_global_id(0) * per_item, end_group = min(begin_group + per_item, m->n_groups);
    u32 begin = begin_group * m->group, end = min(end_group * m->group, m->n), first = out->axon;
    myelin_params parameters;
    MYELIN_VALUES(VALUE_LOAD)

#if MYELIN_CELL_FORM
    for (u32 group = begin_group; group < end_group; group++)
        for (u32 segment = 0; segment < m->n_segments; segment++) {
            cell_arrivals(group, segment, parameters, states, cells, last, decay, RING_PASS);
            cell_tick(m, group, segment, parameters, states, cells);
        }
#else
    const u32 segment = 0;
    for (u32 axon = begin; axon < end; axon++) {
        axon_segment state;
        MYELIN_STATES(STATE_LOAD)
        on_tick(&state, (float)counts[first + axon], parameters);
        MYELIN_STATES(STATE_STORE)
    }
#endif
    for (u32 axon = begin; axon < end; axon++) {
        speeds[first + axon] = axon_slowness(m, axon, now, states, offsets);
        counts[first + axon] = 0;
    }
    if (is_damaged || m->blocked_above != BLOCKED)
        for (u32 axon = begin; axon < end; axon++)
            speeds[first + axon] = slowness_damaged(speeds[first + axon], slowdown[is_damaged ? axon : 0u],
                                                    m->slowest, m->blocked_above);
}
