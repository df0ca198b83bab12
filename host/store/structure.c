#include "store/structure.h"

#include "core/memory.h"
#include "device/bank.h"
#include "device/launch.h"

#include <stdlib.h>

/* ---- life ---- */

static engram_code create_one(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    const struct layout_class *lc = layout_class_of(s->layout, st->projection, &st->place);
    float start[SYNAPSE_MAX_COLUMNS] = {0};
    st->class = &s->classes[lc - s->layout->classes];
    TRY(bank_alloc_zero(s->dev, s->net->populations[p->source].n * sizeof(uint32_t), "degrees",
                        &st->out_degree, status));
    TRY(bank_alloc_zero(s->dev, s->net->populations[p->target].n * sizeof(uint32_t), "degrees",
                        &st->in_degree, status));
    for (uint32_t k = 0; k < lc->n_columns; k++)
        start[k] = projection_born_column(p, k);
    TRY(bank_alloc_copy(s->dev, start, sizeof start, "degrees", &st->start, status));
    TRY(turnover_create(s, st, status));
    if (!s->dev->is_dry)
        TRY(rows_degrees(s, st, status));
    TRY(homeostasis_create(s, st, status));
cleanup:
    return code;
}

engram_code structure_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&s->structures, s->net->n_projections, sizeof *s->structures, "structure", status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        if (s->layout->classes[c].has_structure)
            TRY(rows_edit_create(s, &s->classes[c], status));
    for (uint32_t i = 0; i < s->net->n_projections; i++) {
        if (!s->net->projections[i].structure)
            continue;
        const struct projection *p = &s->net->projections[i];
        bool needs_choice =
            projection_growth(p) || p->structure->n_cuts || absence_is_due(s->net, p, p->structure->tick);
        if (needs_choice && !s->surplus.program)
            TRY(surplus_create(s, status));
        struct store_structure *st = &s->structures[s->n_structures++];
        st->projection = i;
        TRY(create_one(s, st, status));
    }
cleanup:
    return code;
}

void structure_free(struct store *s)
{
    for (uint32_t i = 0; i < s->n_structures; i++) {
        bank_free(s->dev, &s->structures[i].out_degree);
        bank_free(s->dev, &s->structures[i].in_degree);
        bank_free(s->dev, &s->structures[i].start);
        free(s->structures[i].events.event);
        turnover_free(s, &s->structures[i]);
        homeostasis_free(s, &s->structures[i]);
    }
    for (uint32_t c = 0; s->classes && c < s->layout->n_classes; c++)
        rows_edit_free(s, &s->classes[c]);
    surplus_free(s);
    topology_free(s);
    free(s->structures);
}

/* ---- ticks ---- */

static const struct projection *projection_of(const struct store *s, const struct store_structure *st)
{
    return &s->net->projections[st->projection];
}

static bool is_due(const struct store *s, const struct store_structure *st, uint64_t step)
{
    return step % projection_of(s, st)->structure->tick == 0;
}

uint64_t structure_next(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < s->n_structures; i++) {
        uint64_t tick = projection_of(s, &s->structures[i])->structure->tick;
        uint64_t due = (step / tick + 1) * tick;
        next = due < next ? due : next;
    }
    return next;
}

bool structure_is_due(const struct store *s, uint64_t step)
{
    for (uint32_t i = 0; i < s->n_structures; i++)
        if (is_due(s, &s->structures[i], step))
            return true;
    return false;
}

/* Post spikes that wait to be applied matter to whoever looks at weights, to events that draw (by how many alike there are, which may change at the tick), and where rows
 * change before a list of newborns has served its time. */
bool structure_needs_flush(const struct store *s, uint64_t step, uint32_t flushed)
{
    for (uint32_t c = 0; structure_is_due(s, step) && c < s->layout->n_classes; c++)
        if (newborns_wait(&s->classes[c], flushed))
            return true;
    for (uint32_t i = 0; i < s->n_structures; i++) {
        const struct projection *p = projection_of(s, &s->structures[i]);
        const struct structure *structure = p->structure;
        if (!is_due(s, &s->structures[i], step) || !model_has_pending(p->rule))
            continue;
        if (p->storage.by_chance || projection_draws(p))
            return true;
        if (structure->turnover && structure->turnover->sees_weights)
            return true;
        for (size_t k = 0; k < structure->n_cuts; k++)
            if (structure->cuts[k].order != CUT_RANDOM && cut_is_due(structure, &structure->cuts[k], step))
                return true;
    }
    return false;
}

/* What the schedule takes away. */
static engram_code cut(struct store *s, struct store_structure *st, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct structure *structure = projection_of(s, st)->structure;
    for (uint32_t k = 0; k < structure->n_cuts; k++)
        if (cut_is_due(structure, &structure->cuts[k], step))
            TRY(cut_mark(s, st, k, step, status));
cleanup:
    return code;
}

struct store_structure *store_structure_of(const struct store *s, uint32_t projection)
{
    for (uint32_t i = 0; i < s->n_structures; i++)
        if (s->structures[i].projection == projection)
            return &s->structures[i];
    return NULL;
}

engram_structure store_structure_so_far(const struct store *s, uint32_t projection)
{
    const struct store_structure *st = store_structure_of(s, projection);
    return st ? st->so_far : (engram_structure){0};
}

engram_code store_degrees(struct store *s, uint32_t projection, enum side side, uint32_t *degrees,
                          engram_status *status)
{
    const struct store_structure *st = store_structure_of(s, projection);
    uint32_t n = s->net->populations[projection_side(projection_of(s, st), side)].n;
    return bank_read(s->dev, side == SIDE_AXON ? st->out_degree : st->in_degree, 0, degrees,
                     n * sizeof *degrees, status);
}

/* Who is born, by formation. */
static engram_code form(struct store *s, struct store_structure *st, uint64_t step, struct births *births,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = projection_of(s, st);
    uint32_t n_targets = s->net->populations[p->target].n, *in_degree = NULL;
    struct absence absent = {0};
    if (p->structure->formation.rate == 0)
        return ENGRAM_OK;
    TRY(memory_new(&in_degree, n_targets, sizeof *in_degree, "degrees", status));
    TRY(bank_read(s->dev, st->in_degree, 0, in_degree, n_targets * sizeof *in_degree, status));
    TRY(absence_create(s, st, &absent, status));
    TRY(formation_draw(s->net, p, step, &absent, in_degree, births, status));
cleanup:
    absence_free(&absent);
    free(in_degree);
    return code;
}

/* Who was marked goes, who is born comes. Pairs may be looked for in rows that still hold their dead: nobody is equal to one. */
static engram_code replace(struct store *s, struct store_structure *st, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct births births = {0};
    struct sorted_births sorted = {0};
    TRY(homeostasis_pair(s, st, step, &births, status));
    TRY(form(s, st, step, &births, status));
    if (births.n > 0) {
        TRY(births_draw(s->net, projection_of(s, st), st->n_drawn, &births, status));
        st->n_drawn += births.n;
        TRY(births_sort(s, st, &births, &sorted, status));
        if (!projection_of(s, st)->structure->multapses)
            TRY(rows_refuse_doubles(s, st, &sorted, status));
        TRY(topology_log_births(s, st, &sorted, status));
    }
    TRY(rows_replace(s, st, &sorted, step, status));
cleanup:
    births_free(&births);
    sorted_births_free(&sorted);
    return code;
}

uint32_t structure_first_axon(const struct store *s, const struct store_structure *st)
{
    return s->layout->delivery[st->class->layout->first_projection + st->place].first_axon;
}

engram_code structure_digest(struct store *s, struct digest *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_structures; i++)
        TRY(turnover_digest(s, &s->structures[i], &out->weights, status));
cleanup:
    return code;
}

engram_code structure_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!structure_is_due(s, step))
        return ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_structures; i++)
        if (is_due(s, &s->structures[i], step)) {
            if (absence_is_due(s->net, projection_of(s, &s->structures[i]), step))
                TRY(absence_mark(s, &s->structures[i], status));
            TRY(turnover_mark(s, &s->structures[i], step, status));
            TRY(cut(s, &s->structures[i], step, status));
            TRY(homeostasis_mark(s, &s->structures[i], step, status));
            TRY(topology_log_deaths(s, &s->structures[i], status));
        }
    for (uint32_t i = 0; i < s->n_structures; i++)
        if (is_due(s, &s->structures[i], step)) {
            TRY(replace(s, &s->structures[i], step, status));
            TRY(homeostasis_decay(s, &s->structures[i], status));
        }
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        if (s->layout->classes[c].has_structure) {
            TRY(rows_shrink(s, &s->classes[c], status));
            TRY(kernels_find_cursors(s, &s->classes[c], status));
        }
cleanup:
    return code;
}
