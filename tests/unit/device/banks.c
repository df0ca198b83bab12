/* Buffers: limits, accounting, and what happens when the driver refuses one. */
#include "device/bank.h"

#include "unit/device/fixture.h"

#include <stdlib.h>
#include <string.h>

TestSuite(banks, .init = scratch_begin, .fini = scratch_end);

FOR_EACH_DEVICE(banks, bytes_in_use_are_counted_and_given_back)
{
    struct device *dev = device_of(c);
    cl_mem a = NULL, b = NULL;
    must(bank_alloc(dev, 1000, "a", &a, status));
    must(bank_alloc_zero(dev, 24, "b", &b, status));
    cr_assert_eq(dev->bytes_used, 1024);
    bank_free(dev, &a);
    cr_assert_eq(dev->bytes_used, 24);
    cr_assert_null(a);
    bank_free(dev, &a);
    bank_free(dev, &b);
    cr_assert_eq(dev->bytes_used, 0);
    cr_assert_eq(dev->bytes_peak, 1024);
    device_close(dev);
}

FOR_EACH_DEVICE(banks, what_is_written_is_read_and_zero_means_zero)
{
    static const uint64_t sizes[] = {1, 3, 4096, 5000001};
    struct device *dev = device_of(c);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        unsigned char *bytes = malloc(n);
        cl_mem bank = NULL;
        memset(bytes, 0xA5, n);
        must(bank_alloc_zero(dev, n, "zeros", &bank, status));
        must(bank_read(dev, bank, 0, bytes, n, status));
        for (size_t j = 0; j < n; j++)
            cr_assert(bytes[j] == 0, "byte %zu of %zu is %d", j, n, bytes[j]);
        memset(bytes, 0x5A, n);
        must(bank_write(dev, bank, 0, bytes, n, status));
        must(bank_zero(dev, bank, n / 2, n - n / 2, status));
        must(bank_read(dev, bank, 0, bytes, n, status));
        for (size_t j = 0; j < n; j++)
            cr_assert(bytes[j] == (j < n / 2 ? 0x5A : 0), "byte %zu of %zu is %d", j, n, bytes[j]);
        bank_free(dev, &bank);
        free(bytes);
    }
    device_close(dev);
}

FOR_EACH_DEVICE(banks, a_mapped_region_is_the_bank)
{
    struct device *dev = device_of(c);
    static const uint32_t start[4] = {1, 2, 3, 4};
    uint32_t *mapped = NULL, back[4];
    cl_mem bank = NULL;
    must(bank_alloc_copy(dev, start, sizeof start, "words", &bank, status));
    must(bank_map(dev, bank, CL_MAP_READ | CL_MAP_WRITE, 4, 8, &mapped, status));
    cr_assert(mapped[0] == 2 && mapped[1] == 3);
    mapped[1] = 30;
    must(bank_unmap(dev, bank, mapped, status));
    must(bank_read(dev, bank, 0, back, sizeof back, status));
    cr_assert(back[0] == 1 && back[1] == 2 && back[2] == 30 && back[3] == 4);
    bank_free(dev, &bank);
    device_close(dev);
}

Test(banks, mapping_copies_nothing_on_a_cpu)
{
    struct device_case pocl = {"Portable Computing Language"};
    struct device *dev = device_of(&pocl);
    void *first = NULL, *second = NULL;
    cl_mem bank = NULL;
    must(bank_alloc(dev, 1 << 20, "words", &bank, status));
    must(bank_map(dev, bank, CL_MAP_WRITE, 0, 1 << 20, &first, status));
    must(bank_map(dev, bank, CL_MAP_READ, 4096, 4096, &second, status));
    cr_assert_eq((char *)first + 4096, second, "two mappings of one bank are two copies");
    must(bank_unmap(dev, bank, second, status));
    must(bank_unmap(dev, bank, first, status));
    bank_free(dev, &bank);
    device_close(dev);
}

FOR_EACH_DEVICE(banks, more_than_the_largest_allocation_is_refused_before_the_driver_is_asked)
{
    struct device *dev = device_of(c);
    cl_mem bank = NULL;
    bank_fail_at(0);
    cr_assert_eq(bank_alloc(dev, dev->max_alloc + 1, "weights of E_to_E", &bank, status), ENGRAM_E_RESOURCES);
    cr_assert_eq(bank_alloc(dev, UINT64_MAX, "weights of E_to_E", &bank, status), ENGRAM_E_RESOURCES);
    cr_assert(strstr(engram_status_what(status), "weights of E_to_E"));
    cr_assert_null(bank);
    cr_assert_eq(bank_fail_at(0), 0, "the driver was asked");
    device_close(dev);
}

FOR_EACH_DEVICE(banks, the_budget_covers_all_banks_together)
{
    struct device *dev = device_of(c);
    cl_mem a = NULL, b = NULL;
    device_limit_memory(dev, 1000);
    must(bank_alloc(dev, 600, "a", &a, status));
    cr_assert_eq(bank_alloc(dev, 401, "b", &b, status), ENGRAM_E_RESOURCES);
    cr_assert(strstr(engram_status_why(status), "401") && strstr(engram_status_why(status), "600"), "%s",
              engram_status_why(status));
    must(bank_alloc(dev, 400, "b", &b, status));
    bank_free(dev, &b);
    bank_free(dev, &a);
    device_close(dev);
}

FOR_EACH_DEVICE(banks, a_limit_never_exceeds_what_the_device_has)
{
    struct device *dev = device_of(c);
    device_limit_memory(dev, UINT64_MAX);
    cr_assert_eq(dev->memory_limit, dev->memory);
    device_close(dev);
}

/* Three banks as a builder would take them; frees what it got. */
static engram_code take_three(struct device *dev)
{
    engram_code code = ENGRAM_OK;
    cl_mem a = NULL, b = NULL, d = NULL;
    code = bank_alloc(dev, 100, "first", &a, status);
    code = code ? code : bank_alloc_zero(dev, 100, "second", &b, status);
    code = code ? code : bank_alloc_copy(dev, "abc", 4, "third", &d, status);
    bank_free(dev, &d);
    bank_free(dev, &b);
    bank_free(dev, &a);
    return code;
}

FOR_EACH_DEVICE(banks, each_buffer_the_driver_may_refuse_is_reported_and_nothing_leaks)
{
    static const char *const purposes[] = {"first", "second", "third"};
    struct device *dev = device_of(c);
    for (uint64_t k = 1; k <= 3; k++) {
        bank_fail_at(k);
        cr_assert_eq(take_three(dev), ENGRAM_E_RESOURCES);
        cr_assert(strstr(engram_status_what(status), purposes[k - 1]), "%s", engram_status_what(status));
        cr_assert(strstr(engram_status_why(status), "CL_MEM_OBJECT_ALLOCATION_FAILURE"));
        cr_assert_eq(dev->bytes_used, 0);
    }
    bank_fail_at(4);
    must(take_three(dev));
    cr_assert_eq(bank_fail_at(0), 3);
    device_close(dev);
}
