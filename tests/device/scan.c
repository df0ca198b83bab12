/* Prefix sums on every device found, against a loop. */
#include "store/scan.h"

#include "device/bank.h"
#include "support/structure.h"

TestSuite(scan, .init = structure_begin, .fini = structure_end);

static uint32_t *counts(uint32_t n, uint32_t below)
{
    uint32_t *values = calloc(n + 1u, sizeof *values);
    for (uint32_t i = 0; i < n; i++)
        values[i] = (i * 2654435761u >> 7) % below;
    return values;
}

static void expect_sums(struct device *dev, struct scan *scan, uint32_t n, bool in_place)
{
    uint32_t *values = counts(n, 5), *prefix = calloc(n + 1u, sizeof *prefix), sum = 0;
    uint64_t bytes = (n + 1u) * sizeof *values;
    cl_mem from = NULL, to = NULL;
    structure_must(bank_alloc_copy(dev, values, bytes, "test", &from, structure_status));
    structure_must(bank_alloc_zero(dev, bytes, "test", &to, structure_status));
    structure_must(scan_run(scan, from, n, in_place ? from : to, structure_status));
    structure_must(bank_read(dev, in_place ? from : to, 0, prefix, bytes, structure_status));
    for (uint32_t i = 0; i < n; sum += values[i++])
        cr_assert_eq(prefix[i], sum, "%u of %u: %u, not %u", i, n, prefix[i], sum);
    cr_expect_eq(prefix[n], sum, "sum of %u: %u, not %u", n, prefix[n], sum);
    bank_free(dev, &from);
    bank_free(dev, &to);
    free(values);
    free(prefix);
}

static void every_size(struct device *dev)
{
    static const uint32_t sizes[] = {0, 1, 2, 3, 4, 9, 63, 64, 65, 1000, 20000};
    static const struct cut {
        size_t work_group;
        uint32_t block;
    } cuts[] = {{0, 0}, {1, 2}, {32, 3}, {64, 64}, {256, 7}};
    for (size_t k = 0; k < sizeof cuts / sizeof *cuts; k++) {
        struct scan *scan = NULL;
        structure_must(scan_create(dev, cuts[k].work_group, cuts[k].block, &scan, structure_status));
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            expect_sums(dev, scan, sizes[i], (i + k) % 2);
        scan_free(scan);
    }
}

Test(scan, sums_do_not_depend_on_blocks_groups_or_place)
{
    structure_on_every_device(every_size);
}

static void too_large(struct device *dev)
{
    uint32_t values[4] = {7, UINT32_MAX - 8, 3, 0}, prefix[4];
    cl_mem bank = NULL;
    struct scan *scan = NULL;
    structure_must(bank_alloc_copy(dev, values, sizeof values, "test", &bank, structure_status));
    structure_must(scan_create(dev, 0, 2, &scan, structure_status));
    structure_must(scan_run(scan, bank, 3, bank, structure_status));
    structure_must(bank_read(dev, bank, 0, prefix, sizeof prefix, structure_status));
    cr_expect_eq(prefix[2], UINT32_MAX - 1);
    cr_expect_eq(prefix[3], UINT32_MAX);
    scan_free(scan);
    bank_free(dev, &bank);
}

Test(scan, a_sum_that_does_not_fit_says_so)
{
    structure_on_every_device(too_large);
}
