#include "network/axon.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>

static struct axon axon_of(enum axon_law law)
{
    return (struct axon){.law = law, .k_m = 5.5, .g_0 = 0.7, .k_u = 0.95};
}

static void close_to(double got, double want, double relative, const char *what)
{
    cr_expect(fabs(got - want) <= relative * fabs(want), "%s: %.17g, wanted %.17g", what, got, want);
}

Test(axons, follow_the_laws_in_double)
{
    struct axon wrapped = axon_of(AXON_MYELINATED), bare = axon_of(AXON_UNMYELINATED);
    for (double d = 0.05; d < 20; d *= 1.3)
        for (double g = 0.12; g < 0.99; g += 0.07) {
            double outer = d / g;
            double want = 5.5 * outer * (g * sqrt(-log(g))) / (0.7 * sqrt(-log(0.7)));
            close_to(axon_law_velocity(&wrapped, d, g), want, 1e-14, "a few roundings");
            close_to(axon_law_velocity(&bare, d, g), 0.95 * sqrt(d), 1e-15, "two roundings");
        }
}

Test(axons, of_equal_fibre_diameter_are_fastest_at_the_optimal_g_ratio)
{
    struct axon a = axon_of(AXON_MYELINATED);
    double best = exp(-0.5);
    for (double g = 0.2; g < 0.95; g += 0.03)
        cr_expect_leq(axon_law_velocity(&a, 3 * g, g), axon_law_velocity(&a, 3 * best, best), "g = %g", g);
}

Test(axons, change_from_one_law_to_the_other_at_the_crossover)
{
    struct axon a = axon_of(AXON_FASTEST);
    const double k_u[] = {0.95, 2.46};
    for (int i = 0; i < 2; i++) {
        a.k_u = k_u[i];
        double fibre = pow(k_u[i] / 5.5, 2), axon = pow(0.7 * k_u[i] / 5.5, 2);
        close_to(a.k_u * sqrt(fibre), 5.5 * fibre, 1e-14, "fibres of equal outer diameter");
        cr_expect_eq(axon_law_velocity(&a, 0.98 * axon, 0.7), a.k_u * sqrt(0.98 * axon));
        cr_expect_gt(axon_law_velocity(&a, 1.02 * axon, 0.7), a.k_u * sqrt(1.02 * axon));
    }
}

static void drawn_axons(struct tiny *t, enum axon_law law)
{
    tiny_begin(t, 2000, 10, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    t->projection.by_length = true;
    t->projection.length_unit_um = 0.25;
    t->projection.axonal = quantity_constant(1000);
    t->projection.axon = axon_of(law);
    t->projection.axon.diameter =
        (struct quantity){.kind = QUANTITY_LOGNORMAL, .a = -0.5, .b = 0.5, .min = 0.2, .max = 3};
    t->projection.axon.g_ratio =
        (struct quantity){.kind = QUANTITY_NORMAL, .a = 0.75, .b = 0.05, .min = 0.6, .max = 0.9};
}

Test(axons, never_leave_the_bounds_of_their_distributions)
{
    struct tiny t;
    for (enum axon_law law = AXON_MYELINATED; law <= AXON_FASTEST; law++) {
        double low = 0, high = 0, least = INFINITY, most = 0;
        drawn_axons(&t, law);
        axon_velocity_range(&t.projection, &low, &high);
        for (uint32_t i = 0; i < 2000; i++) {
            double v = axon_velocity(&t.net, &t.projection, i);
            least = fmin(least, v);
            most = fmax(most, v);
        }
        cr_expect(low <= least && most <= high, "law %d: [%g, %g], but %g, %g", law, low, high, least, most);
        cr_expect(least < 2 * low && most > 0.3 * high, "law %d: the bounds say nothing", law);
    }
}

Test(axons, are_drawn_by_source_and_name_alone)
{
    struct tiny t;
    drawn_axons(&t, AXON_MYELINATED);
    double first = axon_velocity(&t.net, &t.projection, 7);
    t.populations[0].n = 20;
    cr_expect_eq(axon_velocity(&t.net, &t.projection, 7), first);
    /* The same bits on every machine. */
    cr_expect_eq(first, 0x1.301c2dc4e6e48p+2, "%a", first);
    t.net.seed++;
    cr_expect_neq(axon_velocity(&t.net, &t.projection, 7), first);
    t.net.seed--;
    t.projection.axon.g_ratio.min = t.projection.axon.g_ratio.max =
        0.6; /* always clipped: thicker myelin, the same axon */
    cr_expect_gt(axon_velocity(&t.net, &t.projection, 7), first);
}

Test(axons, slow_ones_decide_the_longest_delay)
{
    struct tiny t;
    uint32_t longest = 0;
    drawn_axons(&t, AXON_FASTEST);
    for (uint32_t i = 0; i < 2000; i++) {
        uint32_t steps =
            projection_axonal_steps(&t.projection, 4000, projection_slowness(&t.net, &t.projection, i));
        longest = steps > longest ? steps : longest;
    }
    cr_expect_eq(projection_max_axonal(&t.net, &t.projection), longest);
    cr_expect_not(axons_are_alike(&t.projection));
    t.projection.axon.diameter = quantity_constant(1);
    t.projection.axon.g_ratio = quantity_constant(0.7);
    cr_expect(axons_are_alike(&t.projection));
}
