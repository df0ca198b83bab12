/* Factors that neurons multiply their input by, on the device. */
#include "network/scaling.h"

#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/store.h"

#include <stdlib.h>

static engram_code pool_states(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *factor = NULL, *activity = NULL;
    uint64_t n = s->layout->scaled_cells;
    TRY(memory_new(&factor, n, sizeof *factor, "scaling", status));
    TRY(memory_new(&activity, n, sizeof *activity, "scaling", status));
    for (size_t i = 0; i < s->net->n_populations; i++)
        for (size_t k = 0; k < s->net->populations[i].n_scalings; k++) {
            const struct scaling *scaling = &s->net->populations[i].scalings[k];
            const population_record *r = &s->layout->populations[i];
            scaling_state state = scaling_initial(scaling);
            for (uint32_t j = 0; j < r->n_pad; j++) {
                factor[r->factor[scaling->receptor] + j] = state.factor;
                activity[r->factor[scaling->receptor] + j] = state.activity;
            }
        }
    TRY(bank_alloc_copy(s->dev, factor, n * sizeof *factor, "scaling", &s->scaling.factor, status));
    TRY(bank_alloc_copy(s->dev, activity, n * sizeof *activity, "scaling", &s->scaling.activity, status));
    TRY(bank_alloc_zero(s->dev, n * sizeof(int64_t), "scaling", &s->scaling.ln_factor, status));
    TRY(bank_alloc_zero(s->dev, n * sizeof(int64_t), "scaling", &s->scaling.pace, status));
    TRY(bank_alloc_zero(s->dev, n * sizeof(uint32_t), "scaling", &s->scaling.seen, status));
cleanup:
    free(factor);
    free(activity);
    return code;
}

engram_code scaling_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    scaling_constants *constants = NULL;
    size_t n = 0, at = 0;
    for (size_t i = 0; i < s->net->n_populations; i++)
        n += s->net->populations[i].n_scalings;
    TRY(pool_states(s, status));
    TRY(memory_new(&constants, n, sizeof *constants, "scaling", status));
    for (size_t i = 0; i < s->net->n_populations; i++)
        for (size_t k = 0; k < s->net->populations[i].n_scalings; k++)
            constants[at++] = scaling_plan(&s->net->populations[i].scalings[k], s->net->dt_ms);
    TRY(bank_alloc_copy(s->dev, constants, n * sizeof *constants, "scaling", &s->scaling.constants, status));
cleanup:
    free(constants);
    return code;
}

engram_code scaling_kernels(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    if (!s->layout->scaled_cells)
        return ENGRAM_OK;
    TRY(assemble_file("structure/scaling.cl", &text, status));
    TRY(program_build(s->dev, "scaling", text, NULL, &s->scaling.program, status));
    TRY(program_kernel(s->dev, s->scaling.program, "scaling_tick", &s->scaling.tick, status));
cleanup:
    free(text);
    return code;
}

void scaling_free(struct store *s)
{
    struct store_scaling *x = &s->scaling;
    cl_mem *banks[] = {&x->factor, &x->activity, &x->ln_factor, &x->pace, &x->seen, &x->constants};
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        bank_free(s->dev, banks[i]);
    if (x->tick)
        clReleaseKernel(x->tick);
    if (x->program)
        clReleaseProgram(x->program);
}

uint64_t scaling_next(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < s->net->n_populations; i++) {
        uint64_t tick = scaling_next_tick(&s->net->populations[i], step);
        next = tick < next ? tick : next;
    }
    return next;
}

/* Number k of all, of a population. */
static engram_code tick_one(struct store *s, uint32_t population, const struct scaling *scaling, uint32_t k,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const population_record *r = &s->layout->populations[population];
    uint32_t n_groups = (r->n + s->dev->vw - 1u) / s->dev->vw;
    uint32_t n_wanted = s->dev->is_cpu ? 4u * s->dev->compute_units : n_groups;
    uint32_t per_item = (n_groups + n_wanted - 1u) / n_wanted;
    struct arguments a = {.kernel = s->scaling.tick};
    argument_u32(&a, n_groups);
    argument_u32(&a, per_item);
    argument_mem(&a, s->fired);
    argument_u32(&a, r->counted);
    argument_mem(&a, s->scaling.seen);
    argument_mem(&a, s->scaling.activity);
    argument_mem(&a, s->scaling.factor);
    argument_mem(&a, s->scaling.ln_factor);
    argument_mem(&a, s->scaling.pace);
    argument_u32(&a, r->factor[scaling->receptor]);
    argument_mem(&a, s->scaling.constants);
    argument_u32(&a, k);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, s->scaling.tick, (n_groups + per_item - 1u) / per_item,
               s->work_group ? s->work_group : 1, "scaling_tick", status));
cleanup:
    return code;
}

engram_code scaling_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t number = 0;
    for (uint32_t i = 0; i < s->net->n_populations; i++)
        for (size_t k = 0; k < s->net->populations[i].n_scalings; k++, number++)
            if (step % s->net->populations[i].scalings[k].tick == 0)
                TRY(tick_one(s, i, &s->net->populations[i].scalings[k], number, status));
cleanup:
    return code;
}
