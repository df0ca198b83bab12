/* T1.5 of science/synaptic.md, up to its first 100 presentations; T1.4 takes minutes and is in song_long.c. Presentations are 500 ms apart, so that traces and
 * membrane are back at rest (more than 15 time constants) when the next begins. */
#include "support/science_song.h"

Test(song, the_first_spike_comes_earlier_after_a_hundred_presentations)
{
    struct latency l = latency_after(1, 100, 0.005);
    within("latency in the first 10 presentations (ms)", l.first_ms, 49.5, 0.5, "T1.5");
    between("how much earlier the last 10 are (ms)", l.first_ms - l.last_ms, 9, 16, "T1.5");
    between("mean weight of the late half", l.late_half, 0, 0.02, "T1.5");
    cr_expect_gt(l.early_half, 5 * l.late_half, "early inputs must win");
}

/* Control: without plasticity nothing may shorten. */
Test(song, the_first_spike_stays_where_it_is_without_plasticity)
{
    struct latency l = latency_after(1, 30, 0);
    within("change of latency (ms)", l.first_ms - l.last_ms, 0, 0.8,
           "three times the standard error of ten presentations");
    within("mean weight of the early half", l.early_half, 0.2, 1e-6, "as at the start");
    within("mean weight of the late half", l.late_half, 0.2, 1e-6, "as at the start");
}
