/* Where the states that neurons remember lie: behind the rings of traces (fast/past.h). */
#include "network/past.h"
#include "store/layout_parts.h"

_Static_assert((int)MODEL_MAX_PAST == MAX_PAST, "kernels have room for what a model may remember");

/* The rings of a population, and who reads them. */
static void place(struct layout *l, uint32_t population)
{
    const struct population *p = &l->net->populations[population];
    population_record *r = &l->populations[population];
    uint32_t ring = past_ring(l->net, population);
    r->past = (uint32_t)(l->y_cells * l->depth + l->past_cells);
    r->past_mask = ring - 1u;
    for (size_t k = 0; k < p->model->n_past; k++)
        r->past_age[k] = past_age(l->net, p, k);
    l->past_cells += (uint64_t)ring * r->n_pad * p->model->n_past;
}

static void describe_reads(const struct layout *l, const struct projection *p, delivery_record *d)
{
    const population_record *target = &l->populations[p->target];
    d->past_mask = target->past_mask;
    for (size_t k = 0; k < p->rule->n_reads; k++) {
        uint32_t state = (uint32_t)model_find_past(l->net->populations[p->target].model, p->rule->reads[k]);
        d->past[k] = target->past + state * (target->past_mask + 1u) * target->n_pad;
        d->past_age[k] = p->dendritic_steps + target->past_age[state];
    }
}

engram_code layout_past(struct layout *l, engram_status *status)
{
    for (uint32_t i = 0; i < l->net->n_populations; i++)
        if (l->net->populations[i].model->n_past)
            place(l, i);
    for (uint32_t j = 0; j < l->net->n_projections; j++) {
        uint32_t at = 0;
        const struct layout_class *class = layout_class_of(l, j, &at);
        describe_reads(l, &l->net->projections[j], &l->delivery[class->first_projection + at]);
    }
    if (l->y_cells * l->depth + l->past_cells <= UINT32_MAX && l->past_cells <= INT32_MAX)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_RESOURCES, .what = "too many states are remembered",
                .where = "populations whose model has  past",
                .why = TEXT("%llu of neurons, for a window, the longest dendrite and the delay of the model "
                            "each, exceed 2^31",
                            (unsigned long long)l->past_cells),
                .hint = "make those populations smaller, the delay of their model shorter, or dt larger");
}
