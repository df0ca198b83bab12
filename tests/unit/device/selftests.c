/* The self-test: it passes on devices that compute rightly, and every part of it can fail. */
#include "device/selftest.h"

#include "common/philox.h"
#include "core/memory.h"
#include "device/bank.h"
#include "device/launch.h"
#include "model/model.h"
#include "unit/device/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

TestSuite(selftests, .init = scratch_begin, .fini = scratch_end);

static const struct device_case pocl = {"Portable Computing Language"};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

FOR_EACH_DEVICE(selftests, a_device_that_computes_rightly_passes)
{
    struct device *dev = device_of(c);
    must(device_selftest(dev, status));
    cr_assert_eq(dev->bytes_used, 0);
    device_close(dev);
}

FOR_EACH_DEVICE(selftests, it_passes_with_every_number_of_lanes)
{
    static const char *const lanes[] = {"1", "4", "8", "16"};
    for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++) {
        setenv("ENGRAM_VW", lanes[i], 1);
        struct device *dev = device_of(c);
        must(device_selftest(dev, status));
        device_close(dev);
    }
}

/* A simulator is excused. */
Test(selftests, a_second_self_test_takes_less_than_a_second)
{
    struct device *dev = device_of(&pocl);
    must(device_selftest(dev, status));
    double begin = seconds();
    must(device_selftest(dev, status));
    cr_assert_lt(seconds() - begin, 1.0);
    device_close(dev);
}

/* One place of the assembled text changed, and what the complaint must name. */
struct sabotage {
    const char *from, *to, *named;
};
static const struct sabotage sabotages[] = {
    {"(real)(1.66666667e-1f)", "(real)(1.66666687e-1f)", "exp_"},
    {"(real)(2.0000714765e-1f)", "(real)(2.0001e-1f)", "log_"},
    {"0x7ef127ea", "0x7ef127ea * 0", "recip_"},
    {"pick(a < b, a, b)", "pick(a < b, b, a)", "min_"},
    {"(x * y) + z", "fma(x, y, z)", "product_then_sum"},
    {"x - (y * z)", "fma(-y, z, x)", "product_then_difference"},
    {"#define rint_             rint", "#define rint_             round", "rint_"},
    {"round < 10", "round < 9", "philox_first"},
    {"old + low < old ? 1u : 0u", "0u", "two words"},
    {"atomic_add(&narrow[sum], low)", "narrow[sum] = low", "32-bit atomic addition"},
    {"drawn[atomic_inc(next_ticket)]", "drawn[atomic_inc(next_ticket) / 2]", "atomic counter"},
    {"u32 position, end, due;", "u32 position, end, padding, due;", "cursor_record"},
};

static char *replaced(const char *text, const struct sabotage *s)
{
    const char *at = strstr(text, s->from);
    cr_assert(at, "'%s' is not in the self-test's text", s->from);
    size_t bytes = strlen(text) + strlen(s->to) + 1;
    char *out = malloc(bytes);
    snprintf(out, bytes, "%.*s%s%s", (int)(at - text), text, s->to, at + strlen(s->from));
    return out;
}

Test(selftests, a_device_that_computes_wrongly_is_refused_and_the_fault_named)
{
    struct device *dev = device_of(&pocl);
    char *text = NULL;
    must(assemble_file("check/selftest.cl", &text, status));
    for (size_t i = 0; i < sizeof sabotages / sizeof *sabotages; i++) {
        const struct sabotage *s = &sabotages[i];
        char *wrong = replaced(text, s);
        cr_assert_eq(selftest_run(dev, wrong, status), ENGRAM_E_DEVICE, "'%s' passed", s->to);
        cr_assert(strstr(engram_status_what(status), s->named), "'%s' gave: %s; %s", s->to,
                  engram_status_what(status), engram_status_why(status));
        cr_assert(strstr(engram_status_where(status), dev->description.name));
        cr_assert_eq(dev->bytes_used, 0);
        free(wrong);
    }
    free(text);
    device_close(dev);
}

/* Contraction is what PoCL does unless it is told not to. */
Test(selftests, without_the_contraction_pragma_pocl_is_refused)
{
    struct device *dev = device_of(&pocl);
    struct sabotage s = {"#pragma OPENCL FP_CONTRACT OFF", "#pragma OPENCL FP_CONTRACT ON", ""};
    char *text = NULL;
    must(assemble_file("check/selftest.cl", &text, status));
    char *wrong = replaced(text, &s);
    cr_assert_eq(selftest_run(dev, wrong, status), ENGRAM_E_DEVICE);
    cr_assert(strstr(engram_status_why(status), "of x = 0x"), "%s", engram_status_why(status));
    free(wrong);
    free(text);
    device_close(dev);
}

/* The self-test compares a device with this host; here is what this host is compared with: the vectors published with Philox (Random123). */
Test(selftests, this_host_computes_the_published_philox_vectors)
{
    philox_block zero = philox((philox_block){{0, 0, 0, 0}}, 0, 0);
    philox_block ones = philox((philox_block){{~0u, ~0u, ~0u, ~0u}}, ~0u, ~0u);
    philox_block pi =
        philox((philox_block){{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0xa4093822, 0x299f31d0);
    static const uint32_t of_zero[4] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    static const uint32_t of_ones[4] = {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
    static const uint32_t of_pi[4] = {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
    cr_assert_arr_eq(zero.v, of_zero, sizeof of_zero);
    cr_assert_arr_eq(ones.v, of_ones, sizeof of_ones);
    cr_assert_arr_eq(pi.v, of_pi, sizeof of_pi);
}

/* Open a device and test it, with the k-th allocation failing. Where only speed is lost (the cache), there is no failure to report. */
Test(selftests, each_allocation_that_fails_is_reported_or_does_without)
{
    uint64_t n_reported = 0, k = 0, made = 0;
    do {
        struct device *dev = NULL;
        memory_fail_at(++k);
        engram_code code = device_open(pocl.platform, false, &dev, status);
        if (code == ENGRAM_OK)
            code = device_selftest(dev, status);
        made = memory_fail_at(0);
        cr_assert(code == ENGRAM_OK || code == ENGRAM_E_RESOURCES, "k = %d: %s", (int)k,
                  engram_status_what(status));
        n_reported += code == ENGRAM_E_RESOURCES;
        if (dev)
            cr_assert_eq(dev->bytes_used, 0);
        device_close(dev);
    } while (made >= k);
    cr_assert_gt(n_reported, 5);
}

Test(selftests, each_buffer_that_fails_is_reported)
{
    struct device *dev = device_of(&pocl);
    uint64_t k = 0;
    engram_code code = ENGRAM_OK;
    do {
        bank_fail_at(++k);
        code = device_selftest(dev, status);
        bank_fail_at(0);
        cr_assert(code == ENGRAM_OK || code == ENGRAM_E_RESOURCES);
        cr_assert_eq(dev->bytes_used, 0);
    } while (code != ENGRAM_OK);
    cr_assert_gt(k, 5);
    device_close(dev);
}
