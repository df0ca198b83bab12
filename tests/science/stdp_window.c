/* T1.1 of science/synaptic.md: the window of additive pair STDP, from pairs of spikes at lags of -100 ... 100 ms. All lags are one experiment. */
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define TAU_PLUS  16.8
#define TAU_MINUS 33.7
#define ALPHA     0.85
enum { LAGS = 201, LONGEST_MS = 100, FIRST_MS = 200 };

/* `n_pairs` pairs per lag, one per second. Weights of `up` start at 0 and show potentiation, those of `down` at `start` and show depression. */
static char *experiment_of(unsigned n_pairs, double lambda, double start)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "engram: 1\nname: window\nduration: %u ms\npopulations:\n", 1000 * n_pairs + 500);
    for (int side = 0; side < 2; side++) {
        fprintf(out, "  %s:\n    model: spike_generator\n    size: %d\n    spike_times:\n",
                side ? "post" : "pre", LAGS);
        for (int i = 0; i < LAGS; i++) {
            fprintf(out, "      - [");
            for (unsigned k = 0; k < n_pairs;
                 k++) /* the axon takes 0.1 ms: both times are those at the synapse */
                fprintf(out, "%s%.1f", k ? ", " : "",
                        1000.0 * k + FIRST_MS + (side ? (double)(i - LONGEST_MS) : -0.1));
            fprintf(out, "]\n");
        }
    }
    fprintf(out, "projections:\n");
    for (int down = 0; down < 2; down++)
        fprintf(
            out,
            "  %s: {source: pre, target: post, connect: one_to_one, weight: %.9g, delay: 0.1 ms, "
            "dendritic_delay: 0, rule: {stdp: {mu_plus: 0, mu_minus: 0, lambda: %.9g, alpha: %g, w_max: 1, "
            "tau_plus: %g, tau_minus: %g}}}\n",
            down ? "down" : "up", down ? start : 0.0, lambda, ALPHA, TAU_PLUS, TAU_MINUS);
    fclose(out);
    return text;
}

/* Change of weight for each lag. */
static void window(unsigned n_pairs, double lambda, double start, double *change)
{
    struct trial t;
    uint64_t n = 0;
    char *text = experiment_of(n_pairs, lambda, start);
    trial_whole(&t, text);
    float *up = trial_weights(&t, "up", &n);
    float *down = trial_weights(&t, "down", &n);
    cr_assert_eq(n, LAGS);
    for (int i = 0; i < LAGS; i++)
        change[i] = i > LONGEST_MS ? (double)up[i] : (double)down[i] - (double)(float)start;
    cr_expect_eq(up[LONGEST_MS], 0.0f, "spikes at the same time must not see each other");
    free(up);
    free(down);
    trial_close(&t);
    free(text);
}

static double expected(int lag_ms)
{
    if (lag_ms == 0)
        return 0;
    return lag_ms > 0 ? exp(-lag_ms / TAU_PLUS) : -ALPHA * exp(lag_ms / TAU_MINUS);
}

Test(stdp_window, one_pair_changes_the_weight_by_the_exponential_of_its_lag)
{
    double change[LAGS], worst = 0;
    window(1, 1.0, ALPHA, change); /* lambda = 1: a float near the change itself resolves 1e-6 of it */
    cr_expect_eq(change[LONGEST_MS], 0.0, "spikes at the same time must not see each other");
    for (int i = 0; i < LAGS; i++)
        if (i != LONGEST_MS)
            worst = fmax(worst, fabs(change[i] / expected(i - LONGEST_MS) - 1));
    within("largest relative error of 200 lags", worst, 0, 1e-6, "closed form, resolution of float");
}

Test(stdp_window, sixty_pairs_at_1_hz_change_it_sixty_times_as_much)
{
    enum { PAIRS = 60 };
    const double lambda = 0.01, start = PAIRS * ALPHA * lambda;
    double change[LAGS], worst = 0;
    window(PAIRS, lambda, start, change);
    for (int i = 0; i < LAGS; i++) {
        double want = PAIRS * lambda * expected(i - LONGEST_MS);
        double largest = i > LONGEST_MS ? want : start; /* each pair rounds a weight of at most this size */
        worst = fmax(worst, fabs(change[i] - want) / (1e-6 * fabs(want) + PAIRS * ldexp(largest, -24)));
    }
    between("largest error of 201 lags, in units of 1e-6 and one rounding per pair", worst, 0, 1,
            "traces of the pair before have decayed to 1e-13; what is left is float");
}

/* Control: the two sides of the window have their own time constants, so a mirrored window must not fit. */
Test(stdp_window, the_window_is_not_symmetric)
{
    double change[LAGS];
    window(1, 1.0, ALPHA, change);
    for (int lag = 10; lag <= LONGEST_MS; lag += 10)
        cr_expect_lt(change[LONGEST_MS + lag], -change[LONGEST_MS - lag] / ALPHA, "%d ms", lag);
}

/* Pairings are timed where the spikes meet: as seen from the somata, the window moves by what is axonal less what is dendritic. */
static void moved_window(struct trial *t, const char *projection, double by_ms)
{
    uint64_t n = 0;
    uint32_t *sources = NULL, *targets = NULL;
    float *weights = trial_synapses(t, projection, &n, &sources, &targets);
    double worst = 0;
    for (uint64_t i = 0; i < n; i++) {
        double lag = -100 + 5 * (double)targets[i] - by_ms, want = 0;
        want = lag > 0 ? 0.01 * exp(-lag / TAU_PLUS) : lag < 0 ? -0.01 * ALPHA * exp(lag / TAU_MINUS) : 0;
        worst = fmax(worst, fabs((double)weights[i] - 0.5 - want));
    }
    cr_assert_eq(n, 41);
    between(projection, worst, 0, 1e-7, "two roundings of a float at 0.5");
    free(weights);
    free(sources);
    free(targets);
}

Test(stdp_window, moves_with_the_share_of_the_delay_that_is_axonal)
{
    struct trial t;
    trial_open_file(&t, EXAMPLE("delay_windows.yaml"), (const char *const[]){NULL});
    trial_run(&t, -1);
    moved_window(&t, "axonal", 20);
    moved_window(&t, "half", 0);
    moved_window(&t, "dendritic", -20);
    trial_close(&t);
}
