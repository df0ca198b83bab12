#include "store/row_sort.h"

#include "core/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct row_item {
    uint64_t key; /* length, target */
    uint32_t from;
};

void row_sorter_free(struct row_sorter *sorter)
{
    free(sorter->items);
    free(sorter->spare);
    free(sorter->order);
    free(sorter->copy);
}

static bool is_sorted(const uint32_t *target, const uint16_t *length, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (length[i] < length[i - 1] || (length[i] == length[i - 1] && target[i] < target[i - 1]))
            return false;
    return true;
}

static bool has_sorted_targets(const uint32_t *target, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (target[i] < target[i - 1])
            return false;
    return true;
}

/* Least significant digit first, one counting pass per byte that differs within the row; a counting pass is stable. */
static void radix_pass(const struct row_item *from, struct row_item *to, uint32_t n, unsigned shift)
{
    uint32_t begin[257] = {0};
    for (uint32_t i = 0; i < n; i++)
        begin[(from[i].key >> shift & 255u) + 1]++;
    for (unsigned d = 0; d < 256; d++)
        begin[d + 1] += begin[d];
    for (uint32_t i = 0; i < n; i++)
        to[begin[from[i].key >> shift & 255u]++] = from[i];
}

enum { FEW = 24 }; /* for which a pass over 256 digits is not worth it */

static void insertion_sort(struct row_item *items, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        struct row_item item = items[i];
        uint32_t k = i;
        for (; k > 0 && items[k - 1].key > item.key; k--)
            items[k] = items[k - 1];
        items[k] = item;
    }
}

static engram_code make_room(struct row_sorter *s, uint32_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (n <= s->room)
        return ENGRAM_OK;
    TRY(memory_resize(&s->items, n, sizeof *s->items, "sorting rows", status));
    TRY(memory_resize(&s->spare, n, sizeof *s->spare, "sorting rows", status));
    TRY(memory_resize(&s->order, n, sizeof *s->order, "sorting rows", status));
    TRY(memory_resize(&s->copy, n, sizeof(uint32_t), "sorting rows", status));
    s->room = n;
cleanup:
    return code;
}

engram_code row_order(struct row_sorter *s, const uint32_t *target, const uint16_t *length, uint32_t n,
                      const uint32_t **order, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t differing = 0;
    *order = NULL;
    if (is_sorted(target, length, n))
        return ENGRAM_OK;
    TRY(make_room(s, n, status));
    for (uint32_t i = 0; i < n; i++) {
        s->items[i] = (struct row_item){(uint64_t)length[i] << 32 | target[i], i};
        differing |= s->items[i].key ^ s->items[0].key;
    }
    if (n <= FEW)
        insertion_sort(s->items, n);
    /* Most builders visit targets in order; a stable sort by length then does. */
    for (unsigned shift = has_sorted_targets(target, n) ? 32 : 0; n > FEW && shift < 48; shift += 8) {
        if (!(differing >> shift & 255u))
            continue;
        radix_pass(s->items, s->spare, n, shift);
        struct row_item *swap = s->items;
        s->items = s->spare;
        s->spare = swap;
    }
    for (uint32_t i = 0; i < n; i++)
        s->order[i] = s->items[i].from;
    *order = s->order;
cleanup:
    return code;
}

/* `size` known to the compiler: each copy is then one instruction. */
static inline void permute(char *to, const char *from, size_t size, uint32_t n, const uint32_t *order)
{
    for (uint32_t i = 0; i < n; i++)
        memcpy(to + i * size, from + order[i] * size, size);
}

void row_permute(struct row_sorter *s, void *array, size_t size, uint32_t n, const uint32_t *order)
{
    memcpy(s->copy, array, n * size);
    if (size == sizeof(uint8_t))
        permute(array, s->copy, sizeof(uint8_t), n, order);
    else if (size == sizeof(uint16_t))
        permute(array, s->copy, sizeof(uint16_t), n, order);
    else
        permute(array, s->copy, sizeof(uint32_t), n, order);
}
