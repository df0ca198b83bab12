/* Neurons that are not born yet, or dead, have no synapses. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/launch.h"
#include "network/neuron_events.h"
#include "store/structure.h"

#include <stdlib.h>

/* Where the words are that say which neurons of a population are there. */
static const struct store_cohort *words_of(const struct store *s, uint32_t population, uint32_t *place)
{
    *place = s->layout->populations[population].place;
    return &s->cohorts[s->layout->member_of[population].cohort];
}

engram_code absence_mark(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    uint32_t source_place = 0, target_place = 0;
    const struct store_cohort *sources = words_of(s, p->source, &source_place),
                              *targets = words_of(s, p->target, &target_place);
    uint32_t who = (s->net->populations[p->source].neurogenesis ? 1u : 0u) |
                   (s->net->populations[p->target].neurogenesis ? 2u : 0u);
    for (uint32_t b = 0; b < st->class->n_banks; b++) {
        const struct store_bank *bank = &st->class->banks[b];
        struct arguments a = {.kernel = s->surplus.mark_absent};
        argument_u32(&a, bank->first_tile);
        argument_u32(&a, bank->n_tiles);
        argument_u32(&a, st->class->layout->n_axons);
        argument_mem(&a, st->class->rows);
        argument_mem(&a, bank->target);
        argument_u32(&a, structure_first_axon(s, st));
        argument_u32(&a, s->net->populations[p->source].n);
        argument_u32(&a, who);
        argument_u32(&a, NEURON_IS_ABSENT);
        argument_mem(&a, sources->silent);
        argument_u32(&a, source_place);
        argument_mem(&a, targets->silent);
        argument_u32(&a, target_place);
        argument_mem(&a, st->out_degree);
        argument_mem(&a, st->in_degree);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, a.kernel, device_fill(s->dev), store_group(s, ROW_GROUP), "mark_absent", status));
    }
cleanup:
    return code;
}

/* *out: [neurons], owned by the caller; NULL if all are there for ever. */
static engram_code absent_of(const struct store *s, uint32_t population, bool **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &s->net->populations[population];
    uint32_t place = 0;
    const struct store_cohort *cohort = words_of(s, population, &place);
    *out = NULL;
    if (!p->neurogenesis)
        return ENGRAM_OK;
    TRY(memory_new(out, p->n, sizeof **out, "absent neurons", status));
    for (uint32_t i = 0; i < p->n; i++)
        (*out)[i] = cohort->host_silent[place + i] & NEURON_IS_ABSENT;
cleanup:
    return code;
}

engram_code absence_create(const struct store *s, const struct store_structure *st, struct absence *out,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    const struct neurogenesis *g = s->net->populations[p->target].neurogenesis;
    bool *source = NULL, *target = NULL;
    float *density = NULL;
    TRY(absent_of(s, p->source, &source, status));
    TRY(absent_of(s, p->target, &target, status));
    if (!g || g->input_density == 1)
        goto cleanup;
    TRY(memory_new(&density, s->net->populations[p->target].n, sizeof *density, "young neurons", status));
    store_input_density(s, p->target, density);
cleanup:
    *out = (struct absence){source, target, density};
    return code;
}

void absence_free(struct absence *absent)
{
    free((void *)absent->source);
    free((void *)absent->target);
    free((void *)absent->density);
}
