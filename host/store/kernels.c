/* Programs of a run and their kernels with all arguments set: a launch then costs nothing but the launch. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

/* ---- neurons ---- */

static engram_code bind_neurons(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    struct arguments a = {.kernel = cohort->kernel};
    cl_uint2 seed = {.s = {(cl_uint)s->net->seed, (cl_uint)(s->net->seed >> 32)}};
    argument_mem(&a, s->control);
    argument_mem(&a, cohort->items);
    argument_mem(&a, s->records_population);
    argument(&a, sizeof seed, &seed);
    argument_mem(&a, cohort->states);
    argument_mem(&a, cohort->values);
    argument_mem(&a, cohort->columns);
    argument_mem(&a, s->accumulators);
    argument_mem(&a, cohort->currents);
    argument_mem(&a, cohort->thresholds);
    argument_mem(&a, cohort->drive_weights);
    argument_mem(&a, cohort->list_next);
    argument_mem(&a, cohort->list_ends);
    argument_mem(&a, cohort->list);
    argument_mem(&a, s->outgoing);
    argument_mem(&a, s->axons);
    argument_mem(&a, s->speeds);
    argument_mem(&a, s->counts);
    argument_mem(&a, s->ring);
    argument_mem(&a, s->histories);
    argument_u32(&a, s->layout->depth);
    argument_mem(&a, s->stamps);
    argument_mem(&a, s->y);
    argument_mem(&a, s->tables);
    argument_mem(&a, s->fired);
    argument_mem(&a, s->recorded);
    argument_mem(&a, cohort->silent);
    argument_mem(&a, cohort->gains);
    argument_mem(&a, s->scaling.factor);
    argument_mem(&a, cohort->sums);
    return arguments_done(s->dev, &a, status);
}

static engram_code cohort_kernel(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    const struct layout_cohort *c = cohort->layout;
    TRY(assemble_neurons(c->model, &c->variant, &text, status));
    TRY(program_build(s->dev, TEXT("neuron model '%s'", c->model->name), text, NULL, &cohort->program,
                      status));
    TRY(program_kernel(s->dev, cohort->program, "neurons", &cohort->kernel, status));
cleanup:
    free(text);
    return code;
}

/* ---- delivery ---- */

struct arguments kernels_delivery(struct store *s, struct store_class *class, struct store_bank *bank,
                                  cl_kernel kernel)
{
    struct arguments a = {.kernel = kernel};
    argument_mem(&a, s->control);
    argument_u32(&a, CONTROL_CLASS + (uint32_t)(class - s->classes) * CLASS_WORDS);
    argument_mem(&a, s->ring);
    argument_u32(&a, class->ring_base);
    argument_u32(&a, class->ring_size - 1u);
    argument_mem(&a, class->delivery);
    argument_mem(&a, class->params);
    argument_u32(&a, bank->first_tile);
    argument_u32(&a, bank->n_tiles);
    argument_u32(&a, class->layout->n_axons);
    argument_mem(&a, class->rows);
    argument_mem(&a, bank->target);
    argument_mem(&a, bank->weight);
    argument_mem(&a, bank->length);
    argument_mem(&a, s->stamps);
    argument_mem(&a, s->y);
    argument_mem(&a, s->tables);
    argument_u32(&a, s->layout->depth);
    if (class->newborns)
        argument_mem(&a, class->newborns);
    for (size_t k = 0; k < class->layout->rule->n_variables; k++)
        argument_mem(&a, bank->columns[k]);
    return a;
}

cl_uint kernels_n_delivery(const struct store_class *class)
{
    return 18u + (class->newborns ? 1u : 0u) + (cl_uint) class->layout->rule->n_variables;
}

static engram_code bind_bank(struct store *s, struct store_class *class, struct store_bank *bank,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct arguments a = kernels_delivery(s, class, bank, bank->deliver);
    argument_mem(&a, s->accumulators);
    argument_mem(&a, class->events);
    argument_mem(&a, s->layout->chunked ? class->chunks : class->cursors);
    if (s->layout->chunked)
        argument_u32(&a, 0); /* counter, set at launch */
    TRY(arguments_done(s->dev, &a, status));
    if (s->layout->chunked) {
        a = kernels_delivery(s, class, bank, bank->segments);
        argument_mem(&a, class->cursors);
        argument_mem(&a, class->chunks);
        for (int k = 0; k < 3; k++) /* counter, from and span are set at launch */
            argument_u32(&a, 0);
        TRY(arguments_done(s->dev, &a, status));
    }
    a = kernels_delivery(s, class, bank, bank->flush);
    argument_mem(&a, s->axons);
    argument_u32(&a, class->layout->first_axon);
    argument_mem(&a, class->projection_of);
    TRY(arguments_done(s->dev, &a, status));
    if (class->layout->has_structure) {
        a = kernels_delivery(s, class, bank, bank->find_cursors);
        argument_mem(&a, class->cursors);
        TRY(arguments_done(s->dev, &a, status));
    }
cleanup:
    return code;
}

static engram_code class_kernels(struct store *s, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    const struct model *rule = class->layout->rule;
    TRY(assemble_delivery(rule, &class->layout->variant, &text, status));
    TRY(program_build(
        s->dev, TEXT("rule '%s'", rule->name), text,
        TEXT("%s %s", s->layout->chunked ? "-DADD_ATOMIC=1" : "", layout_weight_options(class->layout)),
        &class->program, status));
    for (uint32_t b = 0; b < class->n_banks; b++) {
        struct store_bank *bank = &class->banks[b];
        TRY(program_kernel(s->dev, class->program, s->layout->chunked ? "deliver_chunks" : "deliver_tiles",
                           &bank->deliver, status));
        if (s->layout->chunked)
            TRY(program_kernel(s->dev, class->program, "segments", &bank->segments, status));
        TRY(program_kernel(s->dev, class->program, "flush", &bank->flush, status));
        TRY(program_kernel(s->dev, class->program, "digest", &bank->digest, status));
        if (class->layout->has_structure)
            TRY(program_kernel(s->dev, class->program, "find_cursors", &bank->find_cursors, status));
    }
cleanup:
    free(text);
    return code;
}

/* ---- control ---- */

static engram_code bind_turn(struct store *s, engram_status *status)
{
    struct arguments a = {.kernel = s->turn};
    argument_mem(&a, s->control);
    argument_mem(&a, s->limits);
    argument_mem(&a, s->marks);
    argument_u32(&a, s->layout->n_classes);
    argument_u32(&a, s->layout->window);
    argument_u32(&a, s->layout->record_need);
    argument_u32(&a, s->layout->record_size);
    argument_u32(&a, s->layout->flush_interval);
    return arguments_done(s->dev, &a, status);
}

engram_code kernels_bind_class(struct store *s, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t b = 0; b < class->n_banks; b++)
        TRY(bind_bank(s, class, &class->banks[b], status));
cleanup:
    return code;
}

engram_code kernels_find_cursors(struct store *s, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t b = 0; b < class->n_banks; b++)
        TRY(launch(s->dev, class->banks[b].find_cursors, device_fill(s->dev), store_group(s, ROW_GROUP),
                   "find_cursors", status));
cleanup:
    return code;
}

engram_code kernels_bind_rings(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t c = 0; c < s->layout->n_cohorts; c++)
        TRY(bind_neurons(s, &s->cohorts[c], status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        TRY(kernels_bind_class(s, &s->classes[c], status));
cleanup:
    return code;
}

engram_code kernels_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    TRY(assemble_file("fast/turn.cl", &text, status));
    TRY(program_build(s->dev, "control", text, NULL, &s->control_program, status));
    TRY(program_kernel(s->dev, s->control_program, "turn", &s->turn, status));
    TRY(bind_turn(s, status));
    for (uint32_t c = 0; c < s->layout->n_cohorts; c++)
        TRY(cohort_kernel(s, &s->cohorts[c], status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        TRY(class_kernels(s, &s->classes[c], status));
    TRY(kernels_bind_rings(s, status));
cleanup:
    free(text);
    return code;
}

/* Set the arguments of the digest kernel and run it: `sums` has room for device_fill pairs. */
engram_code kernels_digest(struct store *s, struct store_class *class, struct store_bank *bank, cl_mem sums,
                           size_t n_items, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct arguments a = kernels_delivery(s, class, bank, bank->digest);
    argument_mem(&a, class->projection_of);
    argument_mem(&a, sums);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, bank->digest, n_items, 1, "digest", status));
cleanup:
    return code;
}
