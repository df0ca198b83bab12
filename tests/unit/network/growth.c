#include "structure/growth.h"
#include "network/growth.h"
#include "network/structure.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>

/* A projection that grows, with ticks of 10 ms; what is not given is as an experiment would leave it. */
struct case_ {
    struct tiny tiny;
    struct calcium calcium;
    struct structure structure;
    struct growth growth;
};

static struct growth_plan plan_of(struct case_ *c, struct growth_side side)
{
    tiny_begin(&c->tiny, 4, 4, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    c->calcium = (struct calcium){.tau_ms = 10000, .beta = 0.001, .tick = 100};
    c->growth = (struct growth){.side = {[SIDE_AXON] = side, [SIDE_DENDRITE] = side}};
    c->structure = (struct structure){.tick = 1000, .compression = 1, .growth = &c->growth};
    c->tiny.net.dt_ms = 0.1;
    c->tiny.populations[0].calcium = c->tiny.populations[1].calcium = &c->calcium;
    c->tiny.projection.structure = &c->structure;
    return growth_plan(&c->tiny.net, &c->tiny.projection, SIDE_DENDRITE);
}

static double curve_at(const struct growth_plan *plan, double calcium)
{
    return (double)growth_curve(plan->curve, (float)calcium, plan->centre, plan->slope);
}

/* ---- curves ---- */

Test(growth, gaussian_is_zero_at_eta_and_eps_largest_between_and_minus_one_far_away)
{
    static const double pairs[][2] = {{0, 0.05}, {0.4, 0.7}, {0.1, 0.7}, {1.75, 1}, {39.5, 8}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        struct case_ c;
        double eta = pairs[k][0], eps = pairs[k][1], width = fabs(eps - eta);
        struct growth_plan plan =
            plan_of(&c, (struct growth_side){.curve = GROWTH_GAUSSIAN, .eta = eta, .eps = eps});
        cr_expect_float_eq(curve_at(&plan, eta), 0, 3e-6, "eta %g", eta);
        cr_expect_float_eq(curve_at(&plan, eps), 0, 3e-6, "eps %g", eps);
        cr_expect_float_eq(curve_at(&plan, (eta + eps) / 2), 1, 1e-6);
        cr_expect_gt(curve_at(&plan, eta + 0.1 * (eps - eta)), 0.1, "it grows between them");
        cr_expect_lt(curve_at(&plan, fmax(eta, eps) + 0.1 * width), -0.1, "and not outside");
        cr_expect_float_eq(curve_at(&plan, fmax(eta, eps) + 3 * width), -1, 1e-6);
        cr_expect_eq(curve_at(&plan, 1e30), -1);
    }
}

Test(growth, linear_and_sigmoid_are_zero_at_eps)
{
    struct case_ c;
    struct growth_plan linear = plan_of(&c, (struct growth_side){.curve = GROWTH_LINEAR, .eps = 0.2}),
                       sigmoid =
                           plan_of(&c, (struct growth_side){.curve = GROWTH_SIGMOID, .eps = 0.7, .psi = 0.1});
    cr_expect_float_eq(curve_at(&linear, 0), 1, 1e-7);
    cr_expect_float_eq(curve_at(&linear, 0.2), 0, 1e-6);
    cr_expect_float_eq(curve_at(&linear, 1), -4, 1e-5);
    cr_expect_float_eq(curve_at(&sigmoid, 0.7), 0, 1e-6);
    cr_expect_float_eq(curve_at(&sigmoid, 0.8), 2 / (1 + M_E) - 1, 1e-6);
    cr_expect_float_eq(curve_at(&sigmoid, 0), 2 / (1 + exp(-7)) - 1, 1e-6);
    cr_expect_float_eq(curve_at(&sigmoid, 1e30), -1, 1e-6, "not a number out of range");
    cr_expect_float_eq(curve_at(&sigmoid, -1e30), 1, 1e-6);
}

/* NEST's growth_curve.cpp in double. */
static double published(const struct growth_side *g, double calcium)
{
    double zeta = (g->eta - g->eps) / (2 * sqrt(log(2))), xi = (g->eta + g->eps) / 2;
    if (g->curve == GROWTH_LINEAR)
        return 1 - calcium / g->eps;
    if (g->curve == GROWTH_GAUSSIAN)
        return 2 * exp(-pow((calcium - xi) / zeta, 2)) - 1;
    return 2 / (1 + exp((calcium - g->eps) / g->psi)) - 1;
}

Test(growth, curves_are_those_of_the_papers)
{
    for (uint32_t curve = 0; curve < 3; curve++) {
        struct case_ c;
        struct growth_side side = {.curve = curve, .eta = 0.1, .eps = 0.7, .psi = 0.05};
        struct growth_plan plan = plan_of(&c, side);
        for (double calcium = 0; calcium < 3; calcium += 0.001)
            cr_assert_float_eq(curve_at(&plan, calcium), published(&side, (double)(float)calcium), 2e-6,
                               "curve %u at %g", curve, calcium);
    }
}

/* ---- elements ---- */

static int64_t units(double elements)
{
    return llround(elements * 4294967296.0);
}

Test(growth, slow_growth_is_right_to_a_tenth_of_a_percent)
{
    struct case_ c;
    struct growth_plan plan =
        plan_of(&c, (struct growth_side){.curve = GROWTH_LINEAR, .eps = 1, .rate = 0.01}); /* 1e-5 per ms */
    static const double fractions[] = {1, 0.37, 0.01, -0.01, -1};
    for (size_t k = 0; k < sizeof fractions / sizeof *fractions; k++) {
        int64_t z = units(1e5);
        float step = growth_curve(plan.curve, (float)(1 - fractions[k]), plan.centre, plan.slope) * plan.step;
        for (int tick = 0; tick < 1000000; tick++) /* 1e4 s */
            z = elements_grown(z, step);
        cr_expect_float_eq((elements_value(z) - 1e5) / (100 * fractions[k]), 1, 1e-3, "%g: %.9g",
                           fractions[k], elements_value(z));
    }
}

Test(growth, a_negative_rate_turns_the_curve_around)
{
    struct case_ c;
    struct growth_side side = {.curve = GROWTH_LINEAR, .eps = 1, .rate = -2, .initial_vacant = 10.5};
    struct growth_plan plan = plan_of(&c, side);
    cr_expect_eq(plan.initial, units(10.5));
    int64_t idle = elements_grown(plan.initial, (float)curve_at(&plan, 0) * plan.step),
            busy = elements_grown(plan.initial, (float)curve_at(&plan, 2) * plan.step);
    cr_expect_float_eq(elements_value(idle), 10.48, 1e-6);
    cr_expect_float_eq(elements_value(busy), 10.52, 1e-6);
}

Test(growth, elements_are_never_fewer_than_none_nor_more_than_there_can_be)
{
    cr_expect_eq(elements_grown(units(0.5), -1e12f), 0);
    cr_expect_eq(elements_grown(0, -INFINITY), 0);
    int64_t most = elements_grown(units(1), INFINITY);
    cr_expect_eq(most, (int64_t)MOST_ELEMENTS << ELEMENT_BITS);
    cr_expect_eq(elements_grown(most, 3e38f), most);
}

Test(growth, whole_elements_are_bound_or_vacant_and_synapses_beyond_them_surplus)
{
    cr_expect_eq(elements_vacant(units(5.75), 3), 2);
    cr_expect_eq(elements_surplus(units(5.75), 3), 0);
    cr_expect_eq(elements_vacant(units(5.75), 5), 0);
    cr_expect_eq(elements_surplus(units(5.75), 5), 0);
    cr_expect_eq(elements_vacant(units(5.75), 7), 0);
    cr_expect_eq(elements_surplus(units(5.75), 7), 2);
    cr_expect_eq(elements_surplus(0, UINT32_MAX), UINT32_MAX);
    cr_expect_eq(elements_vacant((int64_t)MOST_ELEMENTS << ELEMENT_BITS, 0), MOST_ELEMENTS);
}

static uint64_t share(double decay)
{
    return growth_decay_share(&(struct growth){.vacant_decay = decay});
}

Test(growth, vacant_elements_decay_and_bound_ones_do_not)
{
    cr_expect_float_eq(elements_value(elements_decayed(units(5.75), 3, share(0.1))), 5.55, 1e-8);
    cr_expect_eq(elements_decayed(units(5.75), 5, share(0.1)), units(5.75),
                 "what is not whole does not decay");
    cr_expect_eq(elements_decayed(units(5.75), 9, share(0.1)), units(5.75));
    cr_expect_eq(elements_decayed(units(5.75), 3, share(1)), units(3.75));
    cr_expect_eq(elements_decayed(units(5.75), 3, share(0)), units(5.75));
    cr_expect_eq(elements_decayed((int64_t)MOST_ELEMENTS << ELEMENT_BITS, 0, share(1)), 0);
}

Test(growth, decay_does_not_hold_slow_growth_below_one_element)
{
    /* If what has only begun decayed as well, z would stand still at 10/16. */
    int64_t z = units(1.0 / 16);
    int ticks = 1;
    for (; elements_vacant(z, 0) == 0 && ticks < 1000; ticks++)
        z = elements_grown(elements_decayed(z, 0, share(0.1)), 4294967296.0f / 16);
    cr_expect_eq(ticks, 16);
}
