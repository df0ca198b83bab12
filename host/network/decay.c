#include "network/decay.h"

#include "network/elementary.h"

#include <math.h>

static const double TIME_CONSTANTS =
    25.0; /* exp(-25) = 1.4e-11: below half a unit in the last place of any sum of traces */
enum { MAX_LENGTH = 1 << 20 };

bool decay_table_fits(double tau_ms, double dt_ms)
{
    return tau_ms / dt_ms <= DECAY_MAX_STEPS;
}

uint32_t decay_table_length(double tau_ms, double dt_ms)
{
    double length = ceil(TIME_CONSTANTS * tau_ms / dt_ms) + 1.0;
    return length < MAX_LENGTH ? (uint32_t)length : MAX_LENGTH;
}

void decay_table_fill(double tau_ms, double dt_ms, float *table, uint32_t length)
{
    for (uint32_t n = 0; n + 1 < length; n++)
        table[n] = (float)elementary_exp(-(double)n * dt_ms / tau_ms);
    table[length - 1] = 0.0f;
}
