/* Ticks of plasticity rules: at whole multiples of an interval a rule changes every synapse of a projection (fast/tick.cl). */
#include "core/memory.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/store.h"

#include <stdlib.h>

static const struct model *rule_of(const struct store *s, const struct store_rule_tick *t)
{
    return s->net->projections[t->projection].rule;
}

static uint32_t n_pad_of(const struct store *s, const struct store_rule_tick *t)
{
    return s->layout->populations[s->net->projections[t->projection].target].n_pad;
}

/* What a rule sums up over the synapses of a target, and keeps of it. */
static engram_code create_targets(struct store *s, struct store_rule_tick *t, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[t->projection];
    size_t n_pad = n_pad_of(s, t), n_floats = (p->rule->n_cells + 1) * n_pad;
    float *initial = NULL;
    TRY(memory_new(&initial, n_floats, sizeof *initial, "states of a rule", status));
    for (size_t i = 0; i < p->rule->n_cells * n_pad; i++)
        initial[i] = projection_neuron_state(p, i / n_pad);
    TRY(bank_alloc_zero(s->dev, n_pad * sizeof(int64_t), "sums of a rule", &t->sums, status));
    TRY(bank_alloc_copy(s->dev, initial, n_floats * sizeof *initial, "states of a rule", &t->neurons,
                        status));
    if (s->dev->is_dry)
        goto cleanup;
    TRY(program_kernel(s->dev, t->class->program, "measure", &t->measure, status));
    TRY(program_kernel(s->dev, t->class->program, "neuron_tick", &t->neuron_tick, status));
cleanup:
    free(initial);
    return code;
}

static engram_code create_one(struct store *s, uint32_t projection, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_rule_tick *t = &s->rule_ticks[s->n_rule_ticks++];
    const struct layout_class *lc = layout_class_of(s->layout, projection, &t->place);
    t->projection = projection;
    t->class = &s->classes[lc - s->layout->classes];
    t->interval = projection_rule_tick(s->net, &s->net->projections[projection]);
    if (rule_of(s, t)->measures)
        TRY(create_targets(s, t, status));
    if (!s->dev->is_dry)
        TRY(program_kernel(s->dev, t->class->program, "tick", &t->kernel, status));
cleanup:
    return code;
}

engram_code rule_ticks_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&s->rule_ticks, s->net->n_projections, sizeof *s->rule_ticks, "ticks of rules", status));
    for (uint32_t i = 0; i < s->net->n_projections; i++)
        if (model_visits_all(s->net->projections[i].rule))
            TRY(create_one(s, i, status));
cleanup:
    return code;
}

void rule_ticks_free(struct store *s)
{
    for (uint32_t i = 0; i < s->n_rule_ticks; i++) {
        struct store_rule_tick *t = &s->rule_ticks[i];
        cl_kernel kernels[] = {t->kernel, t->measure, t->neuron_tick};
        for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++)
            if (kernels[k])
                clReleaseKernel(kernels[k]);
        bank_free(s->dev, &t->sums);
        bank_free(s->dev, &t->neurons);
    }
    free(s->rule_ticks);
}

/* All arguments anew: rings of spikes and banks move when they grow, and a tick is rare. `own`: what the kernel takes beside synapses, or NULL. */
static engram_code enqueue(struct store *s, const struct store_rule_tick *t, cl_kernel kernel, cl_mem own,
                           const char *name, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_sources = s->net->populations[s->net->projections[t->projection].source].n;
    uint32_t rows_per_item = s->layout->chunked ? 1u : n_sources;
    for (uint32_t b = 0; b < t->class->n_banks; b++) {
        struct store_bank *bank = &t->class->banks[b];
        struct arguments a = kernels_delivery(s, t->class, bank, kernel);
        argument_mem(&a, s->axons);
        argument_u32(&a, t->class->layout->first_axon);
        argument_u32(&a, t->place);
        argument_u32(&a, n_sources);
        argument_u32(&a, rows_per_item);
        if (own)
            argument_mem(&a, own);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, kernel, (size_t)bank->n_tiles * n_sources / rows_per_item,
                   store_group(s, ROW_GROUP), name, status));
    }
cleanup:
    return code;
}

/* What is beyond its bound might not fit into the sums. */
static engram_code check_measured(struct store *s, const struct store_rule_tick *t, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[t->projection];
    const struct model *rule = p->rule;
    uint32_t error = 0;
    TRY(bank_read(s->dev, s->control, CONTROL_ERROR * sizeof error, &error, sizeof error, status));
    if (error == ERROR_MEASURE)
        TRY(FAIL(
            ENGRAM_E_RUN, .what = TEXT("rule '%s' measures more than it has declared", rule->name),
            .where = TEXT("projection '%s'", p->name),
            .why = TEXT("'measure' promises at most %s = %g", rule->params[rule->measure_param].name,
                        p->params[rule->measure_param]),
            .hint =
                "raise that parameter, or bound what on_measure returns; engram validate names the synapse"));
cleanup:
    return code;
}

static engram_code measure(struct store *s, const struct store_rule_tick *t, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = s->dev;
    uint32_t n_pad = n_pad_of(s, t);
    struct arguments a = {.kernel = t->neuron_tick};
    TRY(bank_zero(dev, t->sums, 0, n_pad * sizeof(int64_t), status));
    TRY(enqueue(s, t, t->measure, t->sums, "measure", status));
    TRY(check_measured(s, t, status));
    argument_mem(&a, t->class->delivery);
    argument_u32(&a, t->place);
    argument_mem(&a, t->class->params);
    argument_mem(&a, t->sums);
    argument_mem(&a, t->neurons);
    TRY(arguments_done(dev, &a, status));
    TRY(launch(dev, t->neuron_tick, n_pad / dev->vw, 1, "neuron_tick", status));
cleanup:
    return code;
}

/* Those who come later learn that all post spikes up to `step` have been applied. */
static engram_code note_tick(struct store *s, const struct store_rule_tick *t, uint64_t step,
                             engram_status *status)
{
    const struct layout_class *lc = t->class->layout;
    delivery_record *records = s->layout->delivery + lc->first_projection;
    records[t->place].ticked = (uint32_t)step;
    return bank_write(s->dev, t->class->delivery, 0, records, lc->n_projections * sizeof *records, status);
}

static engram_code visit_all(struct store *s, const struct store_rule_tick *t, uint64_t step,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (rule_of(s, t)->measures)
        TRY(measure(s, t, status));
    TRY(enqueue(s, t, t->kernel, t->neurons, "tick", status));
    TRY(note_tick(s, t, step, status));
cleanup:
    return code;
}

/* Tell delivery of a reward, and of the gate in the step that ends at `stamp`. */
static engram_code note_reward(struct store *s, const struct store_rule_tick *t, uint64_t stamp, float amount,
                               engram_status *status)
{
    const struct layout_class *lc = t->class->layout;
    const struct projection *p = &s->net->projections[t->projection];
    delivery_record *records = s->layout->delivery + lc->first_projection;
    records[t->place].reward = amount;
    records[t->place].gate = p->gate ? gate_level(p->gate, stamp) : 1.0f;
    return bank_write(s->dev, t->class->delivery, 0, records, lc->n_projections * sizeof *records, status);
}

engram_code rule_ticks_reward(struct store *s, uint32_t projection, uint64_t step, float amount,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_rule_ticks; i++) {
        const struct store_rule_tick *t = &s->rule_ticks[i];
        if (t->projection != projection)
            continue;
        /* A gate that moves at this step has been told already, but a reward is an event of the step that is over. */
        TRY(note_reward(s, t, step, amount, status));
        TRY(visit_all(s, t, step, status));
        TRY(note_reward(s, t, step + 1, amount, status));
    }
cleanup:
    return code;
}

uint64_t rule_ticks_next(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < s->n_rule_ticks; i++) {
        uint64_t interval = s->rule_ticks[i].interval;
        uint64_t due = interval ? (step / interval + 1) * interval : UINT64_MAX;
        next = due < next ? due : next;
    }
    return next;
}

engram_code rule_ticks_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_rule_ticks; i++) {
        const struct store_rule_tick *t = &s->rule_ticks[i];
        if (t->interval && step % t->interval == 0)
            TRY(visit_all(s, t, step, status));
    }
cleanup:
    return code;
}
