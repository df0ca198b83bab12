/* How alike the rates of populations rise and fall: the mean Pearson correlation of every two of them, from spikes counted in bins.
 *
 * With z the counts of a population, less their mean and over their deviation, the correlations of all pairs add up to half of mean((sum of all z)^2) - n. */
#include "measures/kind.h"

#include <math.h>

/* A state is counts [population][bin], and the sum of all z [bin]. */
enum { FEWEST_BINS = 10 };

/* None if the run ends before the window does: there will be no number. */
static uint64_t n_bins(const struct network *net, const struct measure *of)
{
    return of->end <= net->n_steps ? (of->end - of->begin) / of->bin : 0;
}

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    return n_bins(net, of) * (of->n_populations * sizeof(uint64_t) + sizeof(double));
}

static void spike(struct tally *t, uint32_t which, uint32_t neuron, uint64_t step)
{
    uint64_t *count = t->state, n = n_bins(t->net, t->of);
    (void)neuron;
    if (step > t->of->begin && (step - t->of->begin - 1) / t->of->bin < n)
        count[which * n + (step - t->of->begin - 1) / t->of->bin]++;
}

/* Add z of one population; false if its rate never changes. */
static bool add(const uint64_t *count, uint64_t n, double *sum)
{
    double mean = 0, variance = 0;
    for (uint64_t i = 0; i < n; i++)
        mean += (double)count[i] / (double)n;
    for (uint64_t i = 0; i < n; i++)
        variance += ((double)count[i] - mean) * ((double)count[i] - mean) / (double)n;
    for (uint64_t i = 0; i < n && variance > 0; i++)
        sum[i] += ((double)count[i] - mean) / sqrt(variance);
    return variance > 0;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    uint64_t *count = t->state, n = n_bins(t->net, t->of);
    double *sum = (double *)(count + t->of->n_populations * n), squares = 0, n_varied = 0;
    (void)values;
    if (n_steps < t->of->end || n < FEWEST_BINS)
        return (double)NAN;
    for (uint64_t i = 0; i < n; i++)
        sum[i] = 0;
    for (uint32_t k = 0; k < t->of->n_populations; k++)
        n_varied += add(count + k * n, n, sum);
    for (uint64_t i = 0; i < n; i++)
        squares += sum[i] * sum[i] / (double)n;
    return n_varied > 1 ? (squares - n_varied) / (n_varied * (n_varied - 1)) : (double)NAN;
}

const struct kind kind_synchrony = {.unit = "1", .state_bytes = state_bytes, .spike = spike, .value = value};
