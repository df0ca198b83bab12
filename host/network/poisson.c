#include "network/elementary.h"
#include "network/network.h"

double poisson_mean(double rate_hz, double dt_ms)
{
    return rate_hz * dt_ms * 1e-3;
}

/* Sums P(X <= k) from the smallest terms on; with mean <= 16 no term underflows and the sum is exact to a few 1e-16, far below 2^-32. */
uint32_t poisson_thresholds(double mean, uint32_t *thresholds, uint32_t capacity)
{
    if (!(mean <= POISSON_MAX_MEAN))
        return 0;
    double term = elementary_exp(-mean), sum = term;
    uint32_t n = 0;
    while (n < capacity) {
        double threshold = sum * 0x1p32 + 0.5;
        if (threshold >= 0x1p32)
            break;
        thresholds[n++] = (uint32_t)threshold;
        term *= mean / n;
        sum += term;
    }
    return n;
}
