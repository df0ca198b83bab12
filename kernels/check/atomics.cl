/* Sums and tickets by atomics, many work-items on few words. Integer addition commutes, so the sums are known; which work-item draws
 * which ticket is not, but each ticket is drawn once. */
#include "common/mix.h"

/* Work-item i adds mix64(i) to sum i mod n_sums: as 32 bits, and as 64 bits in two words with a carry. */
__kernel void add(volatile __global uint *restrict narrow, volatile __global uint *restrict wide, uint n_sums,
                  uint n_items, volatile __global uint *restrict next_ticket, __global uint *restrict drawn)
{
    uint i = get_global_id(0);
    if (i >= n_items)
        return;
    u64 amount = mix64(i);
    uint sum = i % n_sums, low = (uint)amount;
    atomic_add(&narrow[sum], low);
    uint old = atomic_add(&wide[2 * sum], low);
    atomic_add(&wide[2 * sum + 1], (uint)(amount >> 32) + (old + low < old ? 1u : 0u));
    drawn[atomic_inc(next_ticket)] = 1;
}
