/* The whole stochastic calcium rule with drift, 4096 synapses for each condition (science/synaptic.md, T3.1 and T3.2). */
#include "calcium_tables.h"
#include "support/science.h"

Test(calcium_rule_long, noisy_synapses_show_the_stdp_curves_of_all_sets, .timeout = 600)
{
    for (int s = 0; s < CALCIUM_SETS; s++) {
        struct calcium_pairs pairs[N_LAGS];
        double change[N_LAGS];
        for (int k = 0; k < N_LAGS; k++)
            pairs[k] = (struct calcium_pairs){lags_ms[k], 1000, 60};
        calcium_engine(&calcium_sets[s], pairs, N_LAGS, change);
        for (int k = 0; k < N_LAGS; k++)
            within(calcium_sets[s].name, change[k], after_60_pairs[s][k], 0.035,
                   "band of the specification for 4000 synapses");
    }
}

Test(calcium_rule_long, noisy_synapses_show_the_frequency_dependence_of_cortical_slices, .timeout = 600)
{
    for (int back = 0; back < 2; back++) {
        struct calcium_pairs pairs[N_RATES];
        double change[N_RATES];
        for (int k = 0; k < N_RATES; k++)
            pairs[k] = (struct calcium_pairs){back ? -10 : 10, 1000 / rates_Hz[k], 75};
        calcium_engine(&calcium_sets[CALCIUM_CORTICAL], pairs, N_RATES, change);
        for (int k = 0; k < N_RATES; k++)
            within(back ? "post first" : "pre first", change[k], after_75_pairs[back][k], 0.035,
                   "band of the specification for 4000 synapses");
    }
}
