/* Experiments with one neuron and many plastic inputs: Song, Miller & Abbott 2000 (science/synaptic.md, T1.4 and T1.5). */
#ifndef ENGRAM_TESTS_SCIENCE_SONG_H
#define ENGRAM_TESTS_SCIENCE_SONG_H
#include "support/science.h"

/* What a run of competing inputs ends with. Weights are in units of the largest. */
struct competition {
    double rate_hz, cv;     /* in the last quarter */
    double mean, low, high; /* mean weight, shares below 0.1 and above 0.9 */
    bool two_peaks;         /* the emptiest tenth lies strictly between the two end tenths and below both */
};

/* Variant A (examples/song_abbott.yaml) for `duration_s`. */
struct competition variant_A(unsigned seed, double duration_s);
/* Variant B: Song's own set, with inhibition; alpha is A-/A+. */
struct competition variant_B(unsigned seed, double input_hz, double alpha, double duration_s);

/* T1.5: bursts that reach the neuron at a time of their own in every presentation. */
struct latency {
    double first_ms, last_ms; /* mean latency of the first spike in the first and last ten presentations */
    double earliest_quarter, early_half,
        late_half; /* mean weights of inputs by the time of their burst, in units of the largest */
};
struct latency latency_after(unsigned seed, unsigned n_trials, double lambda);
#endif
