/* Contract 1: a result is a function of the experiment and the seed alone. */
#include "support/random_experiment.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A small plastic cortex: two rules, fixed and spread delays, Poisson drive, in one experiment. */
static const char CORTEX[] =
    "name: small-cortex\n"
    "seed: 7\n"
    "duration: 60 ms\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 400, params: {t_ref: 1 ms}, initial: {V_m: {uniform: {low: -70, high: "
    "-55}}},\n"
    "      poisson: {exc: {rate: 5 kHz, weight: {normal: {mean: 45, sd: 5}, min: 20, max: 70}}}}\n"
    "  I: {model: iaf_psc_exp, size: 100, params: {I_e: {normal: {mean: 390, sd: 30}}}}\n"
    "projections:\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 60}, weight: {normal: {mean: 35, sd: 3}, min: 0, "
    "max: 70},\n"
    "       delay: 1.5 ms, rule: {stdp: {w_max: 70, lambda: 0.05}}}\n"
    "  EI: {source: E, target: I, connect: {bernoulli: 0.1}, weight: 40, delay: {uniform: {low: 1.6 ms, "
    "high: 6 ms}},\n"
    "       dendritic_delay: 1.5 ms, rule: {stdp_nn_restr: {w_max: 90}}}\n"
    "  IE: {source: I, target: E, connect: {fixed_indegree: 15}, receptor: inh, weight: -150, delay: 1.5 "
    "ms}\n";

/* Axons whose speed changes in every way there is: by both kinds of myelin rule and by the schedule, with and without a rule, until some are blocked. */
static const char WHITE_MATTER[] =
    "name: small-white-matter\n"
    "seed: 7\n"
    "duration: 60 ms\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 300, params: {t_ref: 1 ms}, poisson: {exc: {rate: 9 kHz, weight: 60}}}\n"
    "projections:\n"
    "  counts: {source: E, target: E, connect: {fixed_indegree: 20}, weight: 20, length: {uniform: {low: "
    "100, "
    "high: 2000}},\n"
    "           velocity: {uniform: {low: 0.3, high: 2}}, dendritic_delay: 0.5 ms, rule: {stdp: {w_max: 60, "
    "lambda: 0.05}},\n"
    "           myelin: {rate_driven: {tick: 3 ms, tau_rate: 10 ms, a_up: 2, a_down: 50 Hz, v_min: 0.2}}}\n"
    "  cells: {source: E, target: E, connect: {fixed_indegree: 20}, weight: 20, length: {uniform: {low: 100, "
    "high: 1000}},\n"
    "          dendritic_delay: 0.3 ms, myelin: {oligodendrocyte: {tick: 4 ms, n_axons: 7, n_cells: 3, "
    "tau_A: 1 "
    "ms, tau_s: 10 ms,\n"
    "          lambda_M: 50, delay_nominal: 6 ms, delay_min: 0.5 ms, delay_max: 15 ms, path_length: 1 mm}}}\n"
    "  bare: {source: E, target: E, connect: {fixed_outdegree: 20}, weight: 20, length: {uniform: {low: 100, "
    "high: 2000}},\n"
    "         velocity: {uniform: {low: 0.4, high: 2}}, conduction_block: 0.1 m/s}\n"
    "schedule:\n"
    "  - {at: 15 ms, demyelinate: {fraction: 0.5, slowdown: 6, over: 10 ms}}\n"
    "  - {at: 40 ms, remyelinate: {projections: [bare, c*]}}\n";

/* Neurons and sources that fall silent and go on, and drives that change, of every neuron or of a population as one. */
static const char LESION[] =
    "name: small-lesion\n"
    "seed: 7\n"
    "duration: 60 ms\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 300, params: {t_ref: 1 ms}, positions: {grid: {shape: [20, 15], "
    "spacing: "
    "10, periodic: true}},\n"
    "      poisson: {exc: {rate: 9 kHz, weight: 60}, inh: {rate: {uniform: {low: 1 kHz, high: 2 kHz}}, "
    "weight: "
    "-50}}}\n"
    "  S: {model: poisson_generator, size: 50, params: {rate: 80 Hz}}\n"
    "projections:\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 30}, weight: 20, delay: {uniform: {low: 0.5 ms, "
    "high: 4 ms}},\n"
    "       dendritic_delay: 0.4 ms, rule: {stdp: {w_max: 60, lambda: 0.05}}}\n"
    "  SE: {source: S, target: E, connect: {bernoulli: 0.1}, weight: 40, delay: 1.5 ms}\n"
    "schedule:\n"
    "  - {at: 12.3 ms, silence: {populations: E, sphere: {center: [0, 0], radius: 35 um}}}\n"
    "  - {at: 20 ms, silence: {populations: [E, S], fraction: 0.2}}\n"
    "  - {at: 37.1 ms, restore: {populations: E, neurons: [0-50, 299]}}\n"
    "  - {at: 5 ms, drive: {populations: E, receptors: exc, factor: 1.3, fraction: 0.5, over: 25 ms}}\n"
    "  - {at: 45 ms, drive: {populations: [S, E], factor: 0.4}}\n";

/* Synapses that come and go in every way there is, under spikes, LTP, LTD and changing speeds. */
static const char GRAY_MATTER[] =
    "name: small-gray-matter\n"
    "seed: 7\n"
    "duration: 60 ms\n"
    "populations:\n"
    "  E: {model: iaf_psc_exp, size: 300, params: {t_ref: 1 ms}, poisson: {exc: {rate: 9 kHz, weight: 60}},\n"
    "      positions: {random: {extent: [500, 500], periodic: true}},\n"
    "      calcium: {tau_Ca: 20 ms, beta_Ca: 0.3, tick: 0.5 ms}}\n"
    "projections:\n"
    "  grows: {source: E, target: E, connect: {fixed_indegree: 5}, weight: 20, length: {from_distance: 2},\n"
    "          velocity: 0.3, dendritic_delay: 0.5 ms, rule: {stdp: {w_max: 60, lambda: 0.05}},\n"
    "          myelin: {rate_driven: {tick: 3 ms, tau_rate: 10 ms, a_up: 2, a_down: 50 Hz, v_min: 0.2}},\n"
    "          structure: {tick: 2 ms, growth: {kernel: gaussian, sigma: 100 um,\n"
    "            axon: {curve: linear, growth_rate: 700 Hz, eps: 0.5}, dendrite: {growth_rate: 600 Hz, eta: "
    "0.1, "
    "eps: 0.6}}}}\n"
    "  turns: {source: E, target: E, connect: {fixed_indegree: 20}, weight: 20, delay: {uniform: {low: 1, "
    "high: "
    "5}},\n"
    "          dendritic_delay: 0.3 ms, rule: {stdp: {w_max: 90, lambda: 0.05}},\n"
    "          structure: {tick: 3 ms, multapses: false, weight: {uniform: {low: 5, high: 60}}, formation: "
    "{rate: "
    "300 Hz},\n"
    "            turnover: {weak_first: {hazard: 20 1/s, w_half: 20, w_rest: 30, theta: 3 1/s, sigma2: 4 "
    "1/s, "
    "w_max: 90}}}}\n"
    "schedule:\n"
    "  - {at: 20 ms, cut: {projections: [turns], fraction: 0.4, order: weakest}}\n"
    "  - {at: 40 ms, cut: {projections: ['*'], fraction: 0.5, targets: {sphere: {center: [200, 200], radius: "
    "100}}}}\n"
    "  - {at: 30 ms, adjust: {projections: [turns], formation: 3}}\n";

static void must(engram_code code, const engram_status *status)
{
    cr_assert(code == ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status));
}

static uint64_t digest_of(const char *text, const engram_options *options)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_digest d = {0};
    must(engram_experiment_parse("test", text, &experiment, status), status);
    must(engram_simulation_create(experiment, options, &sim, status), status);
    must(engram_simulation_run(sim, -1, status), status);
    must(engram_simulation_digest(sim, &d, status), status);
    if (options->output)
        must(engram_simulation_finish(sim, status), status);
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return d.total;
}

/* What these experiments have given since the day they were written down. A commit that changes one of these numbers says why. */
static const struct subject {
    const char *text;
    uint64_t digest;
} SUBJECTS[] = {{CORTEX, 0xd907bcc0a6348358},
                {WHITE_MATTER, 0x03ce68fb2615b478},
                {LESION, 0xce12504cb5a830c6},
                {GRAY_MATTER, 0x46a76ba6558bc4f7}};
enum { N_SUBJECTS = sizeof SUBJECTS / sizeof *SUBJECTS };

static const struct {
    uint64_t seed; /* of a random experiment */
    uint64_t digest;
} GOLDEN[] = {
    {3, 0xe877336e00eb07b0},  {11, 0xfb4f49065b327ea6}, {27, 0x6b43f118f35640ca},
    {58, 0x1beedc3a840a214c}, {91, 0xabe21be3d4750151},
};

static void expect_digest(const struct subject *s, const engram_options *options, const char *how, uint32_t a,
                          uint32_t b, uint32_t c)
{
    uint64_t digest = digest_of(s->text, options);
    cr_expect(digest == s->digest,
              "%.24s: digest 0x%016" PRIx64 ", written down 0x%016" PRIx64 "; %s %u %u %u", s->text, digest,
              s->digest, how, a, b, c);
}

Test(determinism, digests_are_those_written_down)
{
    static char text[1 << 16];
    for (size_t i = 0; i < sizeof GOLDEN / sizeof *GOLDEN; i++) {
        random_experiment(GOLDEN[i].seed, text, sizeof text);
        expect_digest(&(struct subject){text, GOLDEN[i].digest}, &(engram_options){0}, "seed",
                      (uint32_t)GOLDEN[i].seed, 0, 0);
    }
}

Test(determinism, twenty_repeats_give_one_digest)
{
    for (uint32_t i = 0; i < 20; i++)
        for (size_t k = 0; k < N_SUBJECTS; k++)
            expect_digest(&SUBJECTS[k], &(engram_options){0}, "repeat", i, 0, 0);
}

Test(determinism, another_seed_gives_another_digest)
{
    for (size_t k = 0; k < N_SUBJECTS; k++) {
        char text[4096];
        snprintf(text, sizeof text, "%s", SUBJECTS[k].text);
        char *seed = strstr(text, "seed: ") + sizeof "seed: " - 1;
        cr_assert(*seed == '7');
        *seed = '8';
        cr_assert_neq(digest_of(text, &(engram_options){0}), SUBJECTS[k].digest);
    }
}

Test(determinism, tiles_windows_and_flushes_do_not_matter)
{
    for (uint32_t tiles = 1; tiles <= 7; tiles += tiles == 1 ? 1 : 5)
        for (uint32_t window = 0; window <= 1; window++)
            for (uint32_t flush = 0; flush <= 1; flush++)
                for (size_t k = 0; k < N_SUBJECTS; k++)
                    expect_digest(&SUBJECTS[k],
                                  &(engram_options){.tiles = tiles, .window = window, .flush_every = flush},
                                  "tiles, window, flush", tiles, window, flush);
}

Test(determinism, work_group_sizes_and_kinds_of_delivery_do_not_matter)
{
    static const uint32_t sizes[] = {1, 32, 64, 256};
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < N_SUBJECTS; k++) {
            expect_digest(&SUBJECTS[k], &(engram_options){.work_group = sizes[i], .delivery = "chunks"},
                          "chunks, group", sizes[i], 0, 0);
            expect_digest(&SUBJECTS[k], &(engram_options){.work_group = sizes[i], .delivery = "tiles"},
                          "tiles, group", sizes[i], 0, 0);
        }
}

Test(determinism, vector_width_and_host_threads_do_not_matter)
{
    static const char *const widths[] = {"1", "4", "8", "16"};
    for (uint32_t i = 0; i < 4; i++) {
        setenv("ENGRAM_VW", widths[i], 1);
        setenv("ENGRAM_THREADS", i % 2 ? "3" : "1", 1);
        for (size_t k = 0; k < N_SUBJECTS; k++)
            expect_digest(&SUBJECTS[k], &(engram_options){0}, "4, 8, 16 lanes:", i, 0, 0);
    }
}

/* A weight is rounded once for each event, whoever comes by in between: pairs with several synapses, several spikes in one step. */
static const char FEW_BITS[] =
    "seed: 7\n"
    "duration: 60 ms\n"
    "populations:\n"
    "  S: {model: poisson_generator, size: 40, params: {rate: 1 kHz}}\n"
    "  E: {model: iaf_psc_exp, size: 90, params: {t_ref: 0.5 ms}, poisson: {exc: {rate: 9 kHz, weight: "
    "60}}}\n"
    "projections:\n"
    "  SE: {source: S, target: E, connect: {fixed_indegree: 60}, weight: 20, delay: 1 ms, rule: {stdp: "
    "{w_max: "
    "60}},\n"
    "       weight_storage: u16, weight_rounding: stochastic}\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 30}, weight: 20, delay: {uniform: {low: 0.5 ms, "
    "high: 4 ms}},\n"
    "       dendritic_delay: 0.4 ms, rule: {stdp: {w_max: 60, lambda: 0.05}}, weight_storage: u16,\n"
    "       weight_rounding: stochastic}\n";

Test(determinism, the_number_of_visits_does_not_matter_to_weights_of_few_bits)
{
    struct subject s = {FEW_BITS, digest_of(FEW_BITS, &(engram_options){0})};
    expect_digest(&s, &(engram_options){.tiles = 5, .window = 1, .flush_every = 1}, "tiles, flush", 5, 1, 0);
    expect_digest(&s, &(engram_options){.flush_every = 7}, "flush", 7, 0, 0);
    expect_digest(&s, &(engram_options){.tiles = 3, .work_group = 32, .delivery = "chunks"}, "chunks", 32, 0,
                  0);
    setenv("ENGRAM_VW", "4", 1);
    expect_digest(&s, &(engram_options){.tiles = 2}, "lanes", 4, 0, 0);
}

/* Everything there is to record, of a population E and a projection. */
static void expect_recording_not_to_matter(const struct subject *s, const char *what)
{
    char folder[] = "/tmp/engram-determinism-XXXXXX", text[4096];
    cr_assert(mkdtemp(folder));
    snprintf(text, sizeof text, "%srecord: {spikes: none}\n", s->text);
    expect_digest(&(struct subject){text, s->digest}, &(engram_options){0}, "nothing recorded", 0, 0, 0);
    snprintf(text, sizeof text,
             "%srecord: {spikes: all, rates: 3 ms, %s, states: [{population: E, variable: V_m, neurons: [0, "
             "5], interval: 1 ms}]}\n",
             s->text, what);
    expect_digest(&(struct subject){text, s->digest}, &(engram_options){.output = folder},
                  "everything recorded", 0, 0, 0);
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

Test(determinism, recording_does_not_matter)
{
    expect_recording_not_to_matter(&SUBJECTS[0], "weights: {EE: {interval: 7 ms}}");
    expect_recording_not_to_matter(&SUBJECTS[1],
                                   "weights: {counts: {interval: 7 ms}}, axons: {counts: {interval: 3 ms}, "
                                   "cells: {interval: 5 ms}, bare: {interval: 1 ms}}");
    expect_recording_not_to_matter(&SUBJECTS[2], "weights: {EE: {interval: 7 ms}}");
}

static void expect_slices_not_to_matter(const struct subject *s)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_digest d = {0};
    must(engram_experiment_parse("test", s->text, &experiment, status), status);
    must(engram_simulation_create(experiment, &(engram_options){0}, &sim, status), status);
    for (double slice = 0.1; engram_simulation_time_ms(sim) < 50; slice *= 1.7) {
        must(engram_simulation_run(sim, slice < 5 ? slice : 5, status), status);
        must(engram_simulation_digest(sim, &d, status),
             status); /* reading flushes, and may not matter either */
    }
    must(engram_simulation_run(sim, -1, status), status);
    must(engram_simulation_digest(sim, &d, status), status);
    cr_expect_eq(d.total, s->digest);
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
}

Test(determinism, running_in_slices_does_not_matter)
{
    for (size_t k = 0; k < N_SUBJECTS; k++)
        expect_slices_not_to_matter(&SUBJECTS[k]);
}
