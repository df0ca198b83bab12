#include "core/parallel.h"

#include <criterion/criterion.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int times[5000];

static engram_code count(void *context, uint32_t item, engram_status *status)
{
    (void)context, (void)status;
    atomic_fetch_add(&times[item], 1);
    return ENGRAM_OK;
}

Test(parallel, every_item_is_done_once)
{
    static const char *const threads[] = {"1", "2", "7"};
    for (int i = 0; i < 3; i++) {
        setenv("ENGRAM_THREADS", threads[i], 1);
        memset(times, 0, sizeof times);
        cr_assert_eq(parallel_for(5000, count, NULL, NULL), ENGRAM_OK);
        for (int k = 0; k < 5000; k++)
            cr_assert_eq(atomic_load(&times[k]), 1, "%s threads, item %d", threads[i], k);
    }
    cr_expect_eq(parallel_for(0, count, NULL, NULL), ENGRAM_OK);
}

/* Items from 20 on fail; the higher ones at once, the lowest late. */
static engram_code fail_late(void *context, uint32_t item, engram_status *status)
{
    (void)context;
    if (item < 20)
        return ENGRAM_OK;
    if (item == 20)
        usleep(20000);
    return FAIL(ENGRAM_E_INPUT, .what = TEXT("item %u", item), .where = "here", .why = "so", .hint = "no");
}

Test(parallel, the_lowest_failing_item_is_reported)
{
    engram_status *status = engram_status_create();
    setenv("ENGRAM_THREADS", "4", 1);
    cr_expect_eq(parallel_for(1000, fail_late, NULL, status), ENGRAM_E_INPUT);
    cr_expect_str_eq(engram_status_what(status), "item 20");
    cr_expect_str_eq(engram_status_why(status), "so");
    engram_status_free(status);
}

static engram_code fail_third(void *context, uint32_t item, engram_status *status)
{
    (void)context, (void)status;
    atomic_fetch_add(&times[item], 1);
    return item == 3 ? ENGRAM_E_RUN : ENGRAM_OK;
}

Test(parallel, one_thread_stops_at_a_failure)
{
    setenv("ENGRAM_THREADS", "1", 1);
    memset(times, 0, sizeof times);
    cr_expect_eq(parallel_for(1000, fail_third, NULL, NULL), ENGRAM_E_RUN);
    for (int k = 0; k < 1000; k++)
        cr_assert_eq(atomic_load(&times[k]), k <= 3, "item %d", k);
}

Test(parallel, the_number_of_threads_can_be_set)
{
    setenv("ENGRAM_THREADS", "3", 1);
    cr_expect_eq(parallel_threads(), 3);
    setenv("ENGRAM_THREADS", "many", 1);
    cr_expect_geq(parallel_threads(), 1);
    cr_expect_leq(parallel_threads(), 1024);
}
