/* Tables of science/synaptic.md, 3.5: strength after pairings over strength before. */
#ifndef ENGRAM_TESTS_CALCIUM_TABLES_H
#define ENGRAM_TESTS_CALCIUM_TABLES_H
#include "support/science_calcium.h"

enum { N_LAGS = 9, N_RATES = 7 };
static const double lags_ms[N_LAGS] = {-60, -40, -20, -10, 0, 10, 20, 40, 60};
static const double after_60_pairs[CALCIUM_SETS][N_LAGS] = {
    {.941, .851, .764, .882, 1.008, 1.221, 1.172, 1.085, 1.035},
    {1, 1, .998, .859, .997, .961, .867, 1, 1},
    {.927, .892, .811, .771, 1.041, .971, .900, .931, .942},
    {1.019, 1.046, 1.098, 1.230, 1.238, 1.230, 1.098, 1.046, 1.019},
    {1, 1, 1, 1, .637, 1, 1, 1, 1},
    {.999, .999, .999, .860, .772, 1.041, .964, .982, .995},
};
static const double rates_Hz[N_RATES] = {1, 5, 10, 20, 30, 40, 50};
static const double after_75_pairs[2][N_RATES] = {{1.061, 1.062, 1.083, 1.253, 1.192, 1.553, 1.637},
                                                  {.691, .690, .621, .635, 1.186, 1.585, 1.637}};
#endif
