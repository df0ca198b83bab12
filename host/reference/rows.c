/* Draw the synapses of a projection and put them in canonical order: source, length code, target, then the order of their draws. */
#include "core/memory.h"
#include "reference/parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- drawing ---- */

struct drawn {
    uint32_t source, target, order;
    uint16_t length;
    float weight;
};

struct collection {
    const struct synapses *s;
    struct drawn *synapses;
    uint64_t n, room;
    engram_code code;
    engram_status *status;
};

enum { MOST = INT32_MAX }; /* synapses are indexed with 32 bits here */

static engram_code make_room(struct collection *c, size_t more)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = c->status;
    uint64_t room = c->n + more > 2 * c->room ? c->n + more : 2 * c->room;
    if (c->n + more > MOST)
        TRY(FAIL(ENGRAM_E_RESOURCES, .what = "too many synapses for the reference",
                 .where = TEXT("projection '%s'", c->s->p->name), .why = TEXT("more than %d", MOST),
                 .hint = "validate a smaller network"));
    TRY(memory_resize(&c->synapses, room, sizeof *c->synapses, TEXT("synapses of '%s'", c->s->p->name),
                      status));
    c->room = room;
cleanup:
    return code;
}

static void collect(void *context, const struct edge *edges, size_t n)
{
    struct collection *c = context;
    const struct network *net = c->s->net;
    if (c->code == ENGRAM_OK && c->n + n > c->room)
        c->code = make_room(c, n);
    for (size_t i = 0; c->code == ENGRAM_OK && i < n; i++) {
        c->synapses[c->n] = (struct drawn){edges[i].source, edges[i].target, (uint32_t)c->n,
                                           projection_length_code(net, c->s->p, &edges[i]),
                                           projection_weight(net, c->s->p, &edges[i])};
        c->n++;
    }
}

/* ---- order ---- */

static int in_canonical_order(const void *left, const void *right)
{
    const struct drawn *a = left, *b = right;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    if (a->target != b->target)
        return a->target < b->target ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static engram_code sort_rows(struct synapses *s, const struct collection *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct drawn *sorted = NULL;
    uint32_t *next = NULL;
    const char *purpose = TEXT("synapses of '%s'", s->p->name);
    TRY(memory_new(&sorted, c->n, sizeof *sorted, purpose, status));
    TRY(memory_new(&next, s->n_sources, sizeof *next, purpose, status));
    for (uint64_t i = 0; i < c->n; i++)
        s->row[c->synapses[i].source + 1u]++;
    for (uint32_t r = 0; r < s->n_sources; r++) {
        next[r] = s->row[r];
        s->row[r + 1u] += s->row[r];
    }
    for (uint64_t i = 0; i < c->n; i++)
        sorted[next[c->synapses[i].source]++] = c->synapses[i];
    for (uint32_t r = 0; r < s->n_sources; r++)
        qsort(sorted + s->row[r], s->row[r + 1u] - s->row[r], sizeof *sorted, in_canonical_order);
    for (uint32_t i = 0; i < s->n; i++) {
        s->target[i] = sorted[i].target;
        s->length[i] = sorted[i].length;
        s->weight[i] = sorted[i].weight;
    }
cleanup:
    free(sorted);
    free(next);
    return code;
}

engram_code synapses_draw(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct collection c = {.s = s, .status = status};
    size_t n_columns = projection_n_columns(s->p);
    const char *purpose = TEXT("synapses of '%s'", s->p->name);
    TRY(memory_new(&s->row, (uint64_t)s->n_sources + 1, sizeof *s->row, purpose, status));
    TRY(connect_each(s->net, s->p, 0, s->n_targets, collect, &c, status));
    TRY(c.code);
    s->n = (uint32_t)c.n;
    TRY(memory_new(&s->target, s->n, sizeof *s->target, purpose, status));
    TRY(memory_new(&s->length, s->n, sizeof *s->length, purpose, status));
    TRY(memory_new(&s->weight, s->n, sizeof *s->weight, purpose, status));
    TRY(memory_new(&s->columns, (uint64_t)s->n * n_columns, sizeof *s->columns, purpose, status));
    TRY(sort_rows(s, &c, status));
    for (uint32_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < n_columns; k++)
            s->columns[i * n_columns + k] = projection_column(s->p, k);
cleanup:
    free(c.synapses);
    return code;
}

engram_code synapses_index_targets(struct synapses *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *next = NULL;
    const char *purpose = TEXT("synapses of '%s' by target", s->p->name);
    TRY(memory_new(&s->column, (uint64_t)s->n_targets + 1, sizeof *s->column, purpose, status));
    TRY(memory_new(&s->into, s->n, sizeof *s->into, purpose, status));
    TRY(memory_new(&next, s->n_targets, sizeof *next, purpose, status));
    for (uint32_t i = 0; i < s->n; i++)
        s->column[s->target[i] + 1u]++;
    for (uint32_t t = 0; t < s->n_targets; t++) {
        next[t] = s->column[t];
        s->column[t + 1u] += s->column[t];
    }
    for (uint32_t i = 0; i < s->n; i++)
        s->into[next[s->target[i]]++] = i;
cleanup:
    free(next);
    return code;
}
