#include "engine/oscillators_device.h"

#include "core/memory.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"
#include "model/model.h"

#include <stdlib.h>

/* Steps between two looks at the order parameter. */
enum { BATCH = 64 };

struct running {
    struct device *dev;
    const struct oscillators *o;
    size_t work_group;
    uint32_t ring; /* steps of phases that are kept, a power of two */
    cl_program program;
    cl_kernel place, advance, resultants;
    cl_mem law, begin, source, length, weight, velocity, phases, fresh, sums;
};

/* ---- buffers ---- */

/* What is read at step t and written for t + 1 lies at least the longest delay apart; a batch must still be there when it is summed up. */
static uint32_t ring_of(const struct oscillators *o)
{
    uint32_t ring = BATCH;
    while (ring < o->longest_delay + 2)
        ring *= 2;
    return ring;
}

/* Phases are zeroed here and placed by a kernel, because Oclgrind 21.10 takes a whole buffer as not initialised once the host writes to an offset in it. */
static engram_code pool_phases(struct running *r, const struct oscillation *first, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t bytes = (uint64_t)r->o->n * sizeof(float);
    TRY(bank_alloc_zero(r->dev, r->ring * bytes, "phases of oscillators", &r->phases, status));
    TRY(bank_alloc_copy(r->dev, first->phase, bytes, "phases of oscillators", &r->fresh, status));
    TRY(bank_alloc(r->dev, 2 * BATCH * sizeof(float), "order parameter", &r->sums, status));

cleanup:
    return code;
}

static engram_code pool_connections(struct running *r, const struct oscillation *first, engram_status *status)
{
    static const char purpose[] = "connections of oscillators";
    engram_code code = ENGRAM_OK;
    const struct oscillators *o = r->o;
    uint64_t bytes = (uint64_t)o->n_connections * sizeof(float);
    TRY(bank_alloc_copy(r->dev, &o->law, sizeof o->law, purpose, &r->law, status));
    TRY(bank_alloc_copy(r->dev, o->begin, ((uint64_t)o->n + 1) * sizeof *o->begin, purpose, &r->begin,
                        status));
    TRY(bank_alloc_copy(r->dev, o->source, bytes, purpose, &r->source, status));
    TRY(bank_alloc_copy(r->dev, o->length, bytes, purpose, &r->length, status));
    TRY(bank_alloc_copy(r->dev, first->weight, bytes, purpose, &r->weight, status));
    TRY(bank_alloc_copy(r->dev, first->velocity, bytes, purpose, &r->velocity, status));

cleanup:
    return code;
}

/* ---- kernels ---- */

static engram_code build(struct running *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct device *dev = r->dev;
    char *text = NULL;
    cl_uint next = 0, n = r->o->n, mask = r->ring - 1;
    TRY(assemble_file("oscillators/oscillators.cl", &text, status));
    TRY(program_build(dev, "oscillators", text, NULL, &r->program, status));
    TRY(program_kernel(dev, r->program, "place", &r->place, status));
    TRY(program_kernel(dev, r->program, "advance", &r->advance, status));
    TRY(program_kernel(dev, r->program, "resultants", &r->resultants, status));
    cl_mem banks[] = {r->law, r->begin, r->source, r->length, r->weight, r->velocity, r->phases};
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        CL_TRY(clSetKernelArg(r->advance, next++, sizeof *banks, &banks[i]));
    CL_TRY(clSetKernelArg(r->advance, next++, sizeof n, &n));
    CL_TRY(clSetKernelArg(r->advance, next++, sizeof mask, &mask));
    CL_TRY(clSetKernelArg(r->place, 0, sizeof r->phases, &r->phases));
    CL_TRY(clSetKernelArg(r->place, 1, sizeof r->fresh, &r->fresh));
    CL_TRY(clSetKernelArg(r->place, 2, sizeof n, &n));
    CL_TRY(clSetKernelArg(r->place, 3, sizeof mask, &mask));
    CL_TRY(clSetKernelArg(r->resultants, 0, sizeof r->phases, &r->phases));
    CL_TRY(clSetKernelArg(r->resultants, 1, sizeof r->sums, &r->sums));
    CL_TRY(clSetKernelArg(r->resultants, 2, sizeof n, &n));
    CL_TRY(clSetKernelArg(r->resultants, 3, sizeof mask, &mask));

cleanup:
    free(text);
    return code;
}

static void close_running(struct running *r)
{
    cl_mem *banks[] = {&r->law,      &r->begin,  &r->source, &r->length, &r->weight,
                       &r->velocity, &r->phases, &r->fresh,  &r->sums};
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        bank_free(r->dev, banks[i]);
    if (r->place)
        clReleaseKernel(r->place);
    if (r->advance)
        clReleaseKernel(r->advance);
    if (r->resultants)
        clReleaseKernel(r->resultants);
    if (r->program)
        clReleaseProgram(r->program);
}

/* ---- time ---- */

/* Let out->phase be the phases of n_slots steps from `step` on. */
static engram_code place(struct running *r, uint64_t step, uint32_t n_slots, const struct oscillation *out,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct device *dev = r->dev;
    cl_uint first = (cl_uint)step, n = n_slots;
    TRY(bank_write(dev, r->fresh, 0, out->phase, r->o->n * sizeof *out->phase, status));
    CL_TRY(clSetKernelArg(r->place, 4, sizeof first, &first));
    CL_TRY(clSetKernelArg(r->place, 5, sizeof n, &n));
    TRY(launch(dev, r->place, r->o->n, r->work_group, "place", status));

cleanup:
    return code;
}

/* Steps [step, stop), at most BATCH, and their resultants. */
static engram_code run_batch(struct running *r, uint64_t step, uint64_t stop, struct oscillation *out,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    cl_int err = CL_SUCCESS;
    struct device *dev = r->dev;
    cl_uint first = (cl_uint)step, n = (cl_uint)(stop - step);
    for (cl_uint at = first; at != (cl_uint)stop; at++) {
        CL_TRY(clSetKernelArg(r->advance, 9, sizeof at, &at));
        TRY(launch(dev, r->advance, r->o->n, r->work_group, "advance", status));
    }
    CL_TRY(clSetKernelArg(r->resultants, 4, sizeof first, &first));
    CL_TRY(clSetKernelArg(r->resultants, 5, sizeof n, &n));
    TRY(launch(dev, r->resultants, n, r->work_group, "resultants", status));
    TRY(bank_read(dev, r->sums, 0, out->resultant + 2 * step, 2 * n * sizeof *out->resultant, status));

cleanup:
    return code;
}

/* The draws are the host's; the device gets their outcome. */
static engram_code insult(struct running *r, struct oscillation *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct oscillators *o = r->o;
    for (uint32_t i = 0; i < o->n; i++) {
        out->phase[i] = insult_phase(o, i);
        for (uint32_t k = o->begin[i]; k < o->begin[i + 1]; k++)
            out->weight[k] = insult_cuts(o, i, o->source[k]) ? 0 : out->weight[k];
    }
    TRY(place(r, o->insult_step, 1, out, status));
    TRY(bank_write(r->dev, r->weight, 0, out->weight, o->n_connections * sizeof *out->weight, status));

cleanup:
    return code;
}

/* The next step at which the host has something to do. */
static uint64_t next_stop(const struct oscillators *o, uint64_t step, uint64_t n_steps)
{
    uint64_t next = step + BATCH, look = (step / o->delay_interval + 1) * o->delay_interval;
    next = look < next ? look : next;
    if (o->has_insult && o->insult_step > step && o->insult_step < next)
        next = o->insult_step;
    return next < n_steps ? next : n_steps;
}

static engram_code run_all(struct running *r, uint64_t n_steps, oscillators_look look, void *context,
                           struct oscillation *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct oscillators *o = r->o;
    uint64_t bytes = (uint64_t)o->n * sizeof(float);
    TRY(place(r, 0, r->ring, out, status));
    for (uint64_t step = 0, next; step < n_steps; step = next) {
        bool is_insult = o->has_insult && step == o->insult_step;
        if (look && (step % o->delay_interval == 0 || is_insult)) {
            TRY(bank_read(r->dev, r->velocity, 0, out->velocity, o->n_connections * sizeof(float), status));
            TRY(look(context, step, out, status));
        }
        if (is_insult)
            TRY(insult(r, out, status));
        next = next_stop(o, step, n_steps);
        TRY(run_batch(r, step, next, out, status));
    }
    TRY(bank_read(r->dev, r->phases, (n_steps & (r->ring - 1)) * bytes, out->phase, bytes, status));
    TRY(bank_read(r->dev, r->velocity, 0, out->velocity, o->n_connections * sizeof(float), status));
    if (look)
        TRY(look(context, n_steps, out, status));

cleanup:
    return code;
}

engram_code oscillators_on_device(struct device *dev, const struct oscillators *o, uint64_t n_steps,
                                  size_t work_group, oscillators_look look, void *context,
                                  struct oscillation *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct running r = {.dev = dev, .o = o, .work_group = work_group, .ring = ring_of(o)};
    TRY(oscillation_init(o, n_steps, out, status));
    TRY(pool_phases(&r, out, status));
    TRY(pool_connections(&r, out, status));
    TRY(build(&r, status));
    TRY(run_all(&r, n_steps, look, context, out, status));

cleanup:
    close_running(&r);
    if (code != ENGRAM_OK)
        oscillation_clear(out);
    return code;
}
