/* A gate of pruning: the hazard of synapses is multiplied by its level. */
#include "support/science_example.h"

Test(adolescent_pruning, synapses_go_while_the_gate_is_open)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/adolescent_pruning.yaml"), NULL);
    expect_bands(&t, 6);
    trial_close(&t);
}

Test(adolescent_pruning, control_with_an_open_gate_they_go_all_through_life)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/adolescent_pruning.yaml"),
                  (const char *[]){"gates.adolescence.level=1", "schedule=[]", NULL});
    expect_missed(&t, "child left_at_18 left");
    trial_close(&t);
}
