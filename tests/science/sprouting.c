/* C5, examples/lesion_sprout.yaml: cells that have lost a part of their input recover through axons that grow in from the border (Butz & van Ooyen 2013). The example states
 * the bands. */
#include "support/science_example.h"

#include <stdio.h>
#include <stdlib.h>

#define PATH EXAMPLE("lesion_sprout.yaml")

Test(sprouting, from_the_border_brings_deafferented_cells_back)
{
    struct trial t;
    trial_example(&t, PATH, NULL);
    expect_bands(&t, 12);
    trial_close(&t);
}

/* The synapses that have grown, as a list. */
static char *grown(struct trial *t)
{
    uint64_t n = 0;
    uint32_t *source = NULL, *target = NULL;
    free(trial_synapses(t, "E_to_E", &n, &source, &target));
    char *text = malloc(16 * n + 64), *end = text;
    end += sprintf(end, "projections.E_to_E.connect={list: [");
    for (uint64_t k = 0; k < n; k++)
        end += sprintf(end, "%s[%u,%u]", k ? "," : "", source[k], target[k]);
    sprintf(end, "]}");
    free(source);
    free(target);
    return text;
}

Test(sprouting, control_without_plasticity_they_do_not_come_back)
{
    struct trial t;
    trial_open_file(&t, PATH, NULL);
    trial_run(&t, 60000);
    char *list = grown(&t);
    trial_close(&t);
    trial_example(&t, PATH,
                  (const char *[]){"projections.E_to_E.structure.growth.axon.growth_rate=0",
                                   "projections.E_to_E.structure.growth.dendrite.growth_rate=0",
                                   "projections.E_to_E.structure.max_in_degree=50000", list, NULL});
    expect_missed(&t, "zone_late inputs from_outside border_axons zone_axons_lost");
    within("before", trial_number(&t, "zone_before"), 8, 0.2, "the same synapses, which no longer change");
    between("in the end", trial_number(&t, "zone_late"), 0, 0.3, "C5, control: 0.17 Hz");
    trial_close(&t);
    free(list);
}

Test(sprouting, control_cells_below_the_least_activity_die_for_good)
{
    struct trial t;
    trial_example(&t, PATH,
                  (const char *[]){"projections.E_to_E.structure.growth.dendrite.eta=0.1",
                                   "schedule.0.drive.factor=0.5", NULL});
    expect_missed(&t, "zone_late inputs from_outside border_axons zone_axons_late");
    between("in the end", trial_number(&t, "zone_late"), 0, 0.01, "C5, second control: 0 Hz");
    between("in-degree", trial_number(&t, "inputs_late"), 0, 1, "C5, second control");
    trial_close(&t);
}
