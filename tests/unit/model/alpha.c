/* iaf_psc_alpha against its closed forms. A weight w that arrives at 0 makes the current w (t / tau_s) e^(1 - t / tau_s). */
#include "models.h"

#include <math.h>

struct membrane {
    double tau_m, tau_syn, C_m;
};

/* V_m of a membrane at rest, t ms after the arrival of a weight of 1 pA: with b = tau_s tau_m / (tau_m - tau_s),
 * e / (tau_s C) b^2 (e^(-t/tau_m) - e^(-t/tau_s) (1 + t/b)); e / (tau C) t^2/2 e^(-t/tau) for equal time constants. */
static double potential(const struct membrane *m, double t)
{
    double scale = exp(1.0) / (m->tau_syn * m->C_m);
    if (m->tau_m == m->tau_syn)
        return scale * 0.5 * t * t * exp(-t / m->tau_m);
    double b = m->tau_syn * m->tau_m / (m->tau_m - m->tau_syn);
    return scale * b * b * (exp(-t / m->tau_m) - exp(-t / m->tau_syn) * (1.0 + t / b));
}

static void at_rest(struct neuron_run *run, enum precision precision, double dt_ms, const struct membrane *m)
{
    neuron_begin(run, "iaf_psc_alpha", precision, dt_ms, "tau_m", m->tau_m, "tau_syn_ex", m->tau_syn,
                 "tau_syn_in", m->tau_syn, "C_m", m->C_m, "E_L", 0.0, "V_th", 100.0, NULL);
}

static const struct membrane membranes[] = {
    {10, 0.32582722403722841, 250}, {10, 2, 250}, {20, 5, 200}, {10, 10, 250}, {5, 8, 100}};
enum { N_MEMBRANES = sizeof membranes / sizeof *membranes };

Test(iaf_psc_alpha, follows_the_closed_form_at_every_step)
{
    for (int i = 0; i < N_MEMBRANES; i++)
        for (int receptor = 0; receptor < 2; receptor++) {
            struct neuron_run run;
            double input[2] = {0}, sign = receptor ? -1.0 : 1.0;
            input[receptor] = sign * 40.0;
            at_rest(&run, DOUBLE, 0.1, &membranes[i]);
            neuron_step(&run, input, 0.0); /* arrives at the end of this step */
            for (int step = 1; step <= 500; step++) {
                neuron_step(&run, NULL, 0.0);
                double t = 0.1 * step, tau = membranes[i].tau_syn,
                       want = sign * 40.0 * potential(&membranes[i], t);
                double I = sign * 40.0 * t / tau * exp(1.0 - t / tau);
                /* Exact integration: only roundings, of hundreds of steps. */
                cr_expect(fabs(neuron_state(&run, "V_m") - want) < 1e-11,
                          "membrane %d, %g ms: %.12g mV, not %.12g", i, t, neuron_state(&run, "V_m"), want);
                cr_expect(fabs(neuron_state(&run, receptor ? "I_syn_in" : "I_syn_ex") - I) < 1e-10,
                          "membrane %d, %g ms", i, t);
            }
        }
}

Test(iaf_psc_alpha, in_single_precision_stays_within_a_few_roundings)
{
    for (int i = 0; i < N_MEMBRANES; i++) {
        struct neuron_run run;
        double input[] = {40.0, 0.0};
        at_rest(&run, SINGLE, 0.1, &membranes[i]);
        neuron_step(&run, input, 0.0);
        for (int step = 1; step <= 500; step++) {
            neuron_step(&run, NULL, 0.0);
            double want = 40.0 * potential(&membranes[i], 0.1 * step);
            cr_expect(fabs(neuron_state(&run, "V_m") - want) <
                          1e-5 * 40.0 * potential(&membranes[i], membranes[i].tau_m),
                      "membrane %d, step %d: %.9g mV, not %.9g", i, step, neuron_state(&run, "V_m"), want);
        }
    }
}

/* The weight of NEST's hpc_benchmark (section 12.4): 45.61 pA for a peak of 0.14 mV, 1.700759 ms after the arrival. */
Test(iaf_psc_alpha, makes_the_psp_of_the_hpc_benchmark)
{
    struct neuron_run run;
    double input[] = {45.61, 0.0}, peak = 0.0, peak_ms = 0.0;
    at_rest(&run, DOUBLE, 0.001, &membranes[0]);
    neuron_step(&run, input, 0.0);
    for (int step = 1; step <= 5000; step++) {
        neuron_step(&run, NULL, 0.0);
        if (neuron_state(&run, "V_m") > peak) {
            peak = neuron_state(&run, "V_m");
            peak_ms = 0.001 * step;
        }
    }
    cr_expect(fabs(peak_ms - 1.700759) <= 0.001, "peak at %.4f ms, not 1.700759", peak_ms);
    cr_expect(fabs(peak - 0.14) < 0.14 * 0.005 / 45.61, "peak %.7g mV, not 0.14 within the digits of 45.61",
              peak);
}

/* A constant current knows no synapses: the grid times of iaf_psc_exp (table T11.1), and NEST's own test. */
Test(iaf_psc_alpha, spikes_on_the_published_grid_times)
{
    static const double currents[] = {376, 400, 500, 1000};
    static const size_t want[][4] = {
        {593, 1206, 1819, 2432}, {278, 576, 874, 1172}, {139, 298, 457, 616}, {48, 116, 184, 252}};
    for (int i = 0; i < 4; i++) {
        struct neuron_run run;
        size_t stamps[4] = {0};
        neuron_begin(&run, "iaf_psc_alpha", DOUBLE, 0.1, "I_e", currents[i], NULL);
        neuron_spikes(&run, 2500, stamps, 4);
        for (int k = 0; k < 4; k++)
            cr_expect_eq(stamps[k], want[i][k], "%g pA, spike %d: step %zu, not %zu", currents[i], k,
                         stamps[k], want[i][k]);
    }
}

Test(iaf_psc_alpha, spikes_when_the_threshold_is_reached_and_not_only_crossed)
{
    struct neuron_run run;
    neuron_begin(&run, "iaf_psc_alpha", SINGLE, 0.1, "E_L", -55.0, NULL);
    cr_expect_eq(neuron_step(&run, NULL, 0.0), 1, "V_m equals V_th");
}

Test(iaf_psc_alpha, currents_go_on_while_the_potential_is_held)
{
    struct neuron_run run;
    double input[] = {100.0, -50.0};
    neuron_begin(&run, "iaf_psc_alpha", DOUBLE, 0.1, NULL);
    neuron_set_state(&run, "V_m", -50.0);
    cr_assert_eq(neuron_step(&run, input, 0.0), 1);
    for (int step = 0; step < 20; step++) {
        cr_expect_eq(neuron_step(&run, NULL, 0.0), 0);
        cr_expect_eq(neuron_state(&run, "V_m"), -70.0, "t_ref is 20 steps");
    }
    /* 2 ms is tau_syn, where both currents peak. */
    cr_expect(fabs(neuron_state(&run, "I_syn_ex") - 100.0) < 1e-9);
    cr_expect(fabs(neuron_state(&run, "I_syn_in") + 50.0) < 1e-9);
    neuron_step(&run, NULL, 0.0);
    cr_expect_neq(neuron_state(&run, "V_m"), -70.0, "step 21 is free");
}
