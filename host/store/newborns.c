/* Which synapses were born after the last flush: see kernels/fast/newborns.h for the list, and who reads it. So a tick at which synapses are born needs no flush
 * of all the others. The list is of one tick; it is of no use, and no harm, once a flush has been past it. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/structure.h"

#include <stdlib.h>

static uint32_t words_of_rows(const struct store *s, const struct store_class *class)
{
    return NEWBORN_WORDS(s->layout->n_tiles * class->layout->n_axons);
}

engram_code newborns_create(struct store *s, struct store_class *class, engram_status *status)
{
    if (!class->layout->variant.newborns)
        return ENGRAM_OK;
    class->newborns_room = class->newborns_used = words_of_rows(s, class);
    return bank_alloc_zero(s->dev, class->newborns_room * sizeof(uint32_t), "new synapses", &class->newborns,
                           status);
}

/* Room for n words more, and an eighth. Other projections of the class may have listed theirs already. */
static engram_code grow(struct store *s, struct store_class *class, uint64_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t room = (class->newborns_used + n) * 9 / 8;
    uint32_t *list = NULL;
    cl_mem longer = NULL;
    TRY(memory_new(&list, room, sizeof *list, "new synapses", status));
    TRY(bank_read(s->dev, class->newborns, 0, list, class->newborns_used * sizeof *list, status));
    TRY(bank_alloc_copy(s->dev, list, room * sizeof *list, "new synapses", &longer, status));
    bank_free(s->dev, &class->newborns);
    class->newborns = longer;
    class->newborns_room = (uint32_t)room;
    TRY(kernels_bind_class(s, class, status));
cleanup:
    free(list);
    return code;
}

engram_code newborns_open(struct store *s, struct store_class *class, uint64_t step, uint32_t n,
                          uint32_t *first, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!class->newborns)
        return ENGRAM_OK;
    if (class->born != (uint32_t)step) {
        class->born = (uint32_t)step;
        class->newborns_used = words_of_rows(s, class);
        TRY(bank_zero(s->dev, class->newborns, 0, class->newborns_used * sizeof(uint32_t), status));
        TRY(bank_write(s->dev, class->newborns, 0, &class->born, sizeof class->born, status));
    }
    if (class->newborns_used + (uint64_t)n > class->newborns_room)
        TRY(grow(s, class, n, status));
    *first = class->newborns_used;
    class->newborns_used += n;
cleanup:
    return code;
}

bool newborns_wait(const struct store_class *class, uint32_t flushed)
{
    return class->newborns && (int32_t)(class->born - flushed) > 0;
}
