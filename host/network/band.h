/* What an experiment expects of a number. */
#ifndef ENGRAM_NETWORK_BAND_H
#define ENGRAM_NETWORK_BAND_H
#include <engram/numbers.h>

#include <stddef.h>

struct band {
    bool is_set; /* false: nothing is expected */
    double low, high;
};
/* The number, held against the band: what is not a number passes only where nothing is expected. Texts are borrowed as long as it lives. */
engram_number number_in_band(const char *name, const char *unit, double value, const struct band *band);
/* Do all pass? */
bool numbers_pass(const engram_number *numbers, size_t n);
#endif
