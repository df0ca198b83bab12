/* Synapses that are kept from one look to the next, to know them again.
 *
 * A synapse has no name. It is taken to be the one that had its source, target and length; of several of these, the first for the first, and so on. What dies and is born anew between
 * two looks, in the same place, passes for one that has stayed. */
#ifndef ENGRAM_MEASURES_KEPT_H
#define ENGRAM_MEASURES_KEPT_H
#include "measures/kind.h"

struct kept {
    uint32_t source, target;
    uint16_t length;
    uint32_t rank;
    float weight;  /* then */
    uint32_t born; /* step, where it matters */
};

/* In canonical order. */
struct kept_list {
    struct kept *all;
    uint64_t n, room;
    uint64_t next; /* of a look at which they are sought */
};
engram_code kept_add(struct kept_list *list, const struct seen *synapse, uint32_t born,
                     engram_status *status);
/* The one that `synapse` is, or NULL. In the course of a look, synapses are sought in canonical order. */
const struct kept *kept_find(struct kept_list *list, const struct seen *synapse);
/* After a look: what is now becomes what was before, and now is empty. */
void kept_turn(struct kept_list *before, struct kept_list *now);
void kept_free(struct kept_list *list);
#endif
