/* C7 of science/structural.md, one seed. */
#include "support/science_rhythm.h"

Test(rhythm, plastic_delays_keep_a_damaged_network_in_step)
{
    struct rhythm r = rhythm_of(NULL);
    between("before", r.before, 0.93, 1, "C7");
    between("after, adaptive", r.after, 0.75, 1, "C7");
    between("after, static", r.after_static, 0, 0.15, "C7");
    between("mean delay, after over before", r.delay_ratio, 0.45, 0.65, "C7");
    cr_expect(r.passes, "the example states the same bands");
}

/* The effect is specific to heavy damage: after a lighter one both recover. */
Test(rhythm, after_light_damage_static_delays_do_as_well)
{
    struct rhythm r = rhythm_of(
        (const char *const[]){"oscillators.insult.fraction=0.4",
                              "oscillators.expect={after: [0.88, 1], after_static: [0.8, 1]}", NULL});
    between("after, adaptive", r.after, 0.88, 1, "C7, q = 0.4");
    between("after, static", r.after_static, 0.8, 1, "C7, q = 0.4");
    cr_expect(r.passes);
}

/* Negative control: what the example expects must fail where delays do not adapt. */
Test(rhythm, without_adaptation_the_bands_are_missed)
{
    struct rhythm r = rhythm_of((const char *const[]){"oscillators.eps=0", NULL});
    cr_expect_not(r.passes);
    cr_expect_eq(r.after, r.after_static, "then the run is its own control");
    between("after, eps = 0", r.after, 0, 0.15, "C7, static");
    within("mean delay, after over before", r.delay_ratio, 1, 0.05,
           "a fifth of the connections is left: 2 % of sampling error");
}
