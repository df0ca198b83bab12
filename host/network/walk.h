/* What every builder in connect*.c works with: the range of targets it is asked for, and the batch of edges it hands out. */
#ifndef ENGRAM_NETWORK_WALK_H
#define ENGRAM_NETWORK_WALK_H
#include "network/draw.h"

enum { WALK_BATCH = 512 };

struct walk {
    const struct network *net;
    const struct projection *p;
    const struct connect *connect;
    uint32_t begin, end;               /* targets */
    uint32_t source_begin, source_end; /* only of builders that draw by source */
    uint32_t n_sources, n_targets;     /* of the populations */
    bool skip_self; /* a neuron may not connect to itself, and source and target are the same population */
    edge_sink emit;
    void *context;
    size_t n;
    struct edge edges[WALK_BATCH];
};

static inline void walk_flush(struct walk *w)
{
    if (w->n)
        w->emit(w->context, w->edges, w->n);
    w->n = 0;
}

static inline void walk_edge(struct walk *w, uint32_t source, uint32_t target, uint32_t index,
                             uint32_t entity)
{
    w->edges[w->n++] = (struct edge){source, target, {index, entity}, 0};
    if (w->n == WALK_BATCH)
        walk_flush(w);
}

/* Partner number `drawn` when the neuron `self` itself is left out of the numbering. */
static inline uint32_t walk_partner(const struct walk *w, uint32_t drawn, uint32_t self)
{
    return drawn + (w->skip_self && drawn >= self);
}

static inline struct draw_key walk_key(const struct walk *w, uint32_t entity)
{
    return (struct draw_key){w->net->seed, w->p->owner, STREAM_CONNECT, entity, 0};
}

/* The builders. */
engram_code walk_in_degree(struct walk *w, engram_status *status);
engram_code walk_out_degree(struct walk *w, engram_status *status);
engram_code walk_total(struct walk *w, engram_status *status);
engram_code walk_distance(struct walk *w, engram_status *status);
#endif
