#include "oscillators/oscillators.h"

#include <math.h>

const char *const number_names[N_NUMBERS] = {
    [NUMBER_BEFORE] = "before",
    [NUMBER_AFTER] = "after",
    [NUMBER_BEFORE_STATIC] = "before_static",
    [NUMBER_AFTER_STATIC] = "after_static",
    [NUMBER_DELAY_START] = "delay_start_ms",
    [NUMBER_DELAY_END] = "delay_end_ms",
    [NUMBER_DELAY_RATIO] = "delay_ratio",
};

const char *number_unit(enum number number)
{
    return number == NUMBER_DELAY_START || number == NUMBER_DELAY_END ? "ms" : "1";
}

double measure_order(const struct oscillators *o, const struct oscillation *trace, uint64_t k)
{
    double x = (double)trace->resultant[2 * k], y = (double)trace->resultant[2 * k + 1];
    return sqrt(x * x + y * y) / o->n;
}

/* Mean over the steps (begin + end) / 2 < s <= end. */
static double second_half(const struct oscillators *o, const struct oscillation *trace, uint64_t begin,
                          uint64_t end)
{
    uint64_t from = begin + (end - begin) / 2;
    double sum = 0;
    for (uint64_t k = from; k < end; k++)
        sum += measure_order(o, trace, k);
    return end > from ? sum / (double)(end - from) : (double)NAN;
}

/* An insult that comes after the end does not happen. */
static uint64_t insult_within(const struct oscillators *o, const struct oscillation *trace)
{
    return o->has_insult && o->insult_step < trace->n_steps ? o->insult_step : trace->n_steps;
}

double measure_before(const struct oscillators *o, const struct oscillation *trace)
{
    return second_half(o, trace, 0, insult_within(o, trace));
}

double measure_after(const struct oscillators *o, const struct oscillation *trace)
{
    return second_half(o, trace, insult_within(o, trace), trace->n_steps);
}

double measure_delay(const struct oscillators *o, const float *velocity, const float *weight)
{
    double sum = 0, n = 0;
    for (uint32_t k = 0; k < o->n_connections; k++) {
        if (weight[k] == 0)
            continue;
        sum += delay_steps(o->length[k], velocity[k]);
        n++;
    }
    return n > 0 ? sum / n * o->run->dt_ms : (double)NAN;
}

void measure_delays(const struct oscillators *o, const float *velocity, const float *weight, uint64_t *counts)
{
    for (uint32_t k = 0; k < o->n_connections; k++)
        if (weight[k] != 0)
            counts[delay_steps(o->length[k], velocity[k])]++;
}
