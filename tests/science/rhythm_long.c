/* C7 of science/structural.md, eight seeds; and the whole run against the reference. */
#include "support/science_rhythm.h"

#include <stdio.h>
#include <stdlib.h>

enum { SEEDS = 8 };

Test(rhythm_long, plastic_delays_keep_a_damaged_network_in_step)
{
    for (int seed = 1; seed <= SEEDS; seed++) {
        char *text = textf("seed=%d", seed);
        struct rhythm r = rhythm_of((const char *const[]){text, NULL});
        cr_log_info("seed %d", seed);
        between("before", r.before, 0.93, 1, "C7");
        between("after, adaptive", r.after, 0.75, 1, "C7");
        between("after, static", r.after_static, 0, 0.15, "C7");
        between("mean delay, after over before", r.delay_ratio, 0.45, 0.65, "C7");
        free(text);
    }
}

Test(rhythm_long, after_light_damage_static_delays_do_as_well)
{
    for (int seed = 1; seed <= SEEDS; seed++) {
        char *text = textf("seed=%d", seed);
        struct rhythm r = rhythm_of((const char *const[]){text, "oscillators.insult.fraction=0.4", NULL});
        cr_log_info("seed %d", seed);
        between("after, adaptive", r.after, 0.88, 1, "C7, q = 0.4");
        between("after, static", r.after_static, 0.8, 1, "C7, q = 0.4");
        free(text);
    }
}

Test(rhythm_long, the_whole_run_equals_the_reference)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_validation v = {0};
    cr_assert_eq(engram_experiment_load(EXAMPLE("myelin_sync.yaml"), NULL, 0, &experiment, status),
                 ENGRAM_OK);
    cr_expect_eq(engram_validate(experiment, NULL, 0, &v, status), ENGRAM_OK, "%s", v.difference);
    cr_expect(v.equal && v.n_steps == 12288);
    engram_experiment_free(experiment);
    engram_status_free(status);
}
