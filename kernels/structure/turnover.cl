#include "common/mix.h"
#include "common/normal.h"
#include "fast/event_draws.h"
#include "fast/lanes.h"
#include "fast/records.h"
#include "fast/weights.h"
#include "structure/fetch.h"
#include "structure/records.h"

/* A turnover rule decides about every synapse of a projection. A work-item owns whole rows. Streams 10 B per synapse and 8 B per state.
 * WEIGHT_BITS, WEIGHT_BY_CHANCE (build options): see fast/weights.h. PRUNING_GATED (build option): some of those that the rule takes stay. */
#define STATE_ARGUMENT(name, k) , __global float *restrict column_##name
#define STATE_LOAD(name, k)     state.name = lanes_load(column_##name + i, n);
#define STATE_STORE(name, k)    lanes_store(state.name, column_##name + i, n, n);
#define VALUE_LOAD(name, k)     parameters.name = values[k];
#if TURNOVER_ASKS_ACTIVITY
#define ACTIVITY_ARGUMENTS , __global const float *restrict pre_hz, __global const float *restrict post_hz
#define ACTIVITY_LOAD                                                                                        \
    {                                                                                                        \
        u32 t[VW];                                                                                           \
        lanes_to_uint(lanes_first(lanes.target, n, 0), t);                                                   \
        activity.pre = (real)(pre_hz[source]);                                                               \
        activity.post = GATHER(real, post_hz, t);                                                            \
    }
#else
#define ACTIVITY_ARGUMENTS
#define ACTIVITY_LOAD
#endif

#ifdef PRUNING_GATED
#define PRUNING_ARGUMENT , float gate
#define PRUNED(block)    lanes_set(uniform_(pruning_word(block)) < gate)
#else
#define PRUNING_ARGUMENT
#define PRUNED(block) (ireal)(1)
#endif

__kernel void turnover(u32 first_tile, u32 n_tiles, u32 n_axons, __global const row_record *restrict rows,
                       __global u32 *restrict target, __global weight_t *restrict weight,
                       __global const ushort *restrict length, u32 first_axon, u32 n_sources,
                       __global const float *restrict values, uint2 seed, u32 owner, u32 step,
                       u32 length_code, float limit, weight_grid grid,
                       volatile __global u32 *restrict out_degree, volatile __global u32 *restrict in_degree,
                       volatile __global u32 *restrict control PRUNING_ARGUMENT ACTIVITY_ARGUMENTS
                           TURNOVER_STATES(STATE_ARGUMENT))
{
    turnover_params parameters;
    TURNOVER_VALUES(VALUE_LOAD)
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources), n_dead = 0;
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        size_t next = k + get_global_size(0);
        if (next < (size_t)n_tiles * n_sources)
            fetch_synapses(rows[(first_tile + next / n_sources) * n_axons + first_axon + next % n_sources],
                           target, TURNOVER_SEES_WEIGHT ? weight : 0,
                           length_code == NO_LENGTH_CODE ? length : 0);
        for (u32 i = row.begin; i < row.end; i += VW) {
            u32 n = min((u32)VW, row.end - i);
            synapse_lanes lanes = lanes_of(i, n, source, row.begin, length_code, target, length);
            philox_block block =
                synapse_draws(step, source, lanes.target, lanes.length, lanes.n_alike, owner, seed.x, seed.y);
            turnover_draws draws = {uniform_(block.v[0]), uniform_(block.v[1]), normal_(block.v[2])};
            turnover_activity activity = {(real)(0.0f), (real)(0.0f)};
            ACTIVITY_LOAD
            turnover_state state;
            TURNOVER_STATES(STATE_LOAD)
            real before = weights_load(weight + i, n, grid), w = before;
            ireal dies = lanes_set(TURNOVER_ON_TICK(&w, &state, draws, activity, parameters) != 0) &
                         lanes_set(lane_numbers() < (ureal)(n)) & PRUNED(block);
            TURNOVER_STATES(STATE_STORE)
#if TURNOVER_CHANGES_WEIGHT
            w = weights_kept(before, w, WEIGHT_CHANCE(block.v[3]), grid);
            ireal is_beyond =
                (lanes_set(w > limit) | lanes_set(w < -limit)) & lanes_set(lane_numbers() < (ureal)(n));
            if (lanes_any(is_beyond))
                control[CONTROL_ERROR] = ERROR_WEIGHT;
            weights_store(w, weight + i, n, n, grid);
#endif
            if (!lanes_any(dies))
                continue;
            int dead[VW];
            lanes_to_int(dies, dead);
            for (u32 l = 0; l < n; l++)
                if (dead[l] && !(target[i + l] & DEAD)) {
                    atomic_dec(in_degree + target[i + l]);
                    target[i + l] = dead_because(target[i + l], CAUSE_TURNOVER);
                    n_dead++;
                }
        }
        if (n_dead)
            atomic_sub(out_degree + source, n_dead);
    }
}

#if TURNOVER_ASKS_ACTIVITY
/* How often the neurons of a population, from `first` on, have fired since this was last asked. Streams 4 x 4 B per neuron. */
__kernel void measure_rates(u32 n, __global const u32 *restrict fired, u32 first, __global u32 *restrict seen,
                            __global float *restrict hz, float hz_of_spike)
{
    for (u32 i = get_global_id(0); i < n; i += get_global_size(0)) {
        u32 now = fired[first + i];
        hz[i] = convert_float(now - seen[i]) * hz_of_spike;
        seen[i] = now;
    }
}
#endif

/* The part of the states in the digest of a bank, per work-item; see network/synapses.h. first_column: of the states among the columns. */
#define STATE_MIX(name, k) sum += mix_pair(edge + first_column + (k) + 1u, as_uint(column_##name[i]));
__kernel void digest_states(u32 first_tile, u32 n_tiles, u32 n_axons,
                            __global const row_record *restrict rows, __global const u32 *restrict target,
                            __global const ushort *restrict length, u32 first_axon, u32 n_sources, u32 owner,
                            u32 first_column, __global ulong *restrict sums TURNOVER_STATES(STATE_ARGUMENT))
{
    ulong sum = 0;
    for (size_t k = get_global_id(0); k < (size_t)n_tiles * n_sources; k += get_global_size(0)) {
        u32 source = (u32)(k % n_sources);
        row_record row = rows[(first_tile + k / n_sources) * n_axons + first_axon + source];
        for (u32 i = row.begin; i < row.end; i++) {
            ulong edge = mix_edge(owner, source, target[i], length[i]);
            TURNOVER_STATES(STATE_MIX)
            (void)edge;
        }
    }
    sums[get_global_id(0)] = sum;
}
