/* The whole stochastic calcium rule with drift, 4096 synapses for each condition (science/synaptic.md, T3.1, T3.2 and T3.4). */
#include "calcium_tables.h"
#include "support/science.h"

#include <math.h>

static const char *const of_engine = "band of the specification for 4000 synapses";

Test(calcium_rule_long, noisy_synapses_show_the_stdp_curves_of_all_sets, .timeout = 600)
{
    for (int s = 0; s < N_STDP_SETS; s++) {
        struct calcium_pairs pairs[N_LAGS];
        double change[N_LAGS];
        for (int k = 0; k < N_LAGS; k++)
            pairs[k] = (struct calcium_pairs){1000, 60, 1, lags_ms[k]};
        calcium_engine(&calcium_sets[s], pairs, N_LAGS, 0.1, change);
        for (int k = 0; k < N_LAGS; k++)
            within(calcium_sets[s].name, change[k], after_60_pairs[s][k], 0.035, of_engine);
    }
}

Test(calcium_rule_long, noisy_synapses_show_the_frequency_dependence_of_cortical_slices, .timeout = 600)
{
    for (int back = 0; back < 2; back++) {
        struct calcium_pairs pairs[N_RATES];
        double change[N_RATES];
        for (int k = 0; k < N_RATES; k++)
            pairs[k] = (struct calcium_pairs){1000 / rates_Hz[k], 75, 1, back ? -10 : 10};
        calcium_engine(&calcium_sets[CALCIUM_CORTICAL], pairs, N_RATES, 0.1, change);
        for (int k = 0; k < N_RATES; k++)
            within(back ? "post first" : "pre first", change[k], after_75_pairs[back][k], 0.035, of_engine);
    }
}

Test(calcium_rule_long, noisy_synapses_show_what_900_pulses_do_at_any_rate, .timeout = 600)
{
    for (int i = 0; i < 2; i++) {
        struct calcium_pairs trains[N_PULSE_RATES];
        double change[N_PULSE_RATES], dt_ms = 0.5;
        for (int k = 0; k < pulses[i].n; k++) /* a whole number of steps: 29.9 for 30 Hz */
            trains[k] = (struct calcium_pairs){dt_ms * round(1000 / pulses[i].Hz[k] / dt_ms), N_PULSES, 0, 0};
        calcium_engine(&calcium_sets[pulses[i].set], trains, pulses[i].n, dt_ms, change);
        for (int k = 0; k < pulses[i].n; k++)
            within(calcium_sets[pulses[i].set].name, change[k], pulses[i].change[k], 0.035, of_engine);
    }
}
