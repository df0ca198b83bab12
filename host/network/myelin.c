#include "network/myelin.h"

#include "fast/delay.h"
#include "network/axon.h"

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

double lowest_velocity(const struct projection *p)
{
    double low = 0, high = 0;
    axon_velocity_range(p, &low, &high);
    if (p->myelin)
        low = fmin(low, bound_velocity(p, p->myelin->slow_bound_param));
    return low / largest_slowdown(p);
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

/* What the rule sets. */
static void plan_rule(const struct network *net, const struct projection *p, struct myelin_plan *m)
{
    const struct model *rule = p->myelin;
    double one = SLOWNESS_ONE / net->dt_ms; /* slowness of an axon that takes 1 ms per length code */
    m->group = count(p, rule->group_param);
    m->n_groups = (m->n + m->group - 1u) / m->group;
    m->n_segments = count(p, rule->segments_param);
    m->slow = projection_slowness_at(net, p, bound_velocity(p, rule->slow_bound_param));
    m->fast = projection_slowness_at(net, p, bound_velocity(p, rule->fast_bound_param));
    m->steps_per_ms = (float)(1 / net->dt_ms);
    if (rule->delay_state < 0) {
        m->scale = (float)(one * p->length_unit_um * 1e-3);
    } else {
        m->scale = (float)(one * p->length_unit_um / param(p, rule->path_param));
        m->most = (uint32_t)ceil(param(p, rule->slow_bound_param) / net->dt_ms);
    }
    m->n_epochs = m->most / m->tick + 2u;
}

struct myelin_plan projection_myelin(const struct network *net, const struct projection *p)
{
    double tick_ms = p->myelin ? param(p, p->myelin->tick_param) : DAMAGE_TICK_MS;
    uint32_t longest = projection_longest_code(net, p);
    struct myelin_plan m = {.n = net->populations[p->source].n,
                            .tick = (uint32_t)fmax(1, floor(tick_ms / net->dt_ms + 0.5)),
                            .slowest = projection_slowness_at(net, p, lowest_velocity(p)),
                            .blocked_above = UINT32_MAX,
                            .longest = longest ? longest : 1u,
                            .gap = shortest_interval(net, p)};
    if (p->conduction_block > 0)
        m.blocked_above = projection_slowness_at(net, p, p->conduction_block);
    if (p->myelin)
        plan_rule(net, p, &m);
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
