/* Velocities and delays that follow from the slowness of axons. */
#include "network/conduction.h"

#include <criterion/criterion.h>
#include <inttypes.h>

static struct population cells = {.n = 1};
static const struct network net = {.dt_ms = 0.1, .populations = &cells, .n_populations = 1};

/* Paths of at most 20 mm, in units of 1/2 um, at 1 m/s: 200 steps; 15 steps are dendritic. */
static struct projection axons(void)
{
    return (struct projection){.by_length = true,
                               .length_unit_um = 0.5,
                               .axonal = {.kind = QUANTITY_UNIFORM, .a = 0, .b = 20e3, .min = 0, .max = 20e3},
                               .velocity = quantity_constant(1),
                               .dendritic_steps = 15};
}

Test(conduction, velocity_comes_back_from_its_slowness)
{
    struct projection p = axons();
    for (double v = 0.05; v < 80; v *= 1.7) {
        double back = projection_velocity_of(&net, &p, projection_slowness_at(&net, &p, v));
        cr_expect_float_eq(back / v, 1, 0.5 * v / 83886.08 + 1e-15,
                           "half a unit of a slowness of 2^24 * 0.5e-3 / 0.1 / v; %g m/s became %g", v, back);
    }
    cr_expect_eq(projection_velocity_of(&net, &p, UINT32_MAX), 0, "a blocked axon");
}

Test(conduction, bins_hold_every_delay_there_can_be)
{
    struct projection p = axons();
    struct delay_bins bins = projection_delay_bins(&net, &p);
    double edges[202];
    cr_assert(bins.first == 15 && bins.width == 1 && bins.n == 201, "%u, %u, %u", bins.first, bins.width,
              bins.n);
    delay_bins_edges(&bins, net.dt_ms, edges);
    cr_expect_float_eq(edges[0], 1.45, 1e-12, "half a step before the shortest, up to rounding");
    cr_expect_float_eq(edges[201], 21.55, 1e-12, "half a step after the longest, up to rounding");
}

Test(conduction, many_steps_share_bins)
{
    struct projection p = axons();
    p.velocity = quantity_constant(0.05); /* 4000 steps at most */
    struct delay_bins bins = projection_delay_bins(&net, &p);
    cr_expect(bins.width == 3 && (uint64_t)bins.n * bins.width >= 4001, "%u of %u", bins.n, bins.width);
}

Test(conduction, synapses_are_counted_where_their_delays_are)
{
    struct projection p = axons();
    struct delay_bins bins = projection_delay_bins(&net, &p);
    const uint16_t codes[] = {0, 0, 240, 40000}; /* 0, 0.12 and 20 mm; 200 codes take a step at 1 m/s */
    uint64_t counts[201] = {0};
    delay_bins_count(&bins, &p, codes, 4, projection_slowness(&net, &p, 0), counts);
    cr_expect(counts[0] == 2 && counts[1] == 1 && counts[200] == 1);
    delay_bins_count(&bins, &p, codes, 4, projection_slowness_at(&net, &p, 2), counts);
    cr_expect(counts[0] == 4 && counts[1] == 2 && counts[100] == 1, "at 2 m/s; 0.6 steps are one");
    delay_bins_count(&bins, &p, codes, 4, projection_slowness_at(&net, &p, 0.1), counts);
    cr_expect_eq(counts[200], 2, "longer than can be: in the last bin");
    uint64_t before = 0, after = 0;
    for (int k = 0; k < 201; k++)
        before += counts[k];
    delay_bins_count(&bins, &p, codes, 4, UINT32_MAX, counts);
    for (int k = 0; k < 201; k++)
        after += counts[k];
    cr_expect(before == 12 && after == 12, "synapses of a blocked axon have no delay");
}
