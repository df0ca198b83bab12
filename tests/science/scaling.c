/* T7.1 a of science/synaptic.md by the engine, on a clock that is 10^5 times faster: two days of silence pass in 1.7 s. A neuron whose inputs do not make it fire
 * has two of them, of weights 3 : 1; exponential currents that last tell what arrives. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

static double current(struct trial *t)
{
    float *values = trial_state(t, "cell", "I_syn_ex");
    double value = (double)values[0];
    free(values);
    return value;
}

Test(scaling, all_synapses_of_a_neuron_change_by_one_factor)
{
    struct trial t;
    trial_open(
        &t,
        "duration: 1800 ms\npopulations:\n"
        "  strong: {model: spike_generator, size: 1, spike_times: [[9 ms, 1740 ms]]}\n"
        "  weak: {model: spike_generator, size: 1, spike_times: [[29 ms, 1760 ms]]}\n"
        "  cell: {model: iaf_psc_exp, size: 1, params: {tau_syn_ex: 0.5 ms},\n"
        "         scaling: {exc: {target_rate: 5, beta: 0.0755, gamma: 0, tau_a: 1 ms, tick: 48 ms}}}\n"
        "projections:\n"
        "  s: {source: strong, target: cell, connect: all_to_all, weight: 30.3, delay: 1 ms}\n"
        "  w: {source: weak, target: cell, connect: all_to_all, weight: 10.1, delay: 1 ms}\n",
        NULL);
    trial_run(&t, 10);
    double strong = current(&t);
    trial_run(&t, 20);
    double weak = current(&t);
    trial_run(&t, 1728 - 30);
    float *factor = trial_state(&t, "cell", "factor_exc");
    within("factor after two days", (double)factor[0], 1.92, 0.01, "beta = ln 1.92 / (48 h 5 Hz)");
    free(factor);
    trial_run(&t, 13);
    double strong_after = current(&t);
    trial_run(&t, 20);
    double weak_after = current(&t);
    within("ratio of the two", strong_after / weak_after / (strong / weak), 1, 1e-6,
           "T7.1 a; within one tick");
    trial_close(&t);
}
