/* Calcium-based plasticity against its tables (science/synaptic.md, 3.5 and 6.3). */
#include "calcium_tables.h"
#include "support/science_example.h"

Test(calcium_rule, the_formula_gives_the_published_stdp_curves)
{
    for (int s = 0; s < CALCIUM_SETS; s++)
        for (int k = 0; k < N_LAGS; k++)
            within(calcium_sets[s].name,
                   calcium_formula(&calcium_sets[s], &(struct calcium_pairs){lags_ms[k], 1000, 60}),
                   after_60_pairs[s][k], 0.002, "band of the specification for the formula");
}

Test(calcium_rule, the_formula_gives_the_published_frequency_dependence)
{
    for (int back = 0; back < 2; back++)
        for (int k = 0; k < N_RATES; k++)
            within("cortical slices, 75 pairs",
                   calcium_formula(&calcium_sets[CALCIUM_CORTICAL],
                                   &(struct calcium_pairs){back ? -10 : 10, 1000 / rates_Hz[k], 75}),
                   after_75_pairs[back][k], 0.002, "band of the specification for the formula");
}

Test(calcium_rule, noisy_synapses_show_the_stdp_curve_of_set_DP)
{
    struct calcium_pairs pairs[N_LAGS];
    double change[N_LAGS];
    for (int k = 0; k < N_LAGS; k++)
        pairs[k] = (struct calcium_pairs){lags_ms[k], 1000, 60};
    calcium_engine(&calcium_sets[CALCIUM_DP], pairs, N_LAGS, change);
    for (int k = 0; k < N_LAGS; k++)
        within("DP", change[k], after_60_pairs[CALCIUM_DP][k], 0.035,
               "band of the specification for 4000 synapses");
}

/* 900 pulses depress at a few hertz and potentiate above 10 Hz. */
Test(calcium_rule, pulses_depress_or_potentiate_by_their_rate)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/calcium_dudek_bear.yaml"), NULL);
    expect_bands(&t, 7);
    trial_close(&t);
}
