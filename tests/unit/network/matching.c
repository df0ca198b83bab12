/* What of pairing is made once: cells, the order of targets, and what is refused. */
#include "network/matching.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 30000 };
static float positions[3 * N];
static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
    for (u32 i = 0; i < 3 * N; i++) { /* a box of 900 x 900 x 90 um */
        philox_block words = {{i, 0, 0, 0}};
        words = philox(words, 1, 2);
        positions[i] = (i % 3 == 2 ? 90.0f : 900.0f) * matching_unit(words.v[0]) - 100.0f;
    }
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(matching, .init = begin, .fini = end);

static struct matching_request request(uint32_t kernel, double sigma_um)
{
    return (struct matching_request){.name = "A",
                                     .n_sources = N,
                                     .n_targets = N,
                                     .source_positions = positions,
                                     .target_positions = positions,
                                     .kernel = kernel,
                                     .sigma_um = sigma_um};
}

static void must_plan(const struct matching_request *r, struct matching_plan *plan)
{
    cr_assert_eq(matching_plan_create(r, plan, status), ENGRAM_OK, "%s", engram_status_why(status));
}

static void expect_order(const struct matching_plan *plan)
{
    bool seen[N] = {false};
    cr_assert_eq(plan->cell_begin[0], 0);
    cr_assert_eq(plan->cell_begin[plan->n_cells], N);
    for (uint32_t c = 0; c < plan->n_cells; c++)
        for (uint32_t k = plan->cell_begin[c]; k < plan->cell_begin[c + 1]; k++) {
            cr_assert(plan->order[k] < N && !seen[plan->order[k]]);
            seen[plan->order[k]] = true;
            cr_assert(k == plan->cell_begin[c] || plan->order[k] > plan->order[k - 1]);
            cr_assert(!plan->law.by_cells || matching_cell(plan->law, plan->targets[k]) == c);
        }
}

Test(matching, every_target_is_in_its_cell_once)
{
    struct matching_plan plan;
    struct matching_request r = request(MATCHING_GAUSSIAN, 90);
    must_plan(&r, &plan);
    cr_expect(plan.law.by_cells);
    cr_expect_eq(plan.law.n_axes, 3);
    for (int k = 0; k < 3; k++)
        cr_expect_geq(plan.law.cells_per_um[k], (float)(MATCHING_CELLS_PER_SIGMA / 90.0));
    expect_order(&plan);
    matching_plan_free(&plan);
    r.period[0] = r.period[1] = 900;
    must_plan(&r, &plan);
    expect_order(&plan);
    matching_plan_free(&plan);
    r.kernel = MATCHING_ANYWHERE;
    must_plan(&r, &plan);
    cr_expect_eq(plan.n_cells, 1);
    expect_order(&plan);
    matching_plan_free(&plan);
}

Test(matching, there_are_never_too_many_cells)
{
    struct matching_plan plan;
    struct matching_request r = request(MATCHING_EXPONENTIAL, 0.01);
    must_plan(&r, &plan);
    cr_expect_leq(plan.law.n_cells[0] * plan.law.n_cells[1] * plan.law.n_cells[2], MATCHING_MOST_CELLS);
    matching_plan_free(&plan);
}

/* An axis along which all neurons are alike is none. */
Test(matching, a_sheet_has_two_axes_wherever_it_lies)
{
    struct matching_plan plan;
    struct matching_request r = request(MATCHING_GAUSSIAN, 90);
    for (int i = 0; i < N; i++)
        positions[3 * i] = 17;
    must_plan(&r, &plan);
    cr_expect_eq(plan.law.n_axes, 2);
    matching_plan_free(&plan);
}

static void expect_refused(const struct matching_request *r, const char *why)
{
    struct matching_plan plan;
    cr_expect_eq(matching_plan_create(r, &plan, status), ENGRAM_E_USAGE);
    cr_expect(strstr(engram_status_why(status), why), "%s", engram_status_why(status));
    matching_plan_free(&plan);
}

Test(matching, what_cannot_be_paired_is_refused)
{
    struct matching_request r = request(MATCHING_GAUSSIAN, 0);
    expect_refused(&r, "sigma is 0 um");
    r.sigma_um = (double)NAN;
    expect_refused(&r, "needs a width");
    r = request(MATCHING_DISC, 10);
    r.target_positions = NULL;
    expect_refused(&r, "targets have none");
    r = request(MATCHING_ANYWHERE, 0);
    r.rounds = MATCHING_MAX_ROUNDS + 1;
    expect_refused(&r, "11 rounds");
    r = request(MATCHING_DISC + 1, 10);
    expect_refused(&r, "kernel number 4");
}

/* No two elements of a round have the same priority, so there are no ties. */
Test(matching, priorities_differ)
{
    enum { MANY = 1 << 16, BYTES = 1 << 29 };
    unsigned char *seen = calloc(BYTES, 1);
    matching_law law = {.seed_low = 3, .owner = 4};
    for (u32 element = 0; element < MANY; element++) {
        u32 priority = matching_priority(law, 5, 6, element * 65521u);
        cr_assert(!(seen[priority / 8] & 1u << priority % 8));
        seen[priority / 8] |= (unsigned char)(1u << priority % 8);
    }
    free(seen);
}
