#include "measures/kept.h"

#include "core/memory.h"

#include <stdlib.h>

engram_code kept_add(struct kept_list *list, const struct seen *synapse, uint32_t born, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (list->n == list->room) {
        uint64_t room = list->room ? 2 * list->room : 1024;
        TRY(memory_resize(&list->all, room, sizeof *list->all, "synapses of a measure", status));
        list->room = room;
    }
    list->all[list->n++] = (struct kept){.source = synapse->source,
                                         .target = synapse->target,
                                         .length = synapse->length,
                                         .rank = synapse->rank,
                                         .weight = synapse->weight,
                                         .born = born};
cleanup:
    return code;
}

/* -1, 0, 1 as a comes before b, is it, or comes after it. */
static int order(const struct kept *a, const struct seen *b)
{
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    if (a->target != b->target)
        return a->target < b->target ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

const struct kept *kept_find(struct kept_list *list, const struct seen *synapse)
{
    int found = -1;
    while (list->next < list->n && (found = order(&list->all[list->next], synapse)) < 0)
        list->next++;
    return list->next < list->n && found == 0 ? &list->all[list->next++] : NULL;
}

void kept_turn(struct kept_list *before, struct kept_list *now)
{
    struct kept_list spare = *before;
    *before = *now;
    before->next = 0;
    *now = spare;
    now->n = 0;
}

void kept_free(struct kept_list *list)
{
    free(list->all);
}
