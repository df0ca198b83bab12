/* Memory runs out, on the host or on the device, at any moment of building, running and finishing: a clean error, no crash, no leak (the asan build runs
 * this too), no results that look whole, and the next attempt is as if nothing had happened. */
#include "core/memory.h"
#include "device/bank.h"
#include "io/info.h"
#include "support/failures.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every kind of thing that allocates: plastic and static rules, a column, drive, a spike list, currents, spread delays, places, axons that change speed, synapses that come and go, every recording, measures. */
static const char EXPERIMENT[] =
    "name: tiny\n"
    "duration: 8 ms\n"
    "populations:\n"
    "  S: {model: spike_generator, size: 2, spike_times: [[1, 3, 5], [2, 4]]}\n"
    "  E: {model: iaf_psc_exp, size: 12, params: {V_th: {normal: {mean: -55, sd: 1}, min: -60}}, poisson: "
    "{exc: {rate: 30 kHz, weight: 90}},\n"
    "      current: [{begin: 1 ms, end: 2 ms, amplitude: 100}], positions: {random: {dimensions: 2, extent: "
    "[100, 100]}}}\n"
    "projections:\n"
    "  SE: {source: S, target: E, connect: all_to_all, weight: 40, delay: 1 ms}\n"
    "  EE: {source: E, target: E, connect: {fixed_indegree: 4}, weight: 30, delay: {uniform: {low: 1.1 ms, "
    "high: 3 ms}}, dendritic_delay: 1 ms,\n"
    "       rule: {stdp_nn_restr: {w_max: 70}}}\n"
    "  SC: {source: S, target: E, connect: all_to_all, weight: 40, length: 1 mm, velocity: 1, myelin: "
    "{rate_driven: {tick: 2 ms}}}\n"
    "  SD: {source: S, target: E, connect: all_to_all, weight: 40, length: 1 mm, myelin: {oligodendrocyte: "
    "{tick: 2 ms}}}\n"
    "  SL: {source: S, target: E, connect: all_to_all, weight: 40, length: 1 mm, velocity: 1}\n"
    "  ST: {source: E, target: E, connect: {fixed_indegree: 3}, weight: 20, delay: 1 ms, structure: {tick: 2 "
    "ms, "
    "turnover: {random: {hazard: 50 1/s}}, formation: {rate: 300 Hz}}}\n"
    "schedule: [{at: 1 ms, demyelinate: {slowdown: 2, over: 3 ms}}, {at: 1 ms, silence: {populations: E, "
    "neurons: [0, 1]}},\n"
    "           {at: 2 ms, drive: {populations: E, factor: 0.5}}, {at: 3 ms, cut: {projections: ST, "
    "fraction: "
    "0.1}}]\n"
    "record: {spikes: all, rates: 1 ms, weights: {EE: {interval: 2 ms}}, topology: {ST: {}}, states: "
    "[{population: E, variable: "
    "V_m, neurons: [0, 1], interval: 1 ms}]}\n"
    "measures: {r: {rate: {population: E}}, d: {delay: {projection: EE}}, q: {ratio: {of: r, to: d}}, s: "
    "{synapses: {projection: EE}}, c: {change: {projection: EE}}}\n";

static engram_status *status;
static engram_experiment *experiment;
static char folder[64];

static void begin(void)
{
    status = engram_status_create();
    setenv("ENGRAM_THREADS", "1", 1); /* so that the k-th is always the same one */
    cr_assert_eq(engram_experiment_parse("tiny", EXPERIMENT, &experiment, status), ENGRAM_OK, "%s",
                 engram_status_what(status));
    snprintf(folder, sizeof folder, "/tmp/engram-fault-%ld", (long)getpid());
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void end(void)
{
    remove_folder();
    engram_experiment_free(experiment);
    engram_status_free(status);
}

TestSuite(exhaustion, .init = begin, .fini = end, .timeout = 3600);

static int refuse_torn_file(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    const char *name = path + walk->base, *dot = strrchr(name, '.');
    cr_expect_str_neq(name, "manifest.json", "a failed run says that it finished");
    if (kind == FTW_F && name[0] != '.' && dot && strcmp(dot, ".h5") == 0) {
        FILE *nowhere = fopen("/dev/null", "w");
        engram_status *own = engram_status_create();
        cr_expect_eq(info_print(nowhere, path, own), ENGRAM_OK, "%s has a final name: %s, %s", path,
                     engram_status_what(own), engram_status_why(own));
        engram_status_free(own);
        fclose(nowhere);
    }
    return 0;
}

static engram_code whole_run(uint64_t *digest)
{
    engram_simulation *sim = NULL;
    engram_digest d = {0};
    engram_code code =
        engram_simulation_create(experiment, &(engram_options){.output = folder}, &sim, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_run(sim, 4, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_run(sim, -1, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_digest(sim, &d, status);
    if (code == ENGRAM_OK)
        code = engram_simulation_finish(sim, status);
    *digest = d.total;
    engram_simulation_free(sim);
    return code;
}

static uint64_t good_run(void)
{
    uint64_t digest = 0;
    cr_assert_eq(whole_run(&digest), ENGRAM_OK, "%s, %s", engram_status_what(status),
                 engram_status_why(status));
    remove_folder();
    return digest;
}

static void expect_complaint(engram_code code, const char *what, uint64_t k, uint64_t n)
{
    const char *said = engram_status_what(status), *where = engram_status_where(status),
               *why = engram_status_why(status);
    cr_expect_eq(code, ENGRAM_E_RESOURCES, "%s %" PRIu64 " of %" PRIu64 ": code %d (%s; %s; %s)", what, k, n,
                 code, said, where, why);
    cr_expect(said[0] && where[0] && why[0] && engram_status_hint(status)[0],
              "%s %" PRIu64 ": a part of the message is empty: %s; %s; %s", what, k, said, where, why);
}

/* Fail the k-th for every k, or for as many as there is time for. */
static void fail_each(uint64_t (*fail_at)(uint64_t k), const char *what)
{
    good_run(); /* kernels are compiled and cached from here on */
    fail_at(0);
    uint64_t expected = good_run(), n = fail_at(0), n_survived = 0, digest = 0;
    struct failures f = failures_of(n);
    cr_assert_gt(n, 10, "only %" PRIu64 " %s in a run", n, what);
    for (uint64_t k; (k = next_failure(&f)) != 0;) {
        fail_at(k);
        engram_code code = whole_run(&digest);
        cr_assert_geq(fail_at(0), k, "%s %" PRIu64 " was never made", what, k);
        if (code == ENGRAM_OK) { /* the cache of compiled kernels does without */
            cr_expect_eq(digest, expected, "%s %" PRIu64 " changes the digest", what, k);
            n_survived++;
            remove_folder();
            continue;
        }
        expect_complaint(code, what, k, n);
        nftw(folder, refuse_torn_file, 16, FTW_PHYS);
        remove_folder();
    }
    cr_log_info("%" PRIu64 " of %" PRIu64 " %s failed", f.n_made, n, what);
    cr_expect_gt(f.n_made, 10);
    cr_expect_leq(n_survived, n / 50, "%" PRIu64 " failures had no consequence", n_survived);
    cr_expect_eq(good_run(), expected, "a run after all failures gives another digest");
}

Test(exhaustion, each_allocation_that_fails_is_reported_and_leaves_nothing_half_done)
{
    fail_each(memory_fail_at, "allocations");
}

Test(exhaustion, each_device_buffer_that_fails_is_reported_and_leaves_nothing_half_done)
{
    fail_each(bank_fail_at, "buffers");
}
