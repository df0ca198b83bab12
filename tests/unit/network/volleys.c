/* Spikes in volleys have the statistics that are asked for, and depend on nothing but seed and names. */
#include "network/volleys.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { N = 20 };

static engram_status *status;
static struct network net;
static struct population population;
static struct volley_spikes spikes;

static void begin(void)
{
    status = engram_status_create();
    net = (struct network){.seed = 7, .dt_ms = 0.1};
    population = (struct population){.owner = 99, .n = N};
}

static void forget(void)
{
    volley_spikes_free(&spikes);
    volleys_clear(&population.volleys);
    spikes = (struct volley_spikes){0};
    population.volleys = (struct volleys){0};
}

static void end(void)
{
    forget();
    engram_status_free(status);
}

TestSuite(volleys, .init = begin, .fini = end);

static void draw(struct volley_law law)
{
    forget();
    cr_assert_eq(volleys_draw(&net, &population, &law, &spikes, status), ENGRAM_OK);
}

/* Spike k of a neuron: of each the same number come, one after the other. */
static double spike(uint32_t neuron, uint64_t k)
{
    return spikes.time_ms[neuron * (spikes.n / N) + k];
}

static void close_to(const char *what, double got, double want, double band)
{
    cr_expect(fabs(got - want) <= band, "%s: %g, not %g +- %g", what, got, want, band);
}

Test(volleys, come_as_a_poisson_process_of_their_rate)
{
    draw((struct volley_law){.rate_hz = 10, .begin_ms = 500, .end_ms = 2e6 + 500});
    const struct volleys *v = &population.volleys;
    double n = (double)v->n, squares = 0, short_ones = 0;
    for (uint64_t k = 1; k < v->n; k++) {
        double interval = (double)(v->step[k] - v->step[k - 1]) * 0.1;
        squares += (interval - 100) * (interval - 100);
        short_ones += interval < 10;
    }
    cr_assert_gt(v->step[0], 5000);
    close_to("volleys", n, 20000, 4 * sqrt(20000));
    close_to("SD of intervals", sqrt(squares / n), 100, 4);
    close_to("share of intervals below 10 ms", short_ones / n, 1 - exp(-0.1), 0.01);
}

Test(volleys, every_neuron_spikes_once_in_each_at_an_offset_of_its_own)
{
    draw((struct volley_law){.rate_hz = 10, .spread_ms = 5, .begin_ms = 100, .end_ms = 10e3});
    uint64_t n = population.volleys.n;
    double sum = 0, squares = 0;
    cr_assert_eq(spikes.n, n * N);
    for (uint32_t i = 0; i < N; i++) {
        double offset = population.volleys.offset_ms[i];
        sum += offset;
        squares += offset * offset;
        for (uint64_t k = 0; k < n; k++) {
            cr_assert_eq(spikes.neuron[i * n + k], i);
            cr_assert_float_eq(spike(i, k), (double)population.volleys.step[k] * 0.1 + offset, 0.051);
        }
    }
    close_to("mean offset", sum / N, 0, 1e-12);
    close_to("spread", sqrt(squares / N), 5, 1e-12);
}

Test(volleys, jitter_is_drawn_anew_for_every_spike_of_every_neuron)
{
    draw((struct volley_law){.rate_hz = 10, .jitter_ms = 3, .begin_ms = 100, .end_ms = 1e6});
    uint64_t n = population.volleys.n;
    double squares = 0, of_neurons = 0, of_volleys = 0;
    for (uint64_t k = 1; k < n; k++) {
        double t = (double)population.volleys.step[k] * 0.1, a = spike(0, k) - t, b = spike(1, k) - t,
               before = spike(0, k - 1) - (double)population.volleys.step[k - 1] * 0.1;
        squares += a * a;
        of_neurons += a * b;
        of_volleys += a * before;
    }
    close_to("SD", sqrt(squares / (double)n), 3, 0.1);
    close_to("correlation of two neurons", of_neurons / squares, 0, 0.04);
    close_to("correlation of two volleys", of_volleys / squares, 0, 0.04);
}

/* Correlation of the counts of neurons 0 and 1 in bins of 20 ms. */
static double correlation(double duration_ms)
{
    size_t n_bins = (size_t)(duration_ms / 20);
    double(*count)[2] = calloc(n_bins + 1, sizeof *count), mean[2] = {0}, product = 0, square[2] = {0};
    for (uint64_t i = 0; i < spikes.n; i++)
        if (spikes.neuron[i] < 2 && spikes.time_ms[i] < duration_ms) {
            count[(size_t)(spikes.time_ms[i] / 20)][spikes.neuron[i]]++;
            mean[spikes.neuron[i]] += 1 / (double)n_bins;
        }
    for (size_t b = 0; b < n_bins; b++) {
        product += (count[b][0] - mean[0]) * (count[b][1] - mean[1]);
        for (int k = 0; k < 2; k++)
            square[k] += (count[b][k] - mean[k]) * (count[b][k] - mean[k]);
    }
    free(count);
    return product / sqrt(square[0] * square[1]);
}

Test(volleys, independent_ones_have_nothing_in_common_but_their_rate)
{
    struct volley_law law = {.rate_hz = 10, .spread_ms = 1, .end_ms = 500e3};
    draw(law);
    cr_expect_gt(correlation(500e3), 0.8);
    law.independent = true;
    draw(law);
    close_to("correlation", correlation(500e3), 0, 4 / sqrt(25e3));
    close_to("spikes", (double)spikes.n, N * 5000, 4 * sqrt(N * 5000));
    cr_expect_null(population.volleys.step, "there are none that all have in common");
    cr_expect_not_null(population.volleys.offset_ms);
}

Test(volleys, depend_on_seed_and_name_and_not_on_how_long_they_go_on)
{
    struct volley_law law = {.rate_hz = 10, .spread_ms = 5, .jitter_ms = 1, .begin_ms = 100, .end_ms = 5e3};
    double first[10];
    draw(law);
    for (uint32_t k = 0; k < 10; k++)
        first[k] = spike(3, k);
    law.end_ms = 20e3;
    draw(law);
    for (uint32_t k = 0; k < 10; k++)
        cr_expect_eq(spike(3, k), first[k]);
    population.owner++;
    draw(law);
    cr_expect_neq(spike(3, 0), first[0]);
    population.owner--;
    net.seed++;
    draw(law);
    cr_expect_neq(spike(3, 0), first[0]);
}

Test(volleys, a_spike_that_would_come_before_the_first_step_comes_in_it)
{
    draw((struct volley_law){.rate_hz = 100, .spread_ms = 50, .end_ms = 1e3});
    uint64_t in_first = 0;
    for (uint64_t i = 0; i < spikes.n; i++) {
        cr_assert_geq(spikes.time_ms[i], net.dt_ms);
        in_first += spikes.time_ms[i] == net.dt_ms;
    }
    cr_expect_eq(spikes.n, population.volleys.n * N, "none is lost");
    cr_expect_gt(in_first, 5);
}
