/* Elements of whole networks against the equation they follow, dz/dt = nu f(Ca), integrated in double from the spikes. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

#define TAU_MS  1000.0
#define BETA    0.01
#define TICK_MS 10.0

static double gaussian(double calcium, double eta, double eps)
{
    double zeta = (eta - eps) / (2 * sqrt(log(2))), xi = (eta + eps) / 2;
    return 2 * exp(-pow((calcium - xi) / zeta, 2)) - 1;
}

/* Elements of a neuron after `seconds`, by steps of 1 ms. */
static double integrate(const struct spikes *s, uint32_t neuron, double dt_ms, double seconds, double rate,
                        double eta, double eps)
{
    double calcium = 0, z = 0;
    size_t k = 0;
    for (double ms = 0; ms < 1000 * seconds; ms++) {
        z = fmax(0, z + rate * gaussian(calcium, eta, eps) * 0.001);
        calcium *= exp(-1 / TAU_MS);
        for (; k < s->n && (double)s->step[k] * dt_ms <= ms + 1; k++)
            if (s->neuron[k] == neuron)
                calcium += BETA;
    }
    return z;
}

static void expect_elements(double rate, double eta, double eps, double seconds)
{
    struct trial t;
    char *text = textf(
        "seed: 5\nduration: %g s\npopulations:\n  P: {model: poisson_generator, size: 20, params: {rate: "
        "{uniform: {low: 2, high: 30}}}, calcium: {tau_Ca: %g ms, beta_Ca: %g, tick: %g ms}}\n"
        "projections:\n  PP: {source: P, target: P, connect: {fixed_indegree: 0}, weight: 1, structure: "
        "{growth: {vacant_decay: 0, axon: {growth_rate: %g, eta: %g, eps: %g}, dendrite: {growth_rate: %g, "
        "eta: %g, eps: "
        "%g}}}}\n",
        seconds, TAU_MS, BETA, TICK_MS, rate, eta, eps, -rate, eta, eps);
    trial_whole(&t, text);
    float *axon = trial_state(&t, "P", "axon_PP"), *dendrite = trial_state(&t, "P", "dendrite_PP");
    double largest = 0;
    for (uint32_t i = 0; i < 20; i++) {
        const struct spikes *s = trial_spikes(&t, "P");
        double up = integrate(s, i, t.dt_ms, seconds, rate, eta, eps),
               down = integrate(s, i, t.dt_ms, seconds, -rate, eta, eps);
        within("axon", (double)axon[i], up, 0.005 * rate * seconds, "the equation, ticks of 10 ms in 1 s");
        within("dendrite", (double)dendrite[i], down, 0.005 * rate * seconds, "and with its sign changed");
        largest = fmax(largest, up);
    }
    cr_expect_gt(largest, 0.1 * rate * seconds, "something must have grown");
    free(axon);
    free(dendrite);
    trial_close(&t);
    free(text);
}

Test(growth, elements_follow_the_equation)
{
    expect_elements(5, 0, 0.2, 20);     /* grow below a target, as in Butz & van Ooyen */
    expect_elements(5, 0.05, 0.15, 20); /* with a least activity */
    expect_elements(5, 0.3, 0.1, 20);   /* eta above eps: grow above a target, as in Sinha et al. */
    expect_elements(0.01, 0, 0.2, 20);  /* slowly */
}
