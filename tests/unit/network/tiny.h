/* Two populations and one projection between them, built in code, and what its builder makes of them. */
#ifndef TESTS_NETWORK_TINY_H
#define TESTS_NETWORK_TINY_H
#include "network/network.h"

struct tiny {
    struct model neuron, rule;
    struct model_receptor receptor;
    struct population populations[2];
    struct projection projection;
    struct network net;
};
/* `is_one`: the projection is recurrent (source and target are population 0, of n_sources neurons). */
void tiny_begin(struct tiny *t, uint32_t n_sources, uint32_t n_targets, bool is_one, struct connect connect);

struct edges {
    struct edge *edge;
    uint64_t n, room;
};
/* All edges onto targets begin .. end - 1, sorted by target; edges of one target stay in the order in which they came. */
struct edges tiny_edges(const struct tiny *t, uint32_t begin, uint32_t end);
/* The same from sources begin .. end - 1, of a builder that draws by source. */
struct edges tiny_edges_from(const struct tiny *t, uint32_t begin, uint32_t end);
void edges_free(struct edges *e);
/* [n] number of edges per source or per target; the caller frees it. */
uint32_t *edges_per_source(const struct edges *e, uint32_t n);
uint32_t *edges_per_target(const struct edges *e, uint32_t n);
/* The number of (source, target) pairs that occur more than once, and of edges from a neuron to itself. */
uint64_t edges_repeated(const struct edges *e, uint32_t n_sources);
uint64_t edges_to_self(const struct edges *e);
#endif
