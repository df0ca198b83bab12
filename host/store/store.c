#include "store/store.h"

#include "core/memory.h"
#include "device/bank.h"

#include <stdlib.h>

static engram_code store_new(struct device *dev, struct layout *layout, uint32_t work_group,
                             struct store **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = NULL;
    *out = NULL;
    code = memory_new(&s, 1, sizeof *s, "network", status);
    if (code != ENGRAM_OK) {
        layout_free(layout);
        return code;
    }
    s->dev = dev;
    s->net = layout->net;
    s->layout = layout;
    s->work_group = work_group;
    *out = s;
    TRY(memory_new(&s->cohorts, layout->n_cohorts, sizeof *s->cohorts, "populations", status));
    for (uint32_t c = 0; c < layout->n_cohorts; c++)
        s->cohorts[c].layout = &layout->cohorts[c];
    TRY(memory_new(&s->classes, layout->n_classes, sizeof *s->classes, "delivery classes", status));
    for (uint32_t c = 0; c < layout->n_classes; c++) {
        s->classes[c].layout = &layout->classes[c];
        s->classes[c].ring_base = layout->classes[c].ring_base;
        s->classes[c].ring_size = layout->classes[c].ring_size;
    }
cleanup:
    return code;
}

engram_code store_create(struct device *dev, struct layout *layout, uint32_t work_group,
                         store_progress progress, void *context, struct store **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = NULL;
    *out = NULL;
    TRY(store_new(dev, layout, work_group, &s, status));
    for (uint32_t c = 0; c < layout->n_classes; c++) {
        TRY(rows_build(s, &s->classes[c], status));
        if (progress && !progress(context, (c + 1.0) / layout->n_classes))
            TRY(FAIL(ENGRAM_E_INTERRUPTED, .what = "stopped while building the network", .where = "build",
                     .why = "the caller asked for it"));
    }
    TRY(pools_create(s, status));
    TRY(myelin_create(s, status));
    TRY(growth_create(s, status));
    TRY(scaling_create(s, status));
    TRY(kernels_create(s, status));
    TRY(myelin_kernels(s, status));
    TRY(growth_kernels(s, status));
    TRY(rule_ticks_create(s, status));
    TRY(scaling_kernels(s, status));
    TRY(modulators_create(s, status));
    TRY(structure_create(s, status));
    *out = s;
    s = NULL;
cleanup:
    store_free(s);
    return code;
}

engram_code store_plan(struct device *dev, struct layout *layout, struct store **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = NULL;
    *out = NULL;
    TRY(store_new(dev, layout, 0, &s, status));
    for (uint32_t c = 0; c < layout->n_classes; c++)
        TRY(rows_plan(s, &s->classes[c], status));
    TRY(pools_create(s, status));
    TRY(myelin_create(s, status));
    TRY(growth_create(s, status));
    TRY(rule_ticks_create(s, status));
    TRY(scaling_create(s, status));
    TRY(modulators_create(s, status));
    TRY(structure_create(s, status));
    *out = s;
    s = NULL;
cleanup:
    store_free(s);
    return code;
}

size_t store_group(const struct store *s, size_t wanted)
{
    return s->work_group ? s->work_group : s->dev->is_cpu ? 1 : wanted;
}

uint64_t store_bank_most(const struct store *s)
{
    uint64_t most = s->dev->max_alloc / sizeof(uint32_t) - BANK_SPARE;
    return most > INT32_MAX ? INT32_MAX : most;
}

static void release_kernel(cl_kernel *kernel)
{
    if (*kernel)
        clReleaseKernel(*kernel);
    *kernel = NULL;
}

static void release_program(cl_program *program)
{
    if (*program)
        clReleaseProgram(*program);
    *program = NULL;
}

static void class_free(struct store *s, struct store_class *c)
{
    for (uint32_t i = 0; i < c->n_banks; i++) {
        struct store_bank *b = &c->banks[i];
        bank_free(s->dev, &b->target);
        bank_free(s->dev, &b->weight);
        bank_free(s->dev, &b->length);
        for (int k = 0; k < SYNAPSE_MAX_COLUMNS; k++)
            bank_free(s->dev, &b->columns[k]);
        release_kernel(&b->deliver);
        release_kernel(&b->segments);
        release_kernel(&b->flush);
        release_kernel(&b->digest);
        release_kernel(&b->find_cursors);
    }
    cl_mem *banks[] = {&c->rows,     &c->cursors,       &c->chunks, &c->params,
                       &c->delivery, &c->projection_of, &c->events, &c->newborns};
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        bank_free(s->dev, banks[i]);
    release_program(&c->program);
    free(c->banks);
    free(c->per_projection);
}

void store_free(struct store *s)
{
    if (!s)
        return;
    for (uint32_t c = 0; s->cohorts && c < s->layout->n_cohorts; c++)
        cohort_free(s, &s->cohorts[c]);
    for (uint32_t c = 0; s->classes && c < s->layout->n_classes; c++)
        class_free(s, &s->classes[c]);
    cl_mem *banks[] = {&s->control,  &s->limits,       &s->marks,  &s->records_population,
                       &s->outgoing, &s->histories,    &s->axons,  &s->ring,
                       &s->tables,   &s->accumulators, &s->stamps, &s->y,
                       &s->recorded, &s->speeds,       &s->counts};
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        bank_free(s->dev, banks[i]);
    myelin_free(s);
    growth_free(s);
    rule_ticks_free(s);
    scaling_free(s);
    modulators_free(s);
    structure_free(s);
    release_kernel(&s->turn);
    release_program(&s->control_program);
    free(s->cohorts);
    free(s->classes);
    layout_free(s->layout);
    free(s);
}
