/* Our files read by somebody else's code: python and h5py. */
#include "io/recorder.h"
#include "support.h"
#include "tiny_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static void check_with_h5py(const char *folder, uint64_t n_steps)
{
    /* The first python of the path may be one without h5py; Debian's package belongs to /usr/bin/python3. */
    static const char *const pythons[] = {"python3", "/usr/bin/python3"};
    char command[2048];
    for (int i = 0; i < 2; i++) {
        snprintf(command, sizeof command, "%s %s/tests/scripts/read_results.py %s --tiny %lu", pythons[i],
                 ENGRAM_SOURCE_DIR, folder, (unsigned long)n_steps);
        int how = system(command);
        cr_assert(WIFEXITED(how));
        if (WEXITSTATUS(how) != 77 && WEXITSTATUS(how) != 127) {
            cr_assert_eq(WEXITSTATUS(how), 0, "%s", command);
            return;
        }
    }
    cr_skip_test("needs python3 with h5py (package python3-h5py)");
}

static void record(const char *folder, const struct recorder_options *options)
{
    engram_status *status = engram_status_create();
    struct recorder *recorder = NULL;
    struct run_summary summary = tiny_summary(100);
    must_work(recorder_open(folder, tiny_network(), options, &recorder, status), status);
    must_work(tiny_record(recorder, 1, 100, status), status);
    must_work(recorder_close(recorder, &summary, status), status);
    engram_status_free(status);
}

Test(strangers, h5py_reads_a_run_of_single_segments)
{
    record(scratch_path("run"), NULL);
    check_with_h5py(scratch_path("run"), 100);
}

Test(strangers, h5py_reads_a_run_of_many_segments_and_follows_their_links)
{
    record(scratch_path("run"), &(struct recorder_options){.segment_bytes = 3000});
    check_with_h5py(scratch_path("run"), 100);
}
