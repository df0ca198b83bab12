#include "store/matching.h"

#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "model/model.h"
#include "store/scan.h"

#include <stdlib.h>

struct matching {
    struct device *dev;
    size_t work_group;
    uint32_t n_sources, n_targets, n_cells, max_rounds, max_in_degree;
    struct scan *scan;
    cl_program program;
    cl_kernel limit, owners, cells, propose, accept, append, settle;
    cl_mem law, sources, targets, order, own_place, cell_begin; /* the plan */
    cl_mem in_degree;                                           /* the caller's, or no_synapses */
    cl_mem no_synapses; /* zeros, if there is a limit and nobody counts */
    cl_mem taken, axonal, dendritic, cell_elements, most;
    cl_mem source, proposal, accepted, place, best, pairs; /* by element; they grow */
    uint32_t room_axonal, room_dendritic, room_pairs;      /* elements they have room for */
    struct matching_rounds last;
};

static const char purpose[] = "pairing of vacant elements";

/* ---- what stays ---- */

/* Where each source stands among the targets, if it is one of them. */
static engram_code pool_places(struct matching *m, const struct matching_plan *plan, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *places = NULL, n = plan->law.skips_self ? plan->n_targets : 0;
    TRY(memory_new(&places, n, sizeof *places, purpose, status));
    for (uint32_t k = 0; k < n; k++)
        places[plan->order[k]] = k;
    TRY(bank_alloc_copy(m->dev, places, n * sizeof *places, purpose, &m->own_place, status));
cleanup:
    free(places);
    return code;
}

static engram_code pool_plan(struct matching *m, const struct matching_plan *plan, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n_places = plan->sources ? plan->n_sources : 0;
    TRY(bank_alloc_copy(m->dev, &plan->law, sizeof plan->law, purpose, &m->law, status));
    TRY(bank_alloc_copy(m->dev, plan->sources, n_places * sizeof *plan->sources, purpose, &m->sources,
                        status));
    TRY(bank_alloc_copy(m->dev, plan->targets, plan->n_targets * sizeof *plan->targets, purpose, &m->targets,
                        status));
    TRY(bank_alloc_copy(m->dev, plan->order, plan->n_targets * sizeof *plan->order, purpose, &m->order,
                        status));
    TRY(pool_places(m, plan, status));
    TRY(bank_alloc_copy(m->dev, plan->cell_begin, (plan->n_cells + 1ull) * sizeof *plan->cell_begin, purpose,
                        &m->cell_begin, status));
    TRY(bank_alloc_zero(m->dev, plan->n_targets * sizeof(uint32_t), purpose, &m->taken, status));
    TRY(bank_alloc_zero(m->dev, (plan->n_sources + 1ull) * sizeof(uint32_t), purpose, &m->axonal, status));
    TRY(bank_alloc_zero(m->dev, (plan->n_targets + 1ull) * sizeof(uint32_t), purpose, &m->dendritic, status));
    TRY(bank_alloc_zero(m->dev, (plan->n_cells + 1ull) * sizeof(uint32_t), purpose, &m->cell_elements,
                        status));
    TRY(bank_alloc_zero(m->dev, sizeof(uint32_t), purpose, &m->most, status));
    if (!m->in_degree) {
        uint32_t n = m->max_in_degree == UINT32_MAX ? 1 : m->n_targets;
        TRY(bank_alloc_zero(m->dev, n * sizeof(uint32_t), purpose, &m->no_synapses, status));
        m->in_degree = m->no_synapses;
    }
cleanup:
    return code;
}

static engram_code build(struct matching *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    TRY(assemble_file("structure/matching.cl", &text, status));
    TRY(program_build(m->dev, purpose, text, NULL, &m->program, status));
    TRY(program_kernel(m->dev, m->program, "matching_limit", &m->limit, status));
    TRY(program_kernel(m->dev, m->program, "matching_owners", &m->owners, status));
    TRY(program_kernel(m->dev, m->program, "matching_cells", &m->cells, status));
    TRY(program_kernel(m->dev, m->program, "matching_propose", &m->propose, status));
    TRY(program_kernel(m->dev, m->program, "matching_accept", &m->accept, status));
    TRY(program_kernel(m->dev, m->program, "matching_append", &m->append, status));
    TRY(program_kernel(m->dev, m->program, "matching_settle", &m->settle, status));
cleanup:
    free(text);
    return code;
}

engram_code matching_create(struct device *dev, const struct matching_plan *plan, cl_mem in_degree,
                            size_t work_group, struct matching **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct matching *m = NULL;
    *out = NULL;
    TRY(memory_new(&m, 1, sizeof *m, purpose, status));
    *m = (struct matching){.dev = dev,
                           .work_group = work_group ? work_group : STRUCTURE_GROUP,
                           .n_sources = plan->n_sources,
                           .n_targets = plan->n_targets,
                           .n_cells = plan->n_cells,
                           .max_rounds = plan->law.rounds,
                           .max_in_degree = plan->max_in_degree,
                           .in_degree = in_degree};
    TRY(scan_create(dev, work_group, 0, &m->scan, status));
    TRY(build(m, status));
    TRY(pool_plan(m, plan, status));
    *out = m;
    m = NULL;
cleanup:
    matching_free(m);
    return code;
}

void matching_free(struct matching *m)
{
    if (!m)
        return;
    cl_mem *banks[] = {&m->law,       &m->sources,       &m->targets,  &m->order,    &m->cell_begin,
                       &m->taken,     &m->axonal,        &m->most,     &m->proposal, &m->accepted,
                       &m->dendritic, &m->cell_elements, &m->best,     &m->pairs,    &m->no_synapses,
                       &m->source,    &m->place,         &m->own_place};
    cl_kernel kernels[] = {m->limit, m->owners, m->cells, m->propose, m->accept, m->append, m->settle};
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        bank_free(m->dev, banks[i]);
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        if (kernels[i])
            clReleaseKernel(kernels[i]);
    if (m->program)
        clReleaseProgram(m->program);
    scan_free(m->scan);
    free(m);
}

/* ---- what grows ---- */

static engram_code grow(struct matching *m, cl_mem *bank, uint64_t bytes, engram_status *status)
{
    bank_free(m->dev, bank);
    return bank_alloc_zero(m->dev, bytes, purpose, bank, status);
}

/* Room for n axonal and n_dendritic elements, and half as much again, because their number changes from tick to tick. */
static engram_code make_room(struct matching *m, uint32_t n, uint32_t n_dendritic, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t word = sizeof(uint32_t), room = n + n / 2ull, room_dendritic = n_dendritic + n_dendritic / 2ull;
    uint32_t possible = n < n_dendritic ? n : n_dendritic;
    if (n > m->room_axonal || !m->proposal) {
        m->room_axonal = 0;
        TRY(grow(m, &m->proposal, room * word, status));
        TRY(grow(m, &m->source, room * word, status));
        TRY(grow(m, &m->accepted, (room + 1) * word, status));
        m->room_axonal = (uint32_t)(room < UINT32_MAX ? room : UINT32_MAX);
    }
    if (n_dendritic > m->room_dendritic || !m->best) {
        m->room_dendritic = 0;
        TRY(grow(m, &m->best, room_dendritic * word, status));
        TRY(grow(m, &m->place, room_dendritic * word, status));
        m->room_dendritic = (uint32_t)(room_dendritic < UINT32_MAX ? room_dendritic : UINT32_MAX);
    }
    if (possible > m->room_pairs || !m->pairs) {
        m->room_pairs = 0;
        TRY(grow(m, &m->pairs, possible * (uint64_t)sizeof(matching_pair), status));
        m->room_pairs = possible;
    }
cleanup:
    return code;
}

/* ---- the steps of a round ---- */

/* What targets can take, before the first round; what they have got, after the last. */
static engram_code enqueue_targets(struct matching *m, cl_kernel kernel, const char *name,
                                   cl_mem vacant_dendrites, engram_status *status)
{
    struct arguments a = {.kernel = kernel};
    argument_mem(&a, m->order);
    argument_mem(&a, vacant_dendrites);
    argument_mem(&a, m->in_degree);
    argument_u32(&a, m->max_in_degree);
    argument_mem(&a, m->taken);
    argument_u32(&a, m->n_targets);
    engram_code code = arguments_done(m->dev, &a, status);
    return code ? code : launch(m->dev, kernel, m->n_targets, m->work_group, name, status);
}

/* Vacant elements on both sides, and where those of each neuron begin. */
static engram_code count(struct matching *m, cl_mem vacant_axons, uint32_t *n_axonal, uint32_t *n_dendritic,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t word = sizeof(uint32_t);
    TRY(scan_run(m->scan, vacant_axons, m->n_sources, m->axonal, status));
    TRY(scan_run(m->scan, m->taken, m->n_targets, m->dendritic, status));
    TRY(bank_read(m->dev, m->axonal, m->n_sources * word, n_axonal, word, status));
    TRY(bank_read(m->dev, m->dendritic, m->n_targets * word, n_dendritic, word, status));
    if (*n_axonal == UINT32_MAX || *n_dendritic == UINT32_MAX)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "too many vacant elements",
                 .where = *n_axonal == UINT32_MAX ? "axons of one projection" : "dendrites of one projection",
                 .why = "there are 2^32 - 1 or more of them; an element is numbered with 32 bits",
                 .hint = "let elements grow more slowly, or divide the population"));
cleanup:
    return code;
}

static engram_code enqueue_owners(struct matching *m, cl_mem prefix, cl_mem owner, uint32_t n,
                                  engram_status *status)
{
    struct arguments a = {.kernel = m->owners};
    argument_mem(&a, prefix);
    argument_mem(&a, owner);
    argument_u32(&a, n);
    engram_code code = arguments_done(m->dev, &a, status);
    return code ? code : launch(m->dev, m->owners, n, m->work_group, "matching_owners", status);
}

static engram_code enqueue_cells(struct matching *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct arguments a = {.kernel = m->cells};
    size_t fill = device_fill(m->dev), n_items = m->n_cells < fill ? m->n_cells : fill;
    TRY(bank_zero(m->dev, m->most, 0, sizeof(uint32_t), status));
    argument_mem(&a, m->cell_begin);
    argument_mem(&a, m->dendritic);
    argument_mem(&a, m->cell_elements);
    argument_mem(&a, m->most);
    argument_u32(&a, m->n_cells);
    TRY(arguments_done(m->dev, &a, status));
    TRY(launch(m->dev, m->cells, n_items, m->work_group, "matching_cells", status));
cleanup:
    return code;
}

struct round {
    uint64_t step;
    uint32_t number, n_axonal, n_dendritic, n_before;
};

static void argument_round(struct arguments *a, const struct round *r)
{
    argument_u32(a, r->n_axonal);
    argument_u32(a, (uint32_t)r->step);
    argument_u32(a, (uint32_t)(r->step >> 32));
    argument_u32(a, r->number);
}

static engram_code enqueue_propose(struct matching *m, const struct round *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct arguments a = {.kernel = m->propose};
    cl_mem banks[] = {m->law,   m->sources,       m->targets, m->own_place, m->source,
                      m->place, m->cell_elements, m->most,    m->proposal,  m->best};
    TRY(bank_zero(m->dev, m->best, 0, r->n_dendritic * (uint64_t)sizeof(uint32_t), status));
    for (size_t i = 0; i < sizeof banks / sizeof *banks; i++)
        argument_mem(&a, banks[i]);
    argument_round(&a, r);
    TRY(arguments_done(m->dev, &a, status));
    TRY(launch(m->dev, m->propose, r->n_axonal, m->work_group, "matching_propose", status));
cleanup:
    return code;
}

/* Flags of the accepted, and in the same place how many were accepted before each. */
static engram_code enqueue_accept(struct matching *m, const struct round *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct arguments a = {.kernel = m->accept};
    argument_mem(&a, m->law);
    argument_mem(&a, m->proposal);
    argument_mem(&a, m->best);
    argument_mem(&a, m->accepted);
    argument_round(&a, r);
    TRY(arguments_done(m->dev, &a, status));
    TRY(launch(m->dev, m->accept, r->n_axonal, m->work_group, "matching_accept", status));
    TRY(scan_run(m->scan, m->accepted, r->n_axonal, m->accepted, status));
cleanup:
    return code;
}

static engram_code enqueue_append(struct matching *m, const struct round *r, cl_mem vacant_axons,
                                  engram_status *status)
{
    struct arguments a = {.kernel = m->append};
    argument_mem(&a, m->proposal);
    argument_mem(&a, m->accepted);
    argument_mem(&a, m->source);
    argument_mem(&a, m->place);
    argument_mem(&a, m->order);
    argument_mem(&a, m->pairs);
    argument_mem(&a, vacant_axons);
    argument_mem(&a, m->taken);
    argument_u32(&a, r->n_axonal);
    argument_u32(&a, r->n_before);
    engram_code code = arguments_done(m->dev, &a, status);
    return code ? code : launch(m->dev, m->append, r->n_axonal, m->work_group, "matching_append", status);
}

/* ---- a run ---- */

static engram_code run_rounds(struct matching *m, struct round *r, cl_mem vacant_axons, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct matching_rounds *last = &m->last;
    uint32_t left = last->possible;
    last->left[0] = left;
    while (r->number < m->max_rounds && !matching_is_done(last->possible, left)) {
        uint32_t before = left;
        TRY(enqueue_owners(m, m->axonal, m->source, m->n_sources, status));
        TRY(enqueue_owners(m, m->dendritic, m->place, m->n_targets, status));
        TRY(enqueue_cells(m, status));
        TRY(enqueue_propose(m, r, status));
        TRY(enqueue_accept(m, r, status));
        TRY(enqueue_append(m, r, vacant_axons, status));
        TRY(count(m, vacant_axons, &r->n_axonal, &r->n_dendritic, status));
        left = r->n_axonal < r->n_dendritic ? r->n_axonal : r->n_dendritic;
        r->n_before = last->possible - left;
        last->left[++r->number] = left;
        if (left == before)
            break;
    }
    last->n_rounds = r->number;
cleanup:
    return code;
}

engram_code matching_run(struct matching *m, uint64_t step, cl_mem vacant_axons, cl_mem vacant_dendrites,
                         cl_mem *pairs, uint32_t *n_pairs, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct round r = {.step = step};
    m->last = (struct matching_rounds){0};
    TRY(enqueue_targets(m, m->limit, "matching_limit", vacant_dendrites, status));
    TRY(count(m, vacant_axons, &r.n_axonal, &r.n_dendritic, status));
    TRY(make_room(m, r.n_axonal, r.n_dendritic, status));
    m->last.possible = r.n_axonal < r.n_dendritic ? r.n_axonal : r.n_dendritic;
    TRY(run_rounds(m, &r, vacant_axons, status));
    TRY(enqueue_targets(m, m->settle, "matching_settle", vacant_dendrites, status));
    *pairs = m->pairs;
    *n_pairs = r.n_before;
cleanup:
    return code;
}

const struct matching_rounds *matching_last(const struct matching *m)
{
    return &m->last;
}
