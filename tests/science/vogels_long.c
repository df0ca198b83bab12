/* What a single cell and a network settle at under inhibitory STDP: T7.2b and T7.2c of science/synaptic.md, as examples that say what they expect. */
#include "support/science_example.h"

Test(vogels_long, inhibition_grows_until_a_cell_fires_at_the_set_rate)
{
    struct trial t;
    trial_example(&t, EXAMPLE("vogels_cell.yaml"), NULL);
    expect_bands(&t, 11); /* the control, a cell whose inhibition does not learn, is one of them */
    trial_close(&t);
}

Test(vogels_long, inhibition_balances_a_network)
{
    struct trial t;
    trial_example(&t, EXAMPLE("vogels_network.yaml"), NULL);
    expect_bands(&t, 4);
    trial_close(&t);
}

Test(vogels_long, without_it_the_network_goes_on_as_it_begins)
{
    static const char *const untaught[] = {"projections.I_to_E.rule.vogels_sprekeler.eta=0", NULL};
    struct trial t;
    trial_example(&t, EXAMPLE("vogels_network.yaml"), untaught);
    expect_missed(&t, "rate_at_10_s rate_at_60_s cv_at_60_s");
    trial_close(&t);
}
