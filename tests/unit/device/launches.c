/* The queue: whole groups, bounded depth, and times per kernel. */
#include "device/launch.h"

#include "device/bank.h"
#include "device/program.h"
#include "unit/device/fixture.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

TestSuite(launches, .init = scratch_begin, .fini = scratch_end);

static const char counts[] = "__kernel void count(__global uint *n, uint limit)\n"
                             "{\n"
                             "    if (get_global_id(0) < limit)\n"
                             "        atomic_add(n, 1u);\n"
                             "}\n";

/* A kernel that counts its work-items below a limit into *counter. */
struct counting {
    cl_program program;
    cl_kernel kernel;
    cl_mem counter;
};

static struct counting counting_begin(struct device *dev, uint32_t limit)
{
    struct counting it = {0};
    must(program_build(dev, "kernel 'count'", counts, NULL, &it.program, status));
    must(program_kernel(dev, it.program, "count", &it.kernel, status));
    must(bank_alloc_zero(dev, sizeof(uint32_t), "counter", &it.counter, status));
    cr_assert(clSetKernelArg(it.kernel, 0, sizeof it.counter, &it.counter) == CL_SUCCESS);
    cr_assert(clSetKernelArg(it.kernel, 1, sizeof limit, &limit) == CL_SUCCESS);
    return it;
}

static uint32_t counting_end(struct device *dev, struct counting *it)
{
    uint32_t n = 0;
    must(bank_read(dev, it->counter, 0, &n, sizeof n, status));
    bank_free(dev, &it->counter);
    clReleaseKernel(it->kernel);
    clReleaseProgram(it->program);
    return n;
}

FOR_EACH_DEVICE(launches, every_work_item_runs_once_whatever_the_group_size)
{
    static const size_t groups[] = {0, 1, 3, 32, 64};
    struct device *dev = device_of(c);
    struct counting it = counting_begin(dev, 100);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        must(launch(dev, it.kernel, 100, groups[i], "count", status));
    must(launch(dev, it.kernel, 0, 32, "count", status));
    cr_assert_eq(counting_end(dev, &it), 500);
    device_close(dev);
}

Test(launches, a_group_larger_than_the_device_allows_is_an_error_that_names_the_kernel)
{
    struct device_case pocl = {"Portable Computing Language"};
    struct device *dev = device_of(&pocl);
    struct counting it = counting_begin(dev, 1);
    cr_assert_eq(launch(dev, it.kernel, 1, dev->max_work_group * 2, "count", status), ENGRAM_E_DEVICE);
    cr_assert(strstr(engram_status_where(status), "'count'"), "%s", engram_status_where(status));
    cr_assert(strstr(engram_status_why(status), "CL_INVALID_WORK"), "%s", engram_status_why(status));
    counting_end(dev, &it);
    device_close(dev);
}

/* More launches than the queue holds, so that both kinds of fences are waited for. */
static void run_many(bool profile)
{
    enum { MANY = 3000 };
    struct device *dev = NULL;
    struct kernel_time *times = NULL;
    size_t n = 0;
    must(device_open("Portable Computing Language", profile, &dev, status));
    struct counting it = counting_begin(dev, 8);
    for (int i = 0; i < MANY; i++)
        must(launch(dev, it.kernel, 8, 8, i % 3 ? "often" : "seldom", status));
    profile_bytes(dev, "often", 40);
    profile_bytes(dev, "often", 2);
    must(device_profile(dev, &times, &n, status));
    if (profile) {
        cr_assert_eq(n, 2);
        size_t often = strcmp(times[0].name, "often") == 0 ? 0 : 1;
        cr_assert_eq(times[often].launches, 2000);
        cr_assert_eq(times[1 - often].launches, 1000);
        cr_assert_eq(times[often].bytes, 42);
        cr_assert_eq(times[1 - often].bytes, 0);
        cr_assert(times[0].seconds >= times[1].seconds && times[1].seconds > 0);
    } else {
        cr_assert_eq(n, 0);
    }
    free(times);
    cr_assert_eq(counting_end(dev, &it), 8 * MANY);
    device_close(dev);
}

Test(launches, a_long_queue_loses_nothing)
{
    run_many(false);
}

Test(launches, profiled_launches_are_all_counted_and_timed)
{
    run_many(true);
}

Test(launches, times_of_two_runs_add_up_to_the_wall_time_at_most)
{
    struct device *dev = NULL;
    struct kernel_time *times = NULL;
    struct timespec begin, end;
    size_t n = 0;
    must(device_open("Portable Computing Language", true, &dev, status));
    struct counting it = counting_begin(dev, 1 << 16);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 0; i < 50; i++)
        must(launch(dev, it.kernel, 1 << 16, 64, "count", status));
    must(device_profile(dev, &times, &n, status));
    clock_gettime(CLOCK_MONOTONIC, &end);
    double wall = (double)(end.tv_sec - begin.tv_sec) + 1e-9 * (double)(end.tv_nsec - begin.tv_nsec);
    cr_assert(n == 1 && times[0].seconds > 0 && times[0].seconds <= wall, "%g s on the device, %g s in all",
              times[0].seconds, wall);
    free(times);
    counting_end(dev, &it);
    device_close(dev);
}
