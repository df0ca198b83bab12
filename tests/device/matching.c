/* Pairs of vacant elements: the device gives what the reference gives, however the work is cut. */
#include "store/matching.h"

#include "core/memory.h"
#include "device/bank.h"
#include "support/pairing.h"
#include "support/structure.h"

#include <stdlib.h>
#include <string.h>

TestSuite(matching, .init = structure_begin, .fini = structure_end);

#define SHEET                                                                                                \
    {                                                                                                        \
        1000, 1000, 0                                                                                        \
    }
#define CUBE                                                                                                 \
    {                                                                                                        \
        400, 400, 400                                                                                        \
    }
static const struct pairing_task tasks[] = {
    {"no kernel", {.n_sources = 500, .n_targets = 300, .seed = 1}, SHEET, 3, 4, false},
    {"no kernel, a network with itself",
     {.n_sources = 70, .n_targets = 70, .same_population = true, .seed = 2},
     SHEET,
     9,
     9,
     false},
    {"Gaussian on a torus",
     {.n_sources = 2000,
      .n_targets = 2000,
      .same_population = true,
      .period = {1000, 1000, 0},
      .kernel = MATCHING_GAUSSIAN,
      .sigma_um = 90,
      .seed = 3},
     SHEET,
     2,
     2,
     true},
    {"Gaussian on an open sheet",
     {.n_sources = 900, .n_targets = 1500, .kernel = MATCHING_GAUSSIAN, .sigma_um = 120, .seed = 4},
     SHEET,
     4,
     3,
     false},
    {"Gaussian on a line",
     {.n_sources = 400,
      .n_targets = 400,
      .same_population = true,
      .autapses = true,
      .period = {0, 1000, 0},
      .kernel = MATCHING_GAUSSIAN,
      .sigma_um = 30,
      .seed = 5},
     {0, 1000, 0},
     3,
     3,
     false},
    {"Gaussian in a cube, periodic in depth",
     {.n_sources = 1000,
      .n_targets = 1000,
      .period = {0, 0, 400},
      .kernel = MATCHING_GAUSSIAN,
      .sigma_um = 50,
      .seed = 6},
     CUBE,
     3,
     3,
     false},
    {"Gaussian as wide as the space",
     {.n_sources = 300,
      .n_targets = 200,
      .period = {400, 400, 400},
      .kernel = MATCHING_GAUSSIAN,
      .sigma_um = 300,
      .seed = 7},
     CUBE,
     3,
     3,
     false},
    {"exponential on a sheet",
     {.n_sources = 800,
      .n_targets = 800,
      .same_population = true,
      .kernel = MATCHING_EXPONENTIAL,
      .sigma_um = 40,
      .seed = 8},
     SHEET,
     3,
     5,
     false},
    {"exponential in a cube",
     {.n_sources = 800,
      .n_targets = 800,
      .same_population = true,
      .period = {400, 400, 400},
      .kernel = MATCHING_EXPONENTIAL,
      .sigma_um = 20,
      .seed = 9},
     CUBE,
     3,
     3,
     false},
    {"exponential on a line",
     {.n_sources = 200, .n_targets = 100, .kernel = MATCHING_EXPONENTIAL, .sigma_um = 11, .seed = 10},
     {0, 0, 1000},
     3,
     3,
     false},
    {"exponential as wide as the space",
     {.n_sources = 200, .n_targets = 100, .kernel = MATCHING_EXPONENTIAL, .sigma_um = 1000, .seed = 11},
     SHEET,
     3,
     3,
     false},
    {"disc on a torus",
     {.n_sources = 1500,
      .n_targets = 1500,
      .same_population = true,
      .period = {1000, 1000, 0},
      .kernel = MATCHING_DISC,
      .sigma_um = 70,
      .seed = 12},
     SHEET,
     3,
     3,
     false},
    {"ball",
     {.n_sources = 500, .n_targets = 700, .kernel = MATCHING_DISC, .sigma_um = 60, .seed = 13},
     CUBE,
     3,
     3,
     false},
    {"segment",
     {.n_sources = 300, .n_targets = 300, .kernel = MATCHING_DISC, .sigma_um = 60, .seed = 14},
     {1000, 0, 0},
     3,
     3,
     false},
    {"disc as wide as the space",
     {.n_sources = 300, .n_targets = 300, .kernel = MATCHING_DISC, .sigma_um = 600, .seed = 15},
     SHEET,
     3,
     3,
     false},
    {"a limit of synapses",
     {.n_sources = 600,
      .n_targets = 300,
      .max_in_degree = 4,
      .kernel = MATCHING_GAUSSIAN,
      .sigma_um = 100,
      .seed = 16},
     SHEET,
     6,
     6,
     false},
    {"a limit below what there is",
     {.n_sources = 100, .n_targets = 100, .max_in_degree = 1, .seed = 17},
     SHEET,
     6,
     6,
     false},
    {"ten rounds of one try",
     {.n_sources = 600,
      .n_targets = 600,
      .rounds = 10,
      .tries = 1,
      .kernel = MATCHING_GAUSSIAN,
      .sigma_um = 100,
      .seed = 18},
     SHEET,
     2,
     2,
     true},
    {"one round of 32 tries",
     {.n_sources = 600,
      .n_targets = 600,
      .rounds = 1,
      .tries = 32,
      .kernel = MATCHING_GAUSSIAN,
      .sigma_um = 50,
      .seed = 19},
     SHEET,
     2,
     2,
     true},
    {"all at one point",
     {.n_sources = 50, .n_targets = 50, .kernel = MATCHING_GAUSSIAN, .sigma_um = 50, .seed = 20},
     {0, 0, 0},
     2,
     2,
     true},
    {"one neuron with itself",
     {.n_sources = 1, .n_targets = 1, .same_population = true, .seed = 21},
     SHEET,
     5,
     5,
     true},
    {"one neuron with itself, allowed",
     {.n_sources = 1, .n_targets = 1, .same_population = true, .autapses = true, .seed = 21},
     SHEET,
     5,
     5,
     true},
    {"nothing vacant on one side",
     {.n_sources = 40, .n_targets = 40, .kernel = MATCHING_GAUSSIAN, .sigma_um = 100, .seed = 22},
     SHEET,
     3,
     0,
     false},
    {"no targets", {.n_sources = 40, .n_targets = 0, .seed = 23}, SHEET, 3, 3, false},
    {"no sources",
     {.n_sources = 0, .n_targets = 9, .kernel = MATCHING_DISC, .sigma_um = 100, .seed = 24},
     SHEET,
     3,
     3,
     false},
    {"sources far from all targets",
     {.n_sources = 9, .n_targets = 9, .kernel = MATCHING_DISC, .sigma_um = 1, .seed = 25},
     SHEET,
     3,
     3,
     false},
};

static void read_outcome(struct device *dev, const struct pairing *p, cl_mem pairs, cl_mem axons,
                         cl_mem dendrites, struct pairing_outcome *o)
{
    o->pairs = calloc(o->n_pairs + 1u, sizeof *o->pairs);
    structure_must(
        bank_read(dev, pairs, 0, o->pairs, o->n_pairs * (uint64_t)sizeof *o->pairs, structure_status));
    structure_must(bank_read(dev, axons, 0, o->vacant_axons, p->plan.n_sources * (uint64_t)sizeof(uint32_t),
                             structure_status));
    structure_must(bank_read(dev, dendrites, 0, o->vacant_dendrites,
                             p->plan.n_targets * (uint64_t)sizeof(uint32_t), structure_status));
}

static void by_device(struct device *dev, struct matching *m, const struct pairing *p, uint64_t step,
                      struct pairing_outcome *o)
{
    uint64_t word = sizeof(uint32_t);
    cl_mem axons = NULL, dendrites = NULL, pairs = NULL;
    pairing_begin(p, o);
    structure_must(
        bank_alloc_copy(dev, o->vacant_axons, p->plan.n_sources * word, "test", &axons, structure_status));
    structure_must(bank_alloc_copy(dev, o->vacant_dendrites, p->plan.n_targets * word, "test", &dendrites,
                                   structure_status));
    structure_must(matching_run(m, step, axons, dendrites, &pairs, &o->n_pairs, structure_status));
    read_outcome(dev, p, pairs, axons, dendrites, o);
    bank_free(dev, &axons);
    bank_free(dev, &dendrites);
}

static void expect_equal(const char *name, const struct pairing *p, const struct pairing_outcome *got,
                         const struct pairing_outcome *want)
{
    cr_assert_eq(got->n_pairs, want->n_pairs, "%s: %u pairs, reference %u", name, got->n_pairs,
                 want->n_pairs);
    for (uint32_t i = 0; i < want->n_pairs; i++)
        cr_assert(!memcmp(&got->pairs[i], &want->pairs[i], sizeof *got->pairs),
                  "%s: pair %u of %u is %u -> %u, reference %u -> %u", name, i, want->n_pairs,
                  got->pairs[i].source, got->pairs[i].target, want->pairs[i].source, want->pairs[i].target);
    cr_assert_arr_eq(got->vacant_axons, want->vacant_axons, p->plan.n_sources * sizeof(uint32_t), "%s", name);
    cr_assert_arr_eq(got->vacant_dendrites, want->vacant_dendrites, p->plan.n_targets * sizeof(uint32_t),
                     "%s", name);
}

/* Two ticks with one object: what one leaves behind must not matter to the next. */
static void compare(struct device *dev, const struct pairing_task *task, size_t work_group)
{
    static const uint64_t steps[] = {100, 0xFFFFFFFFFull};
    struct pairing p;
    struct matching *m = NULL;
    cl_mem in_degree = NULL;
    pairing_open(task, &p);
    structure_must(bank_alloc_copy(dev, p.in_degree, p.plan.n_targets * sizeof(uint32_t), "test", &in_degree,
                                   structure_status));
    structure_must(matching_create(dev, &p.plan, in_degree, work_group, &m, structure_status));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct pairing_outcome want, got;
        pairing_by_reference(&p, steps[i], &want);
        by_device(dev, m, &p, steps[i], &got);
        pairing_check(task, &p, &want);
        expect_equal(task->name, &p, &got, &want);
        pairing_end(&want);
        pairing_end(&got);
    }
    matching_free(m);
    bank_free(dev, &in_degree);
    pairing_close(&p);
}

/* The simulator takes a microsecond per instruction: fewer neurons, cells and rounds. */
static struct pairing_task made_small(struct pairing_task task)
{
    task.request.n_sources = (task.request.n_sources + 19) / 20;
    task.request.n_targets = (task.request.n_targets + 19) / 20;
    task.request.sigma_um *= 3;
    task.request.rounds = 2;
    return task;
}

/* Every size of work-group with every task would take long; the first few see them all. */
static void compare_all(struct device *dev)
{
    enum { N_GROUPS = 5, SEE_ALL = 4 };
    static const size_t groups[N_GROUPS] = {0, 1, 32, 64, 256};
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        struct pairing_task task = dev->is_simulator ? made_small(tasks[i]) : tasks[i];
        for (size_t k = 0; k < N_GROUPS; k++)
            if (k == i % N_GROUPS || (i < SEE_ALL && !dev->is_simulator))
                compare(dev, &task, groups[k]);
    }
}

Test(matching, device_and_reference_give_the_same_pairs)
{
    structure_on_every_device(compare_all);
}

static void too_many(struct device *dev)
{
    struct pairing_task task = {"too many", {.n_sources = 3, .n_targets = 3}, {0, 0, 0}, 1, 1, true};
    struct pairing p;
    struct matching *m = NULL;
    uint32_t vacant[3] = {UINT32_MAX / 2, UINT32_MAX / 2, 1}, n = 0;
    cl_mem axons = NULL, dendrites = NULL, pairs = NULL;
    pairing_open(&task, &p);
    structure_must(bank_alloc_copy(dev, vacant, sizeof vacant, "test", &axons, structure_status));
    structure_must(bank_alloc_zero(dev, sizeof vacant, "test", &dendrites, structure_status));
    structure_must(matching_create(dev, &p.plan, NULL, 0, &m, structure_status));
    cr_expect_eq(matching_run(m, 1, axons, dendrites, &pairs, &n, structure_status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_where(structure_status), "axons"));
    matching_free(m);
    bank_free(dev, &axons);
    bank_free(dev, &dendrites);
    pairing_close(&p);
}

Test(matching, more_elements_than_can_be_numbered_are_refused)
{
    structure_on_every_device(too_many);
}

/* Everything from the plan to the pairs, whatever fails on the way. */
static engram_code pair_once(struct device *dev, const struct matching_request *request)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = structure_status;
    struct matching_plan plan = {0};
    struct matching *m = NULL;
    uint32_t vacant[50], n = 0;
    cl_mem axons = NULL, dendrites = NULL, pairs = NULL;
    for (int i = 0; i < 50; i++)
        vacant[i] = 2;
    TRY(matching_plan_create(request, &plan, status));
    TRY(bank_alloc_copy(dev, vacant, sizeof vacant, "test", &axons, status));
    TRY(bank_alloc_copy(dev, vacant, sizeof vacant, "test", &dendrites, status));
    TRY(matching_create(dev, &plan, NULL, 0, &m, status));
    TRY(matching_run(m, 1, axons, dendrites, &pairs, &n, status));
    cr_expect_gt(n, 80);
cleanup:
    matching_free(m);
    bank_free(dev, &axons);
    bank_free(dev, &dendrites);
    matching_plan_free(&plan);
    return code;
}

static void every_failure(struct device *dev)
{
    struct matching_request request = {
        .name = "failing", .n_sources = 50, .n_targets = 50, .max_in_degree = 9};
    uint64_t used = dev->bytes_used, n = 0;
    if (dev->is_simulator) /* takes long, and it is the host that is tested here */
        return;
    memory_fail_at(0), bank_fail_at(0);
    structure_must(pair_once(dev, &request));
    uint64_t n_memory = memory_fail_at(0), n_banks = bank_fail_at(0);
    cr_assert(n_memory > 5 && n_banks > 15, "%u, %u", (unsigned)n_memory, (unsigned)n_banks);
    for (n = 1; n <= n_memory + n_banks; n++) {
        memory_fail_at(n <= n_memory ? n : 0);
        bank_fail_at(n <= n_memory ? 0 : n - n_memory);
        engram_code code = pair_once(dev, &request);
        bool may_do_without = n <= n_memory; /* keeping a program on disk */
        cr_expect(code == ENGRAM_E_RESOURCES || (code == ENGRAM_OK && may_do_without), "failure %u: %d",
                  (unsigned)n, (int)code);
        cr_expect_eq(dev->bytes_used, used, "failure %u leaves a buffer behind", (unsigned)n);
    }
    memory_fail_at(0), bank_fail_at(0);
}

Test(matching, whatever_allocation_fails_it_says_so_and_leaves_nothing_behind)
{
    structure_on_every_device(every_failure);
}
