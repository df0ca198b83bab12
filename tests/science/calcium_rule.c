/* Calcium-based plasticity against its tables (science/synaptic.md, 3.5 and 6.3). */
#include "calcium_tables.h"
#include "support/science_example.h"

static const char *const of_formula = "band of the specification for the formula";
static const char *const of_engine = "band of the specification for 4000 synapses";

Test(calcium_rule, the_formula_gives_the_published_stdp_curves)
{
    for (int s = 0; s < N_STDP_SETS; s++)
        for (int k = 0; k < N_LAGS; k++)
            within(calcium_sets[s].name,
                   calcium_formula(&calcium_sets[s], &(struct calcium_pairs){1000, 60, 1, lags_ms[k]}),
                   after_60_pairs[s][k], 0.002, of_formula);
}

Test(calcium_rule, the_formula_gives_the_published_frequency_dependence)
{
    for (int back = 0; back < 2; back++)
        for (int k = 0; k < N_RATES; k++)
            within("cortical slices, 75 pairs",
                   calcium_formula(&calcium_sets[CALCIUM_CORTICAL],
                                   &(struct calcium_pairs){1000 / rates_Hz[k], 75, 1, back ? -10 : 10}),
                   after_75_pairs[back][k], 0.002, of_formula);
}

Test(calcium_rule, the_formula_gives_what_number_and_pattern_of_pairs_do)
{
    for (int i = 0; i < N_PATTERNS; i++)
        for (int k = 0; k < N_BURST_LAGS; k++) {
            struct calcium_pairs p = burst_at(&patterns[i], burst_lags_ms[k]);
            if (patterns[i].change[k] > 0)
                within("hippocampal slices, 5 Hz", calcium_formula(&calcium_sets[CALCIUM_HIPPOCAMPAL], &p),
                       patterns[i].change[k], 0.002, of_formula);
        }
}

Test(calcium_rule, the_formula_gives_what_900_pulses_do)
{
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < pulses[i].n; k++)
            within(calcium_sets[pulses[i].set].name,
                   calcium_formula(&calcium_sets[pulses[i].set],
                                   &(struct calcium_pairs){1000 / pulses[i].Hz[k], N_PULSES, 0, 0}),
                   pulses[i].change[k], 0.002, of_formula);
}

Test(calcium_rule, noisy_synapses_show_the_stdp_curve_of_set_DP)
{
    struct calcium_pairs pairs[N_LAGS];
    double change[N_LAGS];
    for (int k = 0; k < N_LAGS; k++)
        pairs[k] = (struct calcium_pairs){1000, 60, 1, lags_ms[k]};
    calcium_engine(&calcium_sets[CALCIUM_DP], pairs, N_LAGS, 0.1, change);
    for (int k = 0; k < N_LAGS; k++)
        within("DP", change[k], after_60_pairs[CALCIUM_DP][k], 0.035, of_engine);
}

/* Single post spikes depress at any lag; a second one makes a window of potentiation, for which 30 pairs are too few. */
Test(calcium_rule, noisy_synapses_of_hippocampal_slices_tell_patterns_and_numbers_of_pairs_apart)
{
    for (int i = 0; i < N_PATTERNS; i++) {
        struct calcium_pairs pairs[N_BURST_LAGS];
        double change[N_BURST_LAGS];
        for (int k = 0; k < N_BURST_LAGS; k++)
            pairs[k] = burst_at(&patterns[i], burst_lags_ms[k]);
        calcium_engine(&calcium_sets[CALCIUM_HIPPOCAMPAL], pairs, N_BURST_LAGS, 0.1, change);
        for (int k = 0; k < N_BURST_LAGS; k++)
            if (patterns[i].change[k] > 0)
                within(patterns[i].n_post == 1 ? "pairs" : "doublets", change[k], patterns[i].change[k],
                       0.035, of_engine);
    }
}

/* Where 900 pulses take 18 and 9 s only; lower rates: calcium_rule_long. */
Test(calcium_rule, noisy_synapses_show_what_900_pulses_at_high_rates_do)
{
    struct calcium_pairs trains[2] = {{20, N_PULSES, 0, 0}, {10, N_PULSES, 0, 0}};
    double change[2];
    calcium_engine(&calcium_sets[CALCIUM_DP], trains, 2, 0.5, change);
    within("DP, 50 Hz", change[0], pulses[0].change[5], 0.035, of_engine);
    within("DP, 100 Hz", change[1], pulses[0].change[6], 0.035, of_engine);
}

/* 900 pulses depress at a few hertz and potentiate above 10 Hz. */
Test(calcium_rule, pulses_depress_or_potentiate_by_their_rate)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/calcium_dudek_bear.yaml"), NULL);
    expect_bands(&t, 11);
    trial_close(&t);
}
