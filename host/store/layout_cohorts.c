/* Cohorts: which populations one launch advances, and where each lies in their arrays. */
#include "core/memory.h"
#include "network/past.h"
#include "store/layout_parts.h"

static struct neuron_variant variant_of(const struct layout *l, uint32_t index)
{
    const struct population *p = &l->net->populations[index];
    struct neuron_variant v = {.wide = l->scales[index].wide,
                               .falls_silent = population_falls_silent(l->net, p),
                               .ages = p->neurogenesis != NULL,
                               .marks = past_marks(l->net, index)};
    for (size_t k = 0; k < p->model->n_values; k++)
        v.varying |= (uint64_t)population_value_varies(p, k) << k;
    for (size_t k = 0; k < p->n_scalings; k++)
        v.scaled |= 1u << p->scalings[k].receptor;
    for (size_t d = 0; d < p->n_drives; d++)
        v.driven |= 1u << p->drives[d].receptor;
    return v;
}

/* The cohort of a population; a new one if it is the first of its kind. */
static struct layout_cohort *cohort_of(struct layout *l, uint32_t index)
{
    const struct model *model = l->net->populations[index].model;
    struct neuron_variant v = variant_of(l, index);
    for (uint32_t c = 0; c < l->n_cohorts; c++) {
        const struct layout_cohort *cohort = &l->cohorts[c];
        if (cohort->model == model && cohort->variant.varying == v.varying &&
            cohort->variant.driven == v.driven && cohort->variant.scaled == v.scaled &&
            cohort->variant.wide == v.wide && cohort->variant.falls_silent == v.falls_silent &&
            cohort->variant.ages == v.ages && cohort->variant.marks == v.marks)
            return &l->cohorts[c];
    }
    l->cohorts[l->n_cohorts] = (struct layout_cohort){.model = model, .variant = v};
    return &l->cohorts[l->n_cohorts++];
}

/* Places are 32-bit numbers of elements. */
static engram_code place(struct layout *l, struct layout_cohort *cohort, uint32_t index,
                         engram_status *status)
{
    const struct model *model = cohort->model;
    uint32_t n_varying = (uint32_t)__builtin_popcountll(cohort->variant.varying);
    population_record *r = &l->populations[index];
    uint64_t per_neuron = model->n_variables > n_varying ? model->n_variables : n_varying;
    if (((uint64_t)cohort->n_pad + r->n_pad) * (per_neuron ? per_neuron : 1) > UINT32_MAX)
        return FAIL(
            ENGRAM_E_RESOURCES, .what = "too many neurons of one kind",
            .where = TEXT("population '%s'", l->net->populations[index].name),
            .why = TEXT("states and parameters of all populations of model '%s' are numbered with 32 bits",
                        model->name),
            .hint = "make the populations smaller");
    r->place = cohort->n_pad;
    r->state = cohort->n_pad * (uint32_t)model->n_variables;
    r->column = cohort->n_pad * n_varying;
    r->value = cohort->n_members * (uint32_t)model->n_values;
    r->has_current = l->net->populations[index].n_currents > 0;
    l->member_of[index] = (struct layout_member){(uint32_t)(cohort - l->cohorts), cohort->n_members};
    cohort->n_pad += r->n_pad;
    cohort->members[cohort->n_members++] = index;
    return ENGRAM_OK;
}

engram_code layout_cohorts(struct layout *l, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n = l->net->n_populations;
    TRY(memory_new(&l->cohorts, n, sizeof *l->cohorts, "populations", status));
    TRY(memory_new(&l->member_of, n, sizeof *l->member_of, "populations", status));
    for (uint32_t i = 0; i < n; i++) {
        struct layout_cohort *cohort = cohort_of(l, i);
        if (!cohort->members)
            TRY(memory_new(&cohort->members, n, sizeof *cohort->members, "populations", status));
        TRY(place(l, cohort, i, status));
    }
cleanup:
    return code;
}
