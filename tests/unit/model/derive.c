/* Named derivations against table 11.1 of science/synaptic.md and against themselves. */
#include "models.h"

#include "model/derive.h"

#include <math.h>

static double derive(const char *name, const double *arguments, int n)
{
    int i = derivation_find(name);
    cr_assert(i >= 0, "no derivation '%s'", name);
    return derivation_at((size_t)i)->value(arguments, n, 0.1);
}
#define DERIVE(name, ...)                                                                                    \
    derive(name, (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void close_to(double got, double want, double relative, const char *what)
{
    cr_expect(fabs(got - want) <= relative * fabs(want), "%s: %.13g, not %.13g", what, got, want);
}

Test(derive, propagators_agree_with_the_table)
{
    static const struct {
        double tau_m, tau_syn, C_m, P11, P22, P21, P20;
    } rows[] = {{10, 2, 250, 0.951229424501, 0.990049833749, 3.882040924845e-4, 3.980066500333e-4},
                {10, 0.5, 250, 0.818730753078, 0.990049833749, 3.606717487814e-4, 3.980066500333e-4},
                {20, 5, 200, 0.980198673307, 0.995012479193, 4.937935295309e-4, 4.987520807318e-4}};
    for (int i = 0; i < 3; i++) {
        /* 1e-12: the digits of the table. */
        close_to(DERIVE("decay_of", rows[i].tau_syn), rows[i].P11, 1e-12, "P11");
        close_to(1.0 - DERIVE("loss_of", rows[i].tau_m), rows[i].P22, 1e-12, "P22");
        close_to(DERIVE("psc_propagator_of", rows[i].tau_m, rows[i].tau_syn, rows[i].C_m), rows[i].P21, 1e-12,
                 "P21");
        close_to(DERIVE("membrane_gain_of", rows[i].tau_m, rows[i].C_m), rows[i].P20, 1e-12, "P20");
    }
}

Test(derive, propagator_is_smooth_where_the_time_constants_meet)
{
    double limit = 0.1 * exp(-0.1 / 10.0) / 250.0;
    close_to(DERIVE("psc_propagator_of", 10.0, 10.0, 250.0), limit, 1e-15, "equal");
    for (double gap = 1e-15; gap < 1e-3; gap *= 7.0) {
        double tau = 10.0 * (1.0 + gap);
        /* A gap changes the limit by h gap / (2 tau) of it, and by terms of its square. */
        close_to(DERIVE("psc_propagator_of", 10.0, tau, 250.0), limit * (1.0 + 0.005 * gap),
                 0.01 * gap * gap + 1e-13, "tau_syn a little above tau_m");
        close_to(DERIVE("psc_propagator_of", tau, 10.0, 250.0), limit * (1.0 + 0.005 * gap),
                 0.01 * gap * gap + 1e-13, "tau_m a little above tau_syn");
    }
}

/* The membrane after one step, as a sum over the step: no formula to get wrong. */
static double summed_alpha(double tau_m, double tau_syn, double C_m)
{
    const int n = 20000;
    double sum = 0.0, h = 0.1 / n;
    for (int i = 0; i < n; i++) {
        double t = (i + 0.5) * h;
        sum += t * exp(-t / tau_syn) * exp(-(0.1 - t) / tau_m) * h;
    }
    return sum / C_m;
}

Test(derive, alpha_propagator_is_the_integral_over_a_step)
{
    static const double tau_syn[] = {0.02, 0.0990, 0.0991, 0.32582722403722841, 2, 9.9, 10, 10.1, 80};
    for (size_t i = 0; i < sizeof tau_syn / sizeof *tau_syn; i++) /* 1e-8: the midpoint rule */
        close_to(DERIVE("alpha_propagator_of", 10.0, tau_syn[i], 250.0),
                 summed_alpha(10.0, tau_syn[i], 250.0), 1e-8, "alpha_propagator_of");
    /* The other way round, x is negative and below -1. */
    close_to(DERIVE("alpha_propagator_of", 0.05, 20.0, 250.0), summed_alpha(0.05, 20.0, 250.0), 1e-8,
             "x = -2");
}

Test(derive, alpha_propagator_is_smooth_where_the_time_constants_meet)
{
    double limit = 0.005 * exp(-0.1 / 10.0) / 250.0;
    close_to(DERIVE("alpha_propagator_of", 10.0, 10.0, 250.0), limit, 1e-15, "equal");
    for (double gap = 1e-15; gap < 1e-3; gap *= 7.0) {
        double tau = 10.0 * (1.0 + gap);
        /* A longer tau_syn decays less: by 2/3 h gap / tau of it; a longer tau_m by 1/3. */
        close_to(DERIVE("alpha_propagator_of", 10.0, tau, 250.0), limit * (1.0 + 0.02 / 3 * gap),
                 0.02 * gap * gap + 1e-15, "tau_syn a little above tau_m");
        close_to(DERIVE("alpha_propagator_of", tau, 10.0, 250.0), limit * (1.0 + 0.01 / 3 * gap),
                 0.02 * gap * gap + 1e-15, "tau_m a little above tau_syn");
    }
}

Test(derive, simple_ones_mean_what_they_say)
{
    close_to(DERIVE("inverse_of", 8.0), 0.125, 0, "inverse_of");
    close_to(DERIVE("ratio_of", 3.0, 4.0), 0.75, 0, "ratio_of");
    close_to(DERIVE("share_of", 3.0, 1.0), 0.75, 0, "share_of");
    close_to(DERIVE("product_of", 3.0, 4.0, 0.5), 6.0, 0, "product_of");
    close_to(DERIVE("dt_over", 0.4), 0.25, 1e-15, "dt_over");
    close_to(derive("dt_itself", NULL, 0), 0.1, 0, "dt_itself");
    close_to(DERIVE("steps_of", 2.0), 20.0, 0, "steps_of");
    close_to(DERIVE("steps_of", 0.3), 3.0, 0, "0.3 / 0.1 is 2.9999999999999996");
    close_to(DERIVE("mean_decay_of", 0.2), (1.0 - exp(-0.5)) / 0.5, 1e-14, "mean_decay_of");
    close_to(DERIVE("alpha_slope_of", 2.0), 0.5 * 2.718281828459045, 1e-15, "alpha_slope_of");
    close_to(DERIVE("alpha_rise_of", 0.2), 0.1 * exp(-0.5), 1e-15, "alpha_rise_of");
    close_to(DERIVE("power_law_step_of", 0.1, 45.0, 0.4), 0.1 * pow(45.0, 0.6), 1e-14, "power_law_step_of");
}

/* dt is 0.1 ms here. */
Test(derive, of_a_tick_are_exact_for_any_tick)
{
    close_to(DERIVE("times_dt", 30.0), 0.003, 1e-15, "times_dt");
    close_to(DERIVE("chance_of", 1e4), 1.0 - exp(-1.0), 1e-15, "chance_of");
    close_to(DERIVE("chance_of", 0.0), 0.0, 0, "chance_of nothing");
    close_to(DERIVE("chance_of", 1e-20), 1e-24, 1e-15, "no digits are lost");
    close_to(DERIVE("noise_of", 4e4, 1e4), sqrt(2.0 * (1.0 - exp(-2.0))), 1e-15, "noise_of");
    close_to(DERIVE("noise_of", 4.0, 0.0), 0.02, 1e-15, "noise that nothing holds back: sqrt(s2 dt)");
    close_to(DERIVE("noise_of", 4.0, 1e-9), 0.02, 1e-9, "the same, nearly");
    close_to(DERIVE("log_of", 2.0), log(2.0), 0, "log_of");
}

Test(derive, values_of_a_model_are_parameters_or_derived_constants)
{
    double params[MODEL_MAX_PARAMS];
    const struct model *rule = model_named(MODEL_RULE, "stdp");
    params_of(rule, params, "lambda", 0.02, "w_max", 50.0, NULL);
    double seen = 0.0;
    for (size_t k = 0; k < rule->n_values; k++)
        if (strcmp(rule->values[k].name, "potentiate_step") == 0)
            seen = model_value(rule, k, params, 0.1);
    cr_expect_eq(seen, 1.0);
}
