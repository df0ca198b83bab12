/* Conduction laws (M6a), measured as the time a spike takes from a generator to a parrot at the end of the axon. Every case is an axon of its own. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

/* A dendrite of many steps lets windows be long. */
#define DT_MS       0.01
#define DENDRITE_MS 0.6

/* Milliseconds a spike needs for `length_mm` along such an axon. */
static double travel(const char *axon, double length_mm)
{
    struct trial t;
    double ms = 0;
    char *text =
        textf("dt: %g ms\nduration: 400 ms\npopulations:\n"
              "  S: {model: spike_generator, size: 1, spike_times: [1 ms]}\n  P: {model: parrot, size: 1}\n"
              "projections:\n  A: {source: S, target: P, connect: one_to_one, weight: 1, length: %g mm, "
              "dendritic_delay: %g ms, "
              "axon: {%s}}\nrecord: {rates: 0 ms}\n",
              DT_MS, length_mm, DENDRITE_MS, axon);
    trial_whole(&t, text);
    cr_assert_eq(trial_times(&t, "P", 0, &ms, 1), 1, "%s: the spike does not arrive", axon);
    trial_close(&t);
    free(text);
    return ms - 1.0 - DENDRITE_MS;
}

/* `over` mm take between low and high, and at most a step of the grid more or less. */
static void expect_delay(const char *axon, double over, double low_ms, double high_ms, const char *reason)
{
    between(axon, travel(axon, over), low_ms - DT_MS, high_ms + DT_MS, reason);
}

Test(conduction, extremes_are_those_of_known_fibres)
{
    /* 14 um in its myelin is a fibre of 20 um. */
    expect_delay("law: myelinated, diameter: 14 um", 1000, 1000 / 120.0, 1000 / 110.0,
                 "a fibre of 20 um: 110 to 120 m/s, 5.5 to 6 m/s per um");
    expect_delay("law: myelinated, diameter: 14 um, k_m: 6", 1000, 1000 / 121.0, 1000 / 119.0, "120 m/s");
    expect_delay("law: unmyelinated, diameter: 0.1 um", 10, 10 / 0.31, 10 / 0.29, "0.1 um: 0.3 m/s");
}

Test(conduction, thicker_myelin_on_the_same_axon_speeds_up)
{
    double thin = travel("law: myelinated, diameter: 1 um, g_ratio: 0.8", 100),
           thick = travel("law: myelinated, diameter: 1 um, g_ratio: 0.7", 100);
    within("g 0.80 to 0.70", thin / thick, 1.264, 0.01 * 1.264, "sqrt(ln 0.7 / ln 0.8), 1 %");
    /* Control: without myelin the g-ratio has no part in it, so it cannot even be given. */
    double bare = travel("law: unmyelinated, diameter: 1 um", 100);
    between("unmyelinated / g = 0.8", bare / thin, 4, INFINITY, "k_u = 0.95 against k_m = 5.5");
}

Test(conduction, the_laws_cross_at_the_diameter_that_k_u_says)
{
    /* A fibre of 0.2 um: with k_u = 2.46 as fast as an unmyelinated axon of 0.2 um; with 0.95 faster. */
    const char *fibre = "law: myelinated, diameter: 0.14 um";
    double wrapped = travel(fibre, 100), bare = travel("law: unmyelinated, diameter: 0.2 um, k_u: 2.46", 100),
           slow = travel("law: unmyelinated, diameter: 0.2 um", 100);
    within("k_u = 2.46: bare / wrapped", bare / wrapped, 1, 0.01, "it crosses at (2.46 / 5.5)^2 = 0.2 um");
    between("k_u = 0.95: bare / wrapped", slow / wrapped, 2, 3, "it does not cross there");
    cr_expect_eq(travel("law: fastest, diameter: 0.14 um", 100), wrapped, "0.95: myelin is faster");
    cr_expect_lt(travel("law: fastest, diameter: 0.05 um, k_u: 2.46", 100),
                 travel("law: myelinated, diameter: 0.05 um", 100),
                 "2.46: a thinner axon is better off without");
}

Test(conduction, callosal_delays_are_those_of_primates)
{
    /* The median white-matter tract of the macaque, 69 mm, stands for the way from one hemisphere to the other. */
    expect_delay("law: myelinated, diameter: 1 um", 69, 3, 9,
                 "95th percentile of axons, which are about 1 um");
    expect_delay("law: myelinated, diameter: 0.5 um", 69, 11, 38, "median of axons");
    expect_delay("law: unmyelinated, diameter: 0.25 um", 69, 30, 400,
                 "without myelin, < 0.25 um: at least 30 ms");
    expect_delay("law: unmyelinated, diameter: 0.25 um, k_u: 2.46", 69, 30, 400,
                 "the same with the other k_u");
    /* Control: a thick fibre would be far too early. */
    between("control: 5 um", travel("law: myelinated, diameter: 5 um", 69), 0, 2.9,
            "a thick fibre is too early");
}

Test(conduction, unmyelinated_axons_of_cortex_are_as_fast_as_measured)
{
    expect_delay("law: unmyelinated, diameter: 0.3 um", 1, 0.5, 2, "0.5 to 2 m/s");
    expect_delay("law: unmyelinated, diameter: 0.3 um, k_u: 2.46", 1, 0.5, 2, "0.5 to 2 m/s");
}
