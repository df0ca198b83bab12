/* Rings of spikes in flight that have become too small. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/store.h"

#include <stdlib.h>

/* What moves: the records of one class, and where each tile stands in them. */
struct move {
    spike_in_flight *old_ring, *new_ring;
    cursor_record *old_cursors, *new_cursors;
};

engram_code ring_chunks(struct store *s, struct store_class *class, engram_status *status)
{
    uint64_t n = (uint64_t)s->layout->n_tiles * (class->layout->n_axons + class->ring_size) + 1u;
    for (uint32_t b = 0; b < class->n_banks; b++)
        n += class->banks[b].n / 256u;
    bank_free(s->dev, &class->chunks);
    return bank_alloc_zero(s->dev, n * sizeof(chunk_record), "chunks", &class->chunks, status);
}

static engram_code move_class(struct store *s, struct store_class *class, uint32_t old_base,
                              uint32_t old_size, struct move *m, const uint32_t *words, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_tiles = s->layout->n_tiles, size = class->ring_size;
    uint64_t old_n = (uint64_t)n_tiles * old_size, new_n = (uint64_t)n_tiles * size;
    TRY(memory_new(&m->old_cursors, old_n, sizeof(cursor_record), "growing rings", status));
    TRY(memory_new(&m->new_cursors, new_n, sizeof(cursor_record), "growing rings", status));
    TRY(bank_read(s->dev, class->cursors, 0, m->old_cursors, old_n * sizeof(cursor_record), status));
    for (uint32_t number = words[CLASS_HEAD]; number != words[CLASS_TAIL]; number++) {
        m->new_ring[class->ring_base + (number & (size - 1u))] =
            m->old_ring[old_base + (number & (old_size - 1u))];
        for (uint32_t t = 0; t < n_tiles; t++)
            m->new_cursors[(uint64_t)t * size + (number & (size - 1u))] =
                m->old_cursors[(uint64_t)t * old_size + (number & (old_size - 1u))];
    }
    bank_free(s->dev, &class->cursors);
    TRY(bank_alloc_copy(s->dev, m->new_cursors, new_n * sizeof(cursor_record), "cursors", &class->cursors,
                        status));
    if (class->chunks)
        TRY(ring_chunks(s, class, status));
cleanup:
    free(m->old_cursors);
    free(m->new_cursors);
    m->old_cursors = m->new_cursors = NULL;
    return code;
}

engram_code ring_write_limits(struct store *s, engram_status *status)
{
    uint32_t limits[5 * MAX_CLASSES] = {0}, n = s->layout->n_classes;
    for (uint32_t c = 0; c < n; c++) {
        limits[c] = s->layout->classes[c].ring_need;
        limits[n + c] = s->classes[c].ring_size;
        limits[2 * n + c] = s->layout->classes[c].kept;
        limits[3 * n + c] = s->layout->classes[c].ahead;
        limits[4 * n + c] = s->layout->classes[c].max_axonal;
    }
    return bank_write(s->dev, s->limits, 0, limits, 5 * n * sizeof *limits, status);
}

/* Tell the kernels where the rings are now. */
static engram_code announce(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct layout *l = s->layout;
    for (uint32_t i = 0; i < l->n_outgoing; i++) {
        const struct store_class *class = &s->classes[(l->outgoing[i].control - CONTROL_CLASS) / CLASS_WORDS];
        l->outgoing[i].ring_base = class->ring_base;
        l->outgoing[i].ring_mask = class->ring_size - 1u;
    }
    TRY(bank_write(s->dev, s->outgoing, 0, l->outgoing, l->n_outgoing * sizeof *l->outgoing, status));
    TRY(ring_write_limits(s, status));
    TRY(kernels_bind_rings(s, status));
cleanup:
    return code;
}

engram_code ring_grow(struct store *s, const uint32_t *control, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct layout *l = s->layout;
    uint32_t old_base[MAX_CLASSES], old_size[MAX_CLASSES];
    uint64_t old_total = l->ring_total, total = 0;
    struct move m = {0};
    for (uint32_t c = 0; c < l->n_classes; c++) {
        struct store_class *class = &s->classes[c];
        const uint32_t *words = control + CONTROL_CLASS + c * CLASS_WORDS;
        old_base[c] = class->ring_base;
        old_size[c] = class->ring_size;
        while (class->ring_size - (words[CLASS_TAIL] - words[CLASS_HEAD]) < class->layout->ring_need &&
               class->ring_size < 0x80000000u)
            class->ring_size *= 2u;
        class->ring_base = (uint32_t)total;
        total += class->ring_size;
    }
    if (total > UINT32_MAX)
        TRY(FAIL(
            ENGRAM_E_RESOURCES, .what = "too many spikes in flight", .where = "delivery",
            .why = "more than 2^32 are under way",
            .hint =
                "the network fires far more than a brain does; look at its rates, or shorten its delays"));
    TRY(memory_new(&m.old_ring, old_total, sizeof(spike_in_flight), "growing rings", status));
    TRY(memory_new(&m.new_ring, total, sizeof(spike_in_flight), "growing rings", status));
    TRY(bank_read(s->dev, s->ring, 0, m.old_ring, old_total * sizeof(spike_in_flight), status));
    for (uint32_t c = 0; c < l->n_classes; c++)
        TRY(move_class(s, &s->classes[c], old_base[c], old_size[c], &m,
                       control + CONTROL_CLASS + c * CLASS_WORDS, status));
    bank_free(s->dev, &s->ring);
    TRY(bank_alloc_copy(s->dev, m.new_ring, total * sizeof(spike_in_flight), "spikes in flight", &s->ring,
                        status));
    l->ring_total = (uint32_t)total;
    TRY(announce(s, status));
cleanup:
    free(m.old_ring);
    free(m.new_ring);
    return code;
}
