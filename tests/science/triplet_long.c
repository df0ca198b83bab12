/* T2.3 of science/synaptic.md in full: the drift of the minimal triplet rule over the rate of the target crosses zero where the closed form says.
 *
 * At the crossing potentiation and depression of 0.046 /s cancel to a thousandth, which asks for more than elsewhere. The closed form is of continuous time; in steps
 * of dt an event sees nothing of its own step, so the mean of a trace is less by dt / (2 tau), which with 0.1 ms moves the drift by -8.7e-5 /s. And the drift of one
 * synapse in 1,000 s has a standard deviation of some 9e-4 /s. Hence shorter steps and more synapses there. */
#include "support/science_pairs.h"

#include <stdlib.h>

Test(triplet_long, the_drift_over_the_rate_of_the_target_is_that_of_BCM)
{
    static const double rates[] = {1, 5, 10, 15, 19.22, 25, 40},
                        drifts[] = {-.002268, -.008851, -.011478, -.00788, 0, .0180, .1035};
    for (int i = 0; i < 7; i++) {
        char *what = textf("drift at %g Hz (1/s)", rates[i]);
        bool is_zero = drifts[i] == 0;
        double band = is_zero ? 6e-5 : 0.03 * (drifts[i] < 0 ? -drifts[i] : drifts[i]);
        double drift =
            is_zero ? triplet_drift(rates[i], 3600, 1000, 0.025) : triplet_drift(rates[i], 400, 1000, 0.1);
        within(what, drift, drifts[i], band, "T2.3: 3 %, 6e-5 at zero");
        free(what);
    }
}
