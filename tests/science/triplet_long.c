/* T2.3 of science/synaptic.md in full: the drift of the minimal triplet rule over the rate of the target crosses zero where the closed form says.
 *
 * The closed form is of continuous time. In steps of dt an event sees nothing of its own step, so the mean of a trace is less by dt / (2 tau): with 0.1 ms that moves
 * the drift by -8.7e-5 /s at the crossing, where potentiation and depression of 0.046 /s cancel (measured: -8.1e-5), and by less than its band elsewhere. Hence the
 * shorter steps there. */
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
        within(what, triplet_drift(rates[i], 400, 1000, is_zero ? 0.025 : 0.1), drifts[i], band,
               "T2.3: 3 %, 6e-5 at zero");
        free(what);
    }
}
