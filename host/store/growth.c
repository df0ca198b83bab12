/* Calcium on the device. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "network/calcium.h"
#include "store/store.h"

#include <stdlib.h>

/* ---- buffers ---- */

static engram_code pool_calcium(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *values = NULL;
    uint64_t n = s->layout->calcium_cells;
    TRY(bank_alloc_zero(s->dev, n * sizeof(uint32_t), "calcium", &s->fired, status));
    TRY(memory_new(&values, n, sizeof *values, "calcium", status));
    for (size_t i = 0; i < s->net->n_populations; i++) {
        const struct population *p = &s->net->populations[i];
        for (uint32_t k = 0; p->calcium && k < p->n; k++)
            values[s->layout->populations[i].calcium + k] = (float)p->calcium->initial;
    }
    TRY(bank_alloc_copy(s->dev, values, n * sizeof *values, "calcium", &s->growth.calcium, status));
cleanup:
    free(values);
    return code;
}

engram_code growth_create(struct store *s, engram_status *status)
{
    return pool_calcium(s, status);
}

engram_code growth_kernels(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_growth *g = &s->growth;
    char *text = NULL;
    if (!s->layout->calcium_cells)
        return ENGRAM_OK;
    TRY(assemble_file("fast/elements.cl", &text, status));
    TRY(program_build(s->dev, "synaptic elements", text, NULL, &g->program, status));
    TRY(program_kernel(s->dev, g->program, "calcium_tick", &g->calcium_tick, status));
cleanup:
    free(text);
    return code;
}

void growth_free(struct store *s)
{
    struct store_growth *g = &s->growth;
    bank_free(s->dev, &s->fired);
    bank_free(s->dev, &g->calcium);
    if (g->calcium_tick)
        clReleaseKernel(g->calcium_tick);
    if (g->program)
        clReleaseProgram(g->program);
}

/* ---- ticks ---- */

static engram_code enqueue_calcium(struct store *s, uint32_t population, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &s->net->populations[population];
    struct calcium_plan plan = calcium_plan(p->calcium, s->net->dt_ms);
    struct arguments a = {.kernel = s->growth.calcium_tick};
    uint32_t n_groups = (p->n + s->dev->vw - 1u) / s->dev->vw,
             wanted = s->dev->is_cpu ? 4u * s->dev->compute_units : n_groups,
             per_item = (n_groups + wanted - 1u) / wanted;
    argument_mem(&a, s->fired);
    argument_mem(&a, s->growth.calcium);
    argument_u32(&a, s->layout->populations[population].calcium);
    argument_u32(&a, n_groups);
    argument_u32(&a, per_item);
    argument(&a, sizeof plan.loss, &plan.loss);
    argument(&a, sizeof plan.gain, &plan.gain);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, a.kernel, (n_groups + per_item - 1u) / per_item, s->work_group ? s->work_group : 1,
               "calcium_tick", status));
cleanup:
    return code;
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

engram_code growth_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->net->n_populations; i++)
        if (calcium_is_due(&s->net->populations[i], step))
            TRY(enqueue_calcium(s, i, status));
cleanup:
    return code;
}
