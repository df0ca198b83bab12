/* Building programs: the cache, and where compile errors point. */
#include "device/program.h"

#include "device/bank.h"
#include "device/launch.h"
#include "unit/device/fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(programs, .init = scratch_begin, .fini = scratch_end);

static const char fills[] = "__kernel void fill(__global uint *out, uint n)\n"
                            "{\n"
                            "    uint i = get_global_id(0);\n"
                            "    if (i < n)\n"
                            "        out[i] = VALUE + i;\n"
                            "}\n";

/* Build with VALUE = `value`, run, and return what the kernel wrote last. */
static uint32_t built_and_run(struct device *dev, const char *value)
{
    char options[64];
    cl_program program = NULL;
    cl_kernel kernel = NULL;
    cl_mem out = NULL;
    uint32_t words[5], n = 5;
    snprintf(options, sizeof options, "-DVALUE=%s", value);
    must(program_build(dev, "kernel 'fill'", fills, options, &program, status));
    must(program_kernel(dev, program, "fill", &kernel, status));
    must(bank_alloc(dev, sizeof words, "test", &out, status));
    cr_assert(clSetKernelArg(kernel, 0, sizeof out, &out) == CL_SUCCESS &&
              clSetKernelArg(kernel, 1, sizeof n, &n) == CL_SUCCESS);
    must(launch(dev, kernel, n, 0, "fill", status));
    must(bank_read(dev, out, 0, words, sizeof words, status));
    bank_free(dev, &out);
    clReleaseKernel(kernel);
    clReleaseProgram(program);
    return words[4];
}

/* Path of the one file in the cache. */
static const char *only_entry(void)
{
    static char path[1024];
    char folder[512];
    snprintf(folder, sizeof folder, "%s", scratch_path("programs"));
    DIR *entries = opendir(folder);
    size_t n = 0;
    cr_assert(entries != NULL);
    for (struct dirent *e; (e = readdir(entries));) {
        if (e->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
            n++;
        }
    }
    closedir(entries);
    cr_assert_eq(n, 1, "%zu files in the cache", n);
    return path;
}

static long file_size(const char *path)
{
    struct stat about;
    cr_assert(stat(path, &about) == 0, "%s", path);
    return (long)about.st_size;
}

FOR_EACH_DEVICE(programs, a_second_build_comes_from_disk_and_computes_the_same)
{
    struct device *dev = device_of(c);
    cr_assert_eq(built_and_run(dev, "7"), 11);
    cr_assert_eq(dev->n_cache_misses, 1);
    cr_assert_str_eq(dev->cache_note, "");
    cr_assert_eq(built_and_run(dev, "7"), 11);
    cr_assert_eq(dev->n_cache_hits, 1);
    cr_assert_eq(dev->n_cache_misses, 1);
    device_close(dev);
}

FOR_EACH_DEVICE(programs, other_options_are_another_program)
{
    struct device *dev = device_of(c);
    cr_assert_eq(built_and_run(dev, "7"), 11);
    cr_assert_eq(built_and_run(dev, "8"), 12);
    cr_assert_eq(dev->n_cache_hits, 0);
    device_close(dev);
}

FOR_EACH_DEVICE(programs, other_lanes_are_another_program)
{
    struct device *dev = device_of(c);
    built_and_run(dev, "7");
    dev->vw = dev->vw == 1 ? 2 : 1;
    built_and_run(dev, "7");
    cr_assert_eq(dev->n_cache_hits, 0);
    device_close(dev);
}

/* Overwrite the entry's bytes from `offset` with a pattern. */
static void damage(const char *path, long offset, size_t n)
{
    FILE *file = fopen(path, "r+b");
    cr_assert(file && fseek(file, offset, SEEK_SET) == 0);
    for (size_t i = 0; i < n; i++)
        fputc(0xA5, file);
    cr_assert(fclose(file) == 0);
}

FOR_EACH_DEVICE(programs, a_damaged_entry_is_rebuilt_and_replaced)
{
    struct device *dev = device_of(c);
    built_and_run(dev, "7");
    long whole = file_size(only_entry());
    for (int kind = 0; kind < 4; kind++) {
        const char *path = only_entry();
        uint64_t misses = dev->n_cache_misses;
        if (kind == 0)
            cr_assert(truncate(path, whole / 2) == 0);
        else if (kind == 1)
            cr_assert(truncate(path, 0) == 0);
        else if (kind == 2)
            damage(path, whole / 2, 8);
        else
            damage(path, 0, 8);
        cr_assert_eq(built_and_run(dev, "7"), 11);
        cr_assert_eq(dev->n_cache_misses, misses + 1, "damage %d was not noticed", kind);
        cr_assert(file_size(only_entry()) > 40, "damage %d was not repaired", kind);
        uint64_t hits = dev->n_cache_hits;
        built_and_run(dev, "7");
        cr_assert_eq(dev->n_cache_hits, hits + 1);
    }
    device_close(dev);
}

FOR_EACH_DEVICE(programs, a_cache_that_cannot_be_written_only_costs_time)
{
    /* A file where the folder should be: fails for every user, root included. */
    FILE *file = fopen(scratch_path("blocked"), "w");
    cr_assert(file && fclose(file) == 0);
    setenv("ENGRAM_CACHE_DIR", scratch_path("blocked/programs"), 1);
    struct device *dev = device_of(c);
    cr_assert_eq(built_and_run(dev, "7"), 11);
    cr_assert_eq(built_and_run(dev, "7"), 11);
    cr_assert_eq(dev->n_cache_misses, 2);
    cr_assert(strstr(dev->cache_note, "blocked"), "%s", dev->cache_note);
    device_close(dev);
}

FOR_EACH_DEVICE(programs, without_a_cache_nothing_is_kept_and_nothing_is_said)
{
    setenv("ENGRAM_CACHE_DIR", "none", 1);
    struct device *dev = device_of(c);
    cr_assert_eq(built_and_run(dev, "7"), 11);
    cr_assert_eq(built_and_run(dev, "7"), 11);
    cr_assert_eq(dev->n_cache_hits, 0);
    cr_assert_eq(dev->n_cache_misses, 2);
    cr_assert_str_empty(dev->cache_note);
    cr_assert_neq(access("none", F_OK), 0);
    device_close(dev);
}

/* A rule as the assembler lays it out, with a mistake in the author's line 4, column 16. */
static const char broken[] = "typedef float real;\n"
                             "#line 1 \"rules/my_rule.h\"\n"
                             "\n"
                             "static float on_arrival(float w)\n"
                             "{\n"
                             "    return w + p_mu_pluss;\n"
                             "}\n"
                             "#line 1 \"fast/deliver.cl\"\n"
                             "__kernel void deliver(__global float *w) { w[0] = on_arrival(w[0]); }\n";

FOR_EACH_DEVICE(programs, a_compile_error_points_at_the_authors_line)
{
    struct device *dev = device_of(c);
    cl_program program = NULL;
    cr_assert_eq(program_build(dev, "rule 'mine'", broken, NULL, &program, status), ENGRAM_E_DEVICE);
    cr_assert_null(program);
    cr_assert_str_eq(engram_status_where(status), "rules/my_rule.h:4:16");
    cr_assert(strstr(engram_status_what(status), "rule 'mine'") &&
              strstr(engram_status_what(status), dev->description.name));
    cr_assert(strstr(engram_status_why(status), "undeclared identifier 'p_mu_pluss'"), "%s",
              engram_status_why(status));
    cr_assert(strstr(engram_status_why(status), "return w + p_mu_pluss;"), "%s", engram_status_why(status));
    cr_assert(strstr(device_last_log(dev), "p_mu_pluss"));
    device_close(dev);
}

FOR_EACH_DEVICE(programs, a_program_that_does_not_compile_is_not_kept)
{
    struct device *dev = device_of(c);
    cl_program program = NULL;
    program_build(dev, "rule 'mine'", broken, NULL, &program, status);
    cr_assert_neq(access(scratch_path("programs"), F_OK), 0);
    device_close(dev);
}

FOR_EACH_DEVICE(programs, a_kernel_that_is_not_there_is_named)
{
    struct device *dev = device_of(c);
    cl_program program = NULL;
    cl_kernel kernel = NULL;
    must(program_build(dev, "kernel 'fill'", fills, "-DVALUE=1", &program, status));
    cr_assert_eq(program_kernel(dev, program, "flil", &kernel, status), ENGRAM_E_DEVICE);
    cr_assert(strstr(engram_status_where(status), "flil"), "%s", engram_status_where(status));
    clReleaseProgram(program);
    device_close(dev);
}
