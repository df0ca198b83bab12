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
#define COLUMN_LOAD(name, k)     state.name = lanes_load(column_##name + position, n);
#define COLUMN_STORE(name, k)    lanes_store(state.name, column_##name + position, n);
#define COLUMN_PICK(name, k)     state->name = pick(applies, changed.name, state->name);
#define PARAMETER_LOAD(name, k)  parameters.name = values[p->params + (k)];

/* Everything a row's owner needs besides the row itself; the same for all rows of a class. */
typedef struct {
    __global const u32 *stamps; /* planes of post spikes, see emit.h */
    __global const float *y, *tables;
    u32 depth;
} post_spikes;

/* n of VW lanes, the others 0: what lies beyond a row belongs to another work-item. */
INLINE real lanes_load(__global const float *p, u32 n)
{
    if (n == VW)
        return load_real(p);
    float lane[VW];
    for (u32 l = 0; l < VW; l++)
        lane[l] = l < n ? p[l] : 0.0f;
#if VW == 1
    return lane[0];
#else
    return VLOAD(0, lane);
#endif
}

INLINE void lanes_store(real x, __global float *p, u32 n)
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
#define SEEN 8u /* post spikes whose stamps are kept between finding and applying them */
INLINE ureal later(ureal a, u32 b)
{
    return pick(signed_(a - b) > 0, a, (ureal)(b));
}

/* When the k-th last post spike of each target reached its synapse. */
INLINE ureal post_at(const post_spikes *posts, __global const delivery_record *p, __global const i32 *targets,
                     u32 k)
{
    __global const u32 *plane = posts->stamps + (size_t)p->history * posts->depth + (size_t)k * p->n_pad;
    return GATHER(ureal, plane, targets) + (p->dendritic - LONG_AGO);
}

INLINE real decayed(const post_spikes *posts, real x, u32 table, u32 table_n, ureal age)
{
    __global const float *decay = posts->tables + table;
    i32 index[VW];
    lanes_to_int(signed_(lanes_min(age, table_n - 1u)), index);
    return x * GATHER(real, decay, index);
}

/* Post trace t just after the k-th last post spike of each target, decayed from `since` to `at`. */
INLINE real trace_of(const post_spikes *posts, __global const delivery_record *p, __global const i32 *targets,
                     u32 t, u32 k, ureal since, ureal at)
{
    __global const float *plane = posts->y + (size_t)p->y_base[t] * posts->depth + (size_t)k * p->n_pad;
    return decayed(posts, GATHER(real, plane, targets), p->post_table[t], p->post_table_n[t], at - since);
}

/* Post trace t at `at`, strictly before it: of the first post spike from the k-th last one on that is older. */
INLINE real post_trace(const post_spikes *posts, __global const delivery_record *p,
                       __global const i32 *targets, u32 t, u32 k, ureal since, ureal at)
{
    real value = trace_of(posts, p, targets, t, k, since, at);
    for (k++; k < posts->depth && lanes_any(signed_(since - at) >= 0); k++) {
        ireal late = signed_(since - at) >= 0;
        ureal older = post_at(posts, p, targets, k);
        value = pick(late, trace_of(posts, p, targets, t, k, older, at), value);
        since = pick(late, older, since);
    }
    return value;
}
#define PRE_TRACE(name, k)                                                                                   \
    traces.name = decayed(posts, (real)(x[k]), p->pre_table[k], p->pre_table_n[k], at - a_prev);
#define POST_TRACE(name, k) traces.name = post_trace(posts, p, targets, k, next, NEXT_AT, at);

/* Look at the last post spikes, newest first, until all have been found that reached a synapse after `from`: how many. Fills seen[]. */
INLINE u32 count_posts(const post_spikes *posts, __global const delivery_record *p,
                       __global const i32 *targets, ureal from, ureal newest, ureal *seen)
{
    u32 k = 0;
    for (ureal at = newest; lanes_any(signed_(at - from) > 0);) {
        if (k < SEEN)
            seen[k] = at;
        if (++k == posts->depth)
            break;
        at = post_at(posts, p, targets, k);
    }
    return k;
}

#if RULE_ON_POST_SPIKE
/* Potentiation by the k-th last post spike, where it reached the synapse in (from, to]. */
INLINE real apply_post(real w, rule_state *state, const post_spikes *posts, __global const delivery_record *p,
                       __global const i32 *targets, u32 k, const ureal *seen, ureal from, u32 to,
                       ureal a_prev, const float *x, rule_params parameters)
{
    u32 next = k + 1u;
    ureal at = k < SEEN ? seen[k] : post_at(posts, p, targets, k);
    rule_traces traces;
    rule_state changed = *state;
    RULE_PRE_TRACES(PRE_TRACE)
#define NEXT_AT post_at(posts, p, targets, min(next, posts->depth - 1u))
    RULE_POST_TRACES(POST_TRACE)
#undef NEXT_AT
    real updated = on_post_spike(w, &changed, traces, parameters);
    ireal applies = (lanes_set(signed_(at - from) > 0) & lanes_set(signed_(at - to) <= 0)) != (ireal)(0);
    RULE_COLUMNS(COLUMN_PICK)
    return pick(applies, updated, w);
}
#endif
#endif

/* When a spike that was emitted at `emitted` reached each of VW synapses; lanes beyond n repeat the first. */
INLINE ureal arrivals(u32 n, u32 emitted, u32 slowness, __global const delivery_record *p,
                      __global const ushort *length)
{
    u32 first = emitted + axonal_steps(length[0], slowness, p->axonal_min, p->axonal_shift);
    u32 at[VW];
    if (length[0] == length[n - 1u]) /* lengths ascend: so all are the same */
        return (ureal)(first);
    for (u32 l = 0; l < VW; l++)
        at[l] = l < n ? emitted + axonal_steps(length[l], slowness, p->axonal_min, p->axonal_shift) : first;
    return lanes_from_uint(at);
}

/* Synapses position .. position + n - 1 (n <= VW) of a row. Applies the post spikes that reached them after the last flush and up to `to`; a_prev: their
 * latest arrivals, x: the traces of the spike that arrived. */
INLINE void synapses_apply(u32 position, u32 n, u32 flushed, u32 to, ureal a_prev, const float *x,
                           const post_spikes *posts, __global const delivery_record *p,
                           __global const float *values, __global const u32 *target,
                           __global float *weight RULE_COLUMNS(COLUMN_ARGUMENT))
{
#if RULE_ON_POST_SPIKE
    __global const i32 *targets = (__global const i32 *)target + position;
    ureal from = later(a_prev, flushed), newest = post_at(posts, p, targets, 0);
    ureal seen[SEEN];
    u32 most = count_posts(posts, p, targets, from, newest, seen);
    if (most == 0)
        return;
    rule_params parameters;
    rule_state state;
    RULE_VALUES(PARAMETER_LOAD)
    RULE_COLUMNS(COLUMN_LOAD)
    real w = lanes_load(weight + position, n);
    for (u32 k = most; k-- > 0u;)
        w = apply_post(w, &state, posts, p, targets, k, seen, from, to, a_prev, x, parameters);
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
INLINE void accumulator_add(volatile __global int *accumulators, u32 index, fixed_t amount)
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

INLINE void fixed_add(real w, float scale, fixed_t *sum)
{
#if WIDE
    long amount[VW];
    store_long_of_rint(w * scale, amount);
    for (u32 l = 0; l < VW; l++)
        sum[l] += amount[l];
#else
    int amount[VW];
    lanes_to_int(to_int_(whole(w * scale)), amount);
    for (u32 l = 0; l < VW; l++)
        sum[l] += amount[l];
#endif
}

/* Synapses position .. position + n - 1 of a row, all of which a spike reaches at stamp `to`; a_prev, x: of the spike before. */
INLINE void synapses_arrive(u32 position, u32 n, u32 flushed, u32 to, ureal a_prev, const float *x,
                            u32 multiplicity, const post_spikes *posts, __global u32 *control,
                            __global const delivery_record *p, __global const float *values,
                            volatile __global int *accumulators, __global const u32 *target,
                            __global float *weight RULE_COLUMNS(COLUMN_ARGUMENT))
{
    __global const i32 *targets = (__global const i32 *)target + position;
    real w = lanes_load(weight + position, n);
    fixed_t sum[VW];
    for (u32 l = 0; l < VW; l++)
        sum[l] = 0;
#if RULE_ON_ARRIVAL || RULE_ON_POST_SPIKE
    rule_params parameters;
    rule_state state;
    ureal from = later(a_prev, flushed), newest = post_at(posts, p, targets, 0);
    RULE_VALUES(PARAMETER_LOAD)
    RULE_COLUMNS(COLUMN_LOAD)
#if RULE_ON_POST_SPIKE
    ureal seen[SEEN];
    u32 most = count_posts(posts, p, targets, from, newest, seen);
    for (u32 k = most; k-- > 0u;)
        w = apply_post(w, &state, posts, p, targets, k, seen, from, to, a_prev, x, parameters);
#endif
#if RULE_ON_ARRIVAL
    ureal at = (ureal)(to);
    u32 next = 0;
    rule_traces traces;
    RULE_PRE_TRACES(PRE_TRACE)
#define NEXT_AT newest
    RULE_POST_TRACES(POST_TRACE)
#undef NEXT_AT
#endif
    for (u32 m = 0; m < multiplicity; m++) {
#if RULE_ON_ARRIVAL
        w = on_arrival(w, &state, traces, parameters);
#endif
        fixed_add(w, p->scale, sum);
    }
    ireal is_beyond = lanes_set(w > p->limit) | lanes_set(w < -p->limit);
    if (lanes_any(is_beyond & lanes_set(lane_numbers() < (ureal)(n))))
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
INLINE u32 row_reach(u32 position, u32 end, u32 emitted, u32 slowness, u32 to,
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
