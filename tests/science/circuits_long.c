/* The large networks of bench/networks at full size: 12.4 and 12.5 of science/synaptic.md. One at a time: they need 1.5 and 3.2 GB. */
#include "support/science.h"

#include <stdlib.h>

#define NETWORK(file) ENGRAM_SOURCE_DIR "/bench/networks/" file

/* ---- 12.5: the cortical microcircuit ---- */

static const struct layer {
    const char *population;
    double rate_hz, cv;
} layers[] = {{"L23E", 0.911, 0.73}, {"L23I", 3.006, 0.78}, {"L4E", 4.409, 0.79}, {"L4I", 5.893, 0.79},
              {"L5E", 7.760, 0.78},  {"L5I", 8.664, 0.75},  {"L6E", 1.113, 0.75}, {"L6I", 7.850, 0.76}};
enum { N_LAYERS = sizeof layers / sizeof *layers };

Test(circuits_long, potjans_diesmann_fires_at_the_published_rates_in_all_eight_populations)
{
    static const char *const overrides[] = {"record.spikes=all", "duration=4.5 s", NULL};
    struct trial t;
    trial_open_file(&t, NETWORK("potjans_diesmann.yaml"), overrides);
    trial_run(&t, -1);
    for (int i = 0; i < N_LAYERS; i++) {
        const struct layer *l = &layers[i];
        char *rate = textf("rate of %s (Hz)", l->population), *cv = textf("CV of %s", l->population);
        within(rate, trial_rate(&t, l->population, 500, 4500), l->rate_hz,
               l->rate_hz > 2 ? 0.1 * l->rate_hz : 0.12,
               "12.5: 10 %, or 0.12 Hz where the rate is below 2 Hz, in 4 s after 0.5 s");
        within(cv, trial_cv(&t, l->population, 500, 4500, 3), l->cv, 0.03,
               "12.5: irregular; the table, which does not say how many intervals a neuron needs to count");
        free(rate);
        free(cv);
    }
    trial_close(&t);
}

/* Control: the rates depend on the drive, so a band can be left. */
Test(circuits_long, potjans_diesmann_with_a_weaker_drive_leaves_the_band_of_layer_6)
{
    static const char *const overrides[] = {"record.spikes=all", "duration=500 ms",
                                            "populations.L6E.poisson.exc.rate=21 kHz", NULL};
    struct trial t;
    trial_open_file(&t, NETWORK("potjans_diesmann.yaml"), overrides);
    trial_run(&t, -1);
    between("rate of L6E (Hz)", trial_rate(&t, "L6E", 100, 500), 0, 1.113 - 0.12,
            "1.113 Hz with a drive of 23.2 kHz");
    trial_close(&t);
}

/* ---- 12.4: NEST's hpc_benchmark ---- */

enum { HPC_SEEDS = 12 };

static void hpc_open(struct trial *t, unsigned seed, double end_ms)
{
    char *seeded = textf("seed=%u", seed), *duration = textf("duration=%g ms", end_ms);
    const char *const overrides[] = {"record.spikes=all", duration, seeded, NULL};
    trial_open_file(t, NETWORK("hpc_benchmark.yaml"), overrides);
    trial_run(t, -1);
    free(seeded);
    free(duration);
}

/* At scale 1 the network is unstable, and drawings differ: an independent program in double precision has 10.9 +- 2.8 Hz in the first 50 ms (32 drawings, from
 * 5.4 to 18.2) and 9.7 +- 2.6 Hz in the next (5.8 to 16.0; 18 of 32 within 5 to 10). So the band is asked of the mean. */
Test(circuits_long, hpc_benchmark_fires_at_5_to_10_hz_after_its_transient)
{
    double transient = 0, after = 0;
    for (unsigned seed = 1; seed <= HPC_SEEDS; seed++) {
        struct trial t;
        hpc_open(&t, seed, 100);
        double first = trial_rate(&t, "E", 0, 50), second = trial_rate(&t, "E", 50, 100);
        cr_log_info("seed %u: E %g Hz in the first 50 ms, %g Hz in the next", seed, first, second);
        transient += first / HPC_SEEDS;
        after += second / HPC_SEEDS;
        trial_close(&t);
    }
    within("rate of E, 0 to 50 ms (Hz)", transient, 10.9, 2.9,
           "three standard errors of the difference to the mean of the independent program");
    between("rate of E, 50 to 100 ms (Hz)", after, 5, 10, "12.4");
}

Test(circuits_long, hpc_benchmark_weights_grow_and_spread_as_published)
{
    for (unsigned seed = 1; seed <= 2; seed++) {
        struct trial t;
        uint64_t n = 0;
        hpc_open(&t, seed, 300);
        float *weights = trial_weights(&t, "E_to_E", &n);
        struct moments m = moments_of(weights, n);
        cr_expect_eq(n, 81000000);
        within("mean weight after 300 ms (pA)", m.mean, 45.76, 0.1,
               "12.4; calm drawings of the independent program differ by 0.05");
        within("SD of the weights (pA)", m.sd, 0.37, 0.1, "12.4; those have 0.25 to 0.46");
        free(weights);
        trial_close(&t);
    }
}

/* Control: half the drive is below the threshold, but for fluctuations. */
Test(circuits_long, hpc_benchmark_with_half_its_drive_nearly_falls_silent)
{
    static const char *const overrides[] = {"record.spikes=all", "populations.E.poisson.exc.rate=10428 Hz",
                                            "populations.I.poisson.exc.rate=10428 Hz", NULL};
    struct trial t;
    trial_open_file(&t, NETWORK("hpc_benchmark.yaml"), overrides);
    trial_run(&t, -1);
    between("rate of E, 50 to 100 ms (Hz)", trial_rate(&t, "E", 50, 100), 0, 2,
            "mean potential 16.9 of 20 mV: only fluctuations reach the threshold");
    trial_close(&t);
}
