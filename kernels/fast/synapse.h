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
#include "fast/event_draws.h"
#include "fast/gate.h"
#include "fast/lanes.h"
#include "fast/newborns.h"
#include "fast/past.h"
#include "fast/records.h"
#include "fast/short_term.h"
#include "fast/weights.h"

#define COLUMN_ARGUMENT(name, k) , __global float *column_##name
#define COLUMN_PASS(name, k)     , column_##name
#define COLUMN_LOAD(name, k)     own.name = lanes_load(column_##name + position, n_own);
#define COLUMN_STORE(name, k)    lanes_store(own.name, column_##name + position, n, n_own);
#define COLUMN_PICK(name, k)     state->name = pick(applies, changed.name, state->name);
#define PARAMETER_LOAD(name, k)  parameters.name = values[p->params + (k)];
/* What the events of VW synapses read beside what they change: the parameters of the rule, and how plastic the targets are by their age. */
#if BY_AGE
#define PARAMETERS_LOAD                                                                                      \
    RULE_VALUES(PARAMETER_LOAD)                                                                              \
    parameters.by_age_ = GATHER(real, values + p->by_age, targets);
#define SHARE (gate * parameters.by_age_)
#else
#define PARAMETERS_LOAD RULE_VALUES(PARAMETER_LOAD)
#define SHARE           ((real)(gate))
#endif

/* An event of the rule as far as the gate of the projection, and the age of the target, let it through. */
#if GATED
#define COLUMN_GATE(name, k) state->name = through_gate(before.name, state->name, share);
#define GATED_EVENT(event)                                                                                   \
    INLINE real rule_##event(real w, rule_state *state, rule_traces traces, rule_params parameters,          \
                             float gate)                                                                     \
    {                                                                                                        \
        rule_state before = *state;                                                                          \
        real after = event(w, state, traces, parameters);                                                    \
        real share = SHARE;                                                                                  \
        RULE_LEARNED(COLUMN_GATE)                                                                            \
        return through_gate(w, after, share);                                                                \
    }
#else
#define GATED_EVENT(event)                                                                                   \
    INLINE real rule_##event(real w, rule_state *state, rule_traces traces, rule_params parameters,          \
                             float gate)                                                                     \
    {                                                                                                        \
        return event(w, state, traces, parameters);                                                          \
    }
#endif
#if RULE_ON_ARRIVAL
GATED_EVENT(on_arrival)
#endif
#if RULE_ON_POST_SPIKE
GATED_EVENT(on_post_spike)
#endif
#if RULE_ON_MARK
GATED_EVENT(on_mark)
#endif
#if RULE_ON_LATE_ARRIVAL
GATED_EVENT(on_late_arrival)
#endif
#if RULE_ON_TICK
GATED_EVENT(on_tick)
#endif
#if RULE_ON_REWARD
GATED_EVENT(on_reward)
#endif

/* Everything a row's owner needs besides the row itself; the same for all rows of a class. */
typedef struct {
    __global const u32 *stamps; /* of post spikes, see emit.h */
    __global const float *y, *tables;
    u32 depth;
    __global const spike_in_flight *ring; /* of the class */
    u32 mask;
#if NEWBORNS
    __global const u32 *newborns;
#endif
} post_spikes;

/* Of synapse i. A projection in which all are alike does not have them read from memory. */
INLINE u32 length_code(u32 i, __global const delivery_record *p, __global const ushort *length)
{
    return p->length_code != NO_LENGTH_CODE ? p->length_code : length[i];
}

/* Whether synapses begin .. end - 1 of a row do; they ascend. */
INLINE bool lengths_differ(u32 begin, u32 end, __global const delivery_record *p,
                           __global const ushort *length)
{
    return p->length_code == NO_LENGTH_CODE && length[begin] != length[end - 1u];
}

/* When a spike that was emitted at `emitted` reaches synapse i. */
INLINE u32 arrival(u32 i, u32 emitted, u32 slowness, __global const delivery_record *p,
                   __global const ushort *length)
{
    return emitted + axonal_steps(length_code(i, p, length), slowness, p->axonal_min, p->axonal_shift);
}

#if RULE_IS_PLASTIC
/* What the records of VW targets say (emit.h): when their newest post spikes reached the synapses, and the first post trace just after two of them. */
typedef struct {
    ureal at[RECORD_STAMPS];
    real y[RECORD_WORDS - RECORD_STAMPS];
} newest_posts;

INLINE ureal later(ureal a, ureal b)
{
    return pick(signed_(a - b) > 0, a, b);
}

/* Post spikes up to then have been applied: by the latest arrival, the last flush, or the last tick. */
INLINE ureal applied_until(ureal a_prev, u32 flushed, __global const delivery_record *p)
{
#if RULE_VISITS_ALL
    flushed = (i32)(flushed - p->ticked) > 0 ? flushed : p->ticked;
#endif
    return later(a_prev, (ureal)(flushed));
}

INLINE void newest_load(const post_spikes *posts, __global const delivery_record *p,
                        __global const i32 *targets, newest_posts *newest)
{
    ureal first[4], second[4], shift = (ureal)(p->dendritic - LONG_AGO);
    __global const u32 *records = posts->stamps + history_place(p->history, posts->depth);
    load_records((__global const uint4 *)records, targets, first, second);
    newest->at[0] = first[0] + shift; /* PoCL 3.1 does not unroll loops, and then keeps arrays in memory */
    newest->at[1] = first[1] + shift;
    newest->at[2] = first[2] + shift;
    newest->at[3] = first[3] + shift;
    newest->at[4] = second[0] + shift;
    newest->at[5] = second[1] + shift;
    newest->y[0] = bits_real(signed_(second[2]));
    newest->y[1] = bits_real(signed_(second[3]));
}

/* When the k-th last post spike of each target reached its synapse. */
INLINE ureal post_at(const post_spikes *posts, __global const delivery_record *p, __global const i32 *targets,
                     u32 k, const newest_posts *newest)
{
    __global const u32 *plane =
        posts->stamps + history_place(p->history, posts->depth) + (size_t)(RECORD_WORDS + k) * p->n_pad;
    return k < RECORD_STAMPS ? newest->at[k] : GATHER(ureal, plane, targets) + (p->dendritic - LONG_AGO);
}

/* is_slow: by two tables, as network/decay.h draws them. It is a constant where this is called. */
INLINE real decayed(const post_spikes *posts, real x, u32 table, u32 table_n, bool is_slow, ureal age)
{
    __global const float *decay = posts->tables + table;
    i32 index[VW];
    if (is_slow) {
        __global const float *coarse = decay + DECAY_FINE;
        i32 multiple[VW];
        lanes_to_int(signed_(age % DECAY_FINE), index);
        lanes_to_int(signed_(lanes_min(age / DECAY_FINE, table_n - DECAY_FINE - 1u)), multiple);
        return x * (GATHER(real, coarse, multiple) * GATHER(real, decay, index));
    }
    lanes_to_int(signed_(lanes_min(age, table_n - 1u)), index);
    return x * GATHER(real, decay, index);
}

/* Post trace t just after the k-th last post spike of each target, or the value of its k-th last mark. */
INLINE real value_of(const post_spikes *posts, __global const delivery_record *p, __global const i32 *targets,
                     u32 t, u32 k, const newest_posts *newest)
{
    __global const float *plane = posts->y + (size_t)p->y_base[t] * posts->depth + (size_t)k * p->n_pad;
    return t == 0 && k == 0 ? newest->y[0] : t == 0 && k == 1 ? newest->y[1] : GATHER(real, plane, targets);
}

/* That trace, decayed from `since` to `at`. */
INLINE real trace_of(const post_spikes *posts, __global const delivery_record *p, __global const i32 *targets,
                     u32 t, u32 k, const newest_posts *newest, ureal since, ureal at)
{
    real y = value_of(posts, p, targets, t, k, newest);
    return decayed(posts, y, p->post_table[t], p->post_table_n[t], SLOW_POST >> t & 1u, at - since);
}

/* Post trace t at `at`: of the first post spike from the k-th last one on that reached the synapse before `before`. `matters`: in these lanes; others do not
 * have it looked for, which for a target that has not fired yet would be among all its spikes. */
INLINE real post_trace(const post_spikes *posts, __global const delivery_record *p,
                       __global const i32 *targets, u32 t, u32 k, const newest_posts *newest, ureal at,
                       ureal before, ireal matters)
{
    ureal since = post_at(posts, p, targets, k, newest);
    real value = trace_of(posts, p, targets, t, k, newest, since, at);
    for (k++; k < posts->depth && lanes_any(lanes_set(signed_(since - before) >= 0) & matters); k++) {
        ireal late = signed_(since - before) >= 0;
        ureal older = post_at(posts, p, targets, k, newest);
        value = pick(late, trace_of(posts, p, targets, t, k, newest, older, at), value);
        since = pick(late, older, since);
    }
    return value;
}
#define PRE_TRACE(name, k)                                                                                   \
    traces.name =                                                                                            \
        decayed(posts, (real)(x[k]), p->pre_table[k], p->pre_table_n[k], SLOW_PRE >> k & 1u, at - a_prev);
#define POST_TRACE(name, k) traces.name = post_trace(posts, p, targets, k, next, newest, at, before, matters);

/* How many of the last post spikes, newest first, have to be looked at to find all that reached a synapse after `from`. */
INLINE u32 count_posts(const post_spikes *posts, __global const delivery_record *p,
                       __global const i32 *targets, ureal from, const newest_posts *newest)
{
    /* They fall from one to the next, so nothing comes after the first that is too old. */
    u32 n = (lanes_any(signed_(newest->at[0] - from) > 0) ? 1u : 0u) +
            (lanes_any(signed_(newest->at[1] - from) > 0) ? 1u : 0u) +
            (lanes_any(signed_(newest->at[2] - from) > 0) ? 1u : 0u) +
            (lanes_any(signed_(newest->at[3] - from) > 0) ? 1u : 0u);
    if (n < 4u)
        return n;
    while (n < posts->depth && lanes_any(signed_(post_at(posts, p, targets, n, newest) - from) > 0))
        n++;
    return n;
}

/* Only a tick sees the target; to other events all of it is 0. */
#define UNSEEN(name, k) traces.name = (real)(0.0f);
#if RULE_MEASURES
#define TARGET_UNSEEN UNSEEN(sum, 0) RULE_NEURONS(UNSEEN)
#else
#define TARGET_UNSEEN
#endif

/* What an arrival at `at` reads of the targets: of a ring that begins at `place`, what was there at `then`. */
#if RULE_N_READS || RULE_GATHERS
INLINE real past_of(const post_spikes *posts, __global const delivery_record *p, __global const u32 *target,
                    u32 place, u32 mask, ureal then)
{
    __global const float *ring = posts->y + place;
    i32 index[VW];
    lanes_to_int(signed_(past_plane(then, mask, p->n_pad) + load_uint(target)), index);
    return GATHER(real, ring, index);
}
#endif
#define READ_SEE(name, k)                                                                                    \
    traces.name = past_of(posts, p, target + position, p->past[k], p->past_mask, at - p->past_age[k]);
#if RULE_GATHERS
#define PENDING_SEE                                                                                          \
    traces.pending = past_of(posts, p, target + position, p->gathered, p->gathered_mask, at - p->dendritic);
#define PENDING_UNSEEN UNSEEN(pending, 0)
#else
#define PENDING_SEE
#define PENDING_UNSEEN
#endif
#if RULE_ON_MARK
#define SEE_MARK(value) traces.mark = value;
#else
#define SEE_MARK(value)
#endif

#endif

/* When a spike that was emitted at `emitted` reaches synapses i .. i + n - 1; lanes beyond repeat the first. */
INLINE ureal arrivals(u32 i, u32 n, u32 emitted, u32 slowness, __global const delivery_record *p,
                      __global const ushort *length)
{
    u32 first = arrival(i, emitted, slowness, p, length);
#if VW > 1
    if (lengths_differ(i, i + n, p, length))
        return lanes_first(emitted + axonal_steps_of(length + i, slowness, p->axonal_min, p->axonal_shift), n,
                           first);
#endif
    return (ureal)(first);
}

#include "fast/events.h"

/* Synapses position .. position + n - 1 (n <= VW) of `row`, and no other. Applies the post spikes and late arrivals that reached them after the last flush and up
 * to `to`; a_prev: their latest arrivals, x: the traces of the spike that arrived, which is the one in `row`. */
INLINE void synapses_apply(u32 position, u32 n, row_spikes row, u32 flushed, ureal to, ureal a_prev,
                           const float *x, const post_spikes *posts, __global const delivery_record *p,
                           __global const float *values, __global const u32 *target,
                           __global const ushort *length,
                           __global weight_t *weight RULE_COLUMNS(COLUMN_ARGUMENT))
{
#if RULE_HAS_POSTS || RULE_ON_LATE_ARRIVAL
    const u32 n_own = n;
    EVENTS_OPEN
    if (most == 0 && late.end == late.future)
        return;
    EVENTS_LOAD
    real w = weights_load(weight + position, n_own, p->grid);
    w = apply_events(w, state, position, n, row, late, most, from, to, length, EVENT_PASS);
    weights_store(w, weight + position, n, n_own, p->grid);
    RULE_COLUMNS(COLUMN_STORE)
#endif
}

/* How a delivered weight reaches its target: ADD_ATOMIC when several work-items share a target, else plain. Two 32-bit
 * words with a carry make a 64-bit atomic add, since 64-bit atomics are optional in OpenCL 1.2; the sum is order-free. */
#ifndef ADD_ATOMIC
#define ADD_ATOMIC 0
#endif
#if WIDE
typedef lreal fixed_real;
#define to_fixed       to_long_
#define lanes_to_fixed lanes_to_long
#else
typedef ireal fixed_real;
#define to_fixed       to_int_
#define lanes_to_fixed lanes_to_int
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

#if SHORT_TERM
#define RELEASED(w) ((w)*resources_release(&found, p->U, p->u_kept))
#else
#define RELEASED(w) (w)
#endif

/* First element of the slot that takes what reaches its synapse at stamp `at`; a macro, for vectors and scalars. */
#define accumulator_slot(at, p) ((p)->accumulator + ((at) + (p)->dendritic & (p)->slot_mask) * (p)->n_pad)

/* Synapses position .. position + n - 1 of `row`, which a spike reaches at stamps `to`; this work-item may touch n_own from `position` on. a_prev, x: of the
 * spike before. found: see short_term.h; spikes that come together release one after the other. */
INLINE void synapses_arrive(u32 position, u32 n, u32 n_own, row_spikes row, u32 flushed, ureal to,
                            ureal a_prev, const float *x, u32 multiplicity, resources found,
                            const post_spikes *posts, __global u32 *control,
                            __global const delivery_record *p, __global const float *values,
                            volatile __global int *accumulators, __global const u32 *target,
                            __global const ushort *length,
                            __global weight_t *weight RULE_COLUMNS(COLUMN_ARGUMENT))
{
    real w = weights_load(weight + position, n_own, p->grid);
    fixed_real sum = (fixed_real)(0);
#if RULE_IS_PLASTIC
    EVENTS_OPEN
    EVENTS_LOAD
    w = apply_events(w, state, position, n, row, late, most, from, to, length, EVENT_PASS);
#if RULE_ON_ARRIVAL
    ireal matters = (ireal)(1);
    u32 next = 0;
    rule_traces traces;
    ureal at = to, before = to;
    RULE_PRE_TRACES(PRE_TRACE)
    RULE_POST_TRACES(POST_TRACE)
    TARGET_UNSEEN
    SEE_MARK((real)(0.0f))
    PENDING_SEE
    RULE_READS(READ_SEE)
#endif
    for (u32 m = 0; m < multiplicity; m++) {
#if RULE_ON_ARRIVAL
        EVENT(on_arrival, ARRIVAL, to, (ureal)(m))
#endif
        sum += to_fixed(whole(RELEASED(w) * p->scale));
    }
    ireal is_beyond = lanes_set(w > p->limit) | lanes_set(w < -p->limit);
    if (lanes_any(is_beyond & lanes_set(lane_numbers() < (ureal)(n))))
        control[CONTROL_ERROR] = ERROR_WEIGHT;
    weights_store(w, weight + position, n, n_own, p->grid);
    RULE_COLUMNS(COLUMN_STORE)
#else
    for (u32 m = 0; m < multiplicity; m++)
        sum += to_fixed(whole(RELEASED(w) * p->scale));
#endif
    ureal place = accumulator_slot(to, p) + load_uint(target + position);
    u32 index[VW];
    fixed_t amount[VW];
    lanes_to_uint(place, index);
    lanes_to_fixed(sum, amount);
    for (u32 l = 0; l < n; l++)
        accumulator_add(accumulators, index[l], amount[l]);
}

/* Synapses of a row from `position` on, up to `end`, that a spike emitted at `emitted` reaches up to stamp `to`: one past the last. Looks near `position`
 * first: of a long row with many delays little is reached at a time, and the rest lies in memory that nobody needs now. */
INLINE u32 row_reach(u32 position, u32 end, u32 emitted, u32 slowness, u32 to,
                     __global const delivery_record *p, __global const ushort *length)
{
    u32 low = position, stride = 1; /* everything left of `low` is reached */
    while (low < end && (i32)(arrival(min(low + stride, end) - 1u, emitted, slowness, p, length) - to) <= 0) {
        low = min(low + stride, end);
        stride = p->length_code == NO_LENGTH_CODE ? 2u * stride : end - position;
    }
    if (low == end)
        return end;
    u32 high = min(low + stride, end) - 1u; /* is not reached */
    while (low != high) {
        u32 middle = low + (high - low) / 2u;
        if ((i32)(arrival(middle, emitted, slowness, p, length) - to) <= 0)
            low = middle + 1u;
        else
            high = middle;
    }
    return low;
}
#endif
