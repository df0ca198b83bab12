/* Kills, failing disks, full disks: only whole files may carry a final name, and the message says what happened. */
#include "core/memory.h"
#include "io/disk.h"
#include "io/folder.h"
#include "io/recorder.h"
#include "support.h"
#include "tiny_run.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(accidents, .init = begin, .fini = end);

static const struct recorder_options small_segments = {.segment_bytes = 3000, .segment_seconds = 1e6};

struct census {
    unsigned final, temporary;
};

/* Files with final and with temporary names below a folder. */
static void count_files(const char *folder, struct census *census)
{
    DIR *directory = opendir(folder);
    char path[1024];
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        size_t n = strlen(entry->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_type == DT_DIR && *entry->d_name != '.')
            count_files(path, census);
        else if (n > 3 && !strcmp(entry->d_name + n - 3, ".h5"))
            census->final++;
        else if (n > 5 && !strcmp(entry->d_name + n - 5, ".part"))
            census->temporary++;
    }
    if (directory)
        closedir(directory);
}

/* Every file with a final name is one that a reader finds (and so was checked by tiny_check), and none is missing from a series. */
static void check_census(const char *folder, unsigned *n_temporary)
{
    static const char *const stems[] = {
        "spikes/E",       "spikes/I",      "weights/E_to_E",          "weights/I_to_E",
        "states/E.V_m.0", "rates",         "axons/E_to_E.velocity.0", "axons/E_to_E.thickness.1",
        "delays/E_to_E",  "delays/I_to_E", "structure/I_to_I",        "topology/I_to_I",
        "cells/I"};
    struct census census = {0};
    unsigned found = 0;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        struct segment_list list;
        must_work(folder_segments(folder, stems[i], &list, status), status);
        found += (unsigned)list.n;
        segment_list_free(&list);
    }
    count_files(folder, &census);
    cr_assert_eq(census.final, found, "%s: %u files with final names, %u in unbroken series", folder,
                 census.final, found);
    *n_temporary = census.temporary;
}

/* ---- kills ---- */

static void record_until_killed(const char *folder)
{
    struct recorder *recorder = NULL;
    uint64_t step = 1;
    if (recorder_open(folder, tiny_network(), &small_segments, &recorder, status) != ENGRAM_OK)
        _exit(1);
    while (tiny_record(recorder, step, step, status) == ENGRAM_OK)
        step++;
    _exit(2);
}

static void wait_for_file(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (int i = 0; access(path, F_OK); i++) {
        cr_assert_lt(i, 60000, "%s never came", path);
        usleep(1000);
    }
}

static long number_from(const char *variable, long standard)
{
    const char *text = getenv(variable);
    return text ? atol(text) : standard;
}

Test(accidents, a_kill_at_any_moment_leaves_only_whole_files, .timeout = 600)
{
    long n_kills = number_from("ENGRAM_TEST_KILLS", 40);
    unsigned long seed = (unsigned long)number_from("ENGRAM_TEST_SEED", 20261);
    unsigned n_caught_writing = 0, n_with_data = 0;
    unsigned short state[3] = {0x330E, (unsigned short)seed, (unsigned short)(seed >> 16)};
    for (long k = 0; k < n_kills; k++) {
        char name[32];
        snprintf(name, sizeof name, "kill%ld", k);
        const char *folder = scratch_path(name);
        useconds_t moment = (useconds_t)(500 + 80000 * erand48(state));
        pid_t child = fork();
        cr_assert_geq(child, 0);
        if (!child)
            record_until_killed(folder);
        if (k % 4) /* the others die while they begin */
            wait_for_file(folder, "spikes/E.0000.h5");
        usleep(moment);
        kill(child, SIGKILL);
        int how = 0;
        waitpid(child, &how, 0);
        cr_assert(WIFSIGNALED(how), "the writer ended by itself with %d", WEXITSTATUS(how));
        if (access(scratch_path(strcat(name, "/run.json")), F_OK))
            continue; /* killed before there was anything to read */
        unsigned n_temporary = 0;
        n_with_data += tiny_check(folder, status) > 0.0;
        check_census(folder, &n_temporary);
        n_caught_writing += n_temporary > 0;
    }
    cr_assert_geq(n_with_data, (unsigned)n_kills / 2,
                  "seed %lu: only %u of %ld kills came after the first segment: the test shows nothing", seed,
                  n_with_data, n_kills);
    cr_assert_geq(n_caught_writing, (unsigned)n_kills / 2,
                  "seed %lu: only %u of %ld kills met a file being written", seed, n_caught_writing, n_kills);
}

/* ---- the k-th operation fails ---- */

enum { N_STEPS = 12 };

static engram_code whole_run(const char *folder, bool close_after_failure)
{
    struct recorder *recorder = NULL;
    struct run_summary summary = tiny_summary(N_STEPS);
    engram_code code = recorder_open(folder, tiny_network(), &small_segments, &recorder, status);
    if (code != ENGRAM_OK)
        return code;
    code = tiny_record(recorder, 1, N_STEPS, status);
    if (code == ENGRAM_OK || close_after_failure)
        return recorder_close(recorder, &summary, status);
    recorder_abort(recorder);
    return code;
}

static void check_after_failure(const char *folder, uint64_t k, int error)
{
    unsigned n_temporary = 0;
    char path[1024];
    snprintf(path, sizeof path, "%s/run.json", folder);
    cr_assert(*engram_status_where(status) && *engram_status_hint(status) && *engram_status_what(status),
              "operation %lu", (unsigned long)k);
    cr_assert(strstr(engram_status_why(status), strerror(error)), "operation %lu: %s", (unsigned long)k,
              engram_status_why(status));
    if (access(path, F_OK)) {
        must_work(folder_check_new(folder, status), status); /* nothing began: the folder can be used again */
        return;
    }
    tiny_check(folder, status);
    check_census(folder, &n_temporary);
    cr_assert_eq(n_temporary, 0, "operation %lu left a temporary file", (unsigned long)k);
}

Test(accidents, any_disk_operation_may_fail, .timeout = 600)
{
    static const int errors[] = {ENOSPC, EIO};
    disk_fail_at(0, 0);
    must_work(whole_run(scratch_path("all"), false), status);
    uint64_t n_operations = disk_fail_at(0, 0);
    cr_assert_gt(n_operations, 100);
    for (uint64_t k = 1; k <= n_operations; k++) {
        char name[32];
        int error = errors[k % 2];
        snprintf(name, sizeof name, "fail%lu", (unsigned long)k);
        const char *folder = scratch_path(name);
        disk_fail_at(k, error);
        engram_code code = whole_run(folder, k % 3 == 0);
        disk_fail_at(0, 0);
        cr_assert_eq(code, ENGRAM_E_RESOURCES, "operation %lu of %lu: code %d", (unsigned long)k,
                     (unsigned long)n_operations, code);
        cr_assert_eq(engram_exit_code(code), 5);
        check_after_failure(folder, k, error);
    }
}

Test(accidents, any_allocation_may_fail, .timeout = 600)
{
    memory_fail_at(0);
    must_work(whole_run(scratch_path("all"), false), status);
    uint64_t n_allocations = memory_fail_at(0);
    for (uint64_t k = 1; k <= n_allocations; k++) {
        char name[32];
        snprintf(name, sizeof name, "fail%lu", (unsigned long)k);
        const char *folder = scratch_path(name);
        memory_fail_at(k);
        engram_code code = whole_run(folder, k % 3 == 0);
        memory_fail_at(0);
        if (code == ENGRAM_OK) /* the order of two threads' allocations differs from run to run */
            continue;
        cr_assert_eq(code, ENGRAM_E_RESOURCES, "allocation %lu: code %d", (unsigned long)k, code);
        char *cleanup = strdup(folder);
        if (!access(scratch_path(strcat(name, "/run.json")), F_OK))
            tiny_check(cleanup, status);
        free(cleanup);
    }
}

/* ---- full disks ---- */

static void fill(const char *folder)
{
    struct recorder *recorder = NULL;
    uint64_t step = 1;
    engram_code code = recorder_open(folder, tiny_network(), &small_segments, &recorder, status);
    must_work(code, status);
    for (; code == ENGRAM_OK && step < 1000000; step++)
        code = tiny_record(recorder, step, step, status);
    cr_assert_eq(code, ENGRAM_E_RESOURCES);
    struct run_summary summary = tiny_summary(step);
    cr_assert_eq(recorder_close(recorder, &summary, status), ENGRAM_E_RESOURCES);
}

Test(accidents, a_full_disk_ends_the_run_with_what_was_saved, .timeout = 120)
{
    const char *disk = scratch_path("disk");
    mkdir(disk, 0777);
    if (mount("tmpfs", disk, "tmpfs", 0, "size=2m"))
        cr_skip_test("mounting a small tmpfs is not permitted here: %s", strerror(errno));
    fill(scratch_path("disk/run"));
    cr_expect(strstr(engram_status_why(status), "No space left on device"), "%s", engram_status_why(status));
    cr_expect(strstr(engram_status_why(status), "are free on its disk"), "%s", engram_status_why(status));
    cr_expect(strstr(engram_status_where(status), "disk/run/"), "%s", engram_status_where(status));
    cr_expect(strstr(engram_status_hint(status), "closed segments in"), "%s", engram_status_hint(status));
    unsigned n_temporary = 0;
    cr_expect_gt(tiny_check(scratch_path("disk/run"), status), 1.0);
    check_census(scratch_path("disk/run"), &n_temporary);
    cr_expect_eq(n_temporary, 0);
    umount2(disk, MNT_DETACH);
}

Test(accidents, a_file_size_limit_is_reported_like_a_full_disk)
{
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = 9000, .rlim_max = RLIM_INFINITY});
    fill(scratch_path("limited"));
    cr_assert(strstr(engram_status_why(status), "File too large"), "%s", engram_status_why(status));
    unsigned n_temporary = 0;
    check_census(scratch_path("limited"), &n_temporary);
    cr_assert_eq(n_temporary, 0);
}

Test(accidents, a_folder_that_cannot_be_created_is_reported)
{
    struct recorder *recorder = NULL;
    write_text(scratch_path("file"), "");
    must_fail_with(recorder_open(scratch_path("file/run"), tiny_network(), NULL, &recorder, status), status,
                   ENGRAM_E_RESOURCES, "file", "Not a directory");
    must_fail_with(recorder_open("/proc/engram/run", tiny_network(), NULL, &recorder, status), status,
                   ENGRAM_E_RESOURCES, "/proc/engram", "");
}
