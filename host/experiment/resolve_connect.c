/* Who connects to whom: the description only; edges are drawn by network/connect.c. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"
#include "experiment/sonata_edges.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT "projections.*.connect."

struct connecting {
    struct resolver *r;
    const struct node *node; /* the value of `connect` */
    struct projection *p;
    uint64_t n_sources, n_targets;
    bool has_weight; /* the projection gives weights of its own */
    struct edge_columns *columns;
};

/* How many partners a neuron has to choose from. */
static uint64_t candidates(const struct connecting *c, uint64_t n)
{
    return n - (c->p->source == c->p->target && !c->p->connect.autapses);
}

static engram_code too_many(struct connecting *c, const char *key, uint64_t most)
{
    engram_status *status = c->r->status;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is too large", key),
                .where = node_where(status, node_get(c->node, key)),
                .why = TEXT("only %" PRIu64 " different synapses are possible", most),
                .hint = most ? "make it smaller, or allow several synapses per pair: multapses: true"
                             : "make it 0, or allow autapses: true");
}

/* fixed_indegree, fixed_outdegree and fixed_total_number differ in how many different synapses there can be. */
static engram_code connect_fixed(struct connecting *c, const char *key, const char *path,
                                 enum connect_kind kind, uint64_t possible)
{
    engram_code code = schema_integer(c->node, path, &c->p->connect.n, c->r->status);
    if (code != ENGRAM_OK)
        return code;
    c->p->connect.kind = kind;
    if (c->p->connect.n > 0 && (possible == 0 || (!c->p->connect.multapses && c->p->connect.n > possible)))
        return too_many(c, key, possible);
    return ENGRAM_OK;
}

static uint64_t possible_pairs(const struct connecting *c)
{
    uint64_t pairs = 0;
    return __builtin_mul_overflow(c->n_sources, candidates(c, c->n_targets), &pairs) ? UINT64_MAX : pairs;
}

/* Every synapse has a number of its own among those of its target, by which it is drawn. */
static engram_code connect_pairs(struct connecting *c)
{
    engram_status *status = c->r->status;
    struct connect *connect = &c->p->connect;
    engram_code code = schema_integer(c->node, CONNECT "per_pair", &connect->n, status);
    if (code != ENGRAM_OK || c->n_sources * connect->n <= UINT32_MAX)
        return code;
    return FAIL(
        ENGRAM_E_USAGE, .what = "there are too many synapses per pair",
        .where = TEXT("%s, projection '%s'", node_where(status, node_key(c->node, "per_pair")), c->p->name),
        .why = TEXT("%" PRIu64 " sources with %" PRIu64 " each are more than 2^32", c->n_sources, connect->n),
        .hint = "make it smaller");
}

static engram_code connect_one_to_one(struct connecting *c)
{
    engram_status *status = c->r->status;
    c->p->connect.kind = CONNECT_ONE_TO_ONE;
    if (c->n_sources == c->n_targets)
        return connect_pairs(c);
    return FAIL(
        ENGRAM_E_USAGE, .what = "one_to_one needs populations of the same size",
        .where = TEXT("%s, projection '%s'", node_where(status, c->node), c->p->name),
        .why = TEXT("the source has %" PRIu64 " neurons, the target %" PRIu64, c->n_sources, c->n_targets),
        .hint = "change a size, or choose another way to connect");
}

/* Distances are taken modulo one box, so both ends have to agree about it. */
static engram_code check_places(struct connecting *c, const struct node *node)
{
    engram_status *status = c->r->status;
    const struct population *s = &c->r->net->populations[c->p->source],
                            *t = &c->r->net->populations[c->p->target];
    for (int axis = 0; s->positions && t->positions && axis < 3; axis++)
        if (s->period[axis] != t->period[axis])
            return FAIL(
                ENGRAM_E_USAGE, .what = "source and target are not in the same periodic box",
                .where = TEXT("%s, projection '%s'", node_where(status, node), c->p->name),
                .why = TEXT("along axis %d '%s' repeats after %g um and '%s' after %g um (0: not periodic)",
                            axis, s->name, s->period[axis], t->name, t->period[axis]),
                .hint = "give both populations the same extent, and periodic to both or none");
    if (s->positions && t->positions)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE,
                .what = TEXT("population '%s' has no positions", s->positions ? t->name : s->name),
                .where = TEXT("%s, projection '%s'", node_where(status, node), c->p->name),
                .why = "a distance needs the positions of both ends",
                .hint = "add  positions: {random: {extent: [1 mm, 1 mm]}}  to it");
}

static engram_code connect_distance(struct connecting *c)
{
    static const double cut_off[] = {[KERNEL_GAUSSIAN] = 4, [KERNEL_EXPONENTIAL] = 10, [KERNEL_DISC] = 1};
    engram_code code = ENGRAM_OK;
    struct connect *connect = &c->p->connect;
    const struct node *map = node_get(c->node, "distance");
    size_t kernel = 0;

    connect->kind = CONNECT_DISTANCE;
    TRY(check_places(c, map));
    TRY(schema_word(map, CONNECT "distance.kernel", &kernel,
                    c->r->status)); /* words in the order of enum distance_kernel */
    connect->kernel = (enum distance_kernel)kernel;
    TRY(schema_number(map, CONNECT "distance.probability", &connect->probability, c->r->status));
    TRY(schema_number(map, CONNECT "distance.sigma", &connect->sigma_um, c->r->status));
    connect->max_distance_um = cut_off[kernel] * connect->sigma_um;
    if (node_get(map, "max_distance"))
        TRY(schema_number(map, CONNECT "distance.max_distance", &connect->max_distance_um, c->r->status));

cleanup:
    return code;
}

static engram_code read_id(struct connecting *c, const struct node *node, const char *name, uint64_t n,
                           uint32_t *out)
{
    engram_status *status = c->r->status;
    uint64_t id = 0;
    engram_code code = node_integer(node, name, 0, UINT32_MAX, &id, status);
    if (code != ENGRAM_OK)
        return code;
    if (id >= n)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s %" PRIu64 " does not exist", name, id),
                    .where = TEXT("%s, projection '%s'", node_where(status, node), c->p->name),
                    .why = TEXT("its population has %" PRIu64 " neurons, counted from 0", n),
                    .hint = TEXT("write a number from 0 to %" PRIu64, n - 1));
    *out = (uint32_t)id;
    return ENGRAM_OK;
}

/* Row i of a list: source, target, and what else the first row has too. */
static engram_code read_edge(struct connecting *c, const struct node *row, size_t width, uint64_t i)
{
    engram_status *status = c->r->status;
    engram_code code = ENGRAM_OK;
    struct wanted weight = wanted_any("weight", projection_weight_unit(c->r->net, c->p));
    struct wanted delay = wanted_row(schema_find("projections.*.delay"));
    if (row->kind != NODE_LIST || row->n != width || width < 2 || width > 4)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "this is not an edge", .where = node_where(status, row),
                 .why = TEXT("edges are [source, target], [source, target, weight] or [source, target, "
                             "weight, delay], all alike; this one has %zu values",
                             row->n),
                 .hint = "write two, three or four values for every edge"));
    TRY(read_id(c, row->items[0], "source", c->n_sources, &c->p->connect.sources[i]));
    TRY(read_id(c, row->items[1], "target", c->n_targets, &c->p->connect.targets[i]));
    if (width > 2)
        TRY(resolve_constant(row->items[2], &weight, &c->columns->weight[i], status));
    if (width > 3)
        TRY(resolve_constant(row->items[3], &delay, &c->columns->delay_ms[i], status));

cleanup:
    return code;
}

static engram_code connect_list(struct connecting *c)
{
    engram_code code = ENGRAM_OK;
    struct connect *connect = &c->p->connect;
    const struct node *list = node_get(c->node, "list");
    size_t width = list->n ? list->items[0]->n : 2;

    connect->kind = CONNECT_LIST;
    connect->n = c->columns->n = list->n;
    TRY(memory_new(&connect->sources, list->n, sizeof *connect->sources, "edges", c->r->status));
    TRY(memory_new(&connect->targets, list->n, sizeof *connect->targets, "edges", c->r->status));
    if (width > 2)
        TRY(memory_new(&c->columns->weight, list->n, sizeof(double), "edges", c->r->status));
    if (width > 3)
        TRY(memory_new(&c->columns->delay_ms, list->n, sizeof(double), "edges", c->r->status));
    for (size_t i = 0; i < list->n; i++)
        TRY(read_edge(c, list->items[i], width, i));

cleanup:
    return code;
}

static engram_code connect_sonata(struct connecting *c)
{
    engram_code code = ENGRAM_OK;
    const struct node *map = node_get(c->node, "sonata");
    char *edges = NULL, *types = NULL, *models = NULL;
    struct sonata_edge_request want = {.n_sources = c->n_sources, .n_targets = c->n_targets};

    TRY(resolve_path(c->r, node_get(map, "edges")->text, &edges));
    if (node_get(map, "types"))
        TRY(resolve_path(c->r, node_get(map, "types")->text, &types));
    if (node_get(map, "synaptic_models"))
        TRY(resolve_path(c->r, node_get(map, "synaptic_models")->text, &models));
    want.edges_file = edges;
    want.types_file = types;
    want.population = node_get(map, "population") ? node_get(map, "population")->text : NULL;
    want.synaptic_models = models;
    want.weights = !c->has_weight;
    TRY(sonata_edges_load(&want, &c->p->connect, c->columns, c->r->status));

cleanup:
    free(edges);
    free(types);
    free(models);
    return code;
}

static engram_code refuse_flag(struct connecting *c, const char *flag, const char *why)
{
    engram_status *status = c->r->status;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has no meaning here", flag),
                .where = TEXT("%s, projection '%s'", node_where(status, node_key(c->node, flag)), c->p->name),
                .why = why, .hint = TEXT("remove  %s", flag));
}

/* Flags that would be ignored are refused. */
static engram_code check_flags(struct connecting *c)
{
    enum connect_kind kind = c->p->connect.kind;
    bool pairs = kind == CONNECT_ONE_TO_ONE || kind == CONNECT_ALL_TO_ALL;
    bool fixed =
        kind == CONNECT_FIXED_INDEGREE || kind == CONNECT_FIXED_OUTDEGREE || kind == CONNECT_FIXED_TOTAL;
    if (node_get(c->node, "multapses") && !fixed)
        return refuse_flag(c, "multapses",
                           kind == CONNECT_LIST ? "the list says which pairs are connected, and how often"
                                                : "it is known how often each pair is connected");
    if (node_get(c->node, "per_pair") && !pairs)
        return refuse_flag(c, "per_pair", "it is for one_to_one and all_to_all");
    if (node_get(c->node, "autapses") && kind == CONNECT_LIST)
        return refuse_flag(c, "autapses", "the list says which pairs are connected");
    return ENGRAM_OK;
}

static engram_code read_kind(struct connecting *c)
{
    const struct node *node = c->node;
    struct connect *connect = &c->p->connect;
    if (node_get(node, "fixed_indegree"))
        return connect_fixed(c, "fixed_indegree", CONNECT "fixed_indegree", CONNECT_FIXED_INDEGREE,
                             candidates(c, c->n_sources));
    if (node_get(node, "fixed_outdegree"))
        return connect_fixed(c, "fixed_outdegree", CONNECT "fixed_outdegree", CONNECT_FIXED_OUTDEGREE,
                             candidates(c, c->n_targets));
    if (node_get(node, "fixed_total_number"))
        return connect_fixed(c, "fixed_total_number", CONNECT "fixed_total_number", CONNECT_FIXED_TOTAL,
                             possible_pairs(c));
    if (node_get(node, "bernoulli")) {
        connect->kind = CONNECT_BERNOULLI;
        return schema_number(node, CONNECT "bernoulli", &connect->probability, c->r->status);
    }
    if (node_get(node, "distance"))
        return connect_distance(c);
    if (node_get(node, "list"))
        return connect_list(c);
    if (node_get(node, "sonata"))
        return connect_sonata(c);
    if (node_is(node, "one_to_one") || node_get(node, "one_to_one"))
        return connect_one_to_one(c);
    connect->kind = CONNECT_ALL_TO_ALL;
    return connect_pairs(c);
}

engram_code resolve_connect(struct resolver *r, const struct node *map, struct projection *p,
                            struct edge_columns *columns)
{
    engram_code code = ENGRAM_OK;
    struct connecting c = {.r = r,
                           .node = node_get(map, "connect"),
                           .has_weight = node_get(map, "weight") != NULL,
                           .p = p,
                           .columns = columns,
                           .n_sources = r->net->populations[p->source].n,
                           .n_targets = r->net->populations[p->target].n};
    TRY(schema_flag(c.node, CONNECT "autapses", &p->connect.autapses, r->status));
    TRY(schema_flag(c.node, CONNECT "multapses", &p->connect.multapses, r->status));
    TRY(read_kind(&c));
    TRY(check_flags(&c));

cleanup:
    return code;
}
