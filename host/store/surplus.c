/* Synapses that their neuron has no elements for; see kernels/structure/surplus.cl. */
#include "structure/surplus.h"
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "store/structure.h"

#include <stdlib.h>

/* Numbers that are listed at a time: 64 MiB of them. A neuron has fewer synapses. */
enum { LONGEST_LIST = 1 << 23 };
static const uint32_t NOT_LISTED = UINT32_MAX;

engram_code surplus_create(struct store *s, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    struct store_surplus *u = &s->surplus;
    if (s->dev->is_dry)
        return ENGRAM_OK;
    TRY(assemble_file("structure/surplus.cl", &text, status));
    TRY(program_build(s->dev, "surplus synapses", text, NULL, &u->program, status));
    TRY(program_kernel(s->dev, u->program, "collect_surplus", &u->collect, status));
    TRY(program_kernel(s->dev, u->program, "find_limits", &u->find, status));
    TRY(program_kernel(s->dev, u->program, "mark_surplus", &u->mark, status));
    TRY(program_kernel(s->dev, u->program, "count_cut", &u->count_cut, status));
    TRY(program_kernel(s->dev, u->program, "mark_cut", &u->mark_cut, status));
    TRY(program_kernel(s->dev, u->program, "mark_absent", &u->mark_absent, status));
cleanup:
    free(text);
    return code;
}

void surplus_free(struct store *s)
{
    cl_kernel kernels[] = {s->surplus.collect,   s->surplus.find,     s->surplus.mark,
                           s->surplus.count_cut, s->surplus.mark_cut, s->surplus.mark_absent};
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++)
        if (kernels[k])
            clReleaseKernel(kernels[k]);
    if (s->surplus.program)
        clReleaseProgram(s->surplus.program);
}

/* Neurons of one side, a part of those with a surplus at a time. */
struct choice {
    struct store *store;
    struct store_structure *st;
    uint32_t side, n, step;                      /* n: neurons of that side */
    uint32_t *surplus, *degree, *begin, *listed; /* [n] */
    uint32_t n_listed, n_numbers;
    cl_mem surplus_bank, begin_bank, fill, listed_bank, limit, list;
};

static uint32_t n_sources(const struct choice *c)
{
    return c->store->net->populations[c->store->net->projections[c->st->projection].source].n;
}

static struct arguments bind(const struct choice *c, const struct store_bank *bank, cl_kernel kernel)
{
    struct arguments a = {.kernel = kernel};
    const struct projection *p = &c->store->net->projections[c->st->projection];
    cl_ulong salt = surplus_salt(c->store->net->seed, p->owner, c->step, c->side);
    argument_u32(&a, bank->first_tile);
    argument_u32(&a, bank->n_tiles);
    argument_u32(&a, c->st->class->layout->n_axons);
    argument_mem(&a, c->st->class->rows);
    argument_mem(&a, bank->target);
    argument_mem(&a, bank->length);
    argument_u32(&a, structure_first_axon(c->store, c->st));
    argument_u32(&a, n_sources(c));
    argument_u32(&a, c->side);
    argument(&a, sizeof salt, &salt);
    argument_mem(&a, c->begin_bank);
    return a;
}

/* List neurons from `next` on, as many as there is room for; returns the first that is not. */
static uint32_t list_neurons(struct choice *c, uint32_t next)
{
    c->n_listed = c->n_numbers = 0;
    for (uint32_t i = 0; i < c->n; i++)
        c->begin[i] = NOT_LISTED;
    for (; next < c->n; next++) {
        if (c->surplus[next] == 0)
            continue;
        if (c->n_listed && c->n_numbers + (uint64_t)c->degree[next] > LONGEST_LIST)
            break;
        c->begin[next] = c->n_numbers;
        c->n_numbers += c->degree[next];
        c->listed[c->n_listed++] = next;
    }
    return next;
}

static engram_code find_limits(struct choice *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = c->store;
    struct arguments a = {.kernel = s->surplus.find};
    argument_u32(&a, c->n_listed);
    argument_mem(&a, c->listed_bank);
    argument_mem(&a, c->begin_bank);
    argument_mem(&a, c->fill);
    argument_mem(&a, c->surplus_bank);
    argument_mem(&a, c->list);
    argument_mem(&a, c->limit);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, s->surplus.find, device_fill(s->dev), store_group(s, ROW_GROUP), "find_limits",
               status));
cleanup:
    return code;
}

static engram_code over_banks(struct choice *c, cl_kernel kernel, const cl_mem *more, size_t n_more,
                              const char *name, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = c->store;
    for (uint32_t b = 0; b < c->st->class->n_banks; b++) {
        struct arguments a = bind(c, &c->st->class->banks[b], kernel);
        for (size_t k = 0; k < n_more; k++)
            argument_mem(&a, more[k]);
        TRY(arguments_done(s->dev, &a, status));
        TRY(launch(s->dev, kernel, device_fill(s->dev), store_group(s, ROW_GROUP), name, status));
    }
cleanup:
    return code;
}

static engram_code choose_part(struct choice *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = c->store->dev;
    TRY(bank_write(dev, c->begin_bank, 0, c->begin, c->n * sizeof *c->begin, status));
    TRY(bank_write(dev, c->listed_bank, 0, c->listed, c->n_listed * sizeof *c->listed, status));
    TRY(bank_zero(dev, c->fill, 0, c->n * sizeof(uint32_t), status));
    bank_free(
        dev,
        &c->list); /* Banks of zeros: Oclgrind 21.10 does not see what kernels write into one that the host wrote in part. */
    TRY(bank_alloc_zero(dev, c->n_numbers * sizeof(uint64_t), "surplus synapses", &c->list, status));
    TRY(over_banks(c, c->store->surplus.collect, (cl_mem[]){c->fill, c->list}, 2, "collect_surplus", status));
    TRY(find_limits(c, status));
    TRY(over_banks(c, c->store->surplus.mark, (cl_mem[]){c->limit, c->st->out_degree, c->st->in_degree}, 3,
                   "mark_surplus", status));
cleanup:
    return code;
}

/* On most ticks nobody has any, and then nothing else is read or made. */
static engram_code read_surplus(struct choice *c, bool *any, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&c->surplus, c->n, sizeof *c->surplus, "surplus synapses", status));
    TRY(bank_read(c->store->dev, c->surplus_bank, 0, c->surplus, c->n * sizeof *c->surplus, status));
    for (uint32_t i = 0; i < c->n && !*any; i++)
        *any = c->surplus[i] > 0;
cleanup:
    return code;
}

static engram_code choice_open(struct choice *c, cl_mem degree, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = c->store->dev;
    const char *purpose = "surplus synapses";
    TRY(memory_new(&c->degree, c->n, sizeof *c->degree, purpose, status));
    TRY(memory_new(&c->begin, c->n, sizeof *c->begin, purpose, status));
    TRY(memory_new(&c->listed, c->n, sizeof *c->listed, purpose, status));
    TRY(bank_read(dev, degree, 0, c->degree, c->n * sizeof *c->degree, status));
    TRY(bank_alloc_zero(dev, c->n * sizeof *c->begin, purpose, &c->begin_bank, status));
    TRY(bank_alloc_zero(dev, c->n * sizeof *c->listed, purpose, &c->listed_bank, status));
    TRY(bank_alloc_zero(dev, c->n * sizeof(uint32_t), purpose, &c->fill, status));
    TRY(bank_alloc_zero(dev, c->n * sizeof(uint64_t), purpose, &c->limit, status));
cleanup:
    return code;
}

static void choice_close(struct choice *c)
{
    cl_mem *banks[] = {&c->begin_bank, &c->listed_bank, &c->fill, &c->limit, &c->list};
    for (size_t k = 0; k < sizeof banks / sizeof *banks; k++)
        bank_free(c->store->dev, banks[k]);
    free(c->surplus);
    free(c->degree);
    free(c->begin);
    free(c->listed);
}

engram_code surplus_mark(struct store *s, struct store_structure *st, enum side side, uint64_t step,
                         cl_mem surplus, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t population = projection_side(&s->net->projections[st->projection], side);
    struct choice c = {.store = s,
                       .st = st,
                       .side = side == SIDE_AXON ? 0 : 1,
                       .n = s->net->populations[population].n,
                       .step = (uint32_t)step,
                       .surplus_bank = surplus};
    bool any = false;
    TRY(read_surplus(&c, &any, status));
    if (!any)
        goto cleanup;
    TRY(choice_open(&c, side == SIDE_AXON ? st->out_degree : st->in_degree, status));
    for (uint32_t next = list_neurons(&c, 0); c.n_listed; next = list_neurons(&c, next))
        TRY(choose_part(&c, status));
cleanup:
    choice_close(&c);
    return code;
}
