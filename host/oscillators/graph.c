/* Connections between oscillators, and what follows from their lengths. */
#include "core/memory.h"
#include "network/draw.h"
#include "oscillators/oscillators.h"

#include <inttypes.h>
#include <stdlib.h>

enum { MOST_CONNECTIONS = INT32_MAX };

void oscillators_free(struct oscillators *o)
{
    if (!o)
        return;
    network_free(o->run);
    free(o->begin);
    free(o->source);
    free(o->length);
    free(o->weight);
    free(o);
}

static int by_target_then_source(const void *a, const void *b)
{
    const struct connection *x = a, *y = b;
    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    return (x->source > y->source) - (x->source < y->source);
}

/* The ring of phases reaches back as far as the longest delay. */
static engram_code measure_lengths(struct oscillators *o, const char *where, engram_status *status)
{
    float longest = 0;
    for (uint32_t k = 0; k < o->n_connections; k++)
        longest = o->length[k] > longest ? o->length[k] : longest;
    double steps = (double)longest / (double)o->law.slowest;
    if (!(steps <= OSCILLATORS_MOST_STEPS_OF_DELAY))
        return FAIL(ENGRAM_E_USAGE, .what = "a connection takes too long", .where = where,
                    .why = TEXT("its %g mm take %g steps at the lowest velocity; phases are kept for %d",
                                (double)longest, steps, OSCILLATORS_MOST_STEPS_OF_DELAY),
                    .hint = "make it shorter or the velocity higher, or dt larger");
    o->law.per_longest = longest > 0 ? (float)(1 / (double)longest) : 0;
    o->longest_delay = delay_steps(longest, o->law.slowest);
    return ENGRAM_OK;
}

engram_code graph_take(struct oscillators *o, struct connection *connections, uint64_t n, const char *where,
                       engram_status *status)
{
    static const char purpose[] = "connections of oscillators";
    engram_code code = ENGRAM_OK;
    if (n > MOST_CONNECTIONS)
        TRY(FAIL(ENGRAM_E_RESOURCES, .what = "there are too many connections", .where = where,
                 .why = TEXT("%" PRIu64 "; at most %d can be numbered", n, MOST_CONNECTIONS),
                 .hint = "take fewer oscillators or a lower density"));
    if (n)
        qsort(connections, n, sizeof *connections, by_target_then_source);
    o->n_connections = (uint32_t)n;
    TRY(memory_new(&o->begin, (uint64_t)o->n + 1, sizeof *o->begin, purpose, status));
    TRY(memory_new(&o->source, n, sizeof *o->source, purpose, status));
    TRY(memory_new(&o->length, n, sizeof *o->length, purpose, status));
    TRY(memory_new(&o->weight, n, sizeof *o->weight, purpose, status));
    for (uint32_t k = 0; k < n; k++) {
        o->begin[connections[k].target + 1]++;
        o->source[k] = connections[k].source;
        o->length[k] = connections[k].length;
        o->weight[k] = connections[k].weight;
    }
    for (uint32_t i = 0; i < o->n; i++)
        o->begin[i + 1] += o->begin[i];
    TRY(measure_lengths(o, where, status));

cleanup:
    return code;
}

/* Edges as the network's builder draws them, with a length each. */
struct collector {
    const struct oscillators *o;
    const struct quantity *length;
    struct connection *items;
    uint64_t n;
    engram_code code;
    engram_status *status;
};

static void collect(void *context, const struct edge *edges, size_t n)
{
    struct collector *c = context;
    struct draw_key key = {
        .seed = c->o->run->seed, .owner = name_hash("oscillators"), .stream = STREAM_DELAY};
    if (c->code == ENGRAM_OK)
        c->code =
            memory_resize(&c->items, c->n + n, sizeof *c->items, "connections of oscillators", c->status);
    for (size_t i = 0; i < n && c->code == ENGRAM_OK; i++) {
        key.entity = edges[i].target;
        key.index = edges[i].source;
        c->items[c->n++] = (struct connection){.target = edges[i].target,
                                               .source = edges[i].source,
                                               .length = (float)(1e-3 * quantity_value(c->length, &key, 0)),
                                               .weight = 1};
    }
}

engram_code graph_random(struct oscillators *o, double density, const struct quantity *length,
                         const char *where, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct population all = {.name = "oscillators", .n = o->n};
    struct projection pairs = {.name = "oscillators",
                               .owner = name_hash("oscillators"),
                               .connect = {.kind = CONNECT_BERNOULLI, .probability = density}};
    struct network net = {.seed = o->run->seed,
                          .populations = &all,
                          .n_populations = 1,
                          .projections = &pairs,
                          .n_projections = 1};
    struct collector c = {.o = o, .length = length, .status = status};
    TRY(connect_each(&net, &pairs, 0, o->n, collect, &c, status));
    TRY(c.code);
    TRY(graph_take(o, c.items, c.n, where, status));

cleanup:
    free(c.items);
    return code;
}
