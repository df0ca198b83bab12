/* Which neurons of a population are meant. */
#ifndef ENGRAM_NETWORK_SELECTION_H
#define ENGRAM_NETWORK_SELECTION_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct population;

struct neuron_range {
    uint32_t first, last; /* both belong to it */
};

/* Those for which everything holds that is given. */
struct selection {
    bool in_sphere; /* not nearer to the centre than inner, not farther than radius */
    double center_um[3], inner_um, radius_um;
    struct neuron_range *ranges; /* [n_ranges], owned; ascending and apart; NULL: not restricted */
    size_t n_ranges;
    double fraction; /* of these, each drawn by itself; 1: all */
};

/* Does neuron i of p belong to it? `draw` tells draws of a fraction apart. A sphere needs positions; periodic sides are joined. */
bool selection_has(const struct selection *s, const struct population *p, uint64_t seed, uint32_t draw,
                   uint32_t i);
/* Bring ranges into order, and join those that overlap. */
void selection_sort(struct selection *s);
void selection_free(struct selection *s);
#endif
