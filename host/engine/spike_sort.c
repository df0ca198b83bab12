#include "engine/spike_sort.h"

#include <string.h>

static unsigned byte_of(const struct recorded_spike *s, unsigned digit)
{
    uint64_t key = (uint64_t)s->stamp << 32 | s->id;
    return (unsigned)(key >> (8 * digit)) & 255u;
}

/* Radix sort, least significant byte first; bytes that are the same in all keys are skipped. */
struct recorded_spike *spike_sort(struct recorded_spike *from, struct recorded_spike *to, size_t n)
{
    uint64_t differing = 0;
    for (size_t i = 0; i < n; i++)
        differing |=
            ((uint64_t)from[i].stamp << 32 | from[i].id) ^ ((uint64_t)from[0].stamp << 32 | from[0].id);
    for (unsigned digit = 0; digit < 8; digit++) {
        size_t begin[257] = {0};
        if (!(differing >> (8 * digit) & 255u))
            continue;
        for (size_t i = 0; i < n; i++)
            begin[byte_of(&from[i], digit) + 1]++;
        for (unsigned d = 0; d < 256; d++)
            begin[d + 1] += begin[d];
        for (size_t i = 0; i < n; i++)
            to[begin[byte_of(&from[i], digit)]++] = from[i];
        struct recorded_spike *swap = from;
        from = to;
        to = swap;
    }
    return from;
}
