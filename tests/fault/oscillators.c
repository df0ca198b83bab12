/* Memory or disk fail at any moment of a run of oscillators: a clean error, no manifest, and the next run is as if nothing had happened. */
#include "core/memory.h"
#include "device/bank.h"
#include "io/disk.h"
#include "support/failures.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char EXPERIMENT[] =
    "name: tiny\nduration: 40 ms\ndt: 1 ms\n"
    "oscillators:\n  size: 6\n  connections: {random: {length: {uniform: {low: 0 mm, high: 40 mm}}}}\n"
    "  insult: {time: 21 ms}\n  control: true\n";

static engram_status *status;
static char folder[64];

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

static void begin(void)
{
    status = engram_status_create();
    snprintf(folder, sizeof folder, "/tmp/engram-rhythm-fault-%ld", (long)getpid());
}

static void end(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    engram_status_free(status);
}

TestSuite(oscillators, .init = begin, .fini = end, .timeout = 3600);

static engram_code whole_run(uint64_t *digest)
{
    engram_experiment *experiment = NULL;
    engram_oscillation *outcome = NULL;
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    engram_code code = engram_experiment_parse("tiny", EXPERIMENT, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_oscillation_run(experiment, &(engram_options){.output = folder}, &outcome, status);
    *digest = outcome ? outcome->digest.total : 0;
    cr_expect_eq(outcome != NULL, code == ENGRAM_OK);
    engram_oscillation_free(outcome);
    engram_experiment_free(experiment);
    return code;
}

static uint64_t good_run(void)
{
    uint64_t digest = 0;
    cr_assert_eq(whole_run(&digest), ENGRAM_OK, "%s, %s", engram_status_what(status),
                 engram_status_why(status));
    return digest;
}

/* `is_last`: on the disk, that is what makes the name of the manifest durable; the file is there by then. */
static void expect_complaint(engram_code code, const char *what, uint64_t k, bool is_last)
{
    char path[100];
    snprintf(path, sizeof path, "%s/manifest.json", folder);
    cr_expect_eq(code, ENGRAM_E_RESOURCES, "%s %" PRIu64 ": %s; %s; %s", what, k, engram_status_what(status),
                 engram_status_where(status), engram_status_why(status));
    cr_expect(engram_status_what(status)[0] && engram_status_why(status)[0] && engram_status_hint(status)[0]);
    cr_expect(is_last || access(path, F_OK) != 0, "%s %" PRIu64 ": a failed run says that it finished", what,
              k);
}

static uint64_t fail_memory(uint64_t k)
{
    return memory_fail_at(k);
}

static uint64_t fail_disk(uint64_t k)
{
    return disk_fail_at(k, ENOSPC);
}

static void fail_each(uint64_t (*fail_at)(uint64_t k), const char *what)
{
    uint64_t expected = good_run(), digest = 0, n_survived = 0;
    fail_at(0);
    cr_assert_eq(good_run(), expected);
    uint64_t n = fail_at(0);
    cr_assert_gt(n, 5, "only %" PRIu64 " %s in a run", n, what);
    struct failures f = failures_of(n);
    for (uint64_t k; (k = next_failure(&f)) != 0;) {
        fail_at(k);
        engram_code code = whole_run(&digest);
        fail_at(0);
        if (code != ENGRAM_OK) {
            expect_complaint(code, what, k, k == n);
            continue;
        }
        n_survived++; /* the cache of compiled kernels does without what fails */
        cr_expect_eq(digest, expected, "%s %" PRIu64 " changes the digest", what, k);
    }
    cr_log_info("%" PRIu64 " of %" PRIu64 " %s failed, %" PRIu64 " without consequence", f.n_made, n, what,
                n_survived);
    cr_expect(f.n_made == n || f.n_made > 10);
    cr_expect_leq(n_survived, 4 + n / 50, "%" PRIu64 " of %" PRIu64 " failures had no consequence",
                  n_survived, n);
    cr_expect_eq(good_run(), expected);
}

Test(oscillators, each_allocation_that_fails_is_reported)
{
    fail_each(fail_memory, "allocations");
}

Test(oscillators, each_device_buffer_that_fails_is_reported)
{
    fail_each(bank_fail_at, "buffers");
}

Test(oscillators, each_operation_on_the_disk_that_fails_is_reported)
{
    fail_each(fail_disk, "operations");
}
