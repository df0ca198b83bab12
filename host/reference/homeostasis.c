/* Synapses that follow the elements of their neurons: too many go, vacant elements pair. */
#include "core/memory.h"
#include "reference/matching.h"
#include "reference/parts.h"
#include "structure/surplus.h"

#include <stdlib.h>

/* The source of every synapse. */
static engram_code sources_of(const struct synapses *s, uint32_t **sources, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(sources, s->n, sizeof **sources, "sources", status));
    for (uint32_t r = 0; r < s->n_sources; r++)
        for (uint32_t i = s->row[r]; i < s->row[r + 1u]; i++)
            (*sources)[i] = r;
cleanup:
    return code;
}

void synapses_degrees(const struct synapses *s, enum side side, const bool *dies, uint32_t *degree)
{
    for (uint32_t r = 0; r < s->n_sources; r++)
        for (uint32_t i = s->row[r]; i < s->row[r + 1u]; i++)
            degree[side == SIDE_AXON ? r : s->target[i]] += !dies || !dies[i];
}

/* ---- who goes ---- */

/* A synapse of some neuron, and the number that decides. */
struct candidate {
    uint32_t neuron, synapse;
    uint64_t number;
};

static int by_neuron_and_number(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->neuron != b->neuron)
        return a->neuron < b->neuron ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

uint32_t synapses_alike_before(const struct synapses *s, uint32_t source, uint32_t i)
{
    uint32_t n = 0;
    while (i - n > s->row[source] && s->target[i - n - 1u] == s->target[i] &&
           s->length[i - n - 1u] == s->length[i])
        n++;
    return n;
}

static engram_code choose_side(const struct synapses *s, enum side side, const uint32_t *surplus,
                               const uint32_t *sources, uint64_t stamp, bool *dies, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct candidate *all = NULL;
    uint64_t salt = surplus_salt(s->net->seed, s->p->owner, (uint32_t)stamp, side == SIDE_AXON ? 0 : 1);
    uint32_t n = 0;
    TRY(memory_new(&all, s->n, sizeof *all, "surplus synapses", status));
    for (uint32_t i = 0; i < s->n; i++) {
        if (!dies[i])
            all[n++] = (struct candidate){side == SIDE_AXON ? sources[i] : s->target[i], i,
                                          surplus_number(salt, sources[i], s->target[i], s->length[i],
                                                         synapses_alike_before(s, sources[i], i))};
    }
    qsort(all, n, sizeof *all, by_neuron_and_number);
    for (uint32_t k = 0, rank = 0; k < n; k++) {
        rank = k && all[k].neuron == all[k - 1].neuron ? rank + 1 : 0;
        dies[all[k].synapse] = rank < surplus[all[k].neuron];
    }
cleanup:
    free(all);
    return code;
}

/* ---- lesions ---- */

engram_code synapses_cut(const struct synapses *s, uint32_t k, uint64_t stamp, bool *dies,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct cut *cut = &s->p->structure->cuts[k];
    uint64_t salt = cut_salt(s->net->seed, s->p->owner, (uint32_t)stamp, k);
    struct candidate *all = NULL;
    uint32_t *sources = NULL, n = 0;
    TRY(sources_of(s, &sources, status));
    TRY(memory_new(&all, s->n, sizeof *all, "lost synapses", status));
    for (uint32_t i = 0; i < s->n; i++) {
        bool is_meant = selection_has(&cut->sources, &s->net->populations[s->p->source], s->net->seed,
                                      cut_draw(cut->begin, 0), sources[i]) &&
                        selection_has(&cut->targets, &s->net->populations[s->p->target], s->net->seed,
                                      cut_draw(cut->begin, 1), s->target[i]);
        uint64_t number = surplus_number(salt, sources[i], s->target[i], s->length[i],
                                         synapses_alike_before(s, sources[i], i));
        if (is_meant && !dies[i])
            all[n++] = (struct candidate){0, i, cut_number(cut->order, s->weight[i], number)};
    }
    qsort(all, n, sizeof *all, by_neuron_and_number);
    uint64_t n_cut = cut_size(cut, n);
    for (uint32_t i = 0; n_cut && i < n; i++)
        dies[all[i].synapse] |= all[i].number <= all[n_cut - 1].number;
cleanup:
    free(sources);
    free(all);
    return code;
}

/* Elements of one side against synapses. */
struct counts {
    uint32_t *bound, *surplus, *vacant; /* [neurons] */
};

static engram_code count(const struct synapses *s, const struct elements *e, enum side side, const bool *dies,
                         struct counts *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *c = (struct counts){0};
    TRY(memory_new(&c->bound, e->n[side], sizeof *c->bound, "synaptic elements", status));
    TRY(memory_new(&c->surplus, e->n[side], sizeof *c->surplus, "synaptic elements", status));
    TRY(memory_new(&c->vacant, e->n[side], sizeof *c->vacant, "synaptic elements", status));
    synapses_degrees(s, side, dies, c->bound);
    elements_count(e, side, c->bound, c->surplus, c->vacant);
cleanup:
    return code;
}

static void counts_free(struct counts *c)
{
    free(c->bound);
    free(c->surplus);
    free(c->vacant);
}

engram_code synapses_choose_surplus(const struct synapses *s, const struct elements *e, enum side side,
                                    uint64_t stamp, bool *dies, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *sources = NULL;
    struct counts c = {0};
    TRY(sources_of(s, &sources, status));
    TRY(count(s, e, side, dies, &c, status));
    TRY(choose_side(s, side, c.surplus, sources, stamp, dies, status));
cleanup:
    counts_free(&c);
    free(sources);
    return code;
}

/* ---- who comes ---- */

engram_code synapses_pair_vacant(const struct synapses *s, const struct elements *e, uint64_t stamp,
                                 const bool *dies, struct births *births, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct counts c[N_SIDES] = {0};
    matching_pair *pairs = NULL;
    uint32_t n = 0;
    for (enum side side = 0; side < N_SIDES; side++)
        TRY(count(s, e, side, dies, &c[side], status));
    TRY(reference_match(&s->matching, stamp, c[SIDE_AXON].vacant, c[SIDE_DENDRITE].vacant,
                        c[SIDE_DENDRITE].bound, &pairs, &n, status));
    for (uint32_t i = 0; i < n; i++)
        TRY(births_add(births, pairs[i].source, pairs[i].target, status));
cleanup:
    for (enum side side = 0; side < N_SIDES; side++)
        counts_free(&c[side]);
    free(pairs);
    return code;
}

/* ---- elements ---- */

engram_code synapses_bind_elements(const struct synapses *s, struct elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *bound = NULL;
    for (enum side side = 0; projection_growth(s->p) && side < N_SIDES; side++) {
        TRY(memory_new(&bound, e->n[side], sizeof *bound, "synaptic elements", status));
        synapses_degrees(s, side, NULL, bound);
        elements_bind(e, side, bound);
        free(bound);
        bound = NULL;
    }
cleanup:
    free(bound);
    return code;
}

engram_code synapses_decay_elements(const struct synapses *s, struct elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *bound = NULL;
    for (enum side side = 0; side < N_SIDES; side++) {
        TRY(memory_new(&bound, e->n[side], sizeof *bound, "synaptic elements", status));
        synapses_degrees(s, side, NULL, bound);
        elements_decay(e, side, bound);
        free(bound);
        bound = NULL;
    }
cleanup:
    free(bound);
    return code;
}
