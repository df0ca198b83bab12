/* Turnover rules on a device: which synapses die, and what becomes of the others; see kernels/structure/turnover.cl. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/structure.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct structure *structure_of(const struct store *s, const struct store_structure *st)
{
    return s->net->projections[st->projection].structure;
}

/* ---- life ---- */

static engram_code create_rates(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    for (enum side side = 0; structure_asks_activity(p->structure) && side < N_SIDES; side++) {
        uint64_t n = s->net->populations[projection_side(p, side)].n;
        TRY(bank_alloc_zero(s->dev, n * sizeof(uint32_t), "turnover rules", &st->seen[side], status));
        TRY(bank_alloc_zero(s->dev, n * sizeof(float), "turnover rules", &st->hz[side], status));
    }
cleanup:
    return code;
}

engram_code turnover_create(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct structure *structure = structure_of(s, st);
    const struct model *rule = structure->turnover;
    char *text = NULL;
    if (!rule)
        return ENGRAM_OK;
    TRY(bank_alloc(s->dev, (rule->n_values + 1) * sizeof(float), "turnover rules", &st->values, status));
    TRY(create_rates(s, st, status));
    if (s->dev->is_dry)
        goto cleanup;
    TRY(assemble_turnover(rule, "structure/turnover.cl", &text, status));
    TRY(program_build(
        s->dev, TEXT("turnover rule '%s'", rule->name), text,
        TEXT("%s%s", layout_weight_options(st->class->layout), structure->pruning ? " -DPRUNING_GATED" : ""),
        &st->program, status));
    TRY(program_kernel(s->dev, st->program, "turnover", &st->turnover, status));
    TRY(program_kernel(s->dev, st->program, "digest_states", &st->digest, status));
    if (rule->asks_activity)
        TRY(program_kernel(s->dev, st->program, "measure_rates", &st->measure_rates, status));
cleanup:
    free(text);
    return code;
}

/* The rule's values as they are at `step`: an event may have changed them. */
static engram_code write_values(struct store *s, struct store_structure *st, uint64_t step,
                                engram_status *status)
{
    const struct structure *structure = structure_of(s, st);
    float values[MODEL_MAX_VALUES + 1] = {0};
    for (size_t k = 0; k < structure->turnover->n_values; k++)
        values[k] = (float)model_value(structure->turnover, k, structure_turnover_params(structure, step),
                                       structure->tick_ms);
    return bank_write(s->dev, st->values, 0, values, (structure->turnover->n_values + 1) * sizeof *values,
                      status);
}

void turnover_free(struct store *s, struct store_structure *st)
{
    bank_free(s->dev, &st->values);
    for (enum side side = 0; side < N_SIDES; side++) {
        bank_free(s->dev, &st->seen[side]);
        bank_free(s->dev, &st->hz[side]);
    }
    if (st->turnover)
        clReleaseKernel(st->turnover);
    if (st->digest)
        clReleaseKernel(st->digest);
    if (st->measure_rates)
        clReleaseKernel(st->measure_rates);
    if (st->program)
        clReleaseProgram(st->program);
}

/* ---- ticks ---- */

static engram_code measure_rates(struct store *s, struct store_structure *st, enum side side,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t population = projection_side(&s->net->projections[st->projection], side);
    cl_float hz_of_spike = structure_hz_of_spike(s->net, structure_of(s, st));
    struct arguments a = {.kernel = st->measure_rates};
    argument_u32(&a, s->net->populations[population].n);
    argument_mem(&a, s->fired);
    argument_u32(&a, s->layout->populations[population].counted);
    argument_mem(&a, st->seen[side]);
    argument_mem(&a, st->hz[side]);
    argument(&a, sizeof hz_of_spike, &hz_of_spike);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, st->measure_rates, device_fill(s->dev), store_group(s, ROW_GROUP), "measure_rates",
               status));
cleanup:
    return code;
}

static void add_rates(struct arguments *a, const struct store_structure *st)
{
    for (enum side side = 0; st->measure_rates && side < N_SIDES; side++)
        argument_mem(a, st->hz[side]);
}

static void add_states(struct arguments *a, const struct store_structure *st, const struct store_bank *bank)
{
    for (size_t k = st->class->layout->rule->n_variables; k < st->class->layout->n_columns; k++)
        argument_mem(a, bank->columns[k]);
}

static struct arguments bind_rows(const struct store_structure *st, const struct store_bank *bank,
                                  cl_kernel kernel)
{
    struct arguments a = {.kernel = kernel};
    argument_u32(&a, bank->first_tile);
    argument_u32(&a, bank->n_tiles);
    argument_u32(&a, st->class->layout->n_axons);
    argument_mem(&a, st->class->rows);
    argument_mem(&a, bank->target);
    return a;
}

/* A rule of somebody's own may not keep its promise. Delivery of static synapses relies on it, and the next window sets the word anew. */
static engram_code check_weights(struct store *s, const struct store_structure *st, uint64_t step,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    const struct model *rule = structure_of(s, st)->turnover;
    uint32_t error = 0;
    if (!rule || !rule->changes_weights)
        return ENGRAM_OK;
    TRY(bank_read(s->dev, s->control, CONTROL_ERROR * sizeof error, &error, sizeof error, status));
    if (error == ERROR_WEIGHT)
        TRY(FAIL(ENGRAM_E_RUN,
                 .what = TEXT("turnover rule '%s' has led a weight out of its bounds", rule->name),
                 .where = TEXT("projection '%s', tick of step %" PRIu64, p->name, step),
                 .why = TEXT("sums are sized for weights up to %g", p->weight_limit),
                 .hint = "let on_tick keep the weight within the rule's bounds"));
cleanup:
    return code;
}

engram_code turnover_mark(struct store *s, struct store_structure *st, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    cl_uint2 seed = {.s = {(cl_uint)s->net->seed, (cl_uint)(s->net->seed >> 32)}};
    cl_float limit = (float)p->weight_limit;
    const struct gate *gate = p->structure->pruning;
    cl_float level = gate ? gate_level(gate, step) : 1.0f;
    if (st->turnover)
        TRY(write_values(s, st, step, status));
    for (enum side side = 0; st->measure_rates && side < N_SIDES; side++)
        TRY(measure_rates(s, st, side, status));
    for (uint32_t b = 0; st->turnover && b < st->class->n_banks; b++) {
        const struct store_bank *bank = &st->class->banks[b];
        struct arguments a = bind_rows(st, bank, st->turnover);
        argument_mem(&a, bank->weight);
        argument_mem(&a, bank->length);
        argument_u32(&a, structure_first_axon(s, st));
        argument_u32(&a, s->net->populations[p->source].n);
        argument_mem(&a, st->values);
        argument(&a, sizeof seed, &seed);
        argument_u32(&a, p->owner);
        argument_u32(&a, (uint32_t)step);
        argument_u32(&a, s->layout->delivery[st->class->layout->first_projection + st->place].length_code);
        argument(&a, sizeof limit, &limit);
        argument(&a, sizeof p->storage.grid, &p->storage.grid);
        argument_mem(&a, st->out_degree);
        argument_mem(&a, st->in_degree);
        argument_mem(&a, s->control);
        if (gate)
            argument(&a, sizeof level, &level);
        add_rates(&a, st);
        add_states(&a, st, bank);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, st->turnover, device_fill(s->dev), store_group(s, ROW_GROUP), "turnover", status));
    }
    TRY(check_weights(s, st, step, status));
cleanup:
    return code;
}

engram_code turnover_digest(struct store *s, struct store_structure *st, uint64_t *weights,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = &s->net->projections[st->projection];
    size_t n_items = device_fill(s->dev);
    uint64_t *sums = NULL;
    cl_mem buffer = NULL;
    if (!st->digest || structure_of(s, st)->turnover->n_variables == 0)
        return ENGRAM_OK;
    TRY(memory_new(&sums, n_items, sizeof *sums, "digests", status));
    TRY(bank_alloc(s->dev, n_items * sizeof *sums, "digests", &buffer, status));
    for (uint32_t b = 0; b < st->class->n_banks; b++) {
        const struct store_bank *bank = &st->class->banks[b];
        struct arguments a = bind_rows(st, bank, st->digest);
        argument_mem(&a, bank->length);
        argument_u32(&a, structure_first_axon(s, st));
        argument_u32(&a, s->net->populations[p->source].n);
        argument_u32(&a, p->owner);
        argument_u32(&a, (uint32_t)p->rule->n_variables);
        argument_mem(&a, buffer);
        add_states(&a, st, bank);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, st->digest, n_items, 1, "digest", status));
        TRY(bank_read(s->dev, buffer, 0, sums, n_items * sizeof *sums, status));
        for (size_t k = 0; k < n_items; k++)
            *weights += sums[k];
    }
cleanup:
    bank_free(s->dev, &buffer);
    free(sums);
    return code;
}
