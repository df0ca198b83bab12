#include "network/band.h"

engram_number number_in_band(const char *name, const char *unit, double value, const struct band *band)
{
    bool passes = !band->is_set || (value >= band->low && value <= band->high);
    return (engram_number){name, unit, value, band->is_set, band->low, band->high, passes};
}

bool numbers_pass(const engram_number *numbers, size_t n)
{
    bool all = true;
    for (size_t i = 0; i < n; i++)
        all = all && numbers[i].passes;
    return all;
}
