#include "network/distance.h"

#include "network/elementary.h"

#include <math.h>

double distance_um(const float *a, const float *b, const double *period)
{
    double square = 0;
    for (int k = 0; k < 3; k++) {
        double d = (double)a[k] - (double)b[k];
        if (period[k] > 0 && fabs(d) > 0.5 * period[k])
            d -= period[k] * floor(d / period[k] + 0.5);
        square += d * d;
    }
    return sqrt(square);
}

double distance_longest(const struct population *source, const struct population *target)
{
    const struct population *both[] = {source, target};
    double square = 0;
    for (int k = 0; k < 3; k++) {
        double low = INFINITY, high = -INFINITY;
        for (int side = 0; side < 2; side++)
            for (uint32_t i = 0; i < both[side]->n; i++) {
                double x = (double)both[side]->positions[3 * (size_t)i + k];
                low = x < low ? x : low;
                high = x > high ? x : high;
            }
        double extent = high - low;
        if (source->period[k] > 0 && extent > 0.5 * source->period[k])
            extent = 0.5 * source->period[k];
        square += extent * extent;
    }
    return sqrt(square);
}

double distance_probability(const struct connect *c, double distance)
{
    double scaled = distance / c->sigma_um;
    if (distance > c->max_distance_um)
        return 0;
    switch (c->kernel) {
    case KERNEL_GAUSSIAN:
        return c->probability * elementary_exp(-0.5 * scaled * scaled);
    case KERNEL_EXPONENTIAL:
        return c->probability * elementary_exp(-scaled);
    default:
        return distance <= c->sigma_um ? c->probability : 0;
    }
}
