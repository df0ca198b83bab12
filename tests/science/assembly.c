/* C4, examples/msp_assembly.yaml: rate homeostasis alone makes an assembly of neurons that were stimulated (Gallinaro & Rotter 2018). The example states the bands. */
#include "support/science_example.h"

Test(assembly, of_stimulated_neurons_forms_by_rate_homeostasis_alone)
{
    struct trial t;
    trial_example(&t, EXAMPLE("msp_assembly.yaml"), NULL);
    expect_bands(&t, 14);
    trial_close(&t);
}

Test(assembly, control_without_stimulation_there_is_none)
{
    struct trial t;
    trial_example(&t, EXAMPLE("msp_assembly.yaml"), (const char *[]){"schedule=[]", NULL});
    expect_missed(&t, "group_at_40 group_at_60 group_over_rest");
    between("in the group against the rest", trial_number(&t, "group_over_rest"), 0.8, 1.25, "C4: control");
    trial_close(&t);
}
