#include "network/myelin.h"

#include "fast/delay.h"

#include <math.h>

static double param(const struct projection *p, int index)
{
    return p->myelin_params[index];
}

static uint32_t count(const struct projection *p, int index)
{
    return index < 0 ? 1u : (uint32_t)param(p, index);
}

/* m/s, of a bound: a velocity, or the time that the whole path takes. */
static double bound_velocity(const struct projection *p, int index)
{
    return p->myelin->delay_state < 0 ? param(p, index)
                                      : param(p, p->myelin->path_param) * 1e-3 / param(p, index);
}

double myelin_lowest_velocity(const struct projection *p)
{
    return bound_velocity(p, p->myelin->slow_bound_param) / largest_slowdown(p);
}

double myelin_first_velocity(const struct projection *p, double dt_ms)
{
    const struct model_variable *delay = &p->myelin->variables[p->myelin->delay_state];
    double whole =
        count(p, p->myelin->segments_param) * model_initial(p->myelin, delay, p->myelin_params, dt_ms);
    return param(p, p->myelin->path_param) * 1e-3 / whole;
}

static uint32_t shortest_interval(const struct network *net, const struct projection *p)
{
    return population_min_interval(&net->populations[p->source], net->dt_ms);
}

struct myelin_plan projection_myelin(const struct network *net, const struct projection *p)
{
    const struct model *rule = p->myelin;
    double one = SLOWNESS_ONE / net->dt_ms; /* slowness of an axon that takes 1 ms per length code */
    struct myelin_plan m = {.n = net->populations[p->source].n,
                            .group = count(p, rule->group_param),
                            .n_segments = count(p, rule->segments_param),
                            .tick = (uint32_t)fmax(1, floor(param(p, rule->tick_param) / net->dt_ms + 0.5)),
                            .slow = projection_slowness_at(net, p, bound_velocity(p, rule->slow_bound_param)),
                            .fast = projection_slowness_at(net, p, bound_velocity(p, rule->fast_bound_param)),
                            .slowest = projection_slowness_at(net, p, myelin_lowest_velocity(p)),
                            .longest = projection_longest_code(net, p),
                            .gap = shortest_interval(net, p),
                            .steps_per_ms = (float)(1 / net->dt_ms)};
    m.longest = m.longest ? m.longest : 1u;
    m.n_groups = (m.n + m.group - 1u) / m.group;
    if (rule->delay_state < 0) {
        m.scale = (float)(one * p->length_unit_um * 1e-3);
    } else {
        m.scale = (float)(one * p->length_unit_um / param(p, rule->path_param));
        m.most = (uint32_t)ceil(param(p, rule->slow_bound_param) / net->dt_ms);
    }
    m.n_epochs = m.most / m.tick + 2u;
    return m;
}

float myelin_state(const struct network *net, const struct projection *p, size_t k, uint32_t source)
{
    const struct model_variable *state = &p->myelin->variables[k];
    if (state->initial_param == MODEL_INITIAL_VELOCITY)
        return (float)projection_velocity(net, p, source);
    return (float)model_initial(p->myelin, state, p->myelin_params, net->dt_ms);
}

float myelin_cell(const struct network *net, const struct projection *p, size_t k)
{
    return (float)model_initial(p->myelin, &p->myelin->cells[k], p->myelin_params, net->dt_ms);
}
