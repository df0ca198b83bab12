#include "unit/device/fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

engram_status *status;
static char scratch[256];

static const char oclgrind_driver[] = "/usr/lib/oclgrind/liboclgrind-rt-icd.so";

size_t device_cases(struct device_case *cases)
{
    size_t n = 0;
    snprintf(cases[n++].platform, sizeof cases->platform, "Portable Computing Language");
    if (access(oclgrind_driver, R_OK) == 0)
        snprintf(cases[n++].platform, sizeof cases->platform, "Oclgrind");
    return n;
}

const char *scratch_path(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", scratch, name);
    return path;
}

static void write_line(const char *path, const char *line)
{
    FILE *file = fopen(path, "w");
    cr_assert(file && fprintf(file, "%s\n", line) > 0 && fclose(file) == 0, "cannot write %s", path);
}

/* The loader knows only the system's drivers; Debian does not register Oclgrind, so a folder of our own registers both. */
static void show_both_platforms(void)
{
    char registered[512];
    snprintf(registered, sizeof registered, "%s", scratch_path("vendors"));
    cr_assert(mkdir(registered, 0700) == 0);
    write_line(scratch_path("vendors/pocl.icd"), "libpocl.so.2");
    if (access(oclgrind_driver, R_OK) == 0)
        write_line(scratch_path("vendors/oclgrind.icd"), oclgrind_driver);
    setenv("OCL_ICD_VENDORS", registered, 1);
}

void scratch_begin(void)
{
    snprintf(scratch, sizeof scratch, "/tmp/engram-test-XXXXXX");
    cr_assert(mkdtemp(scratch) != NULL);
    show_both_platforms();
    setenv("ENGRAM_CACHE_DIR", scratch_path("programs"), 1);
    unsetenv("ENGRAM_DEVICE");
    unsetenv("ENGRAM_VW");
    status = engram_status_create();
    cr_assert(status != NULL);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *walk)
{
    (void)about, (void)type, (void)walk;
    return remove(path);
}

void scratch_end(void)
{
    engram_status_free(status);
    nftw(scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void must_at(engram_code code, const char *call, const char *file, unsigned line)
{
    cr_assert(code == ENGRAM_OK, "%s:%u: %s\n  %s\n  %s\n  %s\n  %s", file, line, call,
              engram_status_what(status), engram_status_where(status), engram_status_why(status),
              engram_status_hint(status));
}

struct device *device_of(const struct device_case *c)
{
    struct device *dev = NULL;
    must(device_open(c->platform, false, &dev, status));
    return dev;
}
