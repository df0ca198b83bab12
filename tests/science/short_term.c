/* T8.1 and T8.2 of science/synaptic.md: short-term plasticity. One source, one neuron per parameter set; of its exponential currents nothing is left after
 * 20 time constants, so the current just after an arrival is the weight times what the spike released. */
#include "support/science_example.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N_SETS = 6, N_LISTED = 5, N_STEADY = 200 };
static const double WEIGHT = 1000;

static const struct set {
    const char *name, *keys;
    double U, tau_rec, tau_fac; /* ms */
    double released[N_LISTED];  /* of the first spikes at 20 Hz; 0: not listed */
    double steady;
} sets[N_SETS] = {
    {"depressing", "{}", 0.5, 800, 0, {0.5, 0.265147, 0.154835, 0.103020, 0.078683}, 0.057126},
    {"depressing_6", "{U: 0.6}", 0.6, 800, 0, {0.6, 0.261811, 0.134732, 0.086980, 0.069036}, 0.058235},
    {"facilitating",
     "{set: facilitating}",
     0.03,
     130,
     530,
     {0.03, 0.055327, 0.075736, 0.091777, 0.104279},
     0.165486},
    {"F1", "{set: F1}", 0.16, 45, 376, {0.16, 0.263040, 0.326346}, 0.466320},
    {"D", "{set: D}", 0.25, 706, 21, {0.25, 0.205072, 0.158966}, 0.057642},
    {"F3", "{set: F3}", 0.32, 144, 62, {0.32, 0.322817, 0.273381}, 0.218093}};

static char *experiment(double interval_ms, int n_spikes)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "duration: %g ms\npopulations:\n  s: {model: spike_generator, size: 1, spike_times: [[",
            interval_ms * (n_spikes + 1));
    for (int k = 0; k < n_spikes; k++)
        fprintf(out, "%s%g", k ? ", " : "", interval_ms * (k + 1) - 1);
    fprintf(out, "]]}\n");
    for (int i = 0; i < N_SETS; i++)
        fprintf(out, "  %s: {model: iaf_psc_exp, size: 1, params: {tau_syn_ex: 0.5 ms, V_th: 1 V}}\n",
                sets[i].name);
    fprintf(out, "projections:\n");
    for (int i = 0; i < N_SETS; i++)
        fprintf(out,
                "  to_%s: {source: s, target: %s, connect: all_to_all, weight: %g, delay: 1 ms, short_term: "
                "%s}\n",
                sets[i].name, sets[i].name, WEIGHT, sets[i].keys);
    fclose(out);
    return text;
}

/* What each spike releases: [n_spikes][N_SETS]. */
static double *released(double interval_ms, int n_spikes)
{
    struct trial t;
    char *text = experiment(interval_ms, n_spikes);
    double *out = calloc((size_t)n_spikes * N_SETS, sizeof *out);
    trial_open(&t, text, NULL);
    for (int k = 0; k < n_spikes; k++) {
        trial_run(&t, interval_ms);
        for (int i = 0; i < N_SETS; i++) {
            float *current = trial_state(&t, sets[i].name, "I_syn_ex");
            out[k * N_SETS + i] = (double)current[0] / WEIGHT;
            free(current);
        }
    }
    trial_close(&t);
    free(text);
    return out;
}

/* Closed form of what a spike of a regular train releases in the end. */
static double steady(const struct set *s, double interval_ms)
{
    double kept = exp(-interval_ms / s->tau_rec);
    double u_kept = s->tau_fac > 0 ? exp(-interval_ms / s->tau_fac) : 0;
    double u = s->U / (1 - (1 - s->U) * u_kept);
    return u * (1 - kept) / (1 - (1 - u) * kept);
}

/* T8.1 */
Test(short_term, spikes_release_what_is_published)
{
    double *got = released(50, N_STEADY);
    for (int i = 0; i < N_SETS; i++) {
        for (int k = 0; k < N_LISTED && sets[i].released[k] > 0; k++) {
            char *what = textf("%s, spike %d", sets[i].name, k + 1);
            within(what, got[k * N_SETS + i], sets[i].released[k], 1e-6, "the values have six digits");
            free(what);
        }
        within(sets[i].name, got[(N_STEADY - 1) * N_SETS + i], sets[i].steady, 1e-6, "steady state");
        within(sets[i].name, got[(N_STEADY - 1) * N_SETS + i], steady(&sets[i], 50), 1e-6, "closed form");
    }
    free(got);
}

/* T8.2: a depressing synapse passes on no more than it recovers. */
Test(short_term, a_depressing_synapse_hides_the_rate)
{
    double *got = released(20, N_STEADY);
    double at_50_Hz = got[(N_STEADY - 1) * N_SETS] * 50;
    within("r f at 50 Hz (1/s)", at_50_Hz, 1.205, 0.0005, "listed; 1 / tau_rec = 1.25 in the limit");
    free(got);
}

/* Spikes of one step release one after the other, without time to recover; where nothing facilitates, u is U for each. */
Test(short_term, spikes_at_once_release_one_after_the_other)
{
    struct trial t;
    trial_whole(&t,
                "duration: 11 ms\npopulations:\n"
                "  s: {model: spike_generator, size: 1, spike_times: [[9 ms, 9 ms, 9 ms]]}\n"
                "  plain: {model: iaf_psc_exp, size: 1, params: {tau_syn_ex: 1e9 ms, V_th: 1 V}}\n"
                "  grows: {model: iaf_psc_exp, size: 1, params: {tau_syn_ex: 1e9 ms, V_th: 1 V}}\n"
                "projections:\n"
                "  a: {source: s, target: plain, connect: all_to_all, weight: 1000, short_term: {U: 0.5}}\n"
                "  b: {source: s, target: grows, connect: all_to_all, weight: 1000, short_term: {U: 0.5, "
                "tau_fac: 9 ms}}\n");
    float *plain = trial_state(&t, "plain", "I_syn_ex"), *grows = trial_state(&t, "grows", "I_syn_ex");
    within("u = 0.5 each", (double)plain[0], 1000 * (0.5 + 0.25 + 0.125), 1e-3, "float");
    within("u = 0.5, 0.75, 0.875", (double)grows[0], 1000 * (0.5 + 0.75 * 0.5 + 0.875 * 0.125), 1e-3,
           "float");
    free(plain);
    free(grows);
    trial_close(&t);
}

Test(short_term, kinds_of_synapse_hear_different_parts_of_a_burst)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/short_term.yaml"), NULL);
    expect_bands(&t, 7);
    trial_close(&t);
}
