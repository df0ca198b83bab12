/* Births and deaths of neurons: the host keeps account of the slots, day by day, and tells the device who is there, how excitable,
 * and how plastic the synapses onto them. */
#include "network/nursery.h"

#include "core/memory.h"
#include "device/bank.h"
#include "network/network.h"
#include "store/store.h"

#include <stdlib.h>

/* ---- what the device knows ---- */

static float gain_of(const struct nursery *n, const struct cell *cell)
{
    return cell->born ? excitability_at(n->p->neurogenesis, n->n_days - cell->born) : 1.0f;
}

/* Who was there at the start is mature, and where nobody is synapses learn as they do there. */
static float plasticity_of(const struct nursery *n, const struct cell *cell)
{
    const struct neurogenesis *g = n->p->neurogenesis;
    return plasticity_at(g, cell->is_alive && cell->born ? n->n_days - cell->born : g->maturity_day);
}

static bool is_day(const struct population *p, uint64_t step)
{
    return step > 0 && neurogenesis_next(p, step - 1) == step;
}

static const struct nursery *nursery_of(const struct store *s, uint32_t population)
{
    const struct layout_member *at = &s->layout->member_of[population];
    return s->cohorts[at->cohort].nurseries[at->member];
}

/* Let `silent` and `gains` of a member say who is there. */
static void tell(const struct nursery *n, uint32_t *silent, float *gains)
{
    for (uint32_t i = 0; i < n->p->n; i++) {
        silent[i] = (silent[i] & ~NEURON_IS_ABSENT) | (n->cells[i].is_alive ? 0 : NEURON_IS_ABSENT);
        gains[i] = gain_of(n, &n->cells[i]);
    }
}

engram_code neurogenesis_create(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    uint32_t n = c->variant.ages ? c->n_pad : 1u;
    TRY(memory_new(&cohort->nurseries, c->n_members, sizeof *cohort->nurseries, "slots of neurons", status));
    TRY(memory_new(&cohort->host_gains, n, sizeof(float), "excitability", status));
    for (uint32_t m = 0; c->variant.ages && m < c->n_members; m++) {
        uint32_t place = s->layout->populations[c->members[m]].place;
        TRY(nursery_create(s->net, member_of(s, c, m), member_of(s, c, m)->n, &cohort->nurseries[m], status));
        tell(cohort->nurseries[m], cohort->host_silent + place, cohort->host_gains + place);
    }
    TRY(bank_alloc_copy(s->dev, cohort->host_gains, n * sizeof(float), "excitability", &cohort->gains,
                        status));
    if (c->variant.ages)
        TRY(bank_write(s->dev, cohort->silent, 0, cohort->host_silent, n * sizeof(uint32_t), status));
cleanup:
    return code;
}

void neurogenesis_free(struct store *s, struct store_cohort *cohort)
{
    for (uint32_t m = 0; cohort->nurseries && m < cohort->layout->n_members; m++)
        nursery_free(cohort->nurseries[m]);
    free(cohort->nurseries);
    free(cohort->host_gains);
    bank_free(s->dev, &cohort->gains);
}

static bool was_born_today(const struct nursery *n, uint32_t i)
{
    return n->cells[i].is_alive && n->n_days > 0 && n->cells[i].born == n->n_days;
}

/* Newborns have the calcium that neurons have at the start, and have not fired since. */
static engram_code write_calcium(struct store *s, uint32_t population, const struct nursery *n,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n_all = s->layout->calcium_cells, first = s->layout->populations[population].counted;
    float *calcium = NULL;
    uint32_t *fired = NULL, *seen = NULL;
    TRY(memory_new(&calcium, n_all, sizeof *calcium, "calcium", status));
    TRY(memory_new(&fired, n_all, sizeof *fired, "calcium", status));
    TRY(memory_new(&seen, n_all, sizeof *seen, "calcium", status));
    TRY(bank_read(s->dev, s->growth.calcium, 0, calcium, n_all * sizeof *calcium, status));
    TRY(bank_read(s->dev, s->fired, 0, fired, n_all * sizeof *fired, status));
    TRY(bank_read(s->dev, s->growth.seen, 0, seen, n_all * sizeof *seen, status));
    for (uint32_t i = 0; i < n->p->n; i++)
        if (was_born_today(n, i)) {
            calcium[first + i] = (float)n->p->calcium->initial;
            seen[first + i] = fired[first + i];
        }
    TRY(bank_write(s->dev, s->growth.calcium, 0, calcium, n_all * sizeof *calcium, status));
    TRY(bank_write(s->dev, s->growth.seen, 0, seen, n_all * sizeof *seen, status));
cleanup:
    free(calcium);
    free(fired);
    free(seen);
    return code;
}

/* Newborns begin as the neurons of their slots began. The host writes whole buffers, see cohorts_set_currents(). */
static engram_code write_states(struct store *s, struct store_cohort *cohort, uint64_t step,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    uint64_t n = (uint64_t)c->model->n_variables * c->n_pad;
    float *states = NULL;
    TRY(memory_new(&states, n, sizeof *states, "neuron states", status));
    TRY(bank_read(s->dev, cohort->states, 0, states, n * sizeof *states, status));
    for (uint32_t m = 0; m < c->n_members; m++) {
        const struct nursery *nursery = cohort->nurseries[m];
        const population_record *r = &s->layout->populations[c->members[m]];
        for (uint32_t i = 0; is_day(nursery->p, step) && i < r->n; i++)
            for (size_t k = 0; was_born_today(nursery, i) && k < c->model->n_variables; k++)
                states[r->state + k * r->n_pad + i] = (float)population_state(nursery->p, s->net->seed, k, i);
    }
    TRY(bank_write(s->dev, cohort->states, 0, states, n * sizeof *states, status));
cleanup:
    free(states);
    return code;
}

static engram_code read_calcium(struct store *s, uint32_t population, float *out, engram_status *status)
{
    const struct population *p = &s->net->populations[population];
    return bank_read(s->dev, s->growth.calcium, s->layout->populations[population].counted * sizeof(float),
                     out, p->n * sizeof(float), status);
}

static engram_code cohort_day(struct store *s, struct store_cohort *cohort, uint64_t step,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    bool any = false;
    for (uint32_t m = 0; m < c->n_members; m++) {
        struct nursery *nursery = cohort->nurseries[m];
        uint32_t place = s->layout->populations[c->members[m]].place;
        if (!is_day(nursery->p, step))
            continue;
        if (nursery->p->neurogenesis->calcium_half > 0)
            TRY(read_calcium(s, c->members[m], nursery->calcium, status));
        nursery_day(nursery);
        tell(nursery, cohort->host_silent + place, cohort->host_gains + place);
        if (nursery->p->calcium)
            TRY(write_calcium(s, c->members[m], nursery, status));
        any = true;
    }
    if (!any)
        return ENGRAM_OK;
    TRY(write_states(s, cohort, step, status));
    TRY(bank_write(s->dev, cohort->silent, 0, cohort->host_silent, c->n_pad * sizeof(uint32_t), status));
    TRY(bank_write(s->dev, cohort->gains, 0, cohort->host_gains, c->n_pad * sizeof(float), status));
cleanup:
    return code;
}

/* ---- ticks ---- */

uint64_t neurogenesis_next_day(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < s->net->n_populations; i++) {
        uint64_t day = neurogenesis_next(&s->net->populations[i], step);
        next = day < next ? day : next;
    }
    return next;
}

bool ages_are_due(const struct store *s, uint64_t step)
{
    for (size_t j = 0; j < s->net->n_projections; j++) {
        const struct projection *p = &s->net->projections[j];
        if (projection_learns_by_age(s->net, p) && is_day(&s->net->populations[p->target], step))
            return true;
    }
    return false;
}

/* Tell delivery how plastic the targets of a projection are from now on. */
static engram_code tell_plasticity(struct store *s, const struct store_class *class, uint32_t k,
                                   engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t target = s->net->projections[class->layout->projections[k]].target;
    const struct nursery *n = nursery_of(s, target);
    const delivery_record *record = &s->layout->delivery[class->layout->first_projection + k];
    float *plasticity = NULL;
    TRY(memory_new(&plasticity, n->p->n, sizeof *plasticity, "plasticity", status));
    for (uint32_t i = 0; i < n->p->n; i++)
        plasticity[i] = plasticity_of(n, &n->cells[i]);
    TRY(bank_write(s->dev, class->params, record->by_age * sizeof *plasticity, plasticity,
                   n->p->n * sizeof *plasticity, status));
cleanup:
    free(plasticity);
    return code;
}

static engram_code class_day(struct store *s, const struct store_class *class, uint64_t step,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t k = 0; class->layout->variant.by_age && k < class->layout->n_projections; k++) {
        const struct projection *p = &s->net->projections[class->layout->projections[k]];
        if (is_day(&s->net->populations[p->target], step))
            TRY(tell_plasticity(s, class, k, status));
    }
cleanup:
    return code;
}

engram_code neurogenesis_day(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t c = 0; step && c < s->layout->n_cohorts; c++)
        if (s->cohorts[c].layout->variant.ages)
            TRY(cohort_day(s, &s->cohorts[c], step, status));
    for (uint32_t c = 0; step && c < s->layout->n_classes; c++)
        TRY(class_day(s, &s->classes[c], step, status));
cleanup:
    return code;
}

struct cell_day store_cell_day(const struct store *s, uint32_t population)
{
    const struct nursery *n = nursery_of(s, population);
    struct cell_day day = {.level = n->level};
    if (n->n_days)
        day.counts = n->log[n->n_days - 1];
    for (uint32_t i = 0; i < n->p->n; i++) {
        const struct cell *cell = &n->cells[i];
        bool is_young = cell->born && n->n_days - cell->born < n->p->neurogenesis->maturity_day;
        day.young += cell->is_alive && is_young;
        day.mature += cell->is_alive && !is_young;
    }
    return day;
}

void store_input_density(const struct store *s, uint32_t population, float *out)
{
    const struct nursery *n = nursery_of(s, population);
    for (uint32_t i = 0; i < n->p->n; i++)
        out[i] = n->cells[i].born ? input_density_at(n->p->neurogenesis, n->n_days - n->cells[i].born) : 1.0f;
}

const struct cell_counts *store_cells(const struct store *s, uint32_t population, uint64_t *n_days)
{
    const struct nursery *nursery = nursery_of(s, population);
    *n_days = nursery ? nursery->n_days : 0;
    return nursery ? nursery->log : NULL;
}
