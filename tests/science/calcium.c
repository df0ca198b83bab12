/* Calcium against the exponential trace that it stands for, and against beta tau rate, its mean. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The trace in double, spike by spike: beta exp(-(now - t) / tau) each. */
static double exact_trace(const struct spikes *s, uint32_t neuron, double now_ms, double dt_ms, double tau_ms,
                          double beta)
{
    double sum = 0;
    for (size_t k = 0; k < s->n; k++)
        if (s->neuron[k] == neuron)
            sum += beta * exp(-(now_ms - (double)s->step[k] * dt_ms) / tau_ms);
    return sum;
}

/* A spike counts as spread over its tick T, so what it has left lies within exp(-T/tau) and exp(T/tau) of the trace. */
static void expect_trace(const char *model, double tau_ms, double tick_ms)
{
    struct trial t;
    char *text = textf("seed: 5\nduration: 3 s\npopulations:\n  P: {%s, size: 50, calcium: {tau_Ca: %g ms, "
                       "beta_Ca: 0.01, tick: %g ms}}\n",
                       model, tau_ms, tick_ms);
    trial_whole(&t, text);
    float *calcium = trial_state(&t, "P", "Ca");
    double band = exp(tick_ms / tau_ms) - 1;
    for (uint32_t i = 0; i < 50; i++) {
        double exact = exact_trace(trial_spikes(&t, "P"), i, 3000, t.dt_ms, tau_ms, 0.01);
        cr_assert_gt(exact, 0, "%s: neuron %u is silent", model, i);
        within(model, (double)calcium[i], exact, band * exact + 1e-6, "spread over a tick");
    }
    free(calcium);
    trial_close(&t);
    free(text);
}

Test(calcium, is_the_exponential_trace_of_the_spikes)
{
    expect_trace("model: poisson_generator, params: {rate: {uniform: {low: 5, high: 60}}}", 1000, 10);
    expect_trace("model: poisson_generator, params: {rate: 20}", 400, 0.5);
    expect_trace("model: iaf_psc_exp, params: {I_e: {uniform: {low: 400, high: 700}}}", 10000, 10);
    expect_trace("model: iaf_psc_exp, params: {I_e: 600}", 500, 100);
}

/* Mean over all neurons at the end, long after the start has been forgotten. */
static double mean_calcium(const char *population, const char *calcium, double seconds)
{
    struct trial t;
    char *text =
        textf("seed: 5\ndt: 1 ms\nduration: %g s\npopulations:\n  P: {%s, calcium: {%s}}\nrecord: {spikes: "
              "none, rates: 0 ms}\n",
              seconds, population, calcium);
    trial_whole(&t, text);
    float *values = trial_state(&t, "P", "Ca");
    double mean = moments_of(values, trial_size(&t, "P")).mean;
    free(values);
    trial_close(&t);
    free(text);
    return mean;
}

Test(calcium, has_the_mean_that_the_rate_says)
{
    static const char *const ticks[] = {"1 ms", "10 ms", "100 ms", "500 ms", "1 s"};
    for (size_t k = 0; k < sizeof ticks / sizeof *ticks; k++) {
        char *calcium = textf("tau_Ca: 1 s, beta_Ca: 0.001, tick: %s", ticks[k]);
        within(ticks[k],
               mean_calcium("model: poisson_generator, size: 40000, params: {rate: 20}", calcium, 12), 0.02,
               0.005 * 0.02, "beta tau rate");
        free(calcium);
    }
}

Test(calcium, of_regular_firing_stands_still_at_its_mean)
{
    /* One spike in every tick. Twelve time constants leave 6e-6 of the start. */
    char *times = textf("[1");
    for (int k = 1; k < 1200; k++) {
        char *more = textf("%s, %d", times, 10 * k + 1 + k % 9);
        free(times);
        times = more;
    }
    char *population = textf("model: spike_generator, size: 1, spike_times: %s]", times);
    within("100 Hz", mean_calcium(population, "tau_Ca: 1 s, beta_Ca: 0.001", 12), 0.1, 2e-5 * 0.1,
           "beta tau rate, and no other number");
    free(population);
    free(times);
}

Test(calcium, fades_as_slowly_as_it_is_told)
{
    /* 10,000 ticks with the longest time constant there may be, 100,000 of them: rounding may not add up. */
    within("a tenth of a time constant",
           mean_calcium("model: spike_generator, size: 1, spike_times: [1]",
                        "tau_Ca: 1000 s, beta_Ca: 1e-9, tick: 10 ms, initial: 0.7", 100),
           0.7 * exp(-0.1), 1e-5 * 0.7, "exp(-t / tau)");
}
