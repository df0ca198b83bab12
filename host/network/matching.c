#include "network/matching.h"

#include "core/memory.h"

#include <math.h>
#include <stdlib.h>

/* The box of the targets along one axis, and how far the neurons of both populations lie apart. */
struct axis {
    double low, high, extent; /* um; periodic: 0, period, period */
    bool is_wide;
};

static void stretch(struct axis *a, const float *positions, uint32_t n, int k)
{
    for (uint32_t i = 0; i < n; i++) {
        double x = (double)positions[3 * (size_t)i + (size_t)k];
        a->low = x < a->low ? x : a->low;
        a->high = x > a->high ? x : a->high;
    }
}

static struct axis axis_of(const struct matching_request *r, int k)
{
    struct axis a = {.low = INFINITY, .high = -INFINITY};
    stretch(&a, r->target_positions, r->n_targets, k);
    struct axis all = a;
    stretch(&all, r->source_positions, r->n_sources, k);
    a.is_wide = all.high > all.low;
    if (!(a.high >= a.low)) /* no targets */
        a.low = a.high = 0;
    if (r->period[k] > 0)
        a.low = 0, a.high = r->period[k];
    a.extent = a.high - a.low;
    return a;
}

/* Wide axes first, the rest as they come. */
static int order_axes(const struct axis axes[3], int order[3])
{
    int n = 0, n_wide = 0;
    for (int k = 0; k < 3; k++)
        if (axes[k].is_wide)
            order[n++] = k;
    n_wide = n;
    for (int k = 0; k < 3; k++)
        if (!axes[k].is_wide)
            order[n++] = k;
    return n_wide;
}

/* Side of a line, square or cube that is as large as the integral of the kernel, in sigma. */
static double kernel_side(uint32_t kernel, int n_axes)
{
    static const double sides[][3] = {[MATCHING_GAUSSIAN] = {1.77245, 1.77245, 1.77245},
                                      [MATCHING_EXPONENTIAL] = {2, 2.50663, 2.92905},
                                      [MATCHING_DISC] = {2, 1.77245, 1.61199}};
    return sides[kernel][n_axes - 1];
}

/* How many cells of a width an axis needs; an open one keeps a margin, so that no target lies on the edge. */
static double cells_along(const struct axis *axis, bool is_periodic, double width)
{
    return is_periodic ? ceil(axis->extent / width) : floor(axis->extent / width + 0.5) + 1;
}

static void choose_cells(const struct matching_request *r, const struct axis *const axes[3], int n_axes,
                         matching_law *law, double origin[3])
{
    double width = r->sigma_um / MATCHING_CELLS_PER_SIGMA, n[3], all = INFINITY;
    for (; all > MATCHING_MOST_CELLS; width *= all > MATCHING_MOST_CELLS ? 1.0625 : 1) {
        all = 1;
        for (int k = 0; k < n_axes; k++)
            all *= n[k] = cells_along(axes[k], law->period[k] > 0, width);
    }
    double diagonal = 0;
    for (int k = 0; k < n_axes; k++) {
        double size = law->period[k] > 0 ? axes[k]->extent / n[k] : width;
        law->n_cells[k] = (u32)n[k];
        law->cells_per_um[k] = (float)(1 / size);
        origin[k] = axes[k]->low - (n[k] * size - axes[k]->extent) / 2;
        diagonal += size * size;
    }
    law->reach = (float)(r->sigma_um + (r->kernel == MATCHING_DISC ? sqrt(diagonal) : 0));
}

/* Roughly how often a try succeeds by cells: a point drawn around the axon falls into the space, and its cell has as many elements as the fullest one (of neurons
 * thrown at random: the mean and three standard deviations, and a few in cells that are nearly empty). And by elements: one drawn anywhere is near enough.
 * Elements are exact and need no full cells, so cells must be clearly better. */
static bool cells_pay(const struct matching_request *r, const struct axis *const axes[3],
                      const matching_law *law)
{
    double inside = 1, near = 1, n_cells = 1;
    double side = r->sigma_um * kernel_side(r->kernel, (int)law->n_axes);
    for (u32 k = 0; k < law->n_axes; k++) {
        double thick = axes[k]->extent + r->sigma_um / MATCHING_CELLS_PER_SIGMA;
        near *= side < thick ? side / thick : 1;
        inside *= thick < side ? thick / side : 1;
        n_cells *= law->n_cells[k];
    }
    double mean = r->n_targets / n_cells;
    return inside * mean / (mean + 3 * sqrt(mean) + 3) > 2 * near;
}

static void place_neurons(const float *positions, uint32_t n, const int order[3], const matching_law *law,
                          const double period[3], const double origin[3], matching_place *places)
{
    for (uint32_t i = 0; i < n; i++)
        for (u32 k = 0; k < law->n_axes; k++) {
            double x = (double)positions[3 * (size_t)i + (size_t)order[k]] - origin[k], p = period[order[k]];
            places[i].along[k] = (float)(p > 0 ? x - p * floor(x / p) : x);
        }
}

/* Targets in the order of their cells, those of one cell as they come. */
static engram_code sort_targets(struct matching_plan *plan, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    static const char purpose[] = "cells of targets";
    matching_place *sorted = NULL;
    uint32_t *cell = NULL, *next = NULL;
    TRY(memory_new(&sorted, plan->n_targets, sizeof *sorted, purpose, status));
    TRY(memory_new(&cell, plan->n_targets, sizeof *cell, purpose, status));
    TRY(memory_new(&next, plan->n_cells, sizeof *next, purpose, status));
    for (uint32_t i = 0; i < plan->n_targets; i++) {
        cell[i] = plan->law.by_cells ? matching_cell(plan->law, plan->targets[i]) : 0;
        plan->cell_begin[cell[i] + 1]++;
    }
    for (uint32_t c = 0; c < plan->n_cells; c++) {
        plan->cell_begin[c + 1] += plan->cell_begin[c];
        next[c] = plan->cell_begin[c];
    }
    for (uint32_t i = 0; i < plan->n_targets; i++) {
        uint32_t to = next[cell[i]]++;
        plan->order[to] = i;
        sorted[to] = plan->targets[i];
    }
    free(plan->targets);
    plan->targets = sorted;
    sorted = NULL;
cleanup:
    free(sorted);
    free(cell);
    free(next);
    return code;
}

static engram_code check(const struct matching_request *r, engram_status *status)
{
    const char *why = NULL;
    if (r->kernel > MATCHING_DISC)
        why = TEXT("there is no kernel number %u", r->kernel);
    else if (r->rounds > MATCHING_MAX_ROUNDS || r->tries > MATCHING_MAX_TRIES)
        why = TEXT("%u rounds of %u tries; at most %u of %u can be told apart", r->rounds, r->tries,
                   MATCHING_MAX_ROUNDS, MATCHING_MAX_TRIES);
    else if (r->kernel != MATCHING_ANYWHERE && !(r->sigma_um > 0 && isfinite(r->sigma_um)))
        why = TEXT("a kernel needs a width; sigma is %g um", r->sigma_um);
    else if (r->kernel != MATCHING_ANYWHERE && !(r->source_positions && r->target_positions))
        why = TEXT("a kernel needs positions, and the %s have none",
                   r->source_positions ? "targets" : "sources");
    if (!why)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "vacant elements cannot be paired",
                .where = TEXT("projection '%s'", r->name), .why = why,
                .hint = "give both populations positions and the kernel a width, or use no kernel");
}

static engram_code place_all(const struct matching_request *r, struct matching_plan *plan,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    matching_law *law = &plan->law;
    struct axis axes[3];
    int order[3];
    for (int k = 0; k < 3; k++)
        axes[k] = axis_of(r, k);
    int n_axes = order_axes(axes, order);
    const struct axis *const wide[3] = {&axes[order[0]], &axes[order[1]], &axes[order[2]]};
    double origin[3] = {wide[0]->low, wide[1]->low, wide[2]->low};
    law->n_axes = (u32)n_axes;
    law->sigma = (float)r->sigma_um;
    law->per_sigma = (float)(1 / r->sigma_um);
    for (int k = 0; k < n_axes; k++) {
        law->period[k] = (float)r->period[order[k]];
        law->half_period[k] = 0.5f * law->period[k];
    }
    if (n_axes > 0) {
        choose_cells(r, wide, n_axes, law, origin);
        law->by_cells = cells_pay(r, wide, law);
    }
    TRY(memory_new(&plan->sources, r->n_sources, sizeof *plan->sources, "places of sources", status));
    TRY(memory_new(&plan->targets, r->n_targets, sizeof *plan->targets, "places of targets", status));
    place_neurons(r->source_positions, r->n_sources, order, law, r->period, origin, plan->sources);
    place_neurons(r->target_positions, r->n_targets, order, law, r->period, origin, plan->targets);
cleanup:
    return code;
}

engram_code matching_plan_create(const struct matching_request *r, struct matching_plan *plan,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *plan = (struct matching_plan){.law = {.shape = r->kernel,
                                           .skips_self = r->same_population && !r->autapses,
                                           .tries = r->tries ? r->tries : MATCHING_DEFAULT_TRIES,
                                           .rounds = r->rounds ? r->rounds : MATCHING_DEFAULT_ROUNDS,
                                           .seed_low = (u32)r->seed,
                                           .seed_high = (u32)(r->seed >> 32),
                                           .owner = r->owner,
                                           .n_cells = {1, 1, 1}},
                                   .n_sources = r->n_sources,
                                   .n_targets = r->n_targets,
                                   .max_in_degree = r->max_in_degree ? r->max_in_degree : UINT32_MAX};
    TRY(check(r, status));
    if (r->kernel != MATCHING_ANYWHERE)
        TRY(place_all(r, plan, status));
    else
        TRY(memory_new(&plan->targets, r->n_targets, sizeof *plan->targets, "places of targets", status));
    plan->n_cells =
        plan->law.by_cells ? plan->law.n_cells[0] * plan->law.n_cells[1] * plan->law.n_cells[2] : 1;
    TRY(memory_new(&plan->cell_begin, (uint64_t)plan->n_cells + 1, sizeof *plan->cell_begin,
                   "cells of targets", status));
    TRY(memory_new(&plan->order, plan->n_targets, sizeof *plan->order, "cells of targets", status));
    TRY(sort_targets(plan, status));
cleanup:
    return code;
}

void matching_plan_free(struct matching_plan *plan)
{
    free(plan->sources);
    free(plan->targets);
    free(plan->order);
    free(plan->cell_begin);
    *plan = (struct matching_plan){0};
}
