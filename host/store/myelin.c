/* The buffers and kernels of axons that change speed, one set per projection. */
#include "store/myelin.h"
#include "core/memory.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"
#include "fast/delay.h"
#include "network/decay.h"

#include <stdlib.h>

_Static_assert((int)MODEL_MAX_GROUP <= MAX_GROUP,
               "a cell of fast/myelin.cl has room for every axon it wraps");

const struct projection *myelin_projection(const struct store *s, const struct store_myelin *m)
{
    return &s->net->projections[m->projection];
}

uint32_t myelin_first_axon(const struct store *s, const struct store_myelin *m)
{
    uint32_t place = 0;
    const struct layout_class *class = layout_class_of(s->layout, m->projection, &place);
    return class->first_axon + s->layout->delivery[class->first_projection + place].first_axon;
}

/* ---- buffers ---- */

static engram_code pool_states(struct store *s, struct store_myelin *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = myelin_projection(s, m);
    const struct myelin_plan *plan = &m->plan;
    uint64_t n = (uint64_t)plan->n * plan->n_segments, n_cells = (uint64_t)plan->n_groups * plan->n_segments;
    float *states = NULL, *cells = NULL;
    TRY(memory_new(&states, n * p->myelin->n_variables, sizeof *states, "myelin", status));
    TRY(memory_new(&cells, n_cells * p->myelin->n_cells, sizeof *cells, "myelin", status));
    for (size_t k = 0; k < p->myelin->n_variables; k++)
        for (uint64_t i = 0; i < n; i++)
            states[k * n + i] = myelin_state(s->net, p, k, (uint32_t)(i % plan->n));
    for (size_t k = 0; k < p->myelin->n_cells; k++)
        for (uint64_t i = 0; i < n_cells; i++)
            cells[k * n_cells + i] = myelin_cell(s->net, p, k);
    TRY(bank_alloc_copy(s->dev, states, n * p->myelin->n_variables * sizeof *states, "myelin", &m->states,
                        status));
    TRY(bank_alloc_copy(s->dev, cells, n_cells * p->myelin->n_cells * sizeof *cells, "myelin", &m->cells,
                        status));
    TRY(bank_alloc_zero(s->dev, n_cells * sizeof(uint32_t), "myelin", &m->last, status));
cleanup:
    free(states);
    free(cells);
    return code;
}

/* The same for all epochs: before the first tick, spikes leave with what the first states say. */
static engram_code pool_offsets(struct store *s, struct store_myelin *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = myelin_projection(s, m);
    const struct myelin_plan *plan = &m->plan;
    uint64_t n = (uint64_t)plan->n * plan->n_segments;
    uint32_t *offsets = NULL;
    if (!p->myelin->on_arrival_at_cell)
        return bank_alloc_zero(s->dev, sizeof *offsets, "myelin", &m->offsets, status);
    TRY(memory_new(&offsets, n * plan->n_epochs, sizeof *offsets, "myelin", status));
    for (uint32_t axon = 0; axon < plan->n; axon++) {
        float sum = 0;
        for (uint32_t segment = 0; segment < plan->n_segments; segment++) {
            for (uint32_t epoch = 0; epoch < plan->n_epochs; epoch++)
                offsets[epoch * n + (uint64_t)segment * plan->n + axon] =
                    cell_offset(sum, plan->steps_per_ms, plan->most);
            sum += myelin_state(s->net, p, (size_t)p->myelin->delay_state, axon);
        }
    }
    TRY(bank_alloc_copy(s->dev, offsets, n * plan->n_epochs * sizeof *offsets, "myelin", &m->offsets,
                        status));
cleanup:
    free(offsets);
    return code;
}

static engram_code pool_constants(struct store *s, struct store_myelin *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = myelin_projection(s, m);
    float values[MODEL_MAX_VALUES] = {0}, *decay = NULL;
    uint32_t n_decay = 1;
    for (size_t k = 0; k < p->myelin->n_values; k++)
        values[k] = (float)model_value(p->myelin, k, p->myelin_params, s->net->dt_ms);
    if (p->myelin->decay_param >= 0)
        n_decay = decay_table_length(p->myelin_params[p->myelin->decay_param], s->net->dt_ms);
    TRY(memory_new(&decay, n_decay, sizeof *decay, "myelin", status));
    if (p->myelin->decay_param >= 0)
        decay_table_fill(p->myelin_params[p->myelin->decay_param], s->net->dt_ms, decay, n_decay);
    TRY(bank_alloc_copy(s->dev, values, sizeof values, "myelin", &m->values, status));
    TRY(bank_alloc_copy(s->dev, decay, n_decay * sizeof *decay, "myelin", &m->decay, status));

    const struct myelin_plan *plan = &m->plan;
    myelin_record record = {.n = plan->n,
                            .group = plan->group,
                            .n_groups = plan->n_groups,
                            .n_segments = plan->n_segments,
                            .tick = plan->tick,
                            .n_epochs = plan->n_epochs,
                            .most = plan->most,
                            .n_decay = n_decay,
                            .slow = plan->slow,
                            .fast = plan->fast,
                            .slowest = plan->slowest,
                            .blocked_above = plan->blocked_above,
                            .scale = plan->scale,
                            .steps_per_ms = plan->steps_per_ms};
    uint32_t axon = myelin_first_axon(s, m);
    while (s->layout->outgoing[record.outgoing].axon != axon)
        record.outgoing++;
    TRY(bank_alloc_copy(s->dev, &record, sizeof record, "myelin", &m->record, status));
cleanup:
    free(decay);
    return code;
}

engram_code myelin_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&s->myelin, s->net->n_projections, sizeof *s->myelin, "myelin", status));
    for (uint32_t i = 0; i < s->net->n_projections; i++) {
        const struct projection *p = &s->net->projections[i];
        if (!projection_changes_speed(p))
            continue;
        struct store_myelin *m = &s->myelin[s->n_myelin++];
        m->projection = i;
        m->plan = projection_myelin(s->net, p);
        TRY(damage_create(s, m, status));
        if (!p->myelin)
            continue;
        TRY(pool_states(s, m, status));
        TRY(pool_offsets(s, m, status));
        TRY(pool_constants(s, m, status));
    }
cleanup:
    return code;
}

void myelin_free(struct store *s)
{
    for (uint32_t i = 0; i < s->n_myelin; i++) {
        struct store_myelin *m = &s->myelin[i];
        cl_mem *banks[] = {&m->record,  &m->states, &m->cells, &m->last,
                           &m->offsets, &m->values, &m->decay, &m->slowdown};
        for (size_t k = 0; k < sizeof banks / sizeof *banks; k++)
            bank_free(s->dev, banks[k]);
        if (m->kernel)
            clReleaseKernel(m->kernel);
        if (m->program)
            clReleaseProgram(m->program);
    }
    free(s->myelin);
}

/* ---- kernels ---- */

engram_code myelin_kernels(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    for (uint32_t i = 0; i < s->n_myelin; i++) {
        struct store_myelin *m = &s->myelin[i];
        const struct model *rule = myelin_projection(s, m)->myelin;
        for (uint32_t k = 0; k < i && !m->program; k++)
            if (myelin_projection(s, &s->myelin[k])->myelin == rule) {
                m->program = s->myelin[k].program;
                clRetainProgram(m->program);
            }
        if (!m->program) {
            TRY(rule ? assemble_myelin(rule, &text, status) : assemble_file("fast/speeds.cl", &text, status));
            TRY(program_build(s->dev, rule ? TEXT("myelin rule '%s'", rule->name) : "speeds", text, NULL,
                              &m->program, status));
            free(text);
            text = NULL;
        }
        TRY(program_kernel(s->dev, m->program, rule ? "myelin_tick" : "set_speeds", &m->kernel, status));
        if (!rule)
            continue;
        uint32_t wanted = s->dev->is_cpu ? 4u * s->dev->compute_units : m->plan.n_groups;
        m->per_item = (m->plan.n_groups + wanted - 1u) / wanted;
    }
cleanup:
    free(text);
    return code;
}

/* All arguments anew: the rings of spikes move when they grow, and a tick is rare. */
static engram_code enqueue(struct store *s, struct store_myelin *m, uint32_t now, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = s->dev;
    cl_int err = CL_SUCCESS;
    cl_mem banks[] = {s->outgoing, s->axons, s->speeds,  s->counts, s->ring,  m->states,
                      m->cells,    m->last,  m->offsets, m->values, m->decay, m->slowdown};
    cl_uint next = 0, is_damaged = myelin_projection(s, m)->n_damages > 0;
    CL_TRY(clSetKernelArg(m->kernel, next++, sizeof m->record, &m->record));
    CL_TRY(clSetKernelArg(m->kernel, next++, sizeof m->per_item, &m->per_item));
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        CL_TRY(clSetKernelArg(m->kernel, next++, sizeof *banks, &banks[i]));
    CL_TRY(clSetKernelArg(m->kernel, next++, sizeof is_damaged, &is_damaged));
    CL_TRY(clSetKernelArg(m->kernel, next++, sizeof now, &now));
    size_t n_items = (m->plan.n_groups + m->per_item - 1u) / m->per_item,
           group = s->work_group ? s->work_group : 1;
    TRY(launch(dev, m->kernel, (n_items + group - 1) / group * group, group, "myelin_tick", status));
cleanup:
    return code;
}

/* ---- ticks ---- */

uint64_t myelin_next(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < s->n_myelin; i++) {
        uint64_t tick = myelin_next_tick(myelin_projection(s, &s->myelin[i]), &s->myelin[i].plan, step);
        next = tick < next ? tick : next;
    }
    return next;
}

engram_code myelin_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_myelin; i++) {
        struct store_myelin *m = &s->myelin[i];
        if (step % m->plan.tick != 0)
            continue;
        TRY(damage_write(s, m, step, status));
        if (myelin_projection(s, m)->myelin)
            TRY(enqueue(s, m, (uint32_t)step, status));
        else if (damage_changes(myelin_projection(s, m), &m->plan, step))
            TRY(damage_enqueue(s, m, status));
    }
cleanup:
    return code;
}

/* ---- copying back ---- */

const struct store_myelin *store_myelin_of(const struct store *s, uint32_t projection)
{
    for (uint32_t i = 0; i < s->n_myelin; i++)
        if (s->myelin[i].projection == projection)
            return &s->myelin[i];
    return NULL;
}

engram_code store_myelin_state(struct store *s, const struct store_myelin *m, size_t k, float *values,
                               engram_status *status)
{
    uint64_t bytes = (uint64_t)m->plan.n * m->plan.n_segments * sizeof *values;
    return bank_read(s->dev, m->states, k * bytes, values, bytes, status);
}
