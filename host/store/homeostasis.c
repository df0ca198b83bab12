/* Synapses that follow the elements of their neurons (growth.c): too many go, vacant elements pair. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/growth.h"
#include "store/matching.h"
#include "store/structure.h"

#include <stdlib.h>

enum { SURPLUS, VACANT };

static const struct store_elements *elements_of(const struct store *s, const struct store_structure *st,
                                                enum side side)
{
    return store_elements_of(s, st->projection, side);
}

static cl_mem bound(const struct store_structure *st, enum side side)
{
    return side == SIDE_AXON ? st->out_degree : st->in_degree;
}

engram_code homeostasis_create(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    struct matching_plan plan = {0};
    if (!projection_growth(p))
        return ENGRAM_OK;
    for (enum side side = 0; side < N_SIDES; side++)
        for (int k = 0; k < 2; k++)
            TRY(bank_alloc_zero(s->dev, elements_of(s, st, side)->n * sizeof(uint32_t), "synaptic elements",
                                &st->elements[side][k], status));
    TRY(growth_matching(s->net, p, &plan, status));
    TRY(matching_create(s->dev, &plan, st->in_degree, s->work_group, &st->matching, status));
    for (enum side side = 0; !s->dev->is_dry && side < N_SIDES; side++)
        TRY(growth_bind(s, elements_of(s, st, side), bound(st, side), status));
cleanup:
    matching_plan_free(&plan);
    return code;
}

void homeostasis_free(struct store *s, struct store_structure *st)
{
    matching_free(st->matching);
    for (enum side side = 0; side < N_SIDES; side++)
        for (int k = 0; k < 2; k++)
            bank_free(s->dev, &st->elements[side][k]);
}

engram_code homeostasis_mark(struct store *s, struct store_structure *st, uint64_t step,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (enum side side = 0; st->matching && side < N_SIDES; side++) {
        cl_mem surplus = st->elements[side][SURPLUS];
        TRY(growth_clear(s, elements_of(s, st, side), status));
        TRY(growth_surplus(s, elements_of(s, st, side), bound(st, side), surplus, status));
        TRY(surplus_mark(s, st, side, step, surplus, status));
    }
cleanup:
    return code;
}

engram_code homeostasis_pair(struct store *s, struct store_structure *st, uint64_t step,
                             struct births *births, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    matching_pair *pairs = NULL;
    cl_mem found = NULL;
    uint32_t n = 0;
    if (!st->matching)
        return ENGRAM_OK;
    for (enum side side = 0; side < N_SIDES; side++)
        TRY(growth_vacant(s, elements_of(s, st, side), bound(st, side), st->elements[side][VACANT], status));
    TRY(matching_run(st->matching, step, st->elements[SIDE_AXON][VACANT], st->elements[SIDE_DENDRITE][VACANT],
                     &found, &n, status));
    if (n == 0)
        return ENGRAM_OK;
    TRY(memory_new(&pairs, n, sizeof *pairs, "new synapses", status));
    TRY(bank_read(s->dev, found, 0, pairs, n * sizeof *pairs, status));
    for (uint32_t i = 0; i < n; i++)
        TRY(births_add(births, pairs[i].source, pairs[i].target, status));
cleanup:
    free(pairs);
    return code;
}

engram_code homeostasis_decay(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (enum side side = 0; st->matching && side < N_SIDES; side++)
        TRY(growth_decay(s, elements_of(s, st, side), bound(st, side), status));
cleanup:
    return code;
}
