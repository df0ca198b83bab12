/* Which device a selector means, tried on a machine nobody has. */
#include "device/select.h"

#include "unit/device/fixture.h"

#include <stdlib.h>
#include <string.h>

static const engram_device_description rich[] = {
    {.selector = "0:0", .type = "cpu", .platform = "Portable Computing Language", .name = "pthread-EPYC"},
    {.selector = "1:0", .type = "accelerator", .platform = "FPGA SDK", .name = "Stratix"},
    {.selector = "2:0", .type = "gpu", .platform = "NVIDIA CUDA", .name = "GeForce GTX 750"},
    {.selector = "2:1", .type = "gpu", .platform = "NVIDIA CUDA", .name = "GeForce RTX 4090"},
};
enum { N_RICH = 4 };

TestSuite(selection, .init = scratch_begin, .fini = scratch_end);

static size_t chosen_by(const char *selector)
{
    size_t chosen = 99;
    must(select_device(rich, N_RICH, selector, &chosen, status));
    return chosen;
}

Test(selection, nothing_asked_for_means_the_first_gpu)
{
    cr_assert_eq(chosen_by(NULL), 2);
    cr_assert_eq(chosen_by(""), 2);
}

Test(selection, without_a_gpu_the_first_cpu_is_taken_and_then_anything)
{
    const engram_device_description simulator_first[] = {rich[1], rich[0]};
    size_t chosen = 99;
    must(select_device(simulator_first, 2, NULL, &chosen, status));
    cr_assert_eq(chosen, 1);
    must(select_device(simulator_first, 1, NULL, &chosen, status));
    cr_assert_eq(chosen, 0);
}

Test(selection, a_type_takes_the_first_of_that_type)
{
    cr_assert_eq(chosen_by("cpu"), 0);
    cr_assert_eq(chosen_by("accelerator"), 1);
    cr_assert_eq(chosen_by("GPU"), 2);
}

Test(selection, an_index_counts_all_devices_and_a_pair_counts_within_its_platform)
{
    cr_assert_eq(chosen_by("3"), 3);
    cr_assert_eq(chosen_by("0"), 0);
    cr_assert_eq(chosen_by("2:1"), 3);
}

Test(selection, a_part_of_a_name_is_enough_and_case_does_not_matter)
{
    cr_assert_eq(chosen_by("4090"), 3);
    cr_assert_eq(chosen_by("nvidia"), 2);
    cr_assert_eq(chosen_by("PORTABLE"), 0);
}

Test(selection, the_environment_is_asked_only_when_nothing_else_is_said)
{
    setenv("ENGRAM_DEVICE", "4090", 1);
    cr_assert_eq(chosen_by(NULL), 3);
    cr_assert_eq(chosen_by("cpu"), 0);
}

Test(selection, what_fits_nothing_is_refused_with_a_list_of_what_exists)
{
    static const char *const wrong[] = {
        "4", "2:2", "3:0", "radeon", "2:", ":1", "-1", "2:1x", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t chosen = 99;
        cr_assert_eq(select_device(rich, N_RICH, wrong[i], &chosen, status), ENGRAM_E_DEVICE, "%s", wrong[i]);
        cr_assert(strstr(engram_status_what(status), wrong[i]), "%s", engram_status_what(status));
        for (size_t j = 0; j < N_RICH; j++)
            cr_assert(strstr(engram_status_hint(status), rich[j].name), "%s", engram_status_hint(status));
    }
}

Test(selection, a_wrong_environment_variable_is_named_as_the_place)
{
    size_t chosen = 99;
    setenv("ENGRAM_DEVICE", "radeon", 1);
    cr_assert_eq(select_device(rich, N_RICH, NULL, &chosen, status), ENGRAM_E_DEVICE);
    cr_assert(strstr(engram_status_where(status), "ENGRAM_DEVICE"));
}

Test(selection, no_device_at_all_says_how_to_get_one)
{
    size_t chosen = 99;
    cr_assert_eq(select_device(NULL, 0, "cpu", &chosen, status), ENGRAM_E_DEVICE);
    cr_assert(strstr(engram_status_hint(status), "pocl-opencl-icd"));
}

Test(selection, a_machine_without_drivers_has_an_empty_list_and_no_error)
{
    engram_device_description *list = NULL;
    size_t n = 99;
    setenv("OCL_ICD_VENDORS", scratch_path("nowhere"), 1);
    must(engram_devices_list(&list, &n, status));
    cr_assert_eq(n, 0);
    free(list);
}

FOR_EACH_DEVICE(selection, a_listed_selector_finds_the_listed_device)
{
    engram_device_description *list = NULL, found, by_name;
    size_t n = 0;
    must(engram_devices_list(&list, &n, status));
    must(engram_device_find(c->platform, &by_name, status));
    cr_assert(n > 0 && by_name.max_allocation_bytes > 0 && by_name.compute_units > 0);
    for (size_t i = 0; i < n; i++) {
        must(engram_device_find(list[i].selector, &found, status));
        cr_assert_str_eq(found.name, list[i].name);
    }
    free(list);
}

FOR_EACH_DEVICE(selection, lanes_are_a_choice_of_the_device_that_the_environment_overrides)
{
    struct device *dev = device_of(c);
    cr_assert((dev->vw & (dev->vw - 1)) == 0 && dev->vw <= 16);
    device_close(dev);
    setenv("ENGRAM_VW", "4", 1);
    dev = device_of(c);
    cr_assert_eq(dev->vw, 4);
    device_close(dev);
    setenv("ENGRAM_VW", "2", 1);
    cr_assert_eq(device_open(c->platform, false, &dev, status), ENGRAM_E_USAGE);
    cr_assert(strstr(engram_status_where(status), "ENGRAM_VW"));
}
