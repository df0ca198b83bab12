/* Oclgrind watches every access: the self-test's kernels and the bandwidth measurement must give it nothing to report. */
#include "device/bandwidth.h"

#include "device/bank.h"
#include "device/launch.h"
#include "device/program.h"
#include "device/selftest.h"
#include "unit/device/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Oclgrind reads these when the platform is first asked for. */
static void watched_begin(void)
{
    struct device_case cases[MAX_DEVICE_CASES];
    if (device_cases(cases) < MAX_DEVICE_CASES)
        cr_skip_test("Oclgrind is not installed");
    scratch_begin();
    setenv("OCLGRIND_DATA_RACES", "1", 1);
    setenv("OCLGRIND_UNINITIALIZED", "1", 1);
    setenv("OCLGRIND_CHECK_API", "1", 1);
    setenv("OCLGRIND_LOG", scratch_path("oclgrind.log"), 1);
}

TestSuite(simulated, .init = watched_begin, .fini = scratch_end);

static const struct device_case oclgrind = {"Oclgrind"};

/* Bytes of complaints. */
static long complaints(void)
{
    struct stat about;
    return stat(scratch_path("oclgrind.log"), &about) == 0 ? (long)about.st_size : 0;
}

Test(simulated, the_self_test_is_free_of_races_and_uninitialised_reads)
{
    struct device *dev = device_of(&oclgrind);
    must(device_selftest(dev, status));
    cr_assert_eq(complaints(), 0);
    device_close(dev);
}

Test(simulated, the_bandwidth_measurement_is_free_of_races_and_uninitialised_reads)
{
    struct device *dev = device_of(&oclgrind);
    double bytes_per_s = 0;
    device_limit_memory(dev, 1 << 20);
    must(device_bandwidth(dev, &bytes_per_s, status));
    cr_assert_eq(complaints(), 0);
    device_close(dev);
}

/* The control: the same watching notices a kernel that races. */
Test(simulated, a_race_is_noticed)
{
    static const char races[] = "__kernel void race(__global uint *out) { out[0] = get_global_id(0); }\n";
    struct device *dev = device_of(&oclgrind);
    cl_program program = NULL;
    cl_kernel kernel = NULL;
    cl_mem out = NULL;
    must(program_build(dev, "kernel 'race'", races, NULL, &program, status));
    must(program_kernel(dev, program, "race", &kernel, status));
    must(bank_alloc_zero(dev, sizeof(uint32_t), "test", &out, status));
    cr_assert(clSetKernelArg(kernel, 0, sizeof out, &out) == CL_SUCCESS);
    must(launch(dev, kernel, 8, 1, "race", status));
    must(device_finish(dev, status));
    cr_assert_gt(complaints(), 0);
    bank_free(dev, &out);
    clReleaseKernel(kernel);
    clReleaseProgram(program);
    device_close(dev);
}
