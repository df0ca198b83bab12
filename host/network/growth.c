#include "network/growth.h"

#include "network/structure.h"
#include "structure/growth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SQRT_LN_2 0.83255461115769775635
static const double UNITS_PER_ELEMENT = 4294967296.0; /* 2^ELEMENT_BITS */

void growth_description_free(struct growth *growth)
{
    if (!growth)
        return;
    for (int side = 0; side < N_SIDES; side++) {
        free(growth->side[side].name);
        free(growth->side[side].bound);
        free(growth->side[side].vacant);
    }
    free(growth);
}

const struct growth *projection_growth(const struct projection *p)
{
    return p->structure ? p->structure->growth : NULL;
}

uint32_t projection_side(const struct projection *p, enum side side)
{
    return side == SIDE_AXON ? p->source : p->target;
}

struct growth_plan growth_plan(const struct network *net, const struct projection *p, enum side side)
{
    const struct growth_side *g = &projection_growth(p)->side[side];
    const struct calcium *calcium = net->populations[projection_side(p, side)].calcium;
    double tick_s = (double)calcium->tick * net->dt_ms / 1000.0;
    struct growth_plan plan = {.curve = g->curve,
                               .step = (float)(g->rate * tick_s * UNITS_PER_ELEMENT),
                               .initial = (int64_t)llround(g->initial_vacant * UNITS_PER_ELEMENT)};
    if (g->curve == GROWTH_GAUSSIAN) {
        plan.centre = (float)((g->eta + g->eps) / 2.0);
        plan.slope = (float)(2.0 * SQRT_LN_2 / (g->eta - g->eps));
    } else if (g->curve == GROWTH_LINEAR) {
        plan.slope = (float)(1.0 / g->eps);
    } else {
        plan.centre = (float)g->eps;
        plan.slope = (float)(1.0 / g->psi);
    }
    return plan;
}

uint64_t growth_decay_share(const struct growth *growth)
{
    return (uint64_t)llround(growth->vacant_decay * UNITS_PER_ELEMENT);
}

double elements_value(int64_t z)
{
    return (double)z / UNITS_PER_ELEMENT;
}

engram_code growth_matching(const struct network *net, const struct projection *p, struct matching_plan *plan,
                            engram_status *status)
{
    const struct population *source = &net->populations[p->source], *target = &net->populations[p->target];
    const struct growth *g = projection_growth(p);
    struct matching_request request = {.name = p->name,
                                       .n_sources = source->n,
                                       .n_targets = target->n,
                                       .same_population = p->source == p->target,
                                       .autapses = g->autapses,
                                       .source_positions = source->positions,
                                       .target_positions = target->positions,
                                       .kernel = g->kernel,
                                       .sigma_um = g->sigma_um,
                                       .max_in_degree = (uint32_t)p->structure->max_in_degree,
                                       .seed = net->seed,
                                       .owner = p->owner};
    memcpy(request.period, source->period, sizeof request.period);
    return matching_plan_create(&request, plan, status);
}
