/* Calcium and synaptic elements on the device. */
#include "store/growth.h"

#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "network/calcium.h"

#include <stdlib.h>

/* ---- buffers ---- */

static engram_code pool_calcium(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *values = NULL;
    uint64_t n = s->layout->calcium_cells;
    TRY(bank_alloc_zero(s->dev, s->layout->counted_cells * sizeof(uint32_t), "counts of spikes", &s->fired,
                        status));
    TRY(bank_alloc_zero(s->dev, n * sizeof(uint32_t), "calcium", &s->growth.seen, status));
    TRY(memory_new(&values, n, sizeof *values, "calcium", status));
    for (size_t i = 0; i < s->net->n_populations; i++) {
        const struct population *p = &s->net->populations[i];
        for (uint32_t k = 0; p->calcium && k < p->n; k++)
            values[s->layout->populations[i].counted + k] = (float)p->calcium->initial;
    }
    TRY(bank_alloc_copy(s->dev, values, n * sizeof *values, "calcium", &s->growth.calcium, status));
cleanup:
    free(values);
    return code;
}

static engram_code pool_elements(struct store *s, uint32_t projection, enum side side, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[projection];
    struct store_elements *e = &s->growth.elements[s->growth.n_elements++];
    int64_t *z = NULL;
    *e = (struct store_elements){.projection = projection,
                                 .population = projection_side(p, side),
                                 .side = side,
                                 .plan = growth_plan(s->net, p, side)};
    e->n = s->net->populations[e->population].n;
    uint64_t n_pad = s->layout->populations[e->population].n_pad;
    TRY(memory_new(&z, n_pad, sizeof *z, "synaptic elements", status));
    const struct neurogenesis *born = s->net->populations[e->population].neurogenesis;
    for (uint32_t i = 0; i < (born ? born->alive : e->n); i++)
        z[i] = e->plan.initial;
    TRY(bank_alloc_copy(s->dev, z, n_pad * sizeof *z, "synaptic elements", &e->z, status));
cleanup:
    free(z);
    return code;
}

engram_code growth_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(pool_calcium(s, status));
    TRY(memory_new(&s->growth.elements, N_SIDES * s->net->n_projections, sizeof *s->growth.elements,
                   "synaptic elements", status));
    for (uint32_t j = 0; j < s->net->n_projections; j++)
        for (enum side side = 0; projection_growth(&s->net->projections[j]) && side < N_SIDES; side++)
            TRY(pool_elements(s, j, side, status));
cleanup:
    return code;
}

static const struct {
    const char *name;
    size_t place;
} kernels[] = {{"calcium_tick", offsetof(struct store_growth, calcium_tick)},
               {"elements_tick", offsetof(struct store_growth, elements_tick)},
               {"elements_bind", offsetof(struct store_growth, bind)},
               {"elements_clear", offsetof(struct store_growth, clear)},
               {"elements_count_surplus", offsetof(struct store_growth, count_surplus)},
               {"elements_count_vacant", offsetof(struct store_growth, count_vacant)},
               {"elements_decay", offsetof(struct store_growth, decay)}};
enum { N_KERNELS = sizeof kernels / sizeof *kernels };

static cl_kernel *kernel_at(struct store_growth *g, size_t k)
{
    return (cl_kernel *)((char *)g + kernels[k].place);
}

engram_code growth_kernels(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_growth *g = &s->growth;
    char *text = NULL;
    if (!s->layout->calcium_cells)
        return ENGRAM_OK;
    TRY(assemble_file("structure/elements.cl", &text, status));
    TRY(program_build(s->dev, "synaptic elements", text, NULL, &g->program, status));
    for (size_t k = 0; k < N_KERNELS; k++)
        TRY(program_kernel(s->dev, g->program, kernels[k].name, kernel_at(g, k), status));
cleanup:
    free(text);
    return code;
}

void growth_free(struct store *s)
{
    struct store_growth *g = &s->growth;
    bank_free(s->dev, &s->fired);
    bank_free(s->dev, &g->calcium);
    bank_free(s->dev, &g->seen);
    for (uint32_t i = 0; i < g->n_elements; i++)
        bank_free(s->dev, &g->elements[i].z);
    for (size_t k = 0; k < N_KERNELS; k++)
        if (*kernel_at(g, k))
            clReleaseKernel(*kernel_at(g, k));
    if (g->program)
        clReleaseProgram(g->program);
    free(g->elements);
}

/* ---- launches ---- */

/* The first two arguments: n things, and how many of them a work-item has. Returns work-items. */
static size_t share_out(const struct store *s, struct arguments *a, uint32_t n)
{
    uint32_t wanted = s->dev->is_cpu ? 4u * s->dev->compute_units : n, per_item = (n + wanted - 1u) / wanted;
    argument_u32(a, n);
    argument_u32(a, per_item);
    return (n + per_item - 1u) / per_item;
}

static engram_code start(struct store *s, const struct arguments *a, size_t n_items, const char *name,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(arguments_done(s->dev, a, status));
    TRY(launch(s->dev, a->kernel, n_items, s->work_group ? s->work_group : 1, name, status));
cleanup:
    return code;
}

static uint32_t groups_of(const struct store *s, uint32_t population)
{
    return (s->net->populations[population].n + s->dev->vw - 1u) / s->dev->vw;
}

static engram_code calcium_tick(struct store *s, uint32_t population, engram_status *status)
{
    struct calcium_plan plan = calcium_plan(s->net->populations[population].calcium, s->net->dt_ms);
    struct arguments a = {.kernel = s->growth.calcium_tick};
    size_t n_items = share_out(s, &a, groups_of(s, population));
    argument_mem(&a, s->fired);
    argument_mem(&a, s->growth.seen);
    argument_mem(&a, s->growth.calcium);
    argument_u32(&a, s->layout->populations[population].counted);
    argument(&a, sizeof plan.loss, &plan.loss);
    argument(&a, sizeof plan.gain, &plan.gain);
    return start(s, &a, n_items, "calcium_tick", status);
}

static engram_code elements_tick(struct store *s, const struct store_elements *e, engram_status *status)
{
    struct arguments a = {.kernel = s->growth.elements_tick};
    size_t n_items = share_out(s, &a, groups_of(s, e->population));
    argument_mem(&a, s->growth.calcium);
    argument_u32(&a, s->layout->populations[e->population].counted);
    argument_mem(&a, e->z);
    argument_u32(&a, e->plan.curve);
    argument(&a, sizeof e->plan.centre, &e->plan.centre);
    argument(&a, sizeof e->plan.slope, &e->plan.slope);
    argument(&a, sizeof e->plan.step, &e->plan.step);
    return start(s, &a, n_items, "elements_tick", status);
}

engram_code growth_clear(struct store *s, const struct store_elements *e, engram_status *status)
{
    struct arguments a = {.kernel = s->growth.clear};
    if (!s->net->populations[e->population].neurogenesis)
        return ENGRAM_OK;
    size_t n_items = share_out(s, &a, e->n);
    argument_mem(&a, e->z);
    argument_mem(&a, s->cohorts[s->layout->member_of[e->population].cohort].silent);
    argument_u32(&a, s->layout->populations[e->population].place);
    argument_u32(&a, NEURON_IS_ABSENT);
    return start(s, &a, n_items, "elements_clear", status);
}

uint64_t growth_next(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < s->net->n_populations; i++) {
        uint64_t tick = calcium_next_tick(&s->net->populations[i], step);
        next = tick < next ? tick : next;
    }
    return next;
}

/* Elements follow the calcium of this tick. */
engram_code growth_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->net->n_populations; i++)
        if (calcium_is_due(&s->net->populations[i], step))
            TRY(calcium_tick(s, i, status));
    for (uint32_t k = 0; k < s->growth.n_elements; k++)
        if (calcium_is_due(&s->net->populations[s->growth.elements[k].population], step)) {
            TRY(elements_tick(s, &s->growth.elements[k], status));
            TRY(growth_clear(s, &s->growth.elements[k], status));
        }
cleanup:
    return code;
}

/* ---- structural ticks ---- */

const struct store_elements *store_elements_of(const struct store *s, uint32_t projection, enum side side)
{
    for (uint32_t k = 0; k < s->growth.n_elements; k++)
        if (s->growth.elements[k].projection == projection && s->growth.elements[k].side == side)
            return &s->growth.elements[k];
    return NULL;
}

/* A kernel on elements and bound ones; out may be NULL. */
static size_t bind_elements(struct store *s, const struct store_elements *e, cl_kernel kernel, cl_mem bound,
                            struct arguments *a)
{
    *a = (struct arguments){.kernel = kernel};
    size_t n_items = share_out(s, a, e->n);
    argument_mem(a, e->z);
    argument_mem(a, bound);
    return n_items;
}

engram_code growth_bind(struct store *s, const struct store_elements *e, cl_mem bound, engram_status *status)
{
    struct arguments a;
    size_t n_items = bind_elements(s, e, s->growth.bind, bound, &a);
    return start(s, &a, n_items, "elements_bind", status);
}

engram_code growth_surplus(struct store *s, const struct store_elements *e, cl_mem bound, cl_mem surplus,
                           engram_status *status)
{
    struct arguments a;
    size_t n_items = bind_elements(s, e, s->growth.count_surplus, bound, &a);
    argument_mem(&a, surplus);
    return start(s, &a, n_items, "elements_count_surplus", status);
}

engram_code growth_vacant(struct store *s, const struct store_elements *e, cl_mem bound, cl_mem vacant,
                          engram_status *status)
{
    struct arguments a;
    size_t n_items = bind_elements(s, e, s->growth.count_vacant, bound, &a);
    argument_mem(&a, vacant);
    return start(s, &a, n_items, "elements_count_vacant", status);
}

engram_code growth_decay(struct store *s, const struct store_elements *e, cl_mem bound, engram_status *status)
{
    struct arguments a;
    size_t n_items = bind_elements(s, e, s->growth.decay, bound, &a);
    uint64_t share = growth_decay_share(projection_growth(&s->net->projections[e->projection]));
    argument(&a, sizeof share, &share);
    return start(s, &a, n_items, "elements_decay", status);
}

/* ---- copying back ---- */

engram_code store_elements(struct store *s, uint32_t projection, enum side side, int64_t *z,
                           engram_status *status)
{
    const struct store_elements *e = store_elements_of(s, projection, side);
    return bank_read(s->dev, e->z, 0, z, e->n * sizeof *z, status);
}
