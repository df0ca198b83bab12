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

/* The rings of marks that its histories gather. */
static void place_gathered(struct layout *l, uint32_t population)
{
    const population_record *r = &l->populations[population];
    for (uint32_t k = r->first_history; k < r->first_history + r->n_history; k++) {
        history_record *h = &l->histories[k];
        if (h->gathering == 0)
            continue;
        h->gathered = (uint32_t)(l->y_cells * l->depth + l->past_cells);
        h->gathered_mask = gathering_ring(h->dendritic_max) - 1u;
        l->past_cells += (h->gathered_mask + 1ull) * r->n_pad;
    }
}

/* Of the history that a projection has: it is found by its place among the rings of stamps. */
static void describe_gathered(const struct layout *l, delivery_record *d)
{
    for (uint32_t k = 0; k < l->n_histories; k++)
        if (l->histories[k].neuron_base == d->history && l->histories[k].gathering) {
            d->gathered = l->histories[k].gathered;
            d->gathered_mask = l->histories[k].gathered_mask;
        }
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
    for (uint32_t i = 0; i < l->net->n_populations; i++)
        place_gathered(l, i);
    for (uint32_t j = 0; j < l->net->n_projections; j++) {
        uint32_t at = 0;
        const struct layout_class *class = layout_class_of(l, j, &at);
        delivery_record *d = &l->delivery[class->first_projection + at];
        describe_reads(l, &l->net->projections[j], d);
        if (l->net->projections[j].rule->gathers)
            describe_gathered(l, d);
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
