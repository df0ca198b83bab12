#include "network/decay.h"

#include "fast/records.h"
#include "network/elementary.h"

#include <math.h>

static const double TIME_CONSTANTS =
    25.0; /* exp(-25) = 1.4e-11: below half a unit in the last place of any sum of traces */
enum { MAX_LENGTH = 1 << 20 };

bool decay_table_fits(double tau_ms, double dt_ms)
{
    return tau_ms / dt_ms <= DECAY_MAX_STEPS;
}

bool decay_tables_fit(double tau_ms, double dt_ms)
{
    return tau_ms / dt_ms <= DECAY_MAX_LONG_STEPS;
}

/* Entries of one table with `step_ms` from one to the next. */
static uint32_t length_by(double tau_ms, double step_ms)
{
    double length = ceil(TIME_CONSTANTS * tau_ms / step_ms) + 1.0;
    return length < MAX_LENGTH ? (uint32_t)length : MAX_LENGTH;
}

uint32_t decay_table_length(double tau_ms, double dt_ms)
{
    return decay_table_fits(tau_ms, dt_ms) ? length_by(tau_ms, dt_ms)
                                           : DECAY_FINE + length_by(tau_ms, DECAY_FINE * dt_ms);
}

static void fill_by(double tau_ms, double step_ms, float *table, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        table[i] = (float)elementary_exp(-(double)i * step_ms / tau_ms);
}

void decay_table_fill(double tau_ms, double dt_ms, float *table, uint32_t length)
{
    uint32_t fine = decay_table_fits(tau_ms, dt_ms) ? 0 : DECAY_FINE;
    fill_by(tau_ms, dt_ms, table, fine);
    fill_by(tau_ms, fine ? DECAY_FINE * dt_ms : dt_ms, table + fine, length - 1 - fine);
    table[length - 1] = 0.0f;
}
