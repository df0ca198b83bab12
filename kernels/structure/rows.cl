#include "fast/lanes.h"
#include "fast/records.h"
#include "fast/weights.h"
#include "structure/fetch.h"
#include "structure/records.h"

/* Rows whose synapses come and go. A work-item owns whole rows of a bank, and every kernel leaves them sorted by (length, target), with those equal in
 * both in the order of their birth. What lies between the end of a row and the begin of the next one holds target 0: a vector may read it.
 * N_COLUMNS (build option): columns besides target, weight and length; WEIGHT_BITS: see fast/weights.h. NEWBORNS: those that are
 * put in are listed, see fast/newborns.h. */
#ifndef N_COLUMNS
#define N_COLUMNS 0
#endif
#define EACH_0(M)
#define EACH_1(M)      M(0)
#define EACH_2(M)      EACH_1(M) M(1)
#define EACH_3(M)      EACH_2(M) M(2)
#define EACH_4(M)      EACH_3(M) M(3)
#define EACH_5(M)      EACH_4(M) M(4)
#define EACH_6(M)      EACH_5(M) M(5)
#define EACH_7(M)      EACH_6(M) M(6)
#define EACH_8(M)      EACH_7(M) M(7)
#define EACH_COLUMN(M) JOIN(EACH_, N_COLUMNS)(M)

#define COLUMN_ARGUMENT(k) , __global float *restrict column_##k
#define COLUMN_PASS(k)     , column_##k
#define COLUMN_MOVE(k)     column_##k[to] = column_##k[from];
#define COLUMN_START(k)    column_##k[to] = start[k];

#define ROWS_ARGUMENTS                                                                                       \
    u32 first_tile, u32 n_tiles, u32 n_axons, __global row_record *restrict rows,                            \
        __global u32 *restrict target, __global weight_t *restrict weight,                                   \
        __global ushort *restrict length EACH_COLUMN(COLUMN_ARGUMENT)

/* VW neighbours at once; reads before it writes, so the two places may overlap. */
#if VW == 1
#define LANES_MOVE(column) (column)[to] = (column)[from];
#else
#define LANES_MOVE(column) VSTORE(VLOAD(0, (column) + from), 0, (column) + to);
#endif
#define COLUMN_LANES_MOVE(k) LANES_MOVE(column_##k)

/* Is one of VW synapses from i on dead? */
static bool any_dead(__global const u32 *target, u32 i)
{
    return lanes_any(lanes_set((load_uint(target + i) & (ureal)(DEAD)) != (ureal)(0)));
}

static inline bool is_of_bank(size_t row, u32 first_tile, u32 n_tiles, u32 n_axons)
{
    return row / n_axons >= first_tile && row / n_axons < first_tile + n_tiles;
}

/* Close the gaps that dead synapses leave in a row, and count them by cause. Reads 4 B per synapse, and moves what comes after the first gap. */
static void close_gaps(__global row_record *row, u32 *n_dead, __global u32 *target, __global weight_t *weight,
                       __global ushort *length EACH_COLUMN(COLUMN_ARGUMENT))
{
    u32 end = row->end, to = row->begin;
    while (end - to >= VW && !any_dead(target, to))
        to += VW;
    u32 from = to;
    while (from != end) {
        if (end - from >= VW && !any_dead(target, from)) {
            LANES_MOVE(weight)
            LANES_MOVE(length)
            EACH_COLUMN(COLUMN_LANES_MOVE)
            LANES_MOVE(target)
            to += VW;
            from += VW;
            continue;
        }
        u32 stop = from + min((u32)VW, end - from);
        for (; from != stop; from++) {
            u32 t = target[from];
            if (t & DEAD) {
                n_dead[death_cause(t)]++;
                from++; /* what follows may be a whole vector again */
                break;
            }
            target[to] = t;
            weight[to] = weight[from];
            length[to] = length[from];
            EACH_COLUMN(COLUMN_MOVE)
            to++;
        }
    }
    row->end = to;
    for (; to != end; to++)
        target[to] = 0;
}

/* Where row r of a bank must end at the latest: at the next one's begin, with spare elements between two tiles. */
static u32 row_limit(__global const row_record *rows, size_t r, u32 first_tile, u32 n_tiles, u32 n_axons,
                     u32 bank_end, u32 spare)
{
    if ((r + 1u) % n_axons != 0)
        return rows[r + 1u].begin;
    return r + 1u == (size_t)(first_tile + n_tiles) * n_axons ? bank_end : rows[r + 1u].begin - spare;
}

/* Set *is_short if some row has no room for what is born in it. */
__kernel void find_short(u32 first_tile, u32 n_tiles, u32 n_axons, __global const row_record *restrict rows,
                         u32 bank_end, u32 spare, __global const row_births *restrict births, u32 n_births,
                         __global u32 *restrict is_short)
{
    for (u32 b = get_global_id(0); b < n_births; b += get_global_size(0)) {
        size_t r = births[b].row;
        if (!is_of_bank(r, first_tile, n_tiles, n_axons))
            continue;
        u32 limit = row_limit(rows, r, first_tile, n_tiles, n_axons, bank_end, spare);
        if (births[b].end - births[b].first > limit - rows[r].end)
            is_short[0] = 1u;
    }
}

/* One past the synapses first .. end - 1 of a row that are not after a new one. */
static u32 place_of(u32 first, u32 end, u32 t, u32 l, __global const u32 *target,
                    __global const ushort *length)
{
    while (first != end) {
        u32 middle = first + (end - first) / 2u;
        bool is_after = length[middle] > l || (length[middle] == l && target[middle] > t);
        first = is_after ? first : middle + 1u;
        end = is_after ? middle : end;
    }
    return first;
}

/* is_double[k]: the pair of new synapse k has a synapse already, or another new one before it in the list. */
__kernel void find_doubles(u32 first_tile, u32 n_tiles, u32 n_axons, __global const row_record *restrict rows,
                           __global const u32 *restrict target, __global const row_births *restrict births,
                           u32 n_births, __global const u32 *restrict born_target,
                           __global uchar *restrict is_double)
{
    for (u32 b = get_global_id(0); b < n_births; b += get_global_size(0)) {
        size_t r = births[b].row;
        if (!is_of_bank(r, first_tile, n_tiles, n_axons))
            continue;
        for (u32 born = births[b].first; born != births[b].end; born++) {
            bool found = false;
            for (u32 i = rows[r].begin; i != rows[r].end && !found; i++)
                found = target[i] == born_target[born];
            for (u32 k = births[b].first; k != born && !found; k++)
                found = born_target[k] == born_target[born];
            is_double[born] = found;
        }
    }
}

#if NEWBORNS
#define NEWBORNS_ARGUMENT , __global u32 *restrict newborns, u32 first_newborn
#define NEWBORNS_PASS     , newborns, first_newborn
#define NEWBORN_ROW(b)                                                                                       \
    newborns[NEWBORN_FIRST((b).row)] = first_newborn + (b).first;                                            \
    newborns[NEWBORN_END((b).row)] = first_newborn + (b).end;
#define NEWBORN_PLACE(born, place) newborns[first_newborn + (born)] = place;
#else
#define NEWBORNS_ARGUMENT
#define NEWBORNS_PASS
#define NEWBORN_ROW(b)
#define NEWBORN_PLACE(born, place)
#endif

/* What is born, in the order of rows and sorted like them. start: what the columns of a new synapse hold. */
#define BORN_ARGUMENTS                                                                                       \
    __global const u32 *restrict born_target, __global const weight_t *restrict born_weight,                 \
        __global const ushort *restrict born_length, __global const float *restrict start,                   \
        volatile __global u32 *restrict out_degree,                                                          \
        volatile __global u32 *restrict in_degree NEWBORNS_ARGUMENT
#define BORN_PASS born_target, born_weight, born_length, start, out_degree, in_degree NEWBORNS_PASS

/* Put new synapses of a row of `source` where they belong. From the back: what comes after a new one moves up by as many as are still to come, then it takes its place. */
static void take_up(__global row_record *row, row_births births, u32 source, __global u32 *target,
                    __global weight_t *weight, __global ushort *length EACH_COLUMN(COLUMN_ARGUMENT),
                    BORN_ARGUMENTS)
{
    u32 begin = row->begin, last = row->end, n_new = births.end - births.first;
    row->end = last + n_new;
    NEWBORN_ROW(births)
    atomic_add(out_degree + source, n_new);
    for (u32 born = births.end - 1u; n_new != 0; born--, n_new--) {
        u32 t = born_target[born], l = born_length[born];
        u32 place = place_of(begin, last, t, l, target, length), from = last;
        while (from - place >= VW) {
            from -= VW;
            u32 to = from + n_new;
            LANES_MOVE(target)
            LANES_MOVE(weight)
            LANES_MOVE(length)
            EACH_COLUMN(COLUMN_LANES_MOVE)
        }
        while (from != place) {
            from--;
            u32 to = from + n_new;
            target[to] = target[from];
            weight[to] = weight[from];
            length[to] = length[from];
            EACH_COLUMN(COLUMN_MOVE)
        }
        u32 to = place + n_new - 1u;
        target[to] = t;
        weight[to] = born_weight[born];
        length[to] = (ushort)l;
        EACH_COLUMN(COLUMN_START)
        NEWBORN_PLACE(born, to - begin)
        atomic_inc(in_degree + t);
        last = place;
    }
}

/* The first in the list of births that goes to row r or one after it. */
static u32 births_from(__global const row_births *births, u32 n_births, size_t r)
{
    u32 low = 0, high = n_births;
    while (low != high) {
        u32 middle = low + (high - low) / 2u;
        if (births[middle].row < r)
            low = middle + 1u;
        else
            high = middle;
    }
    return low;
}

#define ROW_OF(k) ((first_tile + (k) / n_sources) * n_axons + first_axon + (k) % n_sources)

/* The rows of one projection lose their dead and take up what is born in them: at once, while a row is in the cache. A work-item owns neighbouring rows.
 * deaths: how many of each cause. */
__kernel void replace(ROWS_ARGUMENTS, u32 first_axon, u32 n_sources, volatile __global u32 *restrict deaths,
                      __global const row_births *restrict births, u32 n_births, BORN_ARGUMENTS)
{
    size_t n = (size_t)n_tiles * n_sources, k = n * get_global_id(0) / get_global_size(0);
    size_t end = n * (get_global_id(0) + 1u) / get_global_size(0);
    u32 n_dead[N_CAUSES] = {0}, b = births_from(births, k == end ? 0 : n_births, ROW_OF(k));
    for (; k != end; k++) {
        size_t r = ROW_OF(k);
        if (k + 1u != end)
            fetch_synapses(rows[ROW_OF(k + 1u)], target, weight, length);
        close_gaps(rows + r, n_dead, target, weight, length EACH_COLUMN(COLUMN_PASS));
        if (b != n_births && births[b].row == r) {
            take_up(rows + r, births[b], k % n_sources, target, weight, length EACH_COLUMN(COLUMN_PASS),
                    BORN_PASS);
            b++;
        }
    }
    for (u32 cause = 0; cause < N_CAUSES; cause++)
        if (n_dead[cause])
            atomic_add(deaths + cause, n_dead[cause]);
}

/* Rows move to where they have more room; n of them from row `first` on. */
#define MOVE(name, type)                                                                                     \
    __kernel void name(u32 first, u32 n, __global const row_record *restrict from_rows,                      \
                       __global const row_record *restrict to_rows, __global const type *restrict from,      \
                       __global type *restrict to)                                                           \
    {                                                                                                        \
        for (u32 r = first + get_global_id(0); r < first + n; r += get_global_size(0)) {                     \
            u32 source = from_rows[r].begin, k = from_rows[r].end - source, target = to_rows[r].begin;       \
            for (u32 i = 0; i < k; i++)                                                                      \
                to[target + i] = from[source + i];                                                           \
        }                                                                                                    \
    }
MOVE(move_words, u32)
MOVE(move_halves, ushort)
MOVE(move_bytes, uchar)

#if ADD_ATOMIC
#define ADD_ONE(word) atomic_inc(&(word))
#else
#define ADD_ONE(word) ((word)++)
#endif

/* How many synapses each source and each target of a projection has. A work-item takes rows_per_item neighbouring rows: where tiles are owned a whole tile, so
 * that its targets are nobody else's; elsewhere a single row, and targets are shared (ADD_ATOMIC). A source has a row in every tile. */
__kernel void count_degrees(u32 first_tile, u32 n_tiles, u32 n_axons,
                            __global const row_record *restrict rows, __global const u32 *restrict target,
                            u32 first_axon, u32 n_sources, u32 rows_per_item,
                            volatile __global u32 *restrict out_degree,
                            volatile __global u32 *restrict in_degree)
{
    size_t n = (size_t)n_tiles * n_sources, k = (size_t)rows_per_item * get_global_id(0);
    for (size_t end = min(n, k + rows_per_item); k < end; k++) {
        row_record row = rows[ROW_OF(k)];
        if (k + 1u != end)
            fetch_synapses(rows[ROW_OF(k + 1u)], target, 0, 0);
        atomic_add(out_degree + k % n_sources, row.end - row.begin);
        for (u32 i = row.begin; i != row.end; i++)
            ADD_ONE(in_degree[target[i]]);
    }
}
