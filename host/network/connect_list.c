/* Bring an explicit list of edges into the order of its targets, so that a range of targets is one stretch of it. */
#include "core/memory.h"
#include "network/network.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static engram_code check_indices(const struct network *net, const struct projection *p, engram_status *status)
{
    const struct population *source = &net->populations[p->source], *target = &net->populations[p->target];
    for (uint64_t i = 0; i < p->connect.n; i++) {
        bool is_source = p->connect.sources[i] >= source->n;
        const struct population *side = is_source ? source : target;
        uint32_t index = is_source ? p->connect.sources[i] : p->connect.targets[i];
        if (index >= side->n)
            return FAIL(
                ENGRAM_E_INPUT, .what = "an edge names a neuron that does not exist",
                .where = TEXT("projection '%s', edge %" PRIu64 " of its list (counted from 0)", p->name, i),
                .why = TEXT("%s %" PRIu32 "; population '%s' has %" PRIu32 " neurons",
                            is_source ? "source" : "target", index, side->name, side->n),
                .hint = "indices start at 0: correct the list, or make the population larger");
    }
    return ENGRAM_OK;
}

/* Stable counting sort: order[i] is the present place of the edge that goes to place i. */
static void order_by_target(const struct connect *c, uint64_t *first, uint32_t n_targets, uint64_t *order)
{
    for (uint64_t i = 0; i < c->n; i++)
        first[c->targets[i] + 1u]++;
    for (uint32_t t = 0; t < n_targets; t++)
        first[t + 1u] += first[t];
    for (uint64_t i = 0; i < c->n; i++)
        order[first[c->targets[i]]++] = i;
}

static void permute_u32(uint32_t *values, uint32_t *spare, const uint64_t *order, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        spare[i] = values[order[i]];
    memcpy(values, spare, n * sizeof *values);
}

static void permute_list(struct quantity *q, double *spare, const uint64_t *order, uint64_t n)
{
    if (q->kind != QUANTITY_LIST || q->n_list != n)
        return;
    for (uint64_t i = 0; i < n; i++)
        spare[i] = q->list[order[i]];
    memcpy(q->list, spare, n * sizeof *spare);
}

engram_code connect_list_sort(const struct network *net, struct projection *p, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_targets = net->populations[p->target].n;
    uint64_t n = p->connect.n, *first = NULL, *order = NULL;
    double *spare = NULL; /* also serves the 32-bit arrays */
    const char *purpose = TEXT("sorting the edges of '%s'", p->name);
    if (p->connect.kind != CONNECT_LIST)
        return ENGRAM_OK;
    TRY(check_indices(net, p, status));
    TRY(memory_new(&first, (uint64_t)n_targets + 1, sizeof *first, purpose, status));
    TRY(memory_new(&order, n, sizeof *order, purpose, status));
    TRY(memory_new(&spare, n, sizeof *spare, purpose, status));
    order_by_target(&p->connect, first, n_targets, order);
    permute_list(&p->weight, spare, order, n);
    permute_list(&p->axonal, spare, order, n);
    permute_u32(p->connect.sources, (uint32_t *)(void *)spare, order, n);
    permute_u32(p->connect.targets, (uint32_t *)(void *)spare, order, n);
    p->connect.list_sorted = true;
cleanup:
    free(first);
    free(order);
    free(spare);
    return code;
}
