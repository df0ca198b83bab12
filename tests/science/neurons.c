/* T11.1 to T11.4 of science/synaptic.md: single neurons on the device, as experiments. tests/unit/model checks the same equations by themselves, in
 * double precision too; here the engine drives them: parameters and currents listed per neuron, initial states, stamps of spikes. */
#include "support/science.h"

#include <math.h>
#include <stdlib.h>

enum { ROOM = 256 };

/* ---- T11.1 current-based leaky integrate-and-fire ---- */

static const double currents[] = {380, 400, 450, 500, 600, 800, 1000, 1500};

static void f_I_curve(double dt_ms, double *interval_ms)
{
    struct trial t;
    char *text = textf(
        "engram: 1\nname: f_I\ndt: %g ms\nduration: 1 s\npopulations:\n  n: {model: iaf_psc_exp, size: 8, "
        "params: {I_e: [380, 400, 450, 500, 600, 800, 1000, 1500]}}\n",
        dt_ms);
    trial_whole(&t, text);
    for (uint32_t i = 0; i < 8; i++) {
        double times[ROOM];
        cr_assert_geq(trial_times(&t, "n", i, times, ROOM), 21);
        interval_ms[i] = (times[20] - times[0]) / 20;
    }
    trial_close(&t);
    free(text);
}

Test(neurons, iaf_psc_exp_follows_the_f_I_curve)
{
    static const double want[] = {45.3073, 29.7259, 19.9176, 15.8629, 11.8083, 8.3252, 6.7000, 4.8768};
    double interval[8];
    f_I_curve(0.01, interval);
    for (int i = 0; i < 8; i++) {
        char *what = textf("interval at %g pA (ms)", currents[i]);
        between(
            what, interval[i], want[i] * (1 - 1e-3), want[i] * (1 + 1e-3) + 0.01,
            "closed form; the grid makes an interval up to one step longer, float 1e-3 of it near rheobase");
        free(what);
    }
}

Test(neurons, iaf_psc_exp_spikes_on_the_published_grid_times)
{
    static const double want[4][4] = {{59.3, 120.6, 181.9, 243.2},
                                      {27.8, 57.6, 87.4, 117.2},
                                      {13.9, 29.8, 45.7, 61.6},
                                      {4.8, 11.6, 18.4, 25.2}};
    static const double amplitude[4] = {376, 400, 500, 1000};
    struct trial t;
    trial_whole(&t,
                "engram: 1\nname: grid\nduration: 250 ms\npopulations:\n"
                "  n: {model: iaf_psc_exp, size: 4, params: {I_e: [376, 400, 500, 1000]}}\n"
                "  switched: {model: iaf_psc_exp, size: 4, current: [{amplitude: [376, 400, 500, 1000]}]}\n");
    for (uint32_t i = 0; i < 4; i++) {
        double times[ROOM], switched[ROOM];
        cr_assert_geq(trial_times(&t, "n", i, times, ROOM), 4);
        trial_times(&t, "switched", i, switched, ROOM);
        for (int k = 0; k < 4; k++) {
            char *what = textf("spike %d at %g pA (ms)", k, amplitude[i]);
            within(what, times[k], want[i][k], i == 0 ? 0.1001 * (k + 1) : 1e-6,
                   "exact; within a step per interval at 376 pA, 0.3 % above rheobase, in single precision");
            cr_expect_eq(times[k], switched[k], "a current from t = 0 must act like I_e");
            free(what);
        }
    }
    trial_close(&t);
}

Test(neurons, iaf_psc_exp_gives_the_potentials_of_nests_own_test)
{
    static const double at_ms[] = {0.1, 0.2, 0.3, 4.7, 4.8},
                        want[] = {-69.602, -69.2079, -68.8178, -55.0001, -70};
    struct trial t;
    trial_open(&t,
               "engram: 1\nname: potentials\nduration: 5 ms\npopulations:\n  n: {model: iaf_psc_exp, size: "
               "1, params: {I_e: 1000}}\n",
               NULL);
    for (int k = 0; k < 5; k++) {
        trial_run(&t, at_ms[k] - engram_simulation_time_ms(t.sim));
        float *V_m = trial_state(&t, "n", "V_m");
        within("V_m (mV)", (double)V_m[0], want[k], 1e-4, "NEST prints six digits");
        free(V_m);
    }
    trial_close(&t);
}

/* ---- T11.2 conductance ---- */

/* tau_syn_ex is so long that g_ex stays what it was at the start. */
Test(neurons, iaf_cond_exp_with_constant_conductance_follows_the_closed_form)
{
    static const double g_ex[] = {6, 8, 12, 20, 50};
    struct trial t;
    trial_whole(&t, "engram: 1\nname: constant\ndt: 0.01 ms\nduration: 3 s\npopulations:\n"
                    "  n: {model: iaf_cond_exp, size: 5, params: {tau_syn_ex: 1.0e12}, initial: {g_ex: [6, "
                    "8, 12, 20, 50]}}\n");
    for (uint32_t i = 0; i < 5; i++) {
        double times[ROOM], g = 16.6667 + g_ex[i], V_inf = 16.6667 * -70 / g;
        double want = 2 + 250 / g * log((V_inf + 60) / (V_inf + 55));
        cr_assert_geq(trial_times(&t, "n", i, times, ROOM), 41);
        char *what = textf("interval at %g nS (ms)", g_ex[i]);
        between(what, (times[40] - times[0]) / 40, want * (1 - 1e-3), want * (1 + 1e-3) + 0.01,
                "closed form within 1e-3; the grid makes an interval up to one step of 0.01 ms longer");
        free(what);
    }
    trial_close(&t);
}

/* ---- T11.3 adaptive exponential ---- */

Test(neurons, aeif_cond_exp_fires_like_the_brette_gerstner_set)
{
    static const size_t counts[] = {0, 1, 9, 31};
    static const double first[] = {0, 49.44, 24.61, 11.79};
    struct trial t;
    trial_whole(
        &t, "engram: 1\nname: adex\nduration: 1 s\npopulations:\n"
            "  n: {model: aeif_cond_exp, size: 4, params: {V_reset: -70.6, I_e: [500, 600, 700, 1000]}}\n");
    for (uint32_t i = 0; i < 4; i++) {
        double times[ROOM];
        size_t n = trial_times(&t, "n", i, times, ROOM);
        cr_expect_eq(n, counts[i], "current %u: %zu spikes, not %zu", i, n, counts[i]);
        if (n > 0)
            between("first spike (ms)", times[0], first[i] - 0.05, first[i] + 0.1 + 0.05,
                    "+-0.05 ms; its stamp is the end of the 0.1 ms step that holds it");
    }
    trial_close(&t);
}

Test(neurons, aeif_cond_exp_agrees_with_the_lsodar_spikes_of_nest)
{
    static const double want[] = {18.715, 30.561, 42.495, 54.517, 66.626, 78.819, 91.096};
    double times[ROOM];
    struct trial t;
    trial_whole(&t, "engram: 1\nname: lsodar\ndt: 0.01 ms\nduration: 95 ms\npopulations:\n  n:\n    model: "
                    "aeif_cond_exp\n    size: 1\n"
                    "    params: {C_m: 200, g_L: 11, E_L: -70, V_th: -50, Delta_T: 2, a: 3, b: 0, tau_w: "
                    "300, V_reset: -58, I_e: 420}\n"
                    "    initial: {w: 5}\n");
    cr_assert_eq(trial_times(&t, "n", 0, times, ROOM), 7);
    for (int k = 0; k < 7; k++)
        between("spike (ms)", times[k], want[k] - 0.02, want[k] + 0.01 + 0.02,
                "0.02 ms; stamped at the end of a step of 0.01 ms");
    trial_close(&t);
}

/* Parameter sets: examples/frompapers/Naud_et_al_2008_adex_firing_patterns.py of Brian 2. V_th -50, Delta_T 2, V_peak 0 for all. */
static const char patterns[] = "engram: 1\nname: patterns\ndt: 0.02 ms\nduration: 500 ms\npopulations:\n  "
                               "n:\n    model: aeif_cond_exp\n    size: 6\n"
                               "    params:\n"
                               "      V_th: -50\n"
                               "      C_m: [200, 200, 200, 100, 100, 100]\n"
                               "      g_L: [10, 12, 10, 10, 10, 12]\n"
                               "      E_L: [-70, -70, -58, -65, -65, -60]\n"
                               "      a: [2, 2, 2, -10, 10, -11]\n"
                               "      b: [0, 60, 100, 30, 100, 30]\n"
                               "      tau_w: [30, 300, 120, 90, 90, 130]\n"
                               "      V_reset: [-58, -58, -46, -47, -47, -48]\n"
                               "      I_e: [500, 500, 210, 110, 180, 160]\n";

Test(neurons, aeif_cond_exp_shows_the_firing_patterns)
{
    static const struct {
        const char *name;
        size_t n;
    } want[] = {{"tonic", 51},    {"adapting", 10}, {"regular bursting", 9}, {"delayed regular bursting", 26},
                {"transient", 1}, {"irregular", 27}};
    struct trial t;
    trial_whole(&t, patterns);
    for (uint32_t i = 0; i < 6; i++)
        within(want[i].name, (double)trial_times(&t, "n", i, NULL, 0), (double)want[i].n, i == 5 ? 1 : 0,
               "T11.3, spikes in 500 ms; the irregular one is chaotic: double precision too gives 27 or 28, "
               "by the step");
    trial_close(&t);
}

/* ---- T11.4 Izhikevich ---- */

/* The five types at I = 5, 10, 15: neuron 3 * type + (I / 5 - 1). */
static const char izhikevich[] =
    "engram: 1\nname: izhikevich\ndt: %g ms\nduration: 1 s\npopulations:\n  n:\n    model: %s\n    size: "
    "15\n    params:\n"
    "      a: [.02, .02, .02, .02, .02, .02, .02, .02, .02, .1, .1, .1, .02, .02, .02]\n"
    "      b: [.2, .2, .2, .2, .2, .2, .2, .2, .2, .2, .2, .2, .25, .25, .25]\n"
    "      c: [-65, -65, -65, -55, -55, -55, -50, -50, -50, -65, -65, -65, -65, -65, -65]\n"
    "      d: [8, 8, 8, 4, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2, 2]\n"
    "      I_e: [5, 10, 15, 5, 10, 15, 5, 10, 15, 5, 10, 15, 5, 10, 15]\n"
    "    initial:\n"
    "      V_m: -65\n"
    "      U_m: [-13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -16.25, -16.25, -16.25]\n";
static const char *const types[] = {"RS", "IB", "CH", "FS", "LTS"};

Test(neurons, izhikevich_counts_and_times_are_those_of_the_accurate_solution)
{
    static const size_t counts[] = {11, 23, 34, 14, 34, 63, 40, 87, 130, 46, 137, 231, 41, 78, 117};
    static const double first[] = {3.13, 3.13, 3.13, 3.15, 2.47};
    struct trial t;
    char *text = textf(izhikevich, 0.1, "izhikevich");
    trial_whole(&t, text);
    for (uint32_t i = 0; i < 15; i++) {
        double times[ROOM];
        size_t n = trial_times(&t, "n", i, times, ROOM);
        within(types[i / 3], (double)n, (double)counts[i], 0, "T11.4, accurate, spikes in 1 s");
        if (i % 3 == 1)
            between("first spike (ms)", times[0], first[i / 3] - 0.05, first[i / 3] + 0.1 + 0.05,
                    "+-0.05 ms; its stamp is the end of the 0.1 ms step that holds it");
    }
    trial_close(&t);
    free(text);
}

Test(neurons, izhikevich_2003_spikes_in_the_published_steps)
{
    static const double RS[] = {4, 31, 79, 141, 195}, FS[] = {4, 11, 22, 34, 58};
    double times[ROOM];
    struct trial t;
    char *text = textf(izhikevich, 1.0, "izhikevich_2003");
    trial_whole(&t, text);
    trial_times(&t, "n", 1, times, ROOM);
    for (int k = 0; k < 5; k++)
        within("RS (step)", times[k], RS[k], 0, "T11.4, published numerics, exact");
    trial_times(&t, "n", 10, times, ROOM);
    for (int k = 0; k < 5; k++)
        within("FS (step)", times[k], FS[k], 0, "T11.4, published numerics, exact");
    trial_close(&t);
    free(text);
}

/* Plain Euler is not among the built-in models: a user's own file. */
Test(neurons, a_users_euler_izhikevich_counts_the_published_spikes)
{
    static const size_t counts[] = {11, 23, 34, 14, 34, 62, 40, 87, 130, 45, 130, 218, 41, 77, 115};
    struct trial t;
    char *body = textf(izhikevich, 0.1, "izhikevich_euler");
    char *text = textf("neurons: [%s/tests/science/izhikevich_euler.h]\n%s", ENGRAM_SOURCE_DIR, body);
    trial_whole(&t, text);
    for (uint32_t i = 0; i < 15; i++)
        within(types[i / 3], (double)trial_times(&t, "n", i, NULL, 0), (double)counts[i], 1,
               "T11.4, Euler 0.1 ms, one spike in single precision");
    trial_close(&t);
    free(text);
    free(body);
}

/* What `draws: true` gives: uniform, another number for every neuron and for every step, whichever of the four steps that share a block it is. */
Test(neurons, draws_are_uniform_and_independent)
{
    enum { N = 40000 };
    struct trial t;
    char *text = textf("neurons: [%s/tests/science/dice.h]\nengram: 1\nduration: 8 ms\ndt: 1 ms\n"
                       "populations: {n: {model: dice, size: %d}}\n",
                       ENGRAM_SOURCE_DIR, N);
    trial_open(&t, text, NULL);
    for (int step = 0; step < 6; step++) {
        trial_run(&t, 1);
        float *u = trial_state(&t, "n", "u"), *before = trial_state(&t, "n", "before");
        double neighbours = 0, steps = 0;
        for (int i = 0; i + 1 < N; i++) {
            neighbours += 12 * ((double)u[i] - 0.5) * ((double)u[i + 1] - 0.5) / N;
            steps += step ? 12 * ((double)u[i] - 0.5) * ((double)before[i] - 0.5) / N : 0;
        }
        struct moments m = moments_of(u, N);
        within("mean", m.mean, 0.5, 4 / sqrt(12.0 * N), "uniform, 4 standard errors");
        within("SD", m.sd, 1 / sqrt(12.0), 0.004, "uniform");
        between("least", m.min, 1e-10, 1e-3, "uniform");
        between("most", m.max, 0.999, 1 - 1e-8, "uniform");
        within("correlation of neighbours", neighbours, 0, 4 / sqrt(N), "independent, 4 standard errors");
        within("correlation of steps", steps, 0, 4 / sqrt(N), "independent, 4 standard errors");
        free(u);
        free(before);
    }
    trial_close(&t);
    free(text);
}

/* Control: the coarse numerics of the paper fire less than the accurate solution; the two models must not be the same. */
Test(neurons, izhikevich_2003_fires_less_than_the_accurate_solution)
{
    size_t n[2];
    for (int k = 0; k < 2; k++) {
        struct trial t;
        char *text = textf(izhikevich, k ? 0.1 : 1.0, k ? "izhikevich" : "izhikevich_2003");
        trial_whole(&t, text);
        n[k] = trial_times(&t, "n", 7, NULL, 0); /* CH at 10 */
        trial_close(&t);
        free(text);
    }
    within("CH at 10, published", (double)n[0], 43, 0, "T11.4");
    within("CH at 10, accurate", (double)n[1], 87, 0, "T11.4");
}
