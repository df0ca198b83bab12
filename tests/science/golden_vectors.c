/* Golden vectors of the pair and triplet rules (science/synaptic.md, 0.5): two spike trains onto one synapse between spike generators, as ordinary experiments.
 *
 * `d` is the dendritic delay. The axon takes one step of 0.1 ms, so each pre spike is emitted 0.1 ms before its time at the synapse. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Neuron 0 fires G1, neuron 1 G2. */
static const char trains[] = "  pre:\n    model: spike_generator\n    size: 2\n    spike_times:\n"
                             "      - [0.9, 4.9, 5.9, 6.9, 8.9, 10.9, 11.9, 12.9]\n"
                             "      - [9.9, 13.9, 16.9, 29.9, 30.9, 54.9, 79.9, 81.4]\n"
                             "  post:\n    model: spike_generator\n    size: 2\n    spike_times:\n"
                             "      - [2, 3, 4, 8, 9, 10, 12]\n"
                             "      - [12, 20, 22, 33, 40, 60, 62, 79]\n";

#define PAIR(rule, mu)                                                                                       \
    rule ": {lambda: 0.01, alpha: 0.85, mu_plus: " mu ", mu_minus: " mu                                      \
         ", w_max: 1, tau_plus: 16.8 ms, tau_minus: 33.7 ms}"
#define VAN_ROSSUM                                                                                           \
    "stdp_van_rossum: {c_p: 0.01, c_d: 0.0085, w_max: 1, tau_plus: 16.8 ms, tau_minus: 33.7 ms}"
#define POWER_LAW "stdp_pl: {lambda: 0.1, alpha: 0.0513, mu: 0.4, w_0: 1, tau_plus: 15 ms, tau_minus: 30 ms}"

struct golden {
    const char *name, *rule;
    double w0, dendritic_ms, want[2]; /* after G1, after G2 */
};
static const struct golden rows[] = {
    {"additive", PAIR("stdp", "0"), 0.5, 0, {0.437694353656, 0.499663821284}},
    {"additive", PAIR("stdp", "0"), 0.5, 0.1, {0.455838994466, 0.498583414382}},
    {"additive", PAIR("stdp", "0"), 0.5, 1, {0.473348995375, 0.497500145056}},
    {"multiplicative", PAIR("stdp", "1"), 0.5, 0, {0.468617749057, 0.497428979842}},
    {"multiplicative", PAIR("stdp", "1"), 0.5, 0.1, {0.479485856760, 0.496947466865}},
    {"multiplicative", PAIR("stdp", "1"), 0.5, 1, {0.486898435374, 0.496976733118}},
    {"Guetig", PAIR("stdp", "0.02"), 0.5, 0, {0.438536440126, 0.499471982906}},
    {"van Rossum", VAN_ROSSUM, 0.5, 0, {0.542217741212, 0.553846140712}},
    {"power law", POWER_LAW, 45, 0, {46.200683042299, 46.953854442695}},
    {"power law", POWER_LAW, 45, 1, {47.313000837839, 46.763635258492}},
    {"nearest symmetric", PAIR("stdp_nn_symm", "0"), 0.5, 0.1, {0.508148715613, 0.505192819931}},
    {"nearest restricted", PAIR("stdp_nn_restr", "0"), 0.5, 0.1, {0.505509727228, 0.504850311177}},
    {"VC-AA-min", "stdp_triplet: {set: visual_cortex_minimal}", 1, 0, {1.243377842867, 1.097368244578}},
    {"VC-AA-full", "stdp_triplet: {set: visual_cortex_full}", 1, 0, {1.199563275032, 1.081764804368}},
    {"HC-AA-min", "stdp_triplet: {set: hippocampal_minimal}", 1, 0, {1.495230891844, 1.193053567132}},
    {"VC-NN-min", "stdp_triplet_nn: {set: visual_cortex_minimal}", 1, 0, {1.207302181263, 1.142358796725}},
    {"VC-NN-full", "stdp_triplet_nn: {set: visual_cortex_full}", 1, 0, {1.211637503987, 1.143953965374}},
    {"HC-NN-full", "stdp_triplet_nn: {set: hippocampal_full}", 1, 0, {1.057057906072, 1.043539248524}},
    {"inhibitory",
     "vogels_sprekeler: {eta: 0.001, alpha: 0.2, w_max: 1}",
     0.5,
     0,
     {0.541846695982, 0.522297573974}},
    /* This project's own: sums over all earlier spikes, in double. tau_hom is 10 s. */
    {"sliding", "stdp_triplet_sliding: {nu_start: 9 Hz}", 1, 0, {1.131765705087, 1.040892102928}},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

/* All rows side by side: one projection each, between the same two generators. */
static char *experiment_of(const struct golden *table, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "engram: 1\nname: golden\nduration: 100 ms\npopulations:\n%sprojections:\n", trains);
    for (size_t i = 0; i < n; i++) {
        const struct golden *g = &table[i];
        fprintf(out, "  row_%zu: {source: pre, target: post, connect: one_to_one, weight: %g, ", i, g->w0);
        fprintf(out, "weight_limit: %g, delay: %g ms, dendritic_delay: %g ms, rule: {%s}}\n",
                g->w0 >= 1 ? 100.0 : 1.0, g->dendritic_ms + 0.1, g->dendritic_ms, g->rule);
    }
    fclose(out);
    return text;
}

/* Weights of all rows after both trains. */
static void run_rows(const struct golden *table, size_t n, const engram_options *options, float (*after)[2])
{
    struct trial t;
    char *text = experiment_of(table, n);
    trial_open(&t, text, options);
    trial_run(&t, -1);
    for (size_t i = 0; i < n; i++) {
        uint64_t n_synapses = 0;
        char *row = textf("row_%zu", i);
        float *weights = trial_weights(&t, row, &n_synapses);
        cr_assert_eq(n_synapses, 2);
        memcpy(after[i], weights, sizeof after[i]);
        free(weights);
        free(row);
    }
    trial_close(&t);
    free(text);
}

/* What one rounding to float of a weight near w can contribute, per event: half a unit in the last place. */
static double half_unit(double w)
{
    return ldexp(1.0, ilogb(w) - 24);
}

Test(golden_vectors, every_rule_on_a_device_ends_at_the_published_weight)
{
    float after[N_ROWS][2];
    run_rows(rows, N_ROWS, NULL, after);
    for (size_t i = 0; i < N_ROWS; i++)
        for (int k = 0; k < 2; k++) {
            const struct golden *g = &rows[i];
            char *what = textf("%s, d = %g ms, G%d", g->name, g->dendritic_ms, k + 1);
            within(what, (double)after[i][k], g->want[k],
                   fmax(3e-6 * fabs(g->want[k] - g->w0), 16 * half_unit(g->w0)),
                   "3e-6 of the change; where float does not resolve that, one rounding for each event");
            free(what);
        }
}

Test(golden_vectors, flushing_every_step_or_never_gives_identical_weights)
{
    float lazy[N_ROWS][2], eager[N_ROWS][2];
    run_rows(rows, N_ROWS, &(engram_options){.flush_every = 0}, lazy);
    run_rows(rows, N_ROWS, &(engram_options){.flush_every = 1, .window = 1}, eager);
    cr_expect_arr_eq(lazy, eager, sizeof lazy);
}

Test(golden_vectors, device_and_reference_agree_on_every_row)
{
    char *text = experiment_of(rows, N_ROWS);
    must_validate(text);
    free(text);
}

/* Control: the dendritic delay decides which of two coincident spikes came first, so rows with different d must not be interchangeable. */
Test(golden_vectors, a_tenth_of_a_millisecond_of_dendrite_changes_the_weight)
{
    struct golden moved = rows[0];
    float after[1][2];
    moved.dendritic_ms = 0.1;
    run_rows(&moved, 1, NULL, after);
    cr_expect_gt(fabs((double)after[0][0] - rows[0].want[0]), 0.01, "still the weight of d = 0");
}
