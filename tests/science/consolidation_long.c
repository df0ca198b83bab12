/* A memory in a network that outlasts 8 hours (science/synaptic.md, 12.7). */
#include "support/science_example.h"

#include <stdlib.h>

static const char FILE_NAME[] = EXAMPLE("stc_network.yaml");
enum { SEEDS = 3, N_BANDS = 7 };

/* How much more the other half of the assembly fires than those that do not belong to it, over what is stimulated. */
static double recall(struct trial *t, const char *recalled, const char *others, const char *stimulated)
{
    return (trial_number(t, recalled) - trial_number(t, others)) / trial_number(t, stimulated);
}

Test(consolidation_long, an_assembly_is_recalled_after_8_hours_at_least_as_well_as_after_10_s, .timeout = 600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct trial t;
        char *override = textf("seed=%u", seed);
        trial_example(&t, FILE_NAME, (const char *[]){override, NULL});
        expect_bands(&t, N_BANDS);
        double soon = recall(&t, "recalled_10_s", "others_10_s", "stimulated_10_s");
        double late = recall(&t, "recalled_8_h", "others_8_h", "stimulated_8_h");
        cr_log_info("seed %u: quality of recall %.4f after 10 s, %.4f after 8 h", seed, soon, late);
        cr_expect(soon > 0 && late >= soon, "seed %u: %g after 10 s, %g after 8 h", seed, soon, late);
        trial_close(&t);
        free(override);
    }
}

Test(consolidation_long, without_proteins_it_is_forgotten, .timeout = 600)
{
    struct trial t;
    trial_example(&t, FILE_NAME, (const char *[]){"projections.EE.rule.tagging.alpha=0", NULL});
    expect_missed(&t, "late_inside recall_kept");
    trial_close(&t);
}

/* What recall after 10 s leaves is not what is recalled after 8 hours. */
Test(consolidation_long, an_assembly_that_nobody_recalled_is_recalled_after_8_hours, .timeout = 600)
{
    struct trial t;
    trial_example(
        &t, FILE_NAME,
        (const char *[]){"populations.E.current=[{begin: 1 s, end: 1.1 s, amplitude: 1050188, neurons: "
                         "[0-149]}, {begin: 1.5 s, end: 1.6 s, amplitude: 1050188, neurons: [0-149]}, "
                         "{begin: 2 s, end: 2.1 s, amplitude: 1050188, neurons: [0-149]}, {begin: 28801 s, "
                         "end: 28801.1 s, amplitude: 1050188, neurons: [0-74]}]",
                         NULL});
    expect_missed(&t, "recall_kept");
    between("recalled after 8 h, without stimulus before it: Hz", trial_number(&t, "recalled_8_h"), 30, 90,
            "as after 10 s at least");
    trial_close(&t);
}
