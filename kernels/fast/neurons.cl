#include "common/normal.h"
#include "common/philox.h"
#include "fast/emit.h"
#include "fast/lanes.h"
#include "fast/past.h"

/* Advance the neurons of a cohort, populations that need the same text, through the open window.
 * A work-item owns some groups of VW neurons: their state, their accumulator slots, their rings and their axons. It touches nothing else but the
 * ends of lists, by atomics; so there is no race, and no result depends on the number of work-items. State stays in registers for the whole window.
 * Before: turn, and the deliveries of the windows before. Streams, per neuron and window: 2 x 4 B per state, per step 2 x 4 B per receptor. */

#define VALUE_UNIFORM(name, k) parameters.name = (real)(values[p->value + (k)]);
#define VALUE_VARYING(name, j)                                                                               \
    parameters.name = load_real(columns + p->column + (size_t)(j)*p->n_pad + first);
#define STATE_LOAD(name, k)  state.name = load_real(states + p->state + (size_t)(k)*p->n_pad + first);
#define STATE_STORE(name, k) store_real(state.name, states + p->state + (size_t)(k)*p->n_pad + first);
#if NEURON_FALLS_SILENT
/* Silent neurons: their state stays, they do not fire, and what has arrived for them is counted and lost. */
#define SILENT_LANES         (load_uint(silent + p->place + first) != (ureal)(0))
#define NOTE_LOST(sum)       dropped += lanes_count(lanes_where(SILENT_LANES, lanes_set((sum) != (real)(0.0f))));
#define STATE_STAYS(name, k) state.name = pick(SILENT_LANES, before.name, state.name);
#define AWAKE_LANES(x)       pick(SILENT_LANES, (real)(0.0f), x)
#define STEP                                                                                                 \
    neuron_state before = state;                                                                             \
    ireal firing = on_step(&state, input, parameters);                                                       \
    firing = pick(SILENT_LANES, (ireal)(0), firing);                                                         \
    NEURON_STATES(STATE_STAYS)
#else
#define NOTE_LOST(sum)
#define AWAKE_LANES(x) (x)
#define STEP           ireal firing = on_step(&state, input, parameters);
#endif
#define SCALE(name, r)      input.name = input.name * load_real(factors + p->factor[r] + first);
#define COUNT_MORE(name, r) input.name = input.name * load_real(gains + p->place + first);
#if WIDE
#define INPUT(name, r)                                                                                       \
    {                                                                                                        \
        __global long *slot =                                                                                \
            (__global long *)accumulators + p->accumulator[r] + (stamp & p->slot_mask) * p->n_pad;           \
        real sum = load_long_as_real(slot + first);                                                          \
        NOTE_LOST(sum)                                                                                       \
        input.name = sum * p->unit[r];                                                                       \
        clear_long(slot + first);                                                                            \
    }
#else
#define INPUT(name, r)                                                                                       \
    {                                                                                                        \
        __global int *slot = accumulators + p->accumulator[r] + (stamp & p->slot_mask) * p->n_pad;           \
        real sum = load_int_as_real(slot + first);                                                           \
        NOTE_LOST(sum)                                                                                       \
        input.name = sum * p->unit[r];                                                                       \
        clear_int(slot + first);                                                                             \
    }
#endif
/* Ask for what the next group will read in the window: neighbours in one slot, but each slot is far from the next. */
#define FETCH(name, r)                                                                                       \
    {                                                                                                        \
        __global const fixed_t *next = (__global const fixed_t *)accumulators + p->accumulator[r] +          \
                                       (stamp & p->slot_mask) * p->n_pad + first + VW;                       \
        PREFETCH(next);                                                                                      \
        PREFETCH(next + VW / 2);                                                                             \
    }
#define DRAWN(name, r) philox_block drawn_##name;
#define DRAW(name, r)  drawn_##name = random_words(p, STREAM_POISSON + r, stamp, first, seed);
#define DRIVE(name, r)                                                                                       \
    {                                                                                                        \
        ireal count = poisson_count(p, r, stamp, first, thresholds, &drawn_##name);                          \
        real weight = p->drive_weight_varies[r] ? load_real(drive_weights + p->drive_weight[r] + first)      \
                                                : (real)(drive_weights[p->drive_weight[r]]);                 \
        input.name = input.name + to_real_(count) * weight;                                                  \
    }

#if NEURON_GENERATOR == 1
#define RANDOM_WORDS(M) M(generated, 0)
#else
#define RANDOM_WORDS(M) NEURON_DRIVEN(M)
#endif

/* The number that a model draws in every step. */
#if NEURON_DRAWS
#define OWN_DRAWN philox_block own;
#define OWN_DRAW  own = random_words(p, STREAM_NEURON, stamp, first, seed);
#define OWN_INPUT input.u = uniform_(word_of(&own, stamp));
#else
#define OWN_DRAWN
#define OWN_DRAW
#define OWN_INPUT
#endif

/* Spikes that a generator draws or has on a list, or what drives the neurons. */
#if NEURON_GENERATOR == 1
#define GENERATE input.generated = poisson_count(p, 0, stamp, first, thresholds, &drawn_generated);
#elif NEURON_GENERATOR == 2
#define GENERATE                                                                                             \
    input.generated = listed_count(stamp, first, p->n, list_next + p->place, list_ends + p->place, list);
#else
#define GENERATE NEURON_DRIVEN(DRIVE)
#endif

/* States that the model remembers: as they were, for this step, and as they are after it. */
#define PAST_PLACE(name, k, at)                                                                              \
    (y + p->past + (size_t)(k) * (p->past_mask + 1u) * p->n_pad + past_plane(at, p->past_mask, p->n_pad) +   \
     first)
#define PAST_SEE(name, k)  input.name = load_real(PAST_PLACE(name, k, stamp - p->past_age[k]));
#define PAST_KEEP(name, k) store_real(state.name, PAST_PLACE(name, k, stamp));

/* Random words of VW neurons for the four stamps that share the counter of `stamp`. */
INLINE philox_block random_words(__global const population_record *p, u32 stream, u32 stamp, u32 first,
                                 uint2 seed)
{
    philox_block block;
    block.v[0] = (ureal)(stamp >> 2);
    block.v[1] = (ureal)(first) + lane_numbers();
    block.v[2] = (ureal)(p->owner);
    block.v[3] = (ureal)(stream << 24);
    return philox(block, seed.x, seed.y);
}

/* That of one stamp. */
INLINE ureal word_of(const philox_block *block, u32 stamp)
{
    u32 word = stamp & 3u;
    return word == 0 ? block->v[0] : word == 1 ? block->v[1] : word == 2 ? block->v[2] : block->v[3];
}

/* Number of Poisson events of VW neurons in one step, by inversion. The thresholds are those of poisson_thresholds() (network/network.h)
 * minus 1, so that a comparison with the largest number never holds and shorter lists can be filled up with it, to whole fours. They ascend: where no
 * neuron reaches one, none reaches the rest. */
INLINE ireal poisson_count(__global const population_record *p, u32 r, u32 stamp, u32 first,
                           __global const u32 *thresholds, const philox_block *block)
{
    ureal u = word_of(block, stamp);
    ireal count = (ireal)(0);
    __global const u32 *t = thresholds + p->thresholds[r];
    if (p->thresholds_vary[r])
        for (u32 k = 0; k < p->n_thresholds[r]; k++)
            count += lanes_set(u > load_uint(t + k * p->n_pad + first));
    else
        for (u32 k = 0; k < p->n_thresholds[r];
             k += 4u) { /* one branch for four: which of them is reached nobody can foresee */
            ireal last = lanes_set(u > (ureal)(t[k + 3u]));
            count += lanes_set(u > (ureal)(t[k])) + lanes_set(u > (ureal)(t[k + 1u])) +
                     lanes_set(u > (ureal)(t[k + 2u])) + last;
            if (!lanes_any(last))
                break;
        }
    return count;
}

/* Spikes listed for this stamp: next[i] walks list[first[i] .. first[i + 1]). Those of steps in which the network rested are passed over. */
static inline ireal listed_count(u32 stamp, u32 first, u32 n, __global u32 *next, __global const u32 *ends,
                                 __global const u32 *list)
{
    int count[VW];
    for (u32 l = 0; l < VW; l++) {
        count[l] = 0;
        if (first + l < n)
            while (next[first + l] != ends[first + l] && (i32)(list[next[first + l]] - stamp) <= 0) {
                count[l] += list[next[first + l]] == stamp ? 1 : 0;
                next[first + l] += 1u;
            }
    }
    return lanes_from_int(count);
}

static inline void record_spike(__global const population_record *p, u32 neuron, u32 stamp, u32 n,
                                volatile __global u32 *control, __global uint2 *recorded)
{
    if (!p->recorded)
        return;
    u32 at = atomic_add(&control[CONTROL_RECORDED], n);
    for (u32 k = 0; k < n; k++)
        recorded[at + k] = (uint2)(stamp, p->id_base + neuron);
}

/* A neuron has fired n times at `stamp`: its post-spike rings, its axons, its count and the record learn of it. Returns how often it is taken to have fired. */
static inline u32 neuron_fired(__global const population_record *p, u32 neuron, u32 stamp, u32 n,
                               volatile __global u32 *control, __global const outgoing_record *outgoing,
                               __global axon_state *axons, __global const u32 *speeds, __global u32 *counts,
                               __global spike_in_flight *ring, __global const history_record *histories,
                               u32 depth, __global u32 *stamps, __global float *y,
                               __global const float *tables, __global u32 *fired, __global uint2 *recorded)
{
    if (n > p->max_spikes) { /* or less than none */
        control[CONTROL_ERROR] = ERROR_SPIKES;
        n = p->max_spikes;
    }
    for (u32 k = 0; k < p->n_history; k++)
        if (!histories[p->first_history + k].of_marks)
            history_push(histories + p->first_history + k, p->n_pad, neuron, stamp, n, depth, control, stamps,
                         y, tables);
    for (u32 k = 0; k < p->n_outgoing; k++)
        axon_emit(outgoing + p->first_outgoing + k, neuron, stamp, n, control, axons, speeds, counts, ring,
                  tables);
    if (p->counted != NOT_COUNTED)
        fired[p->counted + neuron] += n;
    record_spike(p, neuron, stamp, n, control, recorded);
    return n;
}

/* Those of VW neurons that fire at `stamp`: adds to the digest, and returns how many spikes there are. */
static inline u32 lanes_fired(__global const population_record *p, u32 first, ireal firing, ulong *digest,
                              u32 stamp, volatile __global u32 *control,
                              __global const outgoing_record *outgoing, __global axon_state *axons,
                              __global const u32 *speeds, __global u32 *counts,
                              __global spike_in_flight *ring, __global const history_record *histories,
                              u32 depth, __global u32 *stamps, __global float *y,
                              __global const float *tables, __global u32 *fired, __global uint2 *recorded)
{
    int n_fired[VW];
    u32 sum = 0;
    lanes_to_int(firing, n_fired);
    for (u32 l = 0; l < VW && first + l < p->n; l++) {
        u32 n = (u32)n_fired[l];
        if (n == 0)
            continue;
        n = neuron_fired(p, first + l, stamp, n, control, outgoing, axons, speeds, counts, ring, histories,
                         depth, stamps, y, tables, fired, recorded);
        *digest += mix_spike(p->owner, first + l, stamp, n);
        sum += n;
    }
    return sum;
}

#if NEURON_MARKS
/* What VW neurons leave in this step, of whose marks it is `mark`: that, or if they are gathered all of a while at its end. */
static inline real marks_left(__global const history_record *h, u32 n_pad, u32 first, real mark, u32 stamp,
                              __global float *y)
{
    if (h->gathering == 0)
        return mark;
    __global float *ring = y + h->gathered + first;
    real before = load_real(ring + past_plane(stamp - 1u, h->gathered_mask, n_pad));
    real now = fma_((real)(h->gain), before, before) + mark;
    bool leave = stamp % h->gathering == 0;
    store_real(leave ? (real)(0.0f) : now, ring + past_plane(stamp, h->gathered_mask, n_pad));
    return leave ? now : (real)(0.0f);
}

/* The marks of VW neurons after this step; 0 of those that stand still. */
static inline void lanes_marked(__global const population_record *p, u32 first, real mark, u32 stamp,
                                volatile __global u32 *control, __global const history_record *histories,
                                u32 depth, __global u32 *stamps, __global float *y)
{
    for (u32 k = 0; k < p->n_history; k++) {
        __global const history_record *h = histories + p->first_history + k;
        float values[VW];
        if (!h->of_marks)
            continue;
        real left = marks_left(h, p->n_pad, first, mark, stamp, y);
        if (!lanes_any(lanes_set(left != (real)(0.0f))))
            continue;
        lanes_to_real(left, values);
        for (u32 l = 0; l < VW && first + l < p->n; l++)
            if (values[l] != 0.0f)
                history_mark(h, p->n_pad, first + l, stamp, values[l], depth, control, stamps, y);
    }
}
#endif

__kernel void neurons(volatile __global u32 *restrict control, __global const neurons_item *restrict items,
                      __global const population_record *restrict populations, uint2 seed,
                      __global float *restrict states, __global const float *restrict values,
                      __global const float *restrict columns, __global int *restrict accumulators,
                      __global const float *restrict currents, __global const u32 *restrict thresholds,
                      __global const float *restrict drive_weights, __global u32 *restrict list_next,
                      __global const u32 *restrict list_ends, __global const u32 *restrict list,
                      __global const outgoing_record *restrict outgoing, __global axon_state *restrict axons,
                      __global const u32 *restrict speeds, __global u32 *restrict counts,
                      __global spike_in_flight *restrict ring,
                      __global const history_record *restrict histories, u32 depth,
                      __global u32 *restrict stamps, __global float *restrict y,
                      __global const float *restrict tables, __global u32 *restrict fired,
                      __global uint2 *restrict recorded, __global const u32 *restrict silent,
                      __global const float *restrict gains, __global const float *restrict factors,
                      __global ulong *restrict sums)
{
    u32 length = control[CONTROL_LENGTH];
    u32 begin = control[CONTROL_STEP];
    const neurons_item item = items[get_global_id(0)];
    __global const population_record *p = populations + item.population;
    ulong digest = 0, n_spikes = 0;
    u32 dropped = 0; /* stays 0 where no neuron falls silent */
    if (length == 0)
        return;

    for (u32 group = item.begin; group < item.end; group++) {
        u32 first = group * VW;
        neuron_params parameters;
        neuron_state state;
        neuron_input input;
        NEURON_UNIFORM(VALUE_UNIFORM)
        NEURON_VARYING(VALUE_VARYING)
        NEURON_STATES(STATE_LOAD)
        for (u32 stamp = begin + 1u; stamp != begin + length + 1u; stamp++) {
            NEURON_RECEPTORS(FETCH)
        }
        input.current = p->has_current ? load_real(currents + p->place + first) : (real)(0.0f);
        RANDOM_WORDS(DRAWN)
        OWN_DRAWN
        for (u32 stamp = begin + 1u; stamp != begin + length + 1u; stamp++) {
            NEURON_RECEPTORS(INPUT)
            NEURON_SCALED(SCALE)
            if (stamp == begin + 1u || (stamp & 3u) == 0) {
                RANDOM_WORDS(DRAW)
                OWN_DRAW
            }
            OWN_INPUT
            NEURON_PAST(PAST_SEE)
            GENERATE
#if NEURON_AGES
            NEURON_RECEPTORS(COUNT_MORE)
#endif
            STEP NEURON_PAST(PAST_KEEP)
#if NEURON_MARKS
                lanes_marked(p, first, AWAKE_LANES(state.NEURON_MARK), stamp, control, histories, depth,
                             stamps, y);
#endif
            if (!lanes_any(firing))
                continue;
            n_spikes += lanes_fired(p, first, firing, &digest, stamp, control, outgoing, axons, speeds,
                                    counts, ring, histories, depth, stamps, y, tables, fired, recorded);
        }
        NEURON_STATES(STATE_STORE)
    }
    if (dropped)
        count_up(control + CONTROL_DROPPED, dropped);
    sums[2 * get_global_id(0)] += digest;
    sums[2 * get_global_id(0) + 1] += n_spikes;
}
