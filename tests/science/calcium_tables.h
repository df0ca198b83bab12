/* Tables of science/synaptic.md, 3.5: strength after a protocol over strength before. */
#ifndef ENGRAM_TESTS_CALCIUM_TABLES_H
#define ENGRAM_TESTS_CALCIUM_TABLES_H
#include "support/science_calcium.h"

/* T3.1: 60 pairs at 1 Hz. */
enum { N_STDP_SETS = CALCIUM_HIPPOCAMPAL, N_LAGS = 9 };
static const double lags_ms[N_LAGS] = {-60, -40, -20, -10, 0, 10, 20, 40, 60};
static const double after_60_pairs[N_STDP_SETS][N_LAGS] = {
    {.941, .851, .764, .882, 1.008, 1.221, 1.172, 1.085, 1.035},
    {1, 1, .998, .859, .997, .961, .867, 1, 1},
    {.927, .892, .811, .771, 1.041, .971, .900, .931, .942},
    {1.019, 1.046, 1.098, 1.230, 1.238, 1.230, 1.098, 1.046, 1.019},
    {1, 1, 1, 1, .637, 1, 1, 1, 1},
    {.999, .999, .999, .860, .772, 1.041, .964, .982, .995},
};

/* T3.2: 75 pairs, cortical slices, post spike 10 ms after and 10 ms before. */
enum { N_RATES = 7 };
static const double rates_Hz[N_RATES] = {1, 5, 10, 20, 30, 40, 50};
static const double after_75_pairs[2][N_RATES] = {{1.061, 1.062, 1.083, 1.253, 1.192, 1.553, 1.637},
                                                  {.691, .690, .621, .635, 1.186, 1.585, 1.637}};

/* T3.3: patterns at 5 Hz, hippocampal slices, by the lag of the last post spike. */
enum { N_PATTERNS = 3, N_BURST_LAGS = 7 };
static const double burst_lags_ms[N_BURST_LAGS] = {-40, -20, -10, 0, 10, 20, 40};
struct pattern {
    int n, n_post;
    double change[N_BURST_LAGS]; /* 0: not in the table */
};
static const struct pattern patterns[N_PATTERNS] = {
    {200, 1, {.883, .823, .791, 0, .729, .703, .998}},
    {100, 2, {.917, .861, .830, 1.114, 1.513, 1.676, .807}},
    {30, 2, {.998, .991, .984, 1.019, 1.144, 1.265, .977}},
};
static inline struct calcium_pairs burst_at(const struct pattern *p, double lag_ms)
{
    return (struct calcium_pairs){.period_ms = 200, .n = p->n, .n_post = p->n_post, .lag_ms = lag_ms};
}

/* T3.4: 900 pulses at a regular rate, no post spikes. */
enum { N_PULSE_RATES = 7, N_PULSES = 900 };
struct pulses {
    int set, n;
    double Hz[N_PULSE_RATES], change[N_PULSE_RATES];
};
static const struct pulses pulses[2] = {
    {CALCIUM_DP, 7, {1, 3, 5, 20, 30, 50, 100}, {1, 1, 1, .336, .334, .652, 1.436}},
    {CALCIUM_HIPPOCAMPAL, 5, {5, 10, 20, 50, 100}, {.921, .616, 1.886, 2.217, 2.217}},
};
#endif
