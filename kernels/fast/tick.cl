#include "fast/deliver.cl"
#include "fast/reached.h"

/* A tick of a rule, or a reward: for every synapse of one projection the post spikes that have reached it, as in a flush, and then what the rule does then.
 * The clock stands at the tick, so nothing beyond it has arrived.
 * A work-item owns rows_per_item neighbouring rows: a tile where tiles are owned, a single row elsewhere. Streams 12 B per synapse and 8 B per column. */
#define TICK_ARGUMENTS                                                                                       \
    DELIVERY_ARGUMENTS, __global const axon_state *restrict all_axons, u32 first_axon, u32 projection,       \
        u32 n_sources, u32 rows_per_item

#if RULE_MEASURES
#define TARGET_SUM          RULE_N_NEURONS /* planes: the states of the targets, then the sum */
#define TARGET_SEE(name, k) traces.name = GATHER(real, neurons + (k)*p->n_pad, targets);
#define SEE_TARGET          RULE_NEURONS(TARGET_SEE) TARGET_SEE(sum, TARGET_SUM)
#define NEURONS_ARGUMENT    , __global const float *restrict neurons
#define NEURONS_PASS        , neurons
#else
#define SEE_TARGET
#define NEURONS_ARGUMENT
#define NEURONS_PASS
#endif

/* What synapses position .. position + n - 1 of a row have to say at `now`; what has happened at `now` itself is in the traces. */
#define AT_TICK                                                                                              \
    const u32 n_own = n, next = 0;                                                                           \
    ureal at = (ureal)(now), before = at + 1u;                                                               \
    rule_params parameters;                                                                                  \
    rule_state own, *state = &own;                                                                           \
    rule_traces traces;                                                                                      \
    __global const i32 *targets = (__global const i32 *)target + position;                                   \
    ireal matters = (ireal)(1);                                                                              \
    newest_posts known, *newest = &known;                                                                    \
    newest_load(posts, p, targets, newest);                                                                  \
    ureal start = latest_event(position, n, row, posts, p, targets, length, newest, a_prev, at),             \
          *latest = &start;                                                                                  \
    PARAMETERS_LOAD                                                                                          \
    RULE_COLUMNS(COLUMN_LOAD)                                                                                \
    RULE_PRE_TRACES(PRE_TRACE)                                                                               \
    RULE_POST_TRACES(POST_TRACE)                                                                             \
    SEE_ELAPSED(at)                                                                                          \
    MODULATED                                                                                                \
    SEE_MARK((real)(0.0f))                                                                                   \
    PENDING_UNSEEN                                                                                           \
    RULE_READS(UNSEEN)                                                                                       \
    REWARDED(p->reward)

/* A rule has one or the other. */
#if RULE_ON_REWARD
#define rule_on_visit rule_on_reward
#else
#define rule_on_visit rule_on_tick
#endif

INLINE void synapses_tick(u32 position, u32 n, row_spikes row, u32 now, ureal a_prev, const float *x,
                          const post_spikes *posts, __global const delivery_record *p,
                          __global const float *values, __global const u32 *target,
                          __global const ushort *length,
                          __global weight_t *weight RULE_COLUMNS(COLUMN_ARGUMENT) NEURONS_ARGUMENT)
{
    AT_TICK
    SEE_TARGET
    ADDRESS_LANES
    SEE_XI(TICK, at, (ureal)(0))
    real w = weights_load(weight + position, n_own, p->grid);
    real updated = rule_on_visit(w, state, traces, parameters, p->gate);
    w = weights_kept(w, updated, EVENT_CHANCE(TICK, at, (ureal)(0)), p->grid);
    weights_store(w, weight + position, n, n_own, p->grid);
    RULE_COLUMNS(COLUMN_STORE)
}

/* Every part of the rows of a work-item, VW synapses at a time. */
#define FOR_SYNAPSES(DO)                                                                                     \
    u32 now = control[CONTROL_STEP] + control[CONTROL_LENGTH];                                               \
    post_spikes posts = {stamps, y, tables, depth, rings + ring_base, mask NEWBORNS_PASS};                   \
    __global const delivery_record *p = projections + projection;                                            \
    size_t n_rows = (size_t)n_tiles * n_sources, first = (size_t)rows_per_item * get_global_id(0);           \
    for (size_t r = first; r < first + rows_per_item && r < n_rows; r++) {                                   \
        u32 axon = p->first_axon + (u32)(r % n_sources);                                                     \
        u32 number = (first_tile + (u32)(r / n_sources)) * n_axons + axon;                                   \
        row_record row = rows[number];                                                                       \
        row_part part = part_first(row, now, all_axons + first_axon + axon, p, length);                      \
        while (part.begin != row.end) {                                                                      \
            for (u32 i = part.begin; i < part.end; i += VW) {                                                \
                u32 n = min((u32)VW, part.end - i);                                                          \
                fetch_posts(i + VW, min(i + 2u * VW, part.end), p, &posts, target);                          \
                ureal a_prev = arrivals(i, n, part.emitted, part.slowness, p, length);                       \
                row_spikes row_of = part_spikes(&part, axon, row, number, p);                                \
                DO                                                                                           \
            }                                                                                                \
            part_next(&part, row.end, now, rings + ring_base, mask, p, length);                              \
        }                                                                                                    \
    }
#define APPLY_POSTS                                                                                          \
    synapses_apply(i, n, row_of, control[CONTROL_FLUSHED], (ureal)(now), a_prev, part.x, &posts, p, values,  \
                   target, length, weight RULE_COLUMNS(COLUMN_PASS));

#if RULE_MEASURES
#if RULE_DRAWS
#define XI_UNSEEN UNSEEN(RULE_DRAW, 0)
#else
#define XI_UNSEEN
#endif
/* Adds what on_measure gives to the sums of the targets: integers, so that their order cannot matter. The work-item that owns a tile owns the sums of its
 * targets; where rows are owned, the sums are shared, and two 32-bit atomics with a carry make one of 64 bits. */
INLINE void synapses_measure(u32 position, u32 n, row_spikes row, u32 now, ureal a_prev, const float *x,
                             const post_spikes *posts, __global const delivery_record *p,
                             __global const float *values, __global const u32 *target,
                             __global const ushort *length,
                             __global const weight_t *weight RULE_COLUMNS(COLUMN_ARGUMENT),
                             __global u32 *control, volatile __global u32 *sums)
{
    long amount[VW];
    AT_TICK
    TARGET_UNSEEN
    XI_UNSEEN
    real w = weights_load(weight + position, n_own, p->grid);
    real value = on_measure(w, state, traces, parameters);
    ireal fits = lanes_set(value <= p->measure_most) & lanes_set(value >= -p->measure_most);
    if (lanes_any((1 - fits) & lanes_set(lane_numbers() < (ureal)(n))))
        control[CONTROL_ERROR] = ERROR_MEASURE;
    lanes_to_long(to_long_(whole(value * p->measure_scale)), amount);
    for (u32 l = 0; l < n; l++) {
        volatile __global u32 *words = sums + 2u * (size_t)target[position + l];
#if ADD_ATOMIC
        u32 low = (u32)(ulong)amount[l], old = atomic_add(words, low);
        atomic_add(words + 1, (u32)((ulong)amount[l] >> 32) + (old + low < old ? 1u : 0u));
#else
        *(volatile __global long *)words += amount[l];
#endif
    }
}

/* Post spikes that are pending are applied here; the tick that follows finds none. */
__kernel void measure(TICK_ARGUMENTS, volatile __global u32 *restrict sums)
{
    FOR_SYNAPSES(APPLY_POSTS synapses_measure(i, n, row_of, now, a_prev, part.x, &posts, p, values, target,
                                              length, weight RULE_COLUMNS(COLUMN_PASS), control, sums);)
}

#define NEURON_LOAD(name, k)  neuron.name = lanes_load(neurons + (k)*p->n_pad + first, n);
#define NEURON_STORE(name, k) lanes_store(neuron.name, neurons + (k)*p->n_pad + first, n, n);
/* The states that the rule keeps of the targets, once the sums are complete. A work-item owns VW neurons. */
__kernel void neuron_tick(__global const delivery_record *restrict projections, u32 projection,
                          __global const float *restrict values, __global const long *restrict sums,
                          __global float *restrict neurons)
{
    __global const delivery_record *p = projections + projection;
    u32 first = (u32)get_global_id(0) * VW, n = VW;
    real sum = load_long_as_real(sums + first) * p->measure_unit;
#if RULE_N_NEURONS
    rule_params parameters;
    rule_neuron neuron;
    RULE_VALUES(PARAMETER_LOAD)
    RULE_NEURONS(NEURON_LOAD)
    on_neuron_tick(&neuron, sum, parameters);
    RULE_NEURONS(NEURON_STORE)
#endif
    lanes_store(sum, neurons + TARGET_SUM * p->n_pad + first, n, n);
}

__kernel void tick(TICK_ARGUMENTS, __global const float *restrict neurons)
{
    FOR_SYNAPSES(synapses_tick(i, n, row_of, now, a_prev, part.x, &posts, p, values, target, length,
                               weight RULE_COLUMNS(COLUMN_PASS) NEURONS_PASS);)
}
#else
__kernel void tick(TICK_ARGUMENTS)
{
    FOR_SYNAPSES(APPLY_POSTS synapses_tick(i, n, row_of, now, a_prev, part.x, &posts, p, values, target,
                                           length, weight RULE_COLUMNS(COLUMN_PASS));)
}
#endif
