/* Who connects to whom. Every builder draws by addresses made of the neuron it serves, so that any range of targets can be built alone, in any order, on
 * any machine, and gives the same edges. */
#include "network/elementary.h"
#include "network/walk.h"
#include "network/words.h"

#include <inttypes.h>

enum { LOGS = 2 * DRAW_LANES };

/* ln u of the next n uniforms of an address, two from each block; n: even, at most LOGS. */
static void draw_logs(struct draw_key *key, size_t n, double *logs)
{
    philox_lanes lanes;
    double u[LOGS];
    draw_run(&lanes, key, 0, (uint32_t)n / 2);
    key->index += (uint32_t)n / 2;
    for (size_t l = 0; l < n / 2; l++) {
        u[2 * l] = draw_uniform(lanes.v[0][l], lanes.v[1][l]);
        u[2 * l + 1] = draw_uniform(lanes.v[2][l], lanes.v[3][l]);
    }
    elementary_logs(u, logs, n);
}

/* Success after success of independent trials with probability p: -ln u is used up by -ln(1 - p) per trial, so the trials between are never looked at. */
static void walk_bernoulli(struct walk *w)
{
    double per_trial = elementary_minus_log1m(w->connect->probability);
    if (w->connect->probability <= 0)
        return;
    for (uint32_t target = w->begin; target < w->end; target++) {
        struct draw_key key = walk_key(w, target);
        double source = 0, logs[LOGS];
        for (size_t k = 0, n = 0;; k++) {
            if (k == n) {
                double expected = (w->n_sources - source) * w->connect->probability;
                k = 0;
                n = expected < LOGS - 2 ? 2 * (size_t)(expected / 2 + 1) : LOGS;
                draw_logs(&key, n, logs);
            }
            double skip = -logs[k] / per_trial;
            source += (double)(int64_t)(skip < 0x1p33 ? skip : 0x1p33);
            if (source >= w->n_sources)
                break;
            if (!w->skip_self || (uint32_t)source != target)
                walk_edge(w, (uint32_t)source, target, (uint32_t)source, target);
            source += 1;
        }
    }
}

uint32_t connect_per_pair(const struct connect *connect)
{
    return connect->n ? (uint32_t)connect->n : 1;
}

/* All synapses of a pair. */
static void walk_pair(struct walk *w, uint32_t source, uint32_t target)
{
    uint32_t n = connect_per_pair(w->connect);
    for (uint32_t k = 0; k < n; k++)
        walk_edge(w, source, target, source * n + k, target);
}

static engram_code walk_one_to_one(struct walk *w, engram_status *status)
{
    if (w->n_sources != w->n_targets)
        return FAIL(ENGRAM_E_USAGE, .what = "one_to_one needs populations of the same size",
                    .where = TEXT("projection '%s'", w->p->name),
                    .why = TEXT("'%s' has %" PRIu32 " neurons, '%s' has %" PRIu32,
                                w->net->populations[w->p->source].name, w->n_sources,
                                w->net->populations[w->p->target].name, w->n_targets),
                    .hint = "choose another way to connect, or change a size");
    for (uint32_t i = w->begin; i < w->end && !w->skip_self; i++)
        walk_pair(w, i, i);
    return ENGRAM_OK;
}

static void walk_all_to_all(struct walk *w)
{
    for (uint32_t target = w->begin; target < w->end; target++)
        for (uint32_t source = 0; source < w->n_sources; source++)
            if (!w->skip_self || source != target)
                walk_pair(w, source, target);
}

/* First place in sorted targets[0 .. n) with a target of at least `target`. */
static uint64_t lower_bound(const uint32_t *targets, uint64_t n, uint32_t target)
{
    uint64_t low = 0;
    while (low < n) {
        uint64_t middle = low + (n - low) / 2;
        if (targets[middle] < target)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

static void walk_list(struct walk *w)
{
    const struct connect *c = w->connect;
    uint64_t begin = c->list_sorted ? lower_bound(c->targets, c->n, w->begin) : 0;
    for (uint64_t i = begin; i < c->n; i++) {
        if (c->list_sorted && c->targets[i] >= w->end)
            break;
        if (c->targets[i] < w->begin || c->targets[i] >= w->end)
            continue;
        w->edges[w->n++] = (struct edge){c->sources[i], c->targets[i], {(uint32_t)i, (uint32_t)(i >> 32)}, i};
        if (w->n == WALK_BATCH)
            walk_flush(w);
    }
}

static engram_code walk_range(struct walk *w, engram_status *status)
{
    switch (w->connect->kind) {
    case CONNECT_FIXED_INDEGREE:
        return walk_in_degree(w, status);
    case CONNECT_FIXED_OUTDEGREE:
        return walk_out_degree(w, status);
    case CONNECT_FIXED_TOTAL:
        return walk_total(w, status);
    case CONNECT_DISTANCE:
        return walk_distance(w, status);
    case CONNECT_ONE_TO_ONE:
        return walk_one_to_one(w, status);
    case CONNECT_BERNOULLI:
        walk_bernoulli(w);
        return ENGRAM_OK;
    case CONNECT_ALL_TO_ALL:
        walk_all_to_all(w);
        return ENGRAM_OK;
    case CONNECT_LIST:
        walk_list(w);
        return ENGRAM_OK;
    }
    return ENGRAM_OK;
}

/* Targets [begin, end) and sources [source_begin, source_end) of it. */
static engram_code walk_whole(struct walk *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    w->connect = &w->p->connect;
    w->n_sources = w->net->populations[w->p->source].n;
    w->n_targets = w->net->populations[w->p->target].n;
    w->skip_self = w->p->source == w->p->target && !w->connect->autapses;
    w->source_end = w->source_end < w->n_sources ? w->source_end : w->n_sources;
    w->end = w->end < w->n_targets ? w->end : w->n_targets;
    code = walk_range(w, status);
    walk_flush(w);
    return code;
}

engram_code connect_each(const struct network *net, const struct projection *p, uint32_t target_begin,
                         uint32_t target_end, edge_sink emit, void *context, engram_status *status)
{
    struct walk w = {.net = net,
                     .p = p,
                     .begin = target_begin,
                     .end = target_end,
                     .source_end = UINT32_MAX,
                     .emit = emit,
                     .context = context};
    return walk_whole(&w, status);
}

bool connect_draws_by_source(const struct connect *connect)
{
    return connect->kind == CONNECT_FIXED_OUTDEGREE;
}

engram_code connect_each_from(const struct network *net, const struct projection *p, uint32_t source_begin,
                              uint32_t source_end, edge_sink emit, void *context, engram_status *status)
{
    struct walk w = {.net = net,
                     .p = p,
                     .end = UINT32_MAX,
                     .source_begin = source_begin,
                     .source_end = source_end,
                     .emit = emit,
                     .context = context};
    return walk_whole(&w, status);
}
