/* TagTriC (science/synaptic.md, 5.4) with as many neurons as narrow the standard errors to what the table leaves of them. */
#include "support/science_example.h"
#include "support/science_tagtric.h"

Test(tagtric_long, forty_neurons_of_each_protocol_meet_the_table, .timeout = 600)
{
    expect_tagtric(40);
}

/* With the neuron that Engram has, which the synapses themselves make fire. */
Test(tagtric_long, synapses_that_make_their_neuron_fire_leave_what_is_published, .timeout = 600)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/tagtric.yaml"), NULL);
    expect_bands(&t, 8);
    trial_close(&t);
}

/* The control: without proteins nothing stays. */
Test(tagtric_long, without_proteins_nothing_stays, .timeout = 600)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/tagtric.yaml"),
                  (const char *[]){"projections.STET.rule.tagtric.synthesis=0",
                                   "projections.STET_WTET.rule.tagtric.synthesis=0",
                                   "projections.WTET_STET.rule.tagtric.synthesis=0", NULL});
    expect_missed(&t, "STET_1 STET_WTET_1 STET_WTET_2 WTET_STET_2");
    trial_close(&t);
}
