#include "support.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[64];
static pid_t owner;

static int remove_entry(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
    (void)facts;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_scratch(void)
{
    if (owner == getpid()) /* a forked writer leaves the directory to its parent */
        nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *scratch(void)
{
    if (!*root) {
        /* In memory where that is possible: hundreds of runs that sync every file take minutes on a disk. */
        snprintf(root, sizeof root, "%s/engram-test-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
        cr_assert_not_null(mkdtemp(root));
        owner = getpid();
        atexit(remove_scratch);
    }
    return root;
}

const char *scratch_path(const char *name)
{
    static char paths[16][512];
    static unsigned next;
    char *path = paths[next++ % 16];
    snprintf(path, sizeof paths[0], "%s/%s", scratch(), name);
    return path;
}

void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

const char *real_file(const char *name)
{
    static char path[1024];
    const char *data = getenv("ENGRAM_DATA");
    if (data)
        snprintf(path, sizeof path, "%s/sonata_300_intfire/%s", data, name);
    if (data && !access(path, R_OK))
        return path;
    cr_skip_test("needs the SONATA example: run scripts/fetch-data and set ENGRAM_DATA (now '%s')",
                 data ? data : "not set");
    return NULL;
}

hid_t make_file(const char *path)
{
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert(file >= 0, "%s", path);
    return file;
}

static hid_t with_groups(void)
{
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    return links;
}

void make_column(hid_t file, const char *name, hid_t file_type, hid_t memory_type, const void *values,
                 uint64_t n)
{
    hsize_t extent[1] = {n};
    hid_t links = with_groups(), space = H5Screate_simple(1, extent, NULL);
    hid_t dataset = H5Dcreate2(file, name, file_type, space, links, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert(dataset >= 0, "%s", name);
    cr_assert(!n || H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0, "%s", name);
    H5Dclose(dataset);
    H5Sclose(space);
    H5Pclose(links);
}

void make_u64(hid_t file, const char *name, const uint64_t *values, uint64_t n)
{
    make_column(file, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, values, n);
}

void make_f64(hid_t file, const char *name, const double *values, uint64_t n)
{
    make_column(file, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values, n);
}

void make_texts(hid_t file, const char *name, const char *const *values, uint64_t n)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    make_column(file, name, type, type, values, n);
    H5Tclose(type);
}

void make_text_attribute(hid_t file, const char *object, const char *name, const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR), at = H5Oopen(file, object, H5P_DEFAULT);
    H5Tset_size(type, strlen(text));
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    hid_t attribute = H5Acreate2(at, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert(H5Awrite(attribute, type, text) >= 0);
    H5Aclose(attribute);
    H5Oclose(at);
    H5Sclose(space);
    H5Tclose(type);
}

void must_work(engram_code code, engram_status *status)
{
    cr_assert_eq(code, ENGRAM_OK, "code %d: %s\n  where: %s\n  why: %s\n  do: %s", code,
                 engram_status_what(status), engram_status_where(status), engram_status_why(status),
                 engram_status_hint(status));
}

void must_fail_with(engram_code got, engram_status *status, engram_code code, const char *where,
                    const char *why)
{
    cr_assert_eq(got, code, "code %d instead of %d: %s | %s", got, code, engram_status_what(status),
                 engram_status_why(status));
    cr_assert(*engram_status_what(status), "says not what");
    cr_assert(strstr(engram_status_where(status), where), "where '%s' lacks '%s'",
              engram_status_where(status), where);
    cr_assert(strstr(engram_status_why(status), why), "why '%s' lacks '%s'", engram_status_why(status), why);
    cr_assert(*engram_status_hint(status), "does not say what to do");
}
