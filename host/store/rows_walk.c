/* Most builders draw by target: a part is a range of targets, whose edges all go to one tile. Those that draw by source would repeat all of their draws in every
 * part, so their sources are shared out instead: a row belongs to one source, and what a thread puts there no other thread touches. Such rows are counted
 * and filled in the first part of each tile. Both ways the edges of a pair come in the order of their keys, so a row, once sorted, is the same. */
#include "store/rows_walk.h"
#include "store/scatter.h"

#include "core/memory.h"
#include "core/parallel.h"

#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    BATCH = 256,
    SCATTERED_ROWS = 64 * SCATTER_ROWS /* fewer rows are filled as fast without */
};

/* A projection that draws by source. */
struct by_source {
    const struct build *build;
    uint32_t k, n_parts;         /* the projection in the class; ranges of sources */
    uint32_t *tile_of;           /* [n_targets / TILE_GRAIN] */
    _Atomic uint32_t *in_degree; /* [n_targets] counted so far; NULL while filling */
};

/* One thread's walk over edges of one projection. */
struct walk {
    const struct build *build;
    const struct projection *projection;
    const struct by_source *by_source; /* NULL: by target */
    uint32_t *place;                   /* of the part, or of the first, from the projection's first axon on */
    uint32_t *in_degree;               /* of the walk's targets */
    uint32_t target_begin;
    uint64_t n;
    struct columns *columns; /* of the part's bank */
    struct scatter *scatter; /* NULL: put at once */
    double largest_weight;
    engram_code code; /* of what happens in a sink */
    engram_status *status;
};

static const struct projection *projection_of(const struct build *b, uint32_t k)
{
    return &b->store->net->projections[b->class->layout->projections[k]];
}

static uint32_t *place_of(const struct build *b, uint32_t part, uint32_t k)
{
    const struct layout_class *class = b->class->layout;
    return b->place + (size_t)part * class->n_axons +
           b->store->layout->delivery[class->first_projection + k].first_axon;
}

/* ---- sinks: by target ---- */

static void count_edges(void *context, const struct edge *edges, size_t n)
{
    struct walk *w = context;
    for (size_t i = 0; i < n; i++) {
        w->place[edges[i].source]++;
        w->in_degree[edges[i].target - w->target_begin]++;
    }
    w->n += n;
}

static inline void put(const struct columns *c, const struct projection *p, uint32_t at, uint32_t target,
                       float weight, uint16_t length)
{
    c->target[at] = target;
    weight_put(&p->storage, c->weight, at, weight);
    c->length[at] = length;
    for (size_t k = 0; k < projection_n_columns(p); k++)
        c->extra[k][at] = projection_column(p, k);
}

static void put_scattered(struct walk *w)
{
    struct scatter *s = w->scatter;
    engram_code code = scatter_sort(s, w->build->store->net->populations[w->projection->source].n, w->status);
    for (uint32_t i = 0; code == ENGRAM_OK && i < s->n; i++) {
        const struct placed_edge *e = &s->sorted[i];
        put(w->columns, w->projection, w->place[e->source]++, e->target, e->weight, e->length);
    }
    s->n = 0;
    w->code = w->code == ENGRAM_OK ? code : w->code;
}

static void put_batch(struct walk *w, const struct edge *edges, size_t n, const float *weights,
                      const uint16_t *codes)
{
    if (w->scatter) {
        if (w->scatter->n + n > w->scatter->room)
            put_scattered(w);
        for (size_t i = 0; i < n; i++)
            w->scatter->edges[w->scatter->n++] =
                (struct placed_edge){edges[i].source, edges[i].target, weights[i], codes[i]};
        return;
    }
    for (size_t i = 0; i < n; i++)
        put(w->columns, w->projection, w->place[edges[i].source]++, edges[i].target, weights[i], codes[i]);
}

/* ---- sinks: by source ---- */

static inline size_t place_in_tile(const struct walk *w, const struct edge *e, uint32_t *tile)
{
    const struct build *b = w->build;
    *tile = w->by_source->tile_of[e->target / TILE_GRAIN];
    return (size_t)*tile * b->parts_per_tile * b->class->layout->n_axons + e->source;
}

static void count_edges_from(void *context, const struct edge *edges, size_t n)
{
    struct walk *w = context;
    uint32_t tile = 0;
    for (size_t i = 0; i < n; i++) {
        w->place[place_in_tile(w, &edges[i], &tile)]++;
        w->in_degree[edges[i].target]++;
    }
    w->n += n;
}

/* The rows of a source are few, and filled from front to back. */
static void put_batch_from(struct walk *w, const struct edge *edges, size_t n, const float *weights,
                           const uint16_t *codes)
{
    const struct build *b = w->build;
    uint32_t tile = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t at = w->place[place_in_tile(w, &edges[i], &tile)]++;
        put(&b->columns[b->bank_of[tile]], w->projection, at, edges[i].target, weights[i], codes[i]);
    }
}

/* ---- sinks: both ---- */

static void fill_edges(void *context, const struct edge *edges, size_t n)
{
    struct walk *w = context;
    const struct network *net = w->build->store->net;
    float weights[BATCH], largest = 0;
    uint16_t codes[BATCH];
    for (size_t done = 0; done < n; done += BATCH) {
        size_t m = n - done < BATCH ? n - done : BATCH;
        const struct edge *batch = edges + done;
        projection_weights(net, w->projection, batch, m, weights);
        projection_length_codes(net, w->projection, batch, m, codes);
        for (size_t i = 0; i < m; i++)
            largest = fabsf(weights[i]) > largest ? fabsf(weights[i]) : largest;
        if (w->by_source)
            put_batch_from(w, batch, m, weights, codes);
        else
            put_batch(w, batch, m, weights, codes);
    }
    if ((double)largest > w->largest_weight)
        w->largest_weight = (double)largest;
    w->n += n;
}

/* ---- checks ---- */

static engram_code in_degree_too_large(const struct projection *p, uint32_t target, uint64_t in_degree,
                                       uint64_t bound, engram_status *status)
{
    return FAIL(ENGRAM_E_RUN, .what = "a neuron has more synapses than its accumulators are sized for",
                .where = TEXT("projection '%s', target %" PRIu32, p->name, target),
                .why = TEXT("in-degree %" PRIu64 ", bound %" PRIu64, in_degree, bound),
                .hint = "choose another seed, and report this: the bound should never be reached");
}

static engram_code check_weights(const struct walk *w, engram_status *status)
{
    const struct projection *p = w->projection;
    if (w->largest_weight > (double)(float)p->weight_limit) /* both were rounded to float32 */
        return FAIL(ENGRAM_E_USAGE, .what = "a weight is larger than its limit",
                    .where = TEXT("projection '%s'", p->name),
                    .why = TEXT("drawn %g, limit %g", w->largest_weight, p->weight_limit),
                    .hint = "raise weight_limit, or truncate the distribution (max)");
    return ENGRAM_OK;
}

/* ---- walks by target ---- */

static engram_code walk_targets(const struct build *b, uint32_t part, uint32_t k, edge_sink sink,
                                struct scatter *scatter, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = projection_of(b, k);
    uint32_t n = b->store->net->populations[p->target].n;
    uint32_t begin = tile_begin(n, part, b->n_parts), end = tile_begin(n, part + 1, b->n_parts);
    struct walk w = {
        .build = b, .projection = p, .target_begin = begin, .place = place_of(b, part, k), .status = status};
    if (scatter && b->store->net->populations[p->source].n > SCATTERED_ROWS)
        w.scatter = scatter;
    if (b->columns)
        w.columns = &b->columns[b->bank_of[part / b->parts_per_tile]];
    TRY(memory_new(&w.in_degree, end - begin, sizeof *w.in_degree, "in-degrees", status));
    TRY(connect_each(b->store->net, p, begin, end, sink, &w, status));
    if (w.scatter)
        put_scattered(&w);
    TRY(w.code);
    for (uint32_t i = 0; i < end - begin; i++)
        if (w.in_degree[i] > b->in_degree_bound[k])
            TRY(in_degree_too_large(p, begin + i, w.in_degree[i], b->in_degree_bound[k], status));
    TRY(check_weights(&w, status));
    b->per_part[(size_t)part * b->class->layout->n_projections + k] = w.n;
cleanup:
    free(w.in_degree);
    return code;
}

static engram_code walk_part(const struct build *b, uint32_t part, edge_sink sink, struct scatter *scatter,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t k = 0; k < b->class->layout->n_projections; k++)
        if (!connect_draws_by_source(&projection_of(b, k)->connect))
            TRY(walk_targets(b, part, k, sink, scatter, status));
cleanup:
    return code;
}

static engram_code count_part(void *context, uint32_t part, engram_status *status)
{
    return walk_part(context, part, count_edges, NULL, status);
}

/* Threads take parts from one another, each with what it collects edges in. */
struct filling {
    const struct build *build;
    _Atomic uint32_t next;
};

static engram_code fill_parts(void *context, uint32_t thread, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct filling *f = context;
    struct scatter scatter = {0};
    (void)thread;
    TRY(scatter_create(&scatter, parallel_threads(), status));
    for (uint32_t part = f->next++; part < f->build->n_parts; part = f->next++)
        TRY(walk_part(f->build, part, fill_edges, &scatter, status));
cleanup:
    scatter_free(&scatter);
    return code;
}

/* ---- walks by source ---- */

static engram_code walk_sources(const struct by_source *s, uint32_t part, uint32_t *in_degree,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct build *b = s->build;
    const struct projection *p = projection_of(b, s->k);
    uint64_t n = b->store->net->populations[p->source].n;
    struct walk w = {
        .build = b, .projection = p, .by_source = s, .place = place_of(b, 0, s->k), .in_degree = in_degree};
    TRY(connect_each_from(b->store->net, p, (uint32_t)(n * part / s->n_parts),
                          (uint32_t)(n * (part + 1) / s->n_parts), in_degree ? count_edges_from : fill_edges,
                          &w, status));
    TRY(check_weights(&w, status));
cleanup:
    return code;
}

static engram_code count_sources(void *context, uint32_t part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct by_source *s = context;
    uint32_t *in_degree = NULL,
             n = s->build->store->net->populations[projection_of(s->build, s->k)->target].n;
    TRY(memory_new(&in_degree, n, sizeof *in_degree, "in-degrees", status));
    TRY(walk_sources(s, part, in_degree, status));
    for (uint32_t i = 0; i < n; i++)
        atomic_fetch_add_explicit(&s->in_degree[i], in_degree[i], memory_order_relaxed);
cleanup:
    free(in_degree);
    return code;
}

static engram_code fill_sources(void *context, uint32_t part, engram_status *status)
{
    return walk_sources(context, part, NULL, status);
}

static engram_code by_source_open(struct by_source *s, const struct build *b, uint32_t k,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n = b->store->net->populations[projection_of(b, k)->target].n,
             n_tiles = b->store->layout->n_tiles;
    *s = (struct by_source){.build = b, .k = k, .n_parts = 4 * parallel_threads()};
    TRY(memory_new(&s->tile_of, n / TILE_GRAIN + 1, sizeof *s->tile_of, "tiles", status));
    for (uint32_t tile = 0; tile < n_tiles; tile++)
        for (uint32_t i = tile_begin(n, tile, n_tiles); i < tile_begin(n, tile + 1, n_tiles); i += TILE_GRAIN)
            s->tile_of[i / TILE_GRAIN] = tile;
cleanup:
    return code;
}

/* Synapses of the projection in every tile, and the largest in-degree. */
static engram_code add_up(const struct by_source *s, engram_status *status)
{
    const struct build *b = s->build;
    const struct projection *p = projection_of(b, s->k);
    uint32_t n_sources = b->store->net->populations[p->source].n,
             n_targets = b->store->net->populations[p->target].n;
    for (uint32_t tile = 0; tile < b->store->layout->n_tiles; tile++) {
        uint32_t part = tile * b->parts_per_tile;
        const uint32_t *counts = place_of(b, part, s->k);
        uint64_t *sum = &b->per_part[(size_t)part * b->class->layout->n_projections + s->k];
        for (uint32_t i = 0; i < n_sources; i++)
            *sum += counts[i];
    }
    for (uint32_t i = 0; i < n_targets; i++)
        if (s->in_degree[i] > b->in_degree_bound[s->k])
            return in_degree_too_large(p, i, s->in_degree[i], b->in_degree_bound[s->k], status);
    return ENGRAM_OK;
}

static engram_code count_by_source(const struct build *b, uint32_t k, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct by_source s = {0};
    TRY(by_source_open(&s, b, k, status));
    TRY(memory_new(&s.in_degree, b->store->net->populations[projection_of(b, k)->target].n,
                   sizeof *s.in_degree, "in-degrees", status));
    TRY(parallel_for(s.n_parts, count_sources, &s, status));
    TRY(add_up(&s, status));
cleanup:
    free(s.tile_of);
    free(s.in_degree);
    return code;
}

static engram_code fill_by_source(const struct build *b, uint32_t k, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct by_source s = {0};
    TRY(by_source_open(&s, b, k, status));
    TRY(parallel_for(s.n_parts, fill_sources, &s, status));
cleanup:
    free(s.tile_of);
    return code;
}

/* ---- */

engram_code rows_count(struct build *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(parallel_for(b->n_parts, count_part, b, status));
    for (uint32_t k = 0; k < b->class->layout->n_projections; k++)
        if (connect_draws_by_source(&projection_of(b, k)->connect))
            TRY(count_by_source(b, k, status));
cleanup:
    return code;
}

engram_code rows_fill(struct build *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct filling filling = {.build = b};
    TRY(parallel_for(parallel_threads(), fill_parts, &filling, status));
    for (uint32_t k = 0; k < b->class->layout->n_projections; k++)
        if (connect_draws_by_source(&projection_of(b, k)->connect))
            TRY(fill_by_source(b, k, status));
cleanup:
    return code;
}
