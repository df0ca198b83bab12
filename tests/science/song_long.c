/* T1.4 and T1.5 of science/synaptic.md.
 *
 * The output rates of T1.4 follow from a balance of a few percent between potentiation and depression, and therefore from what counts as a pair. In Engram, as
 * in section 0.2, spikes at the same time do not see each other, and the rates are lower than the published ones. Their bands here are those of an independent
 * program (double precision, event by event, 6 to 8 seeds) with the same convention; all other bands are the published ones. Counting the pairs of one step of
 * 0.1 ms as potentiation is for chance pairs the same as a ratio A-/A+ smaller by (tau - dt/2) / (tau + dt/2); with it variant B has the published rate
 * (docs/science.md says what is known and what is not).
 */
#include "support/science_song.h"

#define RATIO                 1.05
#define RATIO_WITH_COINCIDENT (1.05 * (20 - 0.05) / (20 + 0.05))

Test(song_long, inputs_compete_until_their_weights_part_in_two)
{
    struct competition c = variant_A(1, 1000);
    between("variant A, rate (Hz)", c.rate_hz, 11, 16.5, "independent program: 13.7 +- 1.0 Hz");
    between("variant A, CV", c.cv, 0.75, 1.0, "T1.4 A");
    between("variant A, mean weight", c.mean, 0.43, 0.50, "T1.4 A");
    between("variant A, share below 0.1", c.low, 0.18, 0.36, "T1.4 A");
    between("variant A, share above 0.9", c.high, 0.18, 0.36, "T1.4 A");
    cr_expect(c.two_peaks, "the emptiest tenth must lie between the ends");
}

/* Depression 5 % larger than potentiation makes the output nearly independent of the input rate. */
static void rate_is_normalised(double input_hz, double duration_s, double rate_hz, double low, double high)
{
    struct competition c = variant_B(1, input_hz, RATIO, duration_s);
    within("variant B, rate (Hz)", c.rate_hz, rate_hz, 0.15 * rate_hz,
           "independent program; SD over seeds 4 %");
    within("variant B, share below 0.1", c.low, low, 0.06, "T1.4 B");
    within("variant B, share above 0.9", c.high, high, 0.06, "T1.4 B");
    between("variant B, CV", c.cv, 0.7, 1.0, "T1.4 B: irregular, about 0.8");
    cr_log_info("variant B, mean weight: %g", c.mean);
}

Test(song_long, inputs_of_10_hz_make_the_neuron_fire_at_10_hz)
{
    rate_is_normalised(10, 2000, 9.77, 0.35, 0.43);
}

Test(song_long, inputs_of_15_hz_make_the_neuron_fire_at_11_hz)
{
    rate_is_normalised(15, 1000, 11.2, 0.52, 0.27);
}

Test(song_long, inputs_of_40_hz_make_the_neuron_fire_at_14_hz)
{
    rate_is_normalised(40, 1000, 14.4, 0.78, 0.08);
}

Test(song_long, the_ratio_that_stands_for_coincident_pairs_gives_the_published_rate)
{
    struct competition c = variant_B(1, 15, RATIO_WITH_COINCIDENT, 3000);
    within("variant B, rate (Hz)", c.rate_hz, 15, 1.5, "T1.4 B: 10 %");
    within("variant B, mean weight", c.mean, 0.37, 0.02, "T1.4 B");
    within("variant B, share below 0.1", c.low, 0.52, 0.06, "T1.4 B");
    within("variant B, share above 0.9", c.high, 0.27, 0.06, "T1.4 B");
}

/* Controls: the ratio 1.05 is what balances; without it the neuron runs away, with more it nearly falls silent. */
Test(song_long, without_extra_depression_the_neuron_runs_away)
{
    struct competition c = variant_B(1, 15, 1.00, 500);
    within("ratio 1.00, rate (Hz)", c.rate_hz, 230, 23, "independent program: 230 +- 4 Hz, still rising");
    within("ratio 1.00, share above 0.9", c.high, 0.59, 0.06, "independent program");
}

Test(song_long, with_coincident_pairs_it_runs_away_to_the_published_rate)
{
    struct competition c = variant_B(1, 15, RATIO_WITH_COINCIDENT / RATIO, 500);
    within("ratio 0.995, rate (Hz)", c.rate_hz, 350, 35, "T1.4 B: 10 %");
    within("ratio 0.995, share above 0.9", c.high, 0.97, 0.06, "T1.4 B");
}

Test(song_long, with_more_depression_the_neuron_nearly_falls_silent)
{
    struct competition c = variant_B(1, 15, 1.10, 1000);
    between("ratio 1.10, rate (Hz)", c.rate_hz, 0.5, 2, "T1.4 B: about 1.1");
}

Test(song_long, a_thousand_presentations_make_the_first_spike_come_12_ms_earlier)
{
    struct latency l = latency_after(2, 1000, 0.005);
    within("latency in the first 10 presentations (ms)", l.first_ms, 49.5, 0.5, "T1.5");
    between("latency in the last 10 (ms)", l.last_ms, 36.5, 38.0, "T1.5");
    between("how much earlier that is (ms)", l.first_ms - l.last_ms, 9, 16, "T1.5");
    between("mean weight of the late half", l.late_half, 0, 0.02, "T1.5");
    between("mean weight of the earliest quarter", l.earliest_quarter, 0.45, 1, "T1.5");
    between("mean weight of the early half", l.early_half, 0.2, 0.35, "T1.5: 0.25 to 0.29");
}
