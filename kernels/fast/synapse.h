/* Bring VW neighbouring synapses of one row up to date, and deliver a spike through them. Included after a rule's text.
 *
 *      a_prev              flushed                        to
 *        |  posts applied by  |  pending: on_post_spike   |
 *        |  the last flush    |  for each, in order       |  then, at an arrival: on_arrival, add weight to the target
 *
 * Times are stamps at the synapse: a post spike of stamp s counts at s + dendritic. Traces are read strictly before an event (science 0.2). */
#ifndef ENGRAM_SYNAPSE_H
#define ENGRAM_SYNAPSE_H
#include "fast/delay.h"
#include "fast/lanes.h"
#include "fast/records.h"

#define COLUMN_ARGUMENT(name, k) , __global float *column_##name
#define COLUMN_PASS(name, k)     , column_##name
#define COLUMN_LOAD(name, k)     state.name = load_real(column_##name + position);
#define COLUMN_STORE(name, k)    lanes_store(state.name, column_##name + position, n);
#define COLUMN_PICK(name, k)     state->name = pick(applies, changed.name, state->name);
#define PARAMETER_LOAD(name, k)  parameters.name = values[p->params + (k)];

/* Everything a row's owner needs besides the row itself; the same for all rows of a class. */
typedef struct {
    __global const u32 *counts, *stamps; /* post-spike rings, see emit.h */
    __global const float *y, *tables;
    u32 depth;
} post_spikes;

static inline void lanes_store(real x, __global float *p, u32 n)
{
    if (n == VW) {
        store_real(x, p);
        return;
    }
    float lane[VW];
#if VW == 1
    lane[0] = x;
#else
    VSTORE(x, 0, lane);
#endif
    for (u32 l = 0; l < n; l++)
        p[l] = lane[l];
}

#if RULE_ON_ARRIVAL || RULE_ON_POST_SPIKE
static inline u32 later(u32 a, u32 b)
{
    return (i32)(a - b) > 0 ? a : b;
}

/* For each lane: post spikes first .. first + pending - 1 lie in (from, to]; `older` is one past the last that is strictly before `to`. */
typedef struct {
    u32 first[VW], pending[VW], older[VW], oldest[VW], cell[VW];
} post_window;

static inline u32 post_stamp(const post_spikes *posts, const post_window *w, u32 l, u32 entry)
{
    return posts->stamps[w->cell[l] * posts->depth + (entry & (posts->depth - 1u))];
}

static inline u32 find_posts(post_window *w, const post_spikes *posts, __global const delivery_record *p,
                             __global const u32 *targets, u32 n, const u32 *a_prev, u32 flushed, u32 to)
{
    u32 most = 0;
    for (u32 l = 0; l < VW; l++) {
        u32 from = later(a_prev[l], flushed);
        w->cell[l] = p->history + targets[l < n ? l : 0];
        u32 count = posts->counts[w->cell[l]];
        u32 oldest = count > posts->depth - 1u ? count - (posts->depth - 1u) : 0u;
        u32 end = count;
        while (end != oldest && (i32)(post_stamp(posts, w, l, end - 1u) + p->dendritic - to) > 0)
            end--;
        u32 first = end;
        while (first != oldest && (i32)(post_stamp(posts, w, l, first - 1u) + p->dendritic - from) > 0)
            first--;
        u32 older = end;
        while (older != oldest && post_stamp(posts, w, l, older - 1u) + p->dendritic == to)
            older--;
        w->oldest[l] = oldest;
        w->first[l] = first;
        w->pending[l] = end - first;
        w->older[l] = older;
        most = max(most, end - first);
    }
    return most;
}

/* Post trace k of VW lanes at `at`, strictly before it: entry one[l] - 1 decayed. */
static inline real post_trace(const post_window *w, const post_spikes *posts,
                              __global const delivery_record *p, __global const u32 *targets, u32 n, u32 k,
                              const u32 *one, const u32 *at)
{
    float value[VW];
    for (u32 l = 0; l < VW; l++) {
        value[l] = 0.0f;
        if (one[l] == w->oldest[l])
            continue;
        u32 age = at[l] - (post_stamp(posts, w, l, one[l] - 1u) + p->dendritic);
        u32 cell = p->y_base[k] + targets[l < n ? l : 0];
        value[l] = posts->y[cell * posts->depth + ((one[l] - 1u) & (posts->depth - 1u))] *
                   posts->tables[p->post_table[k] + min(age, p->post_table_n[k] - 1u)];
    }
    return lanes_from_float(value);
}

static inline real pre_trace(const post_spikes *posts, __global const delivery_record *p, u32 k, float x,
                             const u32 *at, const u32 *a_prev)
{
    float value[VW];
    for (u32 l = 0; l < VW; l++)
        value[l] = x * posts->tables[p->pre_table[k] + min(at[l] - a_prev[l], p->pre_table_n[k] - 1u)];
    return lanes_from_float(value);
}
#define PRE_TRACE(name, k)  traces.name = pre_trace(posts, p, k, x[k], at, a_prev);
#define POST_TRACE(name, k) traces.name = post_trace(&window, posts, p, targets, n, k, one, at);

#if RULE_ON_POST_SPIKE
/* Potentiation by the i-th pending post spike of every lane. */
static inline real apply_post(real w, rule_state *state, const post_window *window_, const post_spikes *posts,
                              __global const delivery_record *p, __global const u32 *targets, u32 n, u32 i,
                              const u32 *a_prev, const float *x, rule_params parameters)
{
    const post_window window = *window_;
    u32 at[VW], one[VW];
    int has[VW];
    rule_traces traces;
    rule_state changed = *state;
    for (u32 l = 0; l < VW; l++) {
        has[l] = i < window.pending[l];
        u32 entry = window.first[l] + (has[l] ? i : 0u);
        u32 stamp = has[l] ? post_stamp(posts, &window, l, entry) : a_prev[l] - p->dendritic;
        at[l] = stamp + p->dendritic;
        one[l] = entry;
        while (has[l] && one[l] != window.oldest[l] && post_stamp(posts, &window, l, one[l] - 1u) == stamp)
            one[l]--; /* spikes at the same time do not see one another */
        if (!has[l])
            one[l] = window.oldest[l];
    }
    RULE_PRE_TRACES(PRE_TRACE)
    RULE_POST_TRACES(POST_TRACE)
    real updated = on_post_spike(w, &changed, traces, parameters);
    ireal applies = lanes_from_int(has) != (ireal)(0);
    RULE_COLUMNS(COLUMN_PICK)
    return pick(applies, updated, w);
}
#endif
#endif

/* When a spike that was emitted at `emitted` reached each of VW synapses; lanes beyond n repeat the first. */
static inline void arrivals(u32 *at, u32 n, u32 emitted, u32 slowness, __global const delivery_record *p,
                            __global const ushort *length)
{
    for (u32 l = 0; l < VW; l++)
        at[l] = emitted + axonal_steps(length[l < n ? l : 0], slowness, p->axonal_min, p->axonal_shift);
}

/* Synapses position .. position + n - 1 (n <= VW) of a row. Applies the post spikes that reached them after the last flush and up to `to`; a_prev: their
 * latest arrivals, x: the traces of the spike that arrived. */
static inline void synapses_apply(u32 position, u32 n, u32 flushed, u32 to, const u32 *a_prev, const float *x,
                                  const post_spikes *posts, __global const delivery_record *p,
                                  __global const float *values, __global const u32 *target,
                                  __global float *weight RULE_COLUMNS(COLUMN_ARGUMENT))
{
#if RULE_ON_POST_SPIKE
    __global const u32 *targets = target + position;
    post_window window;
    u32 most = find_posts(&window, posts, p, targets, n, a_prev, flushed, to);
    if (most == 0)
        return;
    rule_params parameters;
    rule_state state;
    RULE_VALUES(PARAMETER_LOAD)
    RULE_COLUMNS(COLUMN_LOAD)
    real w = load_real(weight + position);
    for (u32 i = 0; i < most; i++)
        w = apply_post(w, &state, &window, posts, p, targets, n, i, a_prev, x, parameters);
    lanes_store(w, weight + position, n);
    RULE_COLUMNS(COLUMN_STORE)
#endif
}

/* How a delivered weight reaches its target: ADD_ATOMIC when several work-items share a target, else plain. Two 32-bit
 * words with a carry make a 64-bit atomic add, since 64-bit atomics are optional in OpenCL 1.2; the sum is order-free. */
#ifndef ADD_ATOMIC
#define ADD_ATOMIC 0
#endif
#if WIDE
typedef long fixed_t;
#else
typedef int fixed_t;
#endif
static inline void accumulator_add(volatile __global int *accumulators, u32 index, fixed_t amount)
{
#if WIDE && ADD_ATOMIC
    volatile __global u32 *words = (volatile __global u32 *)accumulators + 2 * (size_t)index;
    u32 low = (u32)(ulong)amount;
    u32 old = atomic_add(words, low);
    atomic_add(words + 1, (u32)((ulong)amount >> 32) + (old + low < old ? 1u : 0u));
#elif WIDE
    ((__global long *)accumulators)[index] += amount;
#elif ADD_ATOMIC
    atomic_add(accumulators + index, amount);
#else
    accumulators[index] += amount;
#endif
}

static inline void fixed_add(real w, float scale, fixed_t *sum)
{
#if WIDE
    long amount[VW];
    store_long_of_rint(w * scale, amount);
    for (u32 l = 0; l < VW; l++)
        sum[l] += amount[l];
#else
    int amount[VW];
    lanes_to_int(to_int_(rint(w * scale)), amount);
    for (u32 l = 0; l < VW; l++)
        sum[l] += amount[l];
#endif
}

/* Synapses position .. position + n - 1 of a row, all of which a spike reaches at stamp `to`; a_prev, x: of the spike before. */
static inline void synapses_arrive(u32 position, u32 n, u32 flushed, u32 to, const u32 *a_prev,
                                   const float *x, u32 multiplicity, const post_spikes *posts,
                                   __global u32 *control, __global const delivery_record *p,
                                   __global const float *values, volatile __global int *accumulators,
                                   __global const u32 *target,
                                   __global float *weight RULE_COLUMNS(COLUMN_ARGUMENT))
{
    __global const u32 *targets = target + position;
    real w = load_real(weight + position);
    fixed_t sum[VW];
    for (u32 l = 0; l < VW; l++)
        sum[l] = 0;
#if RULE_ON_ARRIVAL || RULE_ON_POST_SPIKE
    post_window window;
    rule_params parameters;
    rule_state state;
    u32 most = find_posts(&window, posts, p, targets, n, a_prev, flushed, to);
    RULE_VALUES(PARAMETER_LOAD)
    RULE_COLUMNS(COLUMN_LOAD)
#if RULE_ON_POST_SPIKE
    for (u32 i = 0; i < most; i++)
        w = apply_post(w, &state, &window, posts, p, targets, n, i, a_prev, x, parameters);
#endif
#if RULE_ON_ARRIVAL
    u32 at[VW];
    const u32 *one = window.older;
    rule_traces traces;
    for (u32 l = 0; l < VW; l++)
        at[l] = to;
    RULE_PRE_TRACES(PRE_TRACE)
    RULE_POST_TRACES(POST_TRACE)
#endif
    for (u32 m = 0; m < multiplicity; m++) {
#if RULE_ON_ARRIVAL
        w = on_arrival(w, &state, traces, parameters);
#endif
        fixed_add(w, p->scale, sum);
    }
    ireal is_beyond = lanes_set(w > p->limit) | lanes_set(w < -p->limit);
    if (lanes_any(is_beyond &
                  lanes_set(lane_numbers() < (ureal)(n)))) /* lanes beyond n belong to other rows */
        control[CONTROL_ERROR] = ERROR_WEIGHT;
    lanes_store(w, weight + position, n);
    RULE_COLUMNS(COLUMN_STORE)
#else
    for (u32 m = 0; m < multiplicity; m++)
        fixed_add(w, p->scale, sum);
#endif
    u32 slot = p->accumulator + ((to + p->dendritic) % p->n_slots) * p->n_pad;
    for (u32 l = 0; l < n; l++)
        accumulator_add(accumulators, slot + targets[l], sum[l]);
}

/* Synapses of a row from `position` on, up to `end`, that a spike emitted at `emitted` reaches up to stamp `to`: one past the last. */
static inline u32 row_reach(u32 position, u32 end, u32 emitted, u32 slowness, u32 to,
                            __global const delivery_record *p, __global const ushort *length)
{
    if (position == end)
        return end;
    if ((i32)(emitted + axonal_steps(length[end - 1u], slowness, p->axonal_min, p->axonal_shift) - to) <= 0)
        return end;                      /* the rest of the row: always so when all delays are equal */
    u32 low = position, high = end - 1u; /* `high` is not reached; everything left of `low` is */
    while (low != high) {
        u32 middle = low + (high - low) / 2u;
        if ((i32)(emitted + axonal_steps(length[middle], slowness, p->axonal_min, p->axonal_shift) - to) <= 0)
            low = middle + 1u;
        else
            high = middle;
    }
    return low;
}
#endif
