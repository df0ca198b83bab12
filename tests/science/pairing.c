/* Pairing of vacant elements (C13, M3): the law of pairs, how many are matched, and how far apart they are. */
#include "support/pairing.h"
#include "device/bank.h"
#include "network/words.h"
#include "store/matching.h"
#include "support/science.h"
#include "support/structure.h"

#include <math.h>
#include <stdlib.h>

TestSuite(pairing, .init = structure_begin, .fini = structure_end);

/* ---- the law of proposals ---- */

enum { N_LAW = 4096, MANY = 1000000, SOME = 200000 };

/* N = 4,096, sigma a tenth of the side; vacancies differ between targets. */
static const struct pairing_task torus = {"torus",
                                          {.n_sources = N_LAW,
                                           .n_targets = N_LAW,
                                           .same_population = true,
                                           .period = {1000, 1000, 0},
                                           .kernel = MATCHING_GAUSSIAN,
                                           .sigma_um = 100,
                                           .seed = 1},
                                          {1000, 1000, 0},
                                          2,
                                          4,
                                          false};

static uint32_t *in_cell_order(const struct pairing *p)
{
    uint32_t *vacant = calloc(p->plan.n_targets, sizeof *vacant);
    for (uint32_t k = 0; k < p->plan.n_targets; k++)
        vacant[k] = p->vacant_dendrites[p->plan.order[k]];
    return vacant;
}

/* What the engine does without the acceptance of cells: any element of the cell that was hit. */
static uint32_t propose_unweighted(const struct matching_plan *plan, const struct dendritic *d,
                                   uint32_t element, uint32_t source)
{
    for (uint32_t attempt = 0; attempt < plan->law.tries; attempt++) {
        matching_draw draw = matching_drawn(plan->law, 1, 0, element, attempt);
        uint32_t cell = matching_landing(plan->law, plan->sources[source], draw);
        if (cell == MATCHING_NOWHERE || d->cell_begin[cell] == d->cell_begin[cell + 1])
            continue;
        return d->cell_begin[cell] + draw_below(draw.ticket, d->cell_begin[cell + 1] - d->cell_begin[cell]);
    }
    return MATCHING_NOWHERE;
}

/* Half the sum of the differences between the shares of targets and v_j K(d_ij), normalised. */
static double total_variation(const struct pairing *p, uint32_t source, uint32_t n_proposals, bool weighted)
{
    const struct matching_plan *plan = &p->plan;
    struct dendritic d;
    uint32_t *vacant = in_cell_order(p), *hits = calloc(plan->n_targets, sizeof *hits), n = 0;
    double *weights = calloc(plan->n_targets, sizeof *weights), distance = 0;
    structure_must(dendritic_create(plan, vacant, &d, structure_status));
    for (uint32_t element = 0; element < n_proposals; element++) {
        uint32_t wanted = weighted ? dendritic_propose(plan, &d, 1, 0, element, source)
                                   : propose_unweighted(plan, &d, element, source);
        if (wanted != MATCHING_NOWHERE) {
            hits[d.place[wanted]]++;
            n++;
        }
    }
    double sum = matching_weights(plan, vacant, source, weights);
    for (uint32_t k = 0; k < plan->n_targets; k++)
        distance += 0.5 * fabs((double)hits[k] / n - weights[k] / sum);
    dendritic_free(&d);
    free(vacant);
    free(hits);
    free(weights);
    return distance;
}

static const char law_reason[] = "C13; cells of sigma / 6 give 0.036, a million samples 0.006";

Test(pairing, proposals_follow_the_law_up_to_the_size_of_cells)
{
    struct pairing p;
    pairing_open(&torus, &p);
    cr_assert(p.plan.law.by_cells);
    between("total variation, neuron 7", total_variation(&p, 7, MANY, true), 0, 0.05, law_reason);
    between("total variation, neuron 1234", total_variation(&p, 1234, MANY, true), 0, 0.05, law_reason);
    pairing_close(&p);
}

/* Density of neurons grows with x. */
Test(pairing, without_the_acceptance_of_cells_the_law_is_lost_on_a_gradient)
{
    struct pairing_task task = torus;
    struct pairing p;
    task.request.period[0] = task.request.period[1] = 0;
    pairing_open(&task, &p);
    for (uint32_t i = 0; i < N_LAW; i++)
        p.source_positions[3 * i] = 1000 * sqrtf(0.3f + p.source_positions[3 * i] / 1000);
    struct matching_request request = task.request;
    matching_plan_free(&p.plan);
    request.name = task.name;
    request.source_positions = request.target_positions = p.source_positions;
    structure_must(matching_plan_create(&request, &p.plan, structure_status));
    between("total variation with acceptance", total_variation(&p, 99, MANY, true), 0, 0.05, law_reason);
    between("and without", total_variation(&p, 99, MANY, false), 0.0501, 1, "the control of C13");
    pairing_close(&p);
}

/* Without cells nothing is lost: kernels about as wide as the space, and none. */
Test(pairing, wide_kernels_are_exact)
{
    static const uint32_t kernels[] = {MATCHING_ANYWHERE, MATCHING_GAUSSIAN, MATCHING_EXPONENTIAL,
                                       MATCHING_DISC};
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
        struct pairing_task task = torus;
        struct pairing p;
        task.request.n_sources = task.request.n_targets = 200;
        task.request.sigma_um = 400;
        task.request.kernel = kernels[i];
        pairing_open(&task, &p);
        cr_assert(!p.plan.law.by_cells);
        between("total variation", total_variation(&p, 7, MANY, true), 0, 0.01,
                "a million samples of 200 targets: 0.006");
        pairing_close(&p);
    }
}

/* Mean square of the displacement along each axis: of the proposals, and by the law. */
static void mean_squares(const struct pairing *p, uint32_t source, double got[3], double want[3])
{
    const struct matching_plan *plan = &p->plan;
    struct dendritic d;
    uint32_t *vacant = in_cell_order(p), *hits = calloc(plan->n_targets, sizeof *hits), n = 0;
    double *weights = calloc(plan->n_targets, sizeof *weights);
    structure_must(dendritic_create(plan, vacant, &d, structure_status));
    for (uint32_t element = 0; element < SOME; element++) {
        uint32_t wanted = dendritic_propose(plan, &d, 1, 0, element, source);
        if (wanted != MATCHING_NOWHERE) {
            hits[d.place[wanted]]++;
            n++;
        }
    }
    double sum = matching_weights(plan, vacant, source, weights);
    for (int k = 0; k < 3; k++) {
        got[k] = want[k] = 0;
        for (uint32_t j = 0; j < plan->n_targets; j++) {
            double apart = (double)plan->targets[j].along[k] - (double)plan->sources[source].along[k],
                   period = (double)plan->law.period[k];
            apart = period > 0 ? apart - period * rint(apart / period) : apart;
            got[k] += apart * apart * hits[j] / n;
            want[k] += apart * apart * weights[j] / sum;
        }
    }
    dendritic_free(&d);
    free(vacant);
    free(hits);
    free(weights);
}

/* Every kernel in every number of dimensions, by cells. */
Test(pairing, every_kernel_reaches_as_far_as_its_law_along_every_axis)
{
    static const struct {
        const char *name;
        uint32_t kernel, n;
        double side_um[3], sigma_um;
    } laws[] = {{"Gaussian on a line", MATCHING_GAUSSIAN, 4000, {2000, 0, 0}, 50},
                {"exponential on a line", MATCHING_EXPONENTIAL, 4000, {0, 2000, 0}, 40},
                {"segment", MATCHING_DISC, 4000, {0, 0, 2000}, 50},
                {"Gaussian on a sheet", MATCHING_GAUSSIAN, 4000, {1000, 1000, 0}, 60},
                {"exponential on a sheet", MATCHING_EXPONENTIAL, 20000, {2000, 0, 2000}, 60},
                {"disc", MATCHING_DISC, 4000, {0, 1000, 1000}, 60},
                {"Gaussian in a cube", MATCHING_GAUSSIAN, 100000, {1000, 1000, 1000}, 120},
                {"exponential in a cube", MATCHING_EXPONENTIAL, 100000, {1000, 1000, 1000}, 80},
                {"ball", MATCHING_DISC, 100000, {1000, 1000, 1000}, 120}};
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        struct pairing_task task = torus;
        struct pairing p;
        double got[3], want[3];
        task.request.kernel = laws[i].kernel;
        task.request.sigma_um = laws[i].sigma_um;
        task.request.n_sources = task.request.n_targets = laws[i].n;
        for (int k = 0; k < 3; k++)
            task.side_um[k] = task.request.period[k] = laws[i].side_um[k];
        pairing_open(&task, &p);
        cr_assert(p.plan.law.by_cells, "%s", laws[i].name);
        mean_squares(&p, 7, got, want);
        for (u32 k = 0; k < p.plan.law.n_axes; k++)
            within(laws[i].name, got[k] / want[k], 1, 0.03, "cells: 0.01; 200,000 samples: 0.01");
        pairing_close(&p);
    }
}

/* ---- pairs ---- */

/* 2 + 2 vacant elements per neuron, sigma a twentieth of the side. */
static struct pairing_task c13(uint32_t n, uint64_t seed)
{
    struct pairing_task task = torus;
    task.request.n_sources = task.request.n_targets = n;
    task.request.sigma_um = 50;
    task.request.seed = seed;
    task.most_axonal = task.most_dendritic = 2;
    task.even = true;
    return task;
}

static void expect_pairs(uint32_t n, double least)
{
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct pairing_task task = c13(n, seed);
        struct pairing p;
        struct pairing_outcome o;
        pairing_open(&task, &p);
        pairing_by_reference(&p, 1, &o);
        pairing_check(&task, &p, &o);
        between("matched fraction", o.n_pairs / (2.0 * n), least, 1, "C13");
        between("mean square distance, sigma^2", pairing_mean_square(&task, &p, &o), 1, 1.03,
                "C13: the size of cells, and late matches that reach further");
        pairing_end(&o);
        pairing_close(&p);
    }
}

Test(pairing, nearly_all_of_ten_thousand_neurons_are_matched_at_the_right_distance)
{
    expect_pairs(10000, 0.97);
}

Test(pairing, nearly_all_of_a_hundred_thousand_neurons_are_matched_at_the_right_distance)
{
    expect_pairs(100000, 0.99);
}

/* Few axons among many dendrites, so that hardly any is refused: then rounds and the exact law have the same statistics. */
Test(pairing, rounds_and_the_exact_law_reach_equally_far)
{
    struct pairing_task task = c13(4000, 1);
    struct pairing p;
    struct pairing_outcome rounds, exact;
    task.request.same_population = false;
    task.request.n_sources = 2000;
    task.most_axonal = 1;
    pairing_open(&task, &p);
    pairing_by_reference(&p, 1, &rounds);
    pairing_begin(&p, &exact);
    structure_must(reference_match_exactly(&p.plan, 1, exact.vacant_axons, exact.vacant_dendrites,
                                           &exact.pairs, &exact.n_pairs, structure_status));
    pairing_check(&task, &p, &exact);
    cr_expect_eq(exact.n_pairs, 2000);
    within("mean square distance, rounds less exact, sigma^2",
           pairing_mean_square(&task, &p, &rounds) - pairing_mean_square(&task, &p, &exact), 0, 0.1,
           "two samples of 2,000: 0.03");
    pairing_end(&rounds);
    pairing_end(&exact);
    pairing_close(&p);
}
