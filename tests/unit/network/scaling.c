/* Synaptic scaling by itself: T7.1 b of science/synaptic.md, the closed form of a tick, and what happens at the bounds. */
#include "network/scaling.h"

#include <criterion/criterion.h>
#include <math.h>

enum { HOUR = 3600 };

/* A population that fires `rate` times a second, for so many ticks. */
static scaling_state run(const struct scaling *s, double rate, uint32_t n_ticks)
{
    scaling_constants constants = scaling_plan(s, 1);
    scaling_state state = scaling_initial(s);
    for (uint32_t k = 0; k < n_ticks; k++)
        state = scaling_after(state, (float)(rate * (double)s->tick / 1000), constants);
    return state;
}

/* The equations in double, by the midpoint rule in steps of 10 ms. */
static double ln_factor(const struct scaling *s, double rate, double seconds)
{
    double a = s->target_rate, integral = 0, ln = 0, h = 0.01;
    for (double t = 0; t < seconds - h / 2; t += h) {
        double a_half = a + (rate - a) * -expm1(-h / 2 / (s->tau_a_ms / 1000));
        double integral_half = integral + h / 2 * (s->target_rate - a);
        ln += h * (s->beta * (s->target_rate - a_half) + s->gamma * integral_half);
        integral += h * (s->target_rate - a_half);
        a += (rate - a) * -expm1(-h / (s->tau_a_ms / 1000));
    }
    return ln;
}

/* T7.1 b: two days of silence, beta such that the factor would be 1.92 if activity fell at once; it takes tau_a, which leaves 1.919. */
Test(scaling, two_days_of_silence_nearly_double_synapses)
{
    struct scaling s = {
        .target_rate = 5, .beta = 7.55e-7, .tau_a_ms = 1e5, .least = 0.01, .most = 100, .tick = 1000};
    double factor = (double)run(&s, 0, 48 * HOUR).factor;
    cr_log_info("factor after 48 h of silence: %.5f", factor);
    cr_expect_float_eq(factor, 1.92, 0.01);
    cr_expect_float_eq(factor, exp(7.55e-7 * 5 * (48 * HOUR - 100)), 1e-5, "closed form");
}

/* Van Rossum's constants: a tick is exact, so its length does not matter. */
Test(scaling, ticks_of_any_length_give_the_same)
{
    struct scaling s = {
        .target_rate = 10, .beta = 4e-5, .gamma = 1e-7, .tau_a_ms = 1e5, .least = 0.01, .most = 100};
    double want = ln_factor(&s, 2, 1000);
    for (uint64_t tick = 1000; tick <= 250000; tick *= 5) {
        s.tick = tick == 125000 * 5 ? 250000 : tick;
        double got = log((double)run(&s, 2, (uint32_t)(1000000 / s.tick)).factor);
        cr_expect_float_eq(got, want, 1e-5 * want, "tick %lu ms: %.8f, not %.8f", (unsigned long)s.tick, got,
                           want);
    }
}

Test(scaling, a_factor_leaves_its_bound_as_soon_as_activity_does)
{
    struct scaling s = {.target_rate = 10,
                        .beta = 0.01,
                        .gamma = 0.01,
                        .tau_a_ms = 100,
                        .least = 0.5,
                        .most = 2,
                        .tick = 1000};
    scaling_constants constants = scaling_plan(&s, 1);
    scaling_state state = run(&s, 0, 100000);
    cr_expect_float_eq((double)state.factor, 2, 1e-6);
    lreal pace = state.pace;
    cr_expect_eq(scaling_after(state, 0, constants).pace, pace, "the integral rests at the bound");
    for (int k = 0; k < 40; k++)
        state = scaling_after(state, 100, constants);
    cr_expect_float_eq((double)state.factor, 0.5, 1e-6);
}
