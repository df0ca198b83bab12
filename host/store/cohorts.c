/* What belongs to neurons: their states, parameters, listed spikes and currents, one set of buffers per cohort; drives.c and silence.c have the rest. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/store.h"

#include <stdlib.h>

const struct population *member_of(const struct store *s, const struct layout_cohort *c, uint32_t k)
{
    return &s->net->populations[c->members[k]];
}

/* ---- states and parameters ---- */

static engram_code pool_states(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    uint64_t n = (uint64_t)c->model->n_variables * c->n_pad;
    float *states = NULL;
    TRY(memory_new(&states, n, sizeof *states, "neuron states", status));
    for (uint32_t m = 0; m < c->n_members; m++) {
        const population_record *r = &s->layout->populations[c->members[m]];
        for (size_t k = 0; k < c->model->n_variables; k++)
            for (uint32_t i = 0; i < r->n; i++)
                states[r->state + k * r->n_pad + i] =
                    (float)population_state(member_of(s, c, m), s->net->seed, k, i);
    }
    TRY(bank_alloc_copy(s->dev, states, n * sizeof *states, "neuron states", &cohort->states, status));
cleanup:
    free(states);
    return code;
}

static void fill_values(const struct store *s, const struct population *p, const population_record *r,
                        float *values, float *columns)
{
    uint64_t column = r->column;
    for (size_t k = 0; k < p->model->n_values; k++) {
        if (!population_value_varies(p, k)) {
            values[r->value + k] = population_value(p, s->net->seed, k, 0, s->net->dt_ms);
            continue;
        }
        for (uint32_t i = 0; i < r->n_pad; i++) /* padding repeats the last neuron: harmless values */
            columns[column + i] =
                population_value(p, s->net->seed, k, i < p->n ? i : p->n - 1u, s->net->dt_ms);
        column += r->n_pad;
    }
}

static engram_code pool_values(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    uint64_t n_values = (uint64_t)c->model->n_values * c->n_members,
             n_columns = (uint64_t)__builtin_popcountll(c->variant.varying) * c->n_pad;
    float *values = NULL, *columns = NULL;
    TRY(memory_new(&values, n_values, sizeof *values, "neuron parameters", status));
    TRY(memory_new(&columns, n_columns, sizeof *columns, "neuron parameters", status));
    for (uint32_t m = 0; m < c->n_members; m++)
        fill_values(s, member_of(s, c, m), &s->layout->populations[c->members[m]], values, columns);
    TRY(bank_alloc_copy(s->dev, values, n_values * sizeof *values, "neuron parameters", &cohort->values,
                        status));
    TRY(bank_alloc_copy(s->dev, columns, n_columns * sizeof *columns, "neuron parameters", &cohort->columns,
                        status));
cleanup:
    free(values);
    free(columns);
    return code;
}

/* ---- listed spikes ---- */

struct list_pool {
    uint32_t *next, *ends, *list; /* see listed_count(), fast/neurons.cl */
    uint64_t n;                   /* spikes so far */
};

/* The spikes of one member behind those that are there; neurons from `place` on. */
static void fill_list(const struct population *p, const population_record *r, struct list_pool *pool)
{
    uint64_t k = 0;
    for (uint32_t i = 0; i < r->n_pad; i++) {
        pool->next[r->place + i] = (uint32_t)(pool->n + k);
        for (; k < p->spikes.n && p->spikes.neuron[k] == i; k++)
            pool->list[pool->n + k] = p->spikes.step[k] > UINT32_MAX
                                          ? UINT32_MAX
                                          : (uint32_t)p->spikes.step[k]; /* beyond any run */
        pool->ends[r->place + i] = (uint32_t)(pool->n + k);
    }
    pool->n += p->spikes.n;
}

static engram_code pool_lists(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    uint32_t n = c->model->generator == GENERATOR_LIST ? c->n_pad : 0;
    struct list_pool pool = {0};
    uint64_t n_spikes = 0;
    for (uint32_t m = 0; m < c->n_members; m++)
        n_spikes += member_of(s, c, m)->spikes.n;
    if (n_spikes > UINT32_MAX)
        TRY(FAIL(ENGRAM_E_RESOURCES, .what = "too many listed spikes",
                 .where = TEXT("model '%s'", c->model->name),
                 .why = "the spikes of all its populations are numbered with 32 bits",
                 .hint = "give some of them to a poisson_generator"));
    TRY(memory_new(&pool.next, n, sizeof *pool.next, "spike lists", status));
    TRY(memory_new(&pool.ends, n, sizeof *pool.ends, "spike lists", status));
    TRY(memory_new(&pool.list, n_spikes, sizeof *pool.list, "spike lists", status));
    for (uint32_t m = 0; n && m < c->n_members; m++)
        fill_list(member_of(s, c, m), &s->layout->populations[c->members[m]], &pool);
    TRY(bank_alloc_copy(s->dev, pool.next, n * sizeof *pool.next, "spike lists", &cohort->list_next, status));
    TRY(bank_alloc_copy(s->dev, pool.ends, n * sizeof *pool.ends, "spike lists", &cohort->list_ends, status));
    TRY(bank_alloc_copy(s->dev, pool.list, n_spikes * sizeof *pool.list, "spike lists", &cohort->list,
                        status));
cleanup:
    free(pool.next);
    free(pool.ends);
    free(pool.list);
    return code;
}

/* ---- currents ---- */

/* The host writes whole buffers: Oclgrind 21.10 takes the rest of one that was written in part for uninitialised. */
engram_code cohorts_set_currents(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t c = 0; c < s->layout->n_cohorts; c++) {
        struct store_cohort *cohort = &s->cohorts[c];
        const struct layout_cohort *lc = cohort->layout;
        if (!cohort->host_currents)
            continue;
        for (uint32_t m = 0; m < lc->n_members; m++) {
            const population_record *r = &s->layout->populations[lc->members[m]];
            for (uint32_t k = 0; r->has_current && k < r->n; k++)
                cohort->host_currents[r->place + k] =
                    population_current(member_of(s, lc, m), s->net->seed, step + 1, k);
        }
        TRY(bank_write(s->dev, cohort->currents, 0, cohort->host_currents, lc->n_pad * sizeof(float),
                       status));
    }
cleanup:
    return code;
}

static engram_code pool_currents(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    bool any = false;
    for (uint32_t m = 0; m < cohort->layout->n_members; m++)
        any = any || s->layout->populations[cohort->layout->members[m]].has_current;
    uint32_t n = any ? cohort->layout->n_pad : 1u;
    TRY(bank_alloc_zero(s->dev, n * sizeof(float), "input currents", &cohort->currents, status));
    if (any)
        TRY(memory_new(&cohort->host_currents, n, sizeof(float), "input currents", status));
cleanup:
    return code;
}

/* ---- work-items ---- */

/* CPU: a few work-items per core, each with a run of neighbouring neurons; GPU: one group of lanes each. */
static uint32_t groups_per_item(const struct store *s, const struct layout_cohort *c)
{
    uint32_t n = 0, wanted = 4u * s->dev->compute_units;
    for (uint32_t m = 0; m < c->n_members; m++)
        n += (member_of(s, c, m)->n + s->dev->vw - 1u) / s->dev->vw;
    return s->dev->is_cpu ? (n + wanted - 1u) / wanted : 1u;
}

static engram_code pool_items(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    uint32_t per_item = groups_per_item(s, c), work_group = s->work_group ? s->work_group : 1u, n = 0;
    neurons_item *items = NULL;
    TRY(memory_new(&cohort->first_item, c->n_members + 1u, sizeof *cohort->first_item, "work-items", status));
    for (uint32_t m = 0; m < c->n_members; m++) {
        uint32_t groups = (member_of(s, c, m)->n + s->dev->vw - 1u) / s->dev->vw;
        cohort->first_item[m + 1u] = cohort->first_item[m] + (groups + per_item - 1u) / per_item;
    }
    cohort->n_items = (cohort->first_item[c->n_members] + work_group - 1u) / work_group * work_group;
    TRY(memory_new(&items, cohort->n_items, sizeof *items, "work-items", status));
    for (uint32_t m = 0; m < c->n_members; m++) {
        uint32_t groups = (member_of(s, c, m)->n + s->dev->vw - 1u) / s->dev->vw;
        for (uint32_t begin = 0; begin < groups; begin += per_item, n++)
            items[n] = (neurons_item){.population = c->members[m],
                                      .begin = begin,
                                      .end = begin + per_item < groups ? begin + per_item : groups};
    }
    TRY(bank_alloc_copy(s->dev, items, cohort->n_items * sizeof *items, "work-items", &cohort->items,
                        status));
    TRY(bank_alloc_zero(s->dev, (uint64_t)cohort->n_items * 16, "spike digests", &cohort->sums, status));
cleanup:
    free(items);
    return code;
}

/* ---- life ---- */

engram_code cohort_create(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(pool_states(s, cohort, status));
    TRY(pool_values(s, cohort, status));
    TRY(drives_create(s, cohort, status));
    TRY(pool_lists(s, cohort, status));
    TRY(pool_currents(s, cohort, status));
    TRY(silence_create(s, cohort, status));
    TRY(neurogenesis_create(s, cohort, status));
    TRY(pool_items(s, cohort, status));
cleanup:
    return code;
}

void cohort_free(struct store *s, struct store_cohort *c)
{
    cl_mem *banks[] = {&c->states,        &c->values,     &c->columns,   &c->currents,
                       &c->drive_weights, &c->thresholds, &c->list_next, &c->list_ends,
                       &c->list,          &c->items,      &c->sums,      &c->silent};
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        bank_free(s->dev, banks[i]);
    if (c->kernel)
        clReleaseKernel(c->kernel);
    if (c->program)
        clReleaseProgram(c->program);
    free(c->first_item);
    free(c->host_currents);
    free(c->host_thresholds);
    free(c->host_silent);
    neurogenesis_free(s, c);
}
