/* Rows of a class lose synapses and take up new ones, on the device; see kernels/structure/rows.cl. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/structure.h"

#include <stdlib.h>

engram_code rows_edit_create(struct store *s, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    struct store_rows_edit *edit = &class->edit;
    static const char *const names[] = {"replace",    "find_short",  "find_doubles", "count_degrees",
                                        "move_words", "move_halves", "move_bytes"};
    cl_kernel *kernels[] = {&edit->replace,    &edit->find_short,  &edit->find_doubles, &edit->degrees,
                            &edit->move_words, &edit->move_halves, &edit->move_bytes};
    TRY(bank_alloc_zero(s->dev, N_CAUSES * sizeof(uint32_t), "counts of dead synapses", &edit->deaths,
                        status));
    TRY(bank_alloc_zero(s->dev, sizeof(uint32_t), "rows", &edit->is_short, status));
    if (s->dev->is_dry)
        goto cleanup;
    TRY(assemble_file("structure/rows.cl", &text, status));
    TRY(program_build(s->dev, "rows that change", text,
                      TEXT("-DN_COLUMNS=%u -DNEWBORNS=%d %s %s", class->layout->n_columns,
                           class->newborns != NULL, s->layout->chunked ? "-DADD_ATOMIC=1" : "",
                           layout_weight_options(class->layout)),
                      &edit->program, status));
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++)
        TRY(program_kernel(s->dev, edit->program, names[k], kernels[k], status));
cleanup:
    free(text);
    return code;
}

void rows_edit_free(struct store *s, struct store_class *class)
{
    struct store_rows_edit *edit = &class->edit;
    cl_kernel kernels[] = {edit->replace,    edit->find_short,  edit->find_doubles, edit->degrees,
                           edit->move_words, edit->move_halves, edit->move_bytes};
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++)
        if (kernels[k])
            clReleaseKernel(kernels[k]);
    if (edit->program)
        clReleaseProgram(edit->program);
    bank_free(s->dev, &edit->deaths);
    bank_free(s->dev, &edit->is_short);
}

static struct arguments bind_rows(const struct store_class *class, const struct store_bank *bank,
                                  cl_kernel kernel)
{
    struct arguments a = {.kernel = kernel};
    argument_u32(&a, bank->first_tile);
    argument_u32(&a, bank->n_tiles);
    argument_u32(&a, class->layout->n_axons);
    argument_mem(&a, class->rows);
    argument_mem(&a, bank->target);
    argument_mem(&a, bank->weight);
    argument_mem(&a, bank->length);
    for (uint32_t k = 0; k < class->layout->n_columns; k++)
        argument_mem(&a, bank->columns[k]);
    return a;
}

/* ---- taking up ---- */

struct uploaded_births {
    cl_mem rows, target, weight, length;
};

static engram_code upload(struct store *s, const struct store_structure *st, const struct sorted_births *b,
                          struct uploaded_births *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct weight_storage *storage = &s->net->projections[st->projection].storage;
    size_t size = weight_bytes(storage->width);
    void *weights = NULL;
    TRY(memory_new(&weights, b->n, size, "new synapses", status));
    for (uint32_t i = 0; i < b->n; i++)
        weight_put(storage, weights, i, b->weight[i]);
    TRY(bank_alloc_copy(s->dev, b->rows, b->n_rows * sizeof *b->rows, "new synapses", &out->rows, status));
    TRY(bank_alloc_copy(s->dev, b->target, b->n * sizeof *b->target, "new synapses", &out->target, status));
    TRY(bank_alloc_copy(s->dev, weights, b->n * size, "new synapses", &out->weight, status));
    TRY(bank_alloc_copy(s->dev, b->length, b->n * sizeof *b->length, "new synapses", &out->length, status));
cleanup:
    free(weights);
    return code;
}

static void uploaded_free(struct store *s, struct uploaded_births *b)
{
    bank_free(s->dev, &b->rows);
    bank_free(s->dev, &b->target);
    bank_free(s->dev, &b->weight);
    bank_free(s->dev, &b->length);
}

/* *is_short: some row of a bank has no room for what is born in it. */
static engram_code find_short(struct store *s, struct store_class *class, const struct store_bank *bank,
                              const struct sorted_births *b, const struct uploaded_births *on_device,
                              uint32_t *is_short, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct arguments a = {.kernel = class->edit.find_short};
    *is_short = 0;
    TRY(bank_write(s->dev, class->edit.is_short, 0, is_short, sizeof *is_short, status));
    argument_u32(&a, bank->first_tile);
    argument_u32(&a, bank->n_tiles);
    argument_u32(&a, class->layout->n_axons);
    argument_mem(&a, class->rows);
    argument_u32(&a, (uint32_t)bank->n);
    argument_u32(&a, BANK_SPARE);
    argument_mem(&a, on_device->rows);
    argument_u32(&a, b->n_rows);
    argument_mem(&a, class->edit.is_short);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, a.kernel, device_fill(s->dev), store_group(s, ROW_GROUP), "find_short", status));
    TRY(bank_read(s->dev, class->edit.is_short, 0, is_short, sizeof *is_short, status));
cleanup:
    return code;
}

/* ---- losing, and taking up ---- */

/* Rows of a bank. first_newborn: see newborns_open(). */
static engram_code replace_in(struct store *s, const struct store_structure *st,
                              const struct store_bank *bank, uint32_t n_births,
                              const struct uploaded_births *on_device, uint32_t first_newborn,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_class *class = st->class;
    struct arguments a = bind_rows(class, bank, class->edit.replace);
    argument_u32(&a, structure_first_axon(s, st));
    argument_u32(&a, s->net->populations[s->net->projections[st->projection].source].n);
    argument_mem(&a, class->edit.deaths);
    argument_mem(&a, on_device->rows);
    argument_u32(&a, n_births);
    argument_mem(&a, on_device->target);
    argument_mem(&a, on_device->weight);
    argument_mem(&a, on_device->length);
    argument_mem(&a, st->start);
    argument_mem(&a, st->out_degree);
    argument_mem(&a, st->in_degree);
    if (class->newborns) {
        argument_mem(&a, class->newborns);
        argument_u32(&a, first_newborn);
    }
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, a.kernel, device_fill(s->dev), store_group(s, ROW_GROUP), "replace", status));
cleanup:
    return code;
}

/* Where rows are too short before their dead have gone they may be long enough after; a bank moves without its dead, and only if it must. */
static engram_code make_room(struct store *s, struct store_structure *st, const struct sorted_births *b,
                             const struct uploaded_births *on_device, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < st->class->n_banks; i++) {
        const struct store_bank *bank = &st->class->banks[i];
        uint32_t is_short = 0;
        TRY(find_short(s, st->class, bank, b, on_device, &is_short, status));
        if (!is_short)
            continue;
        TRY(replace_in(s, st, bank, 0, on_device, 0, status));
        TRY(find_short(s, st->class, bank, b, on_device, &is_short, status));
        if (is_short)
            TRY(rows_make_room(s, st->class, i, b, status));
    }
cleanup:
    return code;
}

static engram_code count_dead(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_class *class = st->class;
    uint32_t deaths[N_CAUSES] = {0};
    TRY(bank_read(s->dev, class->edit.deaths, 0, deaths, sizeof deaths, status));
    TRY(bank_zero(s->dev, class->edit.deaths, 0, sizeof deaths, status));
    for (uint32_t k = 0; k < N_CAUSES; k++) {
        st->so_far.n_died[k] += deaths[k];
        class->per_projection[st->place] -= deaths[k];
        class->n_synapses -= deaths[k];
        s->n_synapses -= deaths[k];
    }
cleanup:
    return code;
}

engram_code rows_refuse_doubles(struct store *s, struct store_structure *st, struct sorted_births *b,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_class *class = st->class;
    struct uploaded_births on_device = {0};
    uint8_t *refused = NULL;
    cl_mem is_double = NULL;
    TRY(memory_new(&refused, b->n, sizeof *refused, "new synapses", status));
    TRY(bank_alloc_zero(s->dev, b->n, "new synapses", &is_double, status));
    TRY(upload(s, st, b, &on_device, status));
    for (uint32_t i = 0; i < class->n_banks; i++) {
        const struct store_bank *bank = &class->banks[i];
        struct arguments a = {.kernel = class->edit.find_doubles};
        argument_u32(&a, bank->first_tile);
        argument_u32(&a, bank->n_tiles);
        argument_u32(&a, class->layout->n_axons);
        argument_mem(&a, class->rows);
        argument_mem(&a, bank->target);
        argument_mem(&a, on_device.rows);
        argument_u32(&a, b->n_rows);
        argument_mem(&a, on_device.target);
        argument_mem(&a, is_double);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, a.kernel, device_fill(s->dev), store_group(s, ROW_GROUP), "find_doubles", status));
    }
    TRY(bank_read(s->dev, is_double, 0, refused, b->n, status));
    births_strike(b, refused);
cleanup:
    uploaded_free(s, &on_device);
    bank_free(s->dev, &is_double);
    free(refused);
    return code;
}

engram_code rows_replace(struct store *s, struct store_structure *st, const struct sorted_births *b,
                         uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_class *class = st->class;
    struct uploaded_births on_device = {0};
    uint32_t first_newborn = 0;
    if (b->n > 0) {
        TRY(newborns_open(s, class, step, b->n, &first_newborn, status));
        TRY(upload(s, st, b, &on_device, status));
        TRY(make_room(s, st, b, &on_device, status));
    }
    for (uint32_t i = 0; i < class->n_banks; i++)
        TRY(replace_in(s, st, &class->banks[i], b->n_rows, &on_device, first_newborn, status));
    TRY(count_dead(s, st, status));
    st->so_far.n_born += b->n;
    class->per_projection[st->place] += b->n;
    class->n_synapses += b->n;
    s->n_synapses += b->n;
cleanup:
    uploaded_free(s, &on_device);
    return code;
}

engram_code rows_degrees(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_class *class = st->class;
    uint32_t n_sources = s->net->populations[s->net->projections[st->projection].source].n;
    uint32_t rows_per_item = s->layout->chunked ? 1u : n_sources;
    for (uint32_t i = 0; i < class->n_banks; i++) {
        const struct store_bank *bank = &class->banks[i];
        struct arguments a = {.kernel = class->edit.degrees};
        argument_u32(&a, bank->first_tile);
        argument_u32(&a, bank->n_tiles);
        argument_u32(&a, class->layout->n_axons);
        argument_mem(&a, class->rows);
        argument_mem(&a, bank->target);
        argument_u32(&a, structure_first_axon(s, st));
        argument_u32(&a, n_sources);
        argument_u32(&a, rows_per_item);
        argument_mem(&a, st->out_degree);
        argument_mem(&a, st->in_degree);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, class->edit.degrees, (size_t)bank->n_tiles * n_sources / rows_per_item,
                   store_group(s, ROW_GROUP), "count_degrees", status));
    }
cleanup:
    return code;
}
