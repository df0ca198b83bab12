/* The events of VW neighbouring synapses of one row within a span of time, in the order in which they come; part of synapse.h. At one stamp: post spikes, then
 * late arrivals, then arrivals. Lanes differ in when their events are: each event is computed for all of them and taken where it falls into the span.
 *
 * A late arrival is an arrival that acts once more, p->late steps after it. None is stored: the ring of spikes in flight is walked back from the latest spike, as
 * far as any may still wait. Its records are kept until a flush has been past them (store/layout.c), and what a flush has passed is never asked for again. */
#ifndef ENGRAM_EVENTS_H
#define ENGRAM_EVENTS_H

/* The row of the synapses: the latest spike of its axon that may matter here, and that one's ring record; whose it is (neuron within the projection), its first synapse,
 * and its number over all tiles. */
typedef struct {
    u32 emitted, slowness, record;
    u32 source, begin, number;
} row_spikes;

#if RULE_IS_PLASTIC
/* latest: event of each synapse. lanes: see event_draws.h; only for those that draw. */
#define EVENT_ARGUMENTS                                                                                      \
    const post_spikes *posts, __global const delivery_record *p, __global const i32 *targets,                \
        const newest_posts *newest, ureal a_prev, const float *x, rule_params parameters,                    \
        const synapse_lanes *lanes, ureal *latest
#define EVENT_PASS posts, p, targets, newest, a_prev, x, parameters, lanes, latest

/* What addresses draws of the n synapses from `position` on. */
#if WEIGHT_BY_CHANCE || RULE_DRAWS
#define ADDRESS_LANES                                                                                        \
    const synapse_lanes own_lanes =                                                                          \
                            lanes_of(position, n, row.source, row.begin, p->length_code, target, length),    \
                        *lanes = &own_lanes;
#else
#define ADDRESS_LANES const synapse_lanes *lanes = 0;
#endif

#if RULE_ELAPSED
#define SEE_ELAPSED(at) traces.elapsed = to_real_(signed_((at) - *latest)) * p->dt;
#else
#define SEE_ELAPSED(at)
#endif
/* The concentration of the modulator at the latest event: since it jumped, every synapse has had one. */
#if RULE_MODULATED
#define MODULATED                                                                                            \
    traces.modulator = decayed(posts, (real)(p->modulator), p->modulator_table, p->modulator_table_n, false, \
                               *latest - p->jumped);
#else
#define MODULATED
#endif
#if RULE_ON_REWARD
#define REWARDED(amount) traces.reward = (real)(amount);
#else
#define REWARDED(amount)
#endif
/* The n-th event of a kind at `at`: what it draws, and what decides about rounding after it. */
#if RULE_DRAWS
#define SEE_XI(kind, at, n)                                                                                  \
    traces.RULE_DRAW = (real)(0.0f);                                                                         \
    if (p->draws)                                                                                            \
        traces.RULE_DRAW = rule_drawn(event_word(STREAM_RULE, DRAW_OF_##kind, at, n, lanes, p));
#else
#define SEE_XI(kind, at, n)
#endif
#define EVENT_CHANCE(kind, at, n) WEIGHT_CHANCE(event_word(STREAM_ROUNDING, DRAW_OF_##kind, at, n, lanes, p))

/* That event, in the lanes where it matters. */
#define EVENT(function, kind, at, n)                                                                         \
    {                                                                                                        \
        rule_state changed = *state;                                                                         \
        ireal applies = matters != (ireal)(0);                                                               \
        SEE_ELAPSED(at)                                                                                      \
        MODULATED                                                                                            \
        REWARDED(0.0f)                                                                                       \
        SEE_XI(kind, at, n)                                                                                  \
        real updated = rule_##function(w, &changed, traces, parameters, p->gate);                            \
        updated = weights_kept(w, updated, EVENT_CHANCE(kind, at, n), p->grid);                              \
        RULE_COLUMNS(COLUMN_PICK)                                                                            \
        w = pick(applies, updated, w);                                                                       \
        *latest = pick(applies, at, *latest);                                                                \
    }

/* 1 where `at` lies in (from, to]. */
INLINE ireal within(ureal at, ureal from, ureal to)
{
    return lanes_set(signed_(at - from) > 0) & lanes_set(signed_(at - to) <= 0);
}

/* ---- late arrivals ---- */

/* When a spike acts late at synapses i .. i + n - 1. */
INLINE ureal late_at(u32 i, u32 n, row_spikes spike, __global const delivery_record *p,
                     __global const ushort *length)
{
    return arrivals(i, n, spike.emitted, spike.slowness, p, length) + p->late;
}

INLINE row_spikes spike_before(row_spikes spike, const post_spikes *posts)
{
    __global const spike_in_flight *record = posts->ring + (spike.record & posts->mask);
    spike.emitted = record->before_emitted;
    spike.slowness = record->before_slowness;
    spike.record = record->before_record;
    return spike;
}

/* Spikes to walk back to: the first `future` act after `to` everywhere, those from `end` on not after `from` anywhere. */
typedef struct {
    u32 future, end;
} late_range;

INLINE late_range find_late(u32 i, u32 n, row_spikes spike, ureal from, ureal to, const post_spikes *posts,
                            __global const delivery_record *p, __global const ushort *length)
{
    late_range range = {0, 0};
#if RULE_ON_LATE_ARRIVAL
    for (;; range.end++, spike = spike_before(spike, posts)) {
        ureal at = late_at(i, n, spike, p, length);
        if (!lanes_any(lanes_set(signed_(at - from) > 0)))
            break;
        if (!lanes_any(lanes_set(signed_(at - to) <= 0)))
            range.future = range.end + 1u;
    }
#endif
    return range;
}

/* ---- what happened before ---- */

/* When the latest event of each synapse up to `until` was, if the rule asks; a_prev: its latest arrival. All synapses count from a tick, or from the start. */
INLINE ureal latest_event(u32 i, u32 n, row_spikes spike, const post_spikes *posts,
                          __global const delivery_record *p, __global const i32 *targets,
                          __global const ushort *length, const newest_posts *newest, ureal a_prev,
                          ureal until)
{
    ureal latest = (ureal)(p->ticked);
#if RULE_ELAPSED && RULE_ON_ARRIVAL
    latest = later(latest, a_prev);
#endif
#if RULE_ELAPSED && RULE_HAS_POSTS
    ireal is_newer = (ireal)(1);
    for (u32 k = 0; k < posts->depth && lanes_any(is_newer); k++) {
        ureal at = post_at(posts, p, targets, k, newest);
        is_newer = lanes_set(signed_(at - until) > 0);
        latest = pick(is_newer != (ireal)(0), latest, later(latest, at));
    }
#endif
#if RULE_ELAPSED && RULE_ON_LATE_ARRIVAL
    for (;; spike = spike_before(spike, posts)) {
        ureal at = late_at(i, n, spike, p, length);
        ireal is_later = lanes_set(signed_(at - until) > 0);
        latest = pick(is_later != (ireal)(0), latest, later(latest, at));
        if (!lanes_any(is_later))
            break;
    }
#endif
    return latest;
}

/* ---- what happens ---- */

#if RULE_HAS_POSTS
/* A rule has one or the other. */
#if RULE_ON_MARK
#define rule_on_post rule_on_mark
#else
#define rule_on_post rule_on_post_spike
#endif
/* Potentiation by the k-th last post spike, where it reached the synapse in (from, to]; nth: of those at the same stamp. */
INLINE real apply_post(real w, rule_state *state, u32 k, ureal nth, ureal from, ureal to, EVENT_ARGUMENTS)
{
    u32 next = min(k + 1u, posts->depth - 1u);
    ureal at = post_at(posts, p, targets, k, newest), before = at;
    ireal matters = within(at, from, to);
#if RULE_ON_LATE_ARRIVAL /* spans are short, and most of them hold nothing */
    if (!lanes_any(matters))
        return w;
#endif
    rule_traces traces;
    RULE_PRE_TRACES(PRE_TRACE)
    RULE_POST_TRACES(POST_TRACE)
    TARGET_UNSEEN
    SEE_MARK(value_of(posts, p, targets, 0, k, newest))
    PENDING_UNSEEN
    RULE_READS(UNSEEN)
    EVENT(on_post, POST_SPIKE, at, nth)
    return w;
}
#endif

/* The last `most` post spikes, the oldest first. */
INLINE real apply_posts(real w, rule_state *state, u32 most, ureal from, ureal to, EVENT_ARGUMENTS)
{
#if RULE_HAS_POSTS
    ureal nth = (ureal)(0);
    for (u32 k = most; k-- > 0u;) {
#if WEIGHT_BY_CHANCE || RULE_DRAWS
        if (k + 1u != most)
            nth = pick(post_at(posts, p, targets, k, newest) == post_at(posts, p, targets, k + 1u, newest),
                       nth + 1u, (ureal)(0));
#endif
        w = apply_post(w, state, k, nth, from, to, EVENT_PASS);
    }
#endif
    return w;
}

#if RULE_ON_LATE_ARRIVAL
/* `times` spikes that came together act late at `at`, where that lies in (from, to]. */
INLINE real apply_late(real w, rule_state *state, ureal at, u32 times, ureal from, ureal to, EVENT_ARGUMENTS)
{
    u32 next = 0;
    ireal matters = within(at, from, to);
    rule_traces traces;
    ureal before = at;
    RULE_PRE_TRACES(PRE_TRACE)
    RULE_POST_TRACES(POST_TRACE)
    TARGET_UNSEEN
    for (u32 m = 0; m < times; m++)
        EVENT(on_late_arrival, LATE_ARRIVAL, at, (ureal)(m))
    return w;
}
#endif

/* All events in (from, to] but arrivals: the late ones in turn, before each and behind the last the post spikes that came since; `most` to look at. One loop, so that
 * the text of the rule is compiled in once for each kind. */
INLINE real apply_events(real w, rule_state *state, u32 i, u32 n, row_spikes spike, late_range late, u32 most,
                         ureal from, ureal to, __global const ushort *length, EVENT_ARGUMENTS)
{
#if RULE_ON_LATE_ARRIVAL
    for (u32 back = late.end;; back--) {
        bool is_behind = back == late.future;
        row_spikes one = spike;
        for (u32 k = 1; k < back; k++)
            one = spike_before(one, posts);
        ureal at = is_behind ? to : late_at(i, n, one, p, length);
        ureal until = later(from, pick(signed_(at - to) < 0, at, to));
        w = apply_posts(w, state, most, from, until, EVENT_PASS);
        if (is_behind)
            return w;
        w = apply_late(w, state, at, posts->ring[one.record & posts->mask].multiplicity, from, to,
                       EVENT_PASS);
        from = until;
    }
#else
    return apply_posts(w, state, most, from, to, EVENT_PASS);
#endif
}

#if NEWBORNS
#define FROM_BIRTH_ON                                                                                        \
    from = from_birth_on(from, position, n, flushed, row.begin, row.number, posts->newborns);
#else
#define FROM_BIRTH_ON
#endif

/* What is to be known of synapses position .. position + n - 1 of `row` before events between a_prev and `to` are applied; and what their events need. */
#define EVENTS_OPEN                                                                                          \
    __global const i32 *targets = (__global const i32 *)target + position;                                   \
    ureal from = applied_until(a_prev, flushed, p);                                                          \
    FROM_BIRTH_ON                                                                                            \
    newest_posts known, *newest = &known;                                                                    \
    newest_load(posts, p, targets, newest);                                                                  \
    u32 most = count_posts(posts, p, targets, from, newest);                                                 \
    late_range late = find_late(position, n, row, from, to, posts, p, length);
#define EVENTS_LOAD                                                                                          \
    rule_params parameters;                                                                                  \
    rule_state own, *state = &own;                                                                           \
    PARAMETERS_LOAD                                                                                          \
    RULE_COLUMNS(COLUMN_LOAD)                                                                                \
    ADDRESS_LANES                                                                                            \
    ureal start = latest_event(position, n, row, posts, p, targets, length, newest, a_prev, from),           \
          *latest = &start;
#endif
#endif
