#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void tiny_begin(struct tiny *t, uint32_t n_sources, uint32_t n_targets, bool is_one, struct connect connect)
{
    static char receptor[] = "exc", source[] = "source", target[] = "target", edges[] = "edges";
    memset(t, 0, sizeof *t);
    t->receptor = (struct model_receptor){.name = receptor};
    t->neuron = (struct model){
        .kind = MODEL_NEURON, .receptors = &t->receptor, .n_receptors = 1, .refractory_param = -1};
    t->rule = (struct model){
        .kind = MODEL_RULE, .refractory_param = -1, .weight_max_param = -1, .weight_min_param = -1};
    t->populations[0] =
        (struct population){.name = source, .owner = name_hash(source), .model = &t->neuron, .n = n_sources};
    t->populations[1] =
        (struct population){.name = target, .owner = name_hash(target), .model = &t->neuron, .n = n_targets};
    t->projection = (struct projection){
        .name = edges, .owner = name_hash(edges), .target = is_one ? 0 : 1, .rule = &t->rule};
    t->projection.connect = connect;
    t->projection.weight = quantity_constant(1);
    t->projection.axonal = quantity_constant(1);
    t->projection.velocity = quantity_constant(1);
    t->projection.weight_limit = 1;
    t->projection.dendritic_steps = 1;
    t->net = (struct network){.seed = 12345,
                              .dt_ms = 0.1,
                              .populations = t->populations,
                              .n_populations = 2,
                              .projections = &t->projection,
                              .n_projections = 1};
}

static void collect(void *context, const struct edge *edges, size_t n)
{
    struct edges *e = context;
    if (e->n + n > e->room) {
        e->room = 2 * e->room + n;
        e->edge = realloc(e->edge, e->room * sizeof *e->edge);
        cr_assert(e->edge);
    }
    memcpy(e->edge + e->n, edges, n * sizeof *edges);
    e->n += n;
}

static void sort_by_target(struct edges *e, uint32_t n_targets)
{
    uint64_t *first = calloc((size_t)n_targets + 1, sizeof *first);
    struct edge *sorted = malloc((e->n + 1) * sizeof *sorted);
    cr_assert(first && sorted);
    for (uint64_t i = 0; i < e->n; i++)
        first[e->edge[i].target + 1]++;
    for (uint32_t k = 0; k < n_targets; k++)
        first[k + 1] += first[k];
    for (uint64_t i = 0; i < e->n; i++)
        sorted[first[e->edge[i].target]++] = e->edge[i];
    free(first);
    free(e->edge);
    e->edge = sorted;
}

struct edges tiny_edges(const struct tiny *t, uint32_t begin, uint32_t end)
{
    struct edges e = {0};
    const struct projection *p = &t->projection;
    engram_status *status = engram_status_create();
    engram_code code = connect_each(&t->net, p, begin, end, collect, &e, status);
    cr_assert_eq(code, ENGRAM_OK, "%s: %s", engram_status_what(status), engram_status_why(status));
    engram_status_free(status);
    for (uint64_t i = 0; i < e.n; i++)
        cr_assert(e.edge[i].target >= begin && e.edge[i].target < end, "target %u outside of [%u, %u)",
                  e.edge[i].target, begin, end);
    sort_by_target(&e, t->net.populations[p->target].n);
    return e;
}

struct edges tiny_edges_from(const struct tiny *t, uint32_t begin, uint32_t end)
{
    struct edges e = {0};
    const struct projection *p = &t->projection;
    cr_assert_eq(connect_each_from(&t->net, p, begin, end, collect, &e, NULL), ENGRAM_OK);
    for (uint64_t i = 0; i < e.n; i++)
        cr_assert(e.edge[i].source >= begin && e.edge[i].source < end, "source %u outside of [%u, %u)",
                  e.edge[i].source, begin, end);
    sort_by_target(&e, t->net.populations[p->target].n);
    return e;
}

void edges_free(struct edges *e)
{
    free(e->edge);
}

uint32_t *edges_per_source(const struct edges *e, uint32_t n)
{
    uint32_t *count = calloc(n + 1, sizeof *count);
    for (uint64_t i = 0; i < e->n; i++) {
        cr_assert(e->edge[i].source < n);
        count[e->edge[i].source]++;
    }
    return count;
}

uint32_t *edges_per_target(const struct edges *e, uint32_t n)
{
    uint32_t *count = calloc(n + 1, sizeof *count);
    for (uint64_t i = 0; i < e->n; i++)
        count[e->edge[i].target]++;
    return count;
}

uint64_t edges_repeated(const struct edges *e, uint32_t n_sources)
{
    uint64_t repeated = 0;
    uint64_t *seen = calloc(n_sources, sizeof *seen); /* target + 1 */
    for (uint64_t i = 0; i < e->n; i++) {
        repeated += seen[e->edge[i].source] == e->edge[i].target + 1ull;
        seen[e->edge[i].source] = e->edge[i].target + 1ull;
    }
    free(seen);
    return repeated;
}

uint64_t edges_to_self(const struct edges *e)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < e->n; i++)
        n += e->edge[i].source == e->edge[i].target;
    return n;
}
