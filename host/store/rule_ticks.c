/* Ticks of plasticity rules: at whole multiples of an interval a rule changes every synapse of a projection (fast/tick.cl). */
#include "core/memory.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/store.h"

#include <stdlib.h>

static engram_code create_one(struct store *s, uint32_t projection, engram_status *status)
{
    struct store_rule_tick *t = &s->rule_ticks[s->n_rule_ticks++];
    const struct layout_class *lc = layout_class_of(s->layout, projection, &t->place);
    t->projection = projection;
    t->class = &s->classes[lc - s->layout->classes];
    t->interval = projection_rule_tick(s->net, &s->net->projections[projection]);
    return s->dev->is_dry ? ENGRAM_OK : program_kernel(s->dev, t->class->program, "tick", &t->kernel, status);
}

engram_code rule_ticks_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&s->rule_ticks, s->net->n_projections, sizeof *s->rule_ticks, "ticks of rules", status));
    for (uint32_t i = 0; i < s->net->n_projections; i++)
        if (s->net->projections[i].rule->on_tick)
            TRY(create_one(s, i, status));
cleanup:
    return code;
}

void rule_ticks_free(struct store *s)
{
    for (uint32_t i = 0; i < s->n_rule_ticks; i++)
        if (s->rule_ticks[i].kernel)
            clReleaseKernel(s->rule_ticks[i].kernel);
    free(s->rule_ticks);
}

/* All arguments anew: rings of spikes and banks move when they grow, and a tick is rare. */
static engram_code enqueue(struct store *s, const struct store_rule_tick *t, struct store_bank *bank,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_sources = s->net->populations[s->net->projections[t->projection].source].n;
    uint32_t rows_per_item = s->layout->chunked ? 1u : n_sources;
    struct arguments a = kernels_delivery(s, t->class, bank, t->kernel);
    argument_mem(&a, s->axons);
    argument_u32(&a, t->class->layout->first_axon);
    argument_u32(&a, t->place);
    argument_u32(&a, n_sources);
    argument_u32(&a, rows_per_item);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, t->kernel, (size_t)bank->n_tiles * n_sources / rows_per_item,
               store_group(s, ROW_GROUP), "tick", status));
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

uint64_t rule_ticks_next(const struct store *s, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < s->n_rule_ticks; i++) {
        uint64_t due = (step / s->rule_ticks[i].interval + 1) * s->rule_ticks[i].interval;
        next = due < next ? due : next;
    }
    return next;
}

engram_code rule_ticks_tick(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_rule_ticks; i++) {
        const struct store_rule_tick *t = &s->rule_ticks[i];
        if (step % t->interval)
            continue;
        for (uint32_t b = 0; b < t->class->n_banks; b++)
            TRY(enqueue(s, t, &t->class->banks[b], status));
        TRY(note_tick(s, t, step, status));
    }
cleanup:
    return code;
}
