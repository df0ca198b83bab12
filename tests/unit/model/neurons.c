/* Single neurons against the tables of science/synaptic.md, section 11. */
#include "models.h"

#include <math.h>

/* Does the spike stamp s (the end of its step) fit a spike at `time`, found within `band`? */
static bool stamp_fits(size_t stamp, double dt_ms, double time, double band)
{
    double end = (double)stamp * dt_ms;
    return time > end - dt_ms - band && time < end + band + 1e-9;
}

/* ---- T11.1 iaf_psc_exp ---- */

struct grid_times {
    double current;
    size_t stamps[4];
};
static const struct grid_times grid[] = {{376, {593, 1206, 1819, 2432}},
                                         {400, {278, 576, 874, 1172}},
                                         {500, {139, 298, 457, 616}},
                                         {1000, {48, 116, 184, 252}}};

Test(neurons, iaf_psc_exp_spikes_on_the_published_grid_times_in_double)
{
    for (size_t i = 0; i < 4; i++) {
        struct neuron_run run;
        size_t stamps[4] = {0};
        neuron_begin(&run, "iaf_psc_exp", DOUBLE, 0.1, "I_e", grid[i].current, NULL);
        neuron_spikes(&run, 2500, stamps, 4);
        for (int k = 0; k < 4; k++)
            cr_expect_eq(stamps[k], grid[i].stamps[k], "%g pA, spike %d: step %zu, not %zu", grid[i].current,
                         k, stamps[k], grid[i].stamps[k]);
    }
}

Test(neurons, iaf_psc_exp_spikes_within_a_step_of_the_grid_times_in_single)
{
    for (size_t i = 0; i < 4; i++) {
        struct neuron_run run;
        size_t stamps[4] = {0};
        neuron_begin(&run, "iaf_psc_exp", SINGLE, 0.1, "I_e", grid[i].current, NULL);
        neuron_spikes(&run, 2500, stamps, 4);
        for (int k = 0; k < 4; k++)
            cr_expect(fabs((double)stamps[k] - (double)grid[i].stamps[k]) <= k + 1,
                      "%g pA, spike %d: step %zu, not %zu", grid[i].current, k, stamps[k], grid[i].stamps[k]);
    }
}

Test(neurons, iaf_psc_exp_gives_the_potentials_of_nests_own_test)
{
    struct neuron_run run;
    neuron_begin(&run, "iaf_psc_exp", SINGLE, 0.1, "I_e", 1000.0, NULL);
    static const struct {
        int step;
        double V_m;
    } want[] = {{1, -69.602}, {2, -69.2079}, {3, -68.8178}, {47, -55.0001}, {48, -70.0}};
    for (int step = 1, k = 0; step <= 48; step++) {
        neuron_step(&run, NULL, 0.0);
        if (step != want[k].step)
            continue;
        /* NEST prints six digits; single precision near 70 adds a few 1e-6 per step. */
        cr_expect(fabs(neuron_state(&run, "V_m") - want[k].V_m) < 1e-4, "step %d: %.5f, not %.5f", step,
                  neuron_state(&run, "V_m"), want[k].V_m);
        k++;
    }
}

Test(neurons, iaf_psc_exp_follows_the_f_I_curve)
{
    static const double currents[] = {380, 400, 450, 500, 600, 800, 1000, 1500};
    static const double intervals[] = {45.3073, 29.7259, 19.9176, 15.8629, 11.8083, 8.3252, 6.7000, 4.8768};
    for (int i = 0; i < 8; i++)
        for (enum precision precision = SINGLE; precision <= DOUBLE; precision++) {
            struct neuron_run run;
            size_t stamps[21] = {0};
            neuron_begin(&run, "iaf_psc_exp", precision, 0.001, "I_e", currents[i], NULL);
            cr_assert_geq(neuron_spikes(&run, 1000000, stamps, 21), 21);
            double interval = (double)(stamps[20] - stamps[0]) * 0.001 / 20;
            /* The grid of 0.001 ms makes an interval up to a step longer; float adds up to 1e-3 of it near rheobase. */
            double band = 0.001 + (precision == SINGLE ? 1e-3 * intervals[i] : 5e-5);
            cr_expect(fabs(interval - intervals[i]) < band, "%g pA: %.4f ms, not %.4f", currents[i], interval,
                      intervals[i]);
        }
}

Test(neurons, iaf_psc_exp_makes_the_epsp_of_the_closed_form)
{
    static const struct {
        double tau_m, tau_syn, C_m, peak_ms, peak_mV;
    } want[] = {{10, 2, 250, 4.023595, 5.349922e-3},
                {10, 0.5, 250, 1.576701, 1.708263e-3},
                {20, 5, 200, 9.241962, 1.5749013e-2}};
    for (int i = 0; i < 3; i++) {
        struct neuron_run run;
        double input[] = {1.0, 0.0}, peak = 0.0, peak_ms = 0.0;
        neuron_begin(&run, "iaf_psc_exp", DOUBLE, 0.001, "tau_m", want[i].tau_m, "tau_syn_ex",
                     want[i].tau_syn, "C_m", want[i].C_m, "E_L", 0.0, "V_th", 100.0, NULL);
        neuron_step(&run, input, 0.0); /* arrives at the end of this step */
        for (int step = 1; step <= 20000; step++) {
            neuron_step(&run, NULL, 0.0);
            if (neuron_state(&run, "V_m") > peak) {
                peak = neuron_state(&run, "V_m");
                peak_ms = step * 0.001;
            }
        }
        cr_expect(fabs(peak_ms - want[i].peak_ms) <= 0.001, "peak at %.4f ms, not %.4f", peak_ms,
                  want[i].peak_ms);
        cr_expect(fabs(peak / want[i].peak_mV - 1.0) < 1e-6, "peak %.9g mV, not %.9g", peak,
                  want[i].peak_mV); /* digits of the table */
    }
}

Test(neurons, iaf_psc_exp_currents_decay_while_the_potential_is_held)
{
    struct neuron_run run;
    double input[] = {100.0, -50.0};
    neuron_begin(&run, "iaf_psc_exp", DOUBLE, 0.1, NULL);
    neuron_set_state(&run, "V_m", -50.0);
    cr_assert_eq(neuron_step(&run, input, 0.0), 1);
    for (int step = 0; step < 20; step++) {
        cr_expect_eq(neuron_step(&run, NULL, 0.0), 0);
        cr_expect_eq(neuron_state(&run, "V_m"), -70.0, "t_ref is 20 steps");
    }
    cr_expect(fabs(neuron_state(&run, "I_syn_ex") - 100.0 * exp(-1.0)) < 1e-9);
    cr_expect(fabs(neuron_state(&run, "I_syn_in") + 50.0 * exp(-1.0)) < 1e-9);
    neuron_step(&run, NULL, 0.0);
    cr_expect_neq(neuron_state(&run, "V_m"), -70.0, "step 21 is free");
}

/* ---- iaf_psc_delta ---- */

Test(neurons, iaf_psc_delta_jumps_by_the_weight_and_ignores_input_while_refractory)
{
    struct neuron_run run;
    double jump[] = {16.0}, small[] = {1.0};
    neuron_begin(&run, "iaf_psc_delta", DOUBLE, 0.1, "t_ref", 0.5, NULL);
    cr_expect_eq(neuron_step(&run, small, 0.0), 0);
    cr_expect(fabs(neuron_state(&run, "V_m") + 69.0) < 1e-12, "a jump acts in the step in which it arrives");
    cr_expect_eq(neuron_step(&run, jump, 0.0), 1);
    for (int step = 0; step < 5; step++) {
        cr_expect_eq(neuron_step(&run, jump, 0.0), 0, "input in step %d of 5 refractory ones is lost",
                     step + 1);
        cr_expect_eq(neuron_state(&run, "V_m"), -70.0);
    }
    cr_expect_eq(neuron_step(&run, jump, 0.0), 1);
}

Test(neurons, iaf_psc_delta_fires_as_the_closed_form_says)
{
    struct neuron_run run;
    size_t stamps[11] = {0};
    neuron_begin(&run, "iaf_psc_delta", DOUBLE, 0.001, "I_e", 500.0, NULL);
    neuron_spikes(&run, 200000, stamps, 11);
    double interval = (double)(stamps[10] - stamps[0]) * 0.001 / 10;
    cr_expect(fabs(interval - 15.8629) < 0.0011, "%.4f ms, not 15.8629 within a step", interval);
}

/* ---- T11.2 iaf_cond_exp ---- */

Test(neurons, iaf_cond_exp_with_constant_conductance_follows_the_closed_form)
{
    /* A conductance that practically does not decay. */
    static const double conductances[] = {6.0, 8.0, 12.0, 20.0, 50.0};
    for (int i = 0; i < 5; i++)
        for (enum precision precision = SINGLE; precision <= DOUBLE; precision++) {
            struct neuron_run run;
            size_t stamps[41] = {0};
            neuron_begin(&run, "iaf_cond_exp", precision, 0.1, "tau_syn_ex", 1e12, NULL);
            neuron_set_state(&run, "g_ex", conductances[i]);
            double g = 16.6667 + conductances[i], V_inf = 16.6667 * -70.0 / g;
            double want = 2.0 + 250.0 / g * log((V_inf + 60.0) / (V_inf + 55.0));
            cr_assert_geq(neuron_spikes(&run, 60000, stamps, 41), 41);
            double interval = (double)(stamps[40] - stamps[0]) * 0.1 / 40;
            /* Exact between grid points; the grid delays each spike by less than a step. */
            cr_expect(interval > want * (1 - 1e-3) && interval < want * (1 + 1e-3) + 0.1,
                      "%g nS: %.4f ms, not %.4f", conductances[i], interval, want);
        }
}

Test(neurons, iaf_cond_exp_potential_relaxes_exactly_at_the_step_of_a_tenth_ms)
{
    struct neuron_run run;
    neuron_begin(&run, "iaf_cond_exp", SINGLE, 0.1, "tau_syn_ex", 1e12, "V_th", 0.0, NULL);
    neuron_set_state(&run, "g_ex", 10.0);
    for (int step = 0; step < 100; step++)
        neuron_step(&run, NULL, 0.0);
    double g = 26.6667, V_inf = 16.6667 * -70.0 / g, want = V_inf + (-70.0 - V_inf) * exp(-10.0 * g / 250.0);
    cr_expect(fabs(neuron_state(&run, "V_m") / want - 1.0) < 1e-5,
              "%.6f, not %.6f; float rounds a hundred times", neuron_state(&run, "V_m"), want);
}

Test(neurons, iaf_cond_exp_loses_no_charge_of_a_fast_synapse)
{
    struct neuron_run coarse, fine;
    double input[] = {1.0, 0.0};
    neuron_begin(&coarse, "iaf_cond_exp", DOUBLE, 0.1, NULL);
    neuron_begin(&fine, "iaf_cond_exp", DOUBLE, 0.001, NULL);
    neuron_step(&coarse, input, 0.0);
    neuron_step(&fine, input, 0.0);
    for (int step = 0; step < 20; step++)
        neuron_step(&coarse, NULL, 0.0);
    for (int step = 0; step < 2000; step++)
        neuron_step(&fine, NULL, 0.0);
    double a = neuron_state(&coarse, "V_m") + 70.0, b = neuron_state(&fine, "V_m") + 70.0;
    cr_expect(fabs(a / b - 1.0) < 5e-3,
              "EPSP after 2 ms with tau_syn 0.2 ms: %.6f mV at dt 0.1, %.6f mV at dt 0.001", a, b);
}

/* ---- iaf_cond_nmda ---- */

Test(neurons, iaf_cond_nmda_has_a_slow_conductance_that_follows_the_fast_one)
{
    struct neuron_run run;
    double input[] = {1.0, 0.0};
    neuron_begin(&run, "iaf_cond_nmda", DOUBLE, 0.1, NULL);
    neuron_step(&run, input, 0.0);
    for (int step = 1; step <= 3000; step++) {
        neuron_step(&run, NULL, 0.0);
        double t = 0.1 * step, fast = exp(-t / 5), slow = 5.0 / 95.0 * (exp(-t / 100) - exp(-t / 5));
        cr_assert_float_eq(neuron_state(&run, "g_ampa"), fast, 1e-9);
        cr_assert_float_eq(neuron_state(&run, "g_nmda"), slow, 1e-3, "%g ms", t);
    }
}

/* A constant drive beyond the threshold: what holds a neuron back is its threshold, which has 100 mV to fall. */
Test(neurons, iaf_cond_nmda_fires_again_when_its_threshold_has_come_down)
{
    struct neuron_run run;
    double input[] = {1.0, 0.0}, latest = 0, shortest = HUGE_VAL;
    int n_spikes = 0;
    neuron_begin(&run, "iaf_cond_nmda", DOUBLE, 0.1, NULL);
    for (int step = 0; step < 10000; step++) {
        double before = neuron_state(&run, "raised");
        neuron_step(&run, input, 0.0);
        if (neuron_state(&run, "raised") <= before)
            continue;
        cr_assert_eq(neuron_state(&run, "V_m"), -70.0);
        cr_assert_eq(neuron_state(&run, "raised"), 100.0);
        shortest = n_spikes++ ? fmin(shortest, 0.1 * step - latest) : shortest;
        latest = 0.1 * step;
    }
    cr_expect_gt(n_spikes, 10);
    /* V_m is below 0, so the threshold must have fallen below 50 mV above V_th. */
    cr_expect_geq(shortest, 5 * log(2.0) - 0.1);
    cr_expect_leq(shortest, 5 * log(100.0));
}

/* ---- T11.3 aeif_cond_exp ---- */

struct adex {
    double current;
    size_t n;
    double spikes_ms[6], band_ms[6];
};

Test(neurons, aeif_cond_exp_fires_like_the_brette_gerstner_set)
{
    static const struct adex want[] = {
        {500, 0, {0}, {0}},
        {600, 1, {49.44}, {0.05}},
        {700, 9, {24.61, 63.23, 142.43, 266.45, 394.44}, {0.05, 0.15, 0.3, 0.4, 0.5}},
        {1000, 31, {11.79, 25.38, 41.21, 59.79, 81.66, 107.17}, {0.05, 0.1, 0.15, 0.2, 0.25, 0.3}}};
    for (int i = 0; i < 4; i++)
        for (enum precision precision = SINGLE; precision <= DOUBLE; precision++) {
            struct neuron_run run;
            size_t stamps[64] = {0};
            neuron_begin(&run, "aeif_cond_exp", precision, 0.1, "V_reset", -70.6, "I_e", want[i].current,
                         NULL);
            size_t n = neuron_spikes(&run, 10000, stamps, 64);
            cr_expect_eq(n, want[i].n, "%g pA: %zu spikes, not %zu", want[i].current, n, want[i].n);
            for (int k = 0; k < 6 && want[i].band_ms[k] > 0.0; k++)
                cr_expect(stamp_fits(stamps[k], 0.1, want[i].spikes_ms[k], want[i].band_ms[k]),
                          "%g pA, spike %d: step %zu, not at %g ms", want[i].current, k, stamps[k],
                          want[i].spikes_ms[k]);
        }
}

Test(neurons, aeif_cond_exp_agrees_with_the_lsodar_spikes_of_nest)
{
    static const double want[] = {18.715, 30.561, 42.495, 54.517, 66.626, 78.819, 91.096};
    struct neuron_run run;
    size_t stamps[8] = {0};
    neuron_begin(&run, "aeif_cond_exp", SINGLE, 0.01, "C_m", 200.0, "g_L", 11.0, "E_L", -70.0, "V_th", -50.0,
                 "Delta_T", 2.0, "a", 3.0, "b", 0.0, "tau_w", 300.0, "V_reset", -58.0, "I_e", 420.0, NULL);
    neuron_set_state(&run, "w", 5.0);
    cr_assert_eq(neuron_spikes(&run, 9500, stamps, 8), 7);
    for (int k = 0; k < 7; k++)
        cr_expect(stamp_fits(stamps[k], 0.01, want[k], 0.05), "spike %d: step %zu, not at %g ms", k,
                  stamps[k], want[k]);
}

Test(neurons, aeif_cond_exp_stays_finite_at_an_absurd_peak)
{
    struct neuron_run run;
    neuron_begin(&run, "aeif_cond_exp", SINGLE, 0.1, "V_peak", 1e6, "I_e", 1e4, NULL);
    cr_expect_gt(neuron_spikes(&run, 1000, NULL, 0), 0);
    cr_expect(isfinite(neuron_state(&run, "V_m")) && isfinite(neuron_state(&run, "w")));
}

Test(neurons, aeif_cond_exp_is_silent_for_its_refractory_time)
{
    struct neuron_run run;
    size_t stamps[64] = {0};
    neuron_begin(&run, "aeif_cond_exp", SINGLE, 0.1, "t_ref", 5.0, "I_e", 3000.0, "b", 0.0, NULL);
    size_t n = neuron_spikes(&run, 2000, stamps, 64);
    cr_assert_gt(n, 10);
    for (size_t k = 1; k < n && k < 64; k++)
        cr_expect_gt(stamps[k] - stamps[k - 1], 50, "spikes at steps %zu and %zu", stamps[k - 1], stamps[k]);
}

/* ---- T11.4 izhikevich ---- */

struct izhikevich_type {
    const char *name;
    double a, b, c, d;
    size_t published[3], accurate[3]; /* spikes in 1 s at I = 5, 10, 15 */
    double first_ms[4];               /* accurate, I = 10 */
};
static const struct izhikevich_type types[] = {
    {"RS", 0.02, 0.2, -65, 8, {10, 20, 31}, {11, 23, 34}, {3.13, 26.23, 71.06, 115.88}},
    {"IB", 0.02, 0.2, -55, 4, {12, 27, 44}, {14, 34, 63}, {3.13, 5.42, 9.65, 49.63}},
    {"CH", 0.02, 0.2, -50, 2, {28, 43, 64}, {40, 87, 130}, {3.13, 4.52, 6.04, 7.74}},
    {"FS", 0.1, 0.2, -65, 2, {34, 63, 99}, {46, 137, 231}, {3.15, 7.45, 13.32, 20.33}},
    {"LTS", 0.02, 0.25, -65, 2, {29, 44, 66}, {41, 78, 117}, {2.47, 5.34, 8.80, 13.23}},
};

static size_t izhikevich_spikes(const char *model, const struct izhikevich_type *t, double current,
                                enum precision precision, double dt_ms, size_t *stamps, size_t room)
{
    struct neuron_run run;
    neuron_begin(&run, model, precision, dt_ms, "a", t->a, "b", t->b, "c", t->c, "d", t->d, "I_e", current,
                 NULL);
    neuron_set_state(&run, "V_m", -65.0);
    neuron_set_state(&run, "U_m", t->b * -65.0);
    return neuron_spikes(&run, (size_t)(1000.0 / dt_ms + 0.5), stamps, room);
}

Test(neurons, izhikevich_2003_counts_the_spikes_of_the_published_script_in_double)
{
    for (int t = 0; t < 5; t++)
        for (int i = 0; i < 3; i++) {
            size_t stamps[200] = {0}, n = izhikevich_spikes("izhikevich_2003", &types[t], 5.0 * (i + 1),
                                                            DOUBLE, 1.0, stamps, 200);
            /* The script looks for spikes at the start of a step: a spike of the very last one is not counted there. */
            n -= n > 0 && stamps[n - 1] == 1000;
            cr_expect_eq(n, types[t].published[i], "%s, I = %d: %zu spikes, not %zu", types[t].name,
                         5 * (i + 1), n, types[t].published[i]);
        }
}

Test(neurons, izhikevich_2003_in_single_precision_keeps_the_published_rates)
{
    for (int t = 0; t < 5; t++)
        for (int i = 0; i < 3; i++) {
            size_t n = izhikevich_spikes("izhikevich_2003", &types[t], 5.0 * (i + 1), SINGLE, 1.0, NULL, 0);
            double want = (double)types[t].published[i];
            /* Steps of 1 ms make a chaotic map: even 64 and 80 bits differ by up to 9 spikes. */
            cr_expect(fabs((double)n - want) <= 1.0 + 0.15 * want, "%s, I = %d: %zu spikes, not %g",
                      types[t].name, 5 * (i + 1), n, want);
        }
}

Test(neurons, izhikevich_2003_spikes_in_the_published_steps)
{
    static const size_t RS[] = {4, 31, 79, 141, 195}, FS[] = {4, 11, 22, 34, 58};
    size_t stamps[5] = {0};
    izhikevich_spikes("izhikevich_2003", &types[0], 10.0, SINGLE, 1.0, stamps, 5);
    for (int k = 0; k < 5; k++)
        cr_expect_eq(stamps[k], RS[k], "RS, spike %d: step %zu, not %zu", k, stamps[k], RS[k]);
    izhikevich_spikes("izhikevich_2003", &types[3], 10.0, SINGLE, 1.0, stamps, 5);
    for (int k = 0; k < 5; k++)
        cr_expect_eq(stamps[k], FS[k], "FS, spike %d: step %zu, not %zu", k, stamps[k], FS[k]);
}

Test(neurons, izhikevich_counts_the_spikes_of_the_accurate_solution)
{
    for (int t = 0; t < 5; t++)
        for (int i = 0; i < 3; i++)
            for (enum precision precision = SINGLE; precision <= DOUBLE; precision++) {
                size_t n = izhikevich_spikes("izhikevich", &types[t], 5.0 * (i + 1), precision, 0.1, NULL, 0);
                cr_expect_eq(n, types[t].accurate[i], "%s, I = %d: %zu spikes, not %zu", types[t].name,
                             5 * (i + 1), n, types[t].accurate[i]);
            }
}

Test(neurons, izhikevich_spikes_at_the_times_of_the_accurate_solution)
{
    for (int t = 0; t < 5; t++) {
        size_t stamps[4] = {0};
        izhikevich_spikes("izhikevich", &types[t], 10.0, SINGLE, 0.1, stamps, 4);
        for (int k = 0; k < 4; k++)
            cr_expect(stamp_fits(stamps[k], 0.1, types[t].first_ms[k], 0.05),
                      "%s, spike %d: step %zu, not at %g ms", types[t].name, k, stamps[k],
                      types[t].first_ms[k]);
    }
}

Test(neurons, izhikevich_jumps_by_the_weight_of_an_arriving_spike)
{
    struct neuron_run run;
    double input[] = {3.0};
    neuron_begin(&run, "izhikevich", DOUBLE, 0.1, NULL);
    struct neuron_run without = run;
    neuron_step(&run, input, 0.0);
    neuron_step(&without, NULL, 0.0);
    cr_expect(fabs(neuron_state(&run, "V_m") - neuron_state(&without, "V_m") - 3.0) < 1e-12);
    input[0] = 200.0;
    cr_expect_eq(neuron_step(&run, input, 0.0), 1, "a jump across the peak is a spike of the same step");
}

/* ---- intfire1, parrot ---- */

Test(neurons, intfire1_decays_fires_above_one_and_is_deaf_while_refractory)
{
    struct neuron_run run;
    double half[] = {0.5}, one[] = {1.0}, more[] = {1.5};
    neuron_begin(&run, "intfire1", SINGLE, 1.0, "tau", 10.0, "refrac", 3.0, NULL);
    cr_expect_eq(neuron_step(&run, half, 0.0), 0);
    cr_expect_eq(neuron_step(&run, NULL, 0.0), 0);
    cr_expect(fabs(neuron_state(&run, "m") - 0.5 * exp(-0.1)) < 1e-7);
    neuron_set_state(&run, "m", 0.0);
    cr_expect_eq(neuron_step(&run, one, 0.0), 0, "1 is not above 1");
    cr_expect_eq(neuron_step(&run, half, 0.0), 1);
    cr_expect_eq(neuron_state(&run, "m"), 0.0);
    cr_expect_eq(neuron_step(&run, more, 0.0), 0, "1 ms after the spike");
    cr_expect_eq(neuron_step(&run, more, 0.0), 0, "2 ms after the spike");
    cr_expect_eq(neuron_step(&run, more, 0.0), 1, "3 ms after it the refractory time is over");
}

Test(neurons, parrot_repeats_what_arrives)
{
    struct neuron_run run;
    double three[] = {3.0};
    neuron_begin(&run, "parrot", SINGLE, 0.1, NULL);
    cr_expect_eq(neuron_step(&run, NULL, 0.0), 0);
    cr_expect_eq(neuron_step(&run, three, 0.0), 3);
    cr_expect_eq(neuron_step(&run, NULL, 0.0), 0);
}
