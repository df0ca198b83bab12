#include "support/science_iso.h"

#include <stdlib.h>

struct iso iso_of(unsigned seed, unsigned seconds, const char *change)
{
    struct trial t;
    char *of_seed = textf("seed=%u", seed), *duration = textf("duration=%u s", seconds),
         *late = textf("measures.answered_after.response.begin=%g s", 0.9 * seconds);
    const char *overrides[] = {of_seed, duration, late, change, NULL};
    trial_open_file(&t, EXAMPLE("myelin_iso.yaml"), overrides);
    trial_run(&t, -1);
    struct iso iso = {.spread_before = trial_number(&t, "spread_before"),
                      .spread_after = trial_number(&t, "spread_after"),
                      .delay = trial_number(&t, "delay_after"),
                      .alone_ratio = trial_number(&t, "alone_ratio"),
                      .alone_delay = trial_number(&t, "alone_delay"),
                      .answered_before = trial_number(&t, "answered_before"),
                      .answered_after = trial_number(&t, "answered_after")};
    cr_log_info("seed %u, %u s, %s: spread %.3f to %.3f ms, mean delay %.2f ms; alone x %.3f, %.2f ms; "
                "answered %.3f, %.3f",
                seed, seconds, change ? change : "-", iso.spread_before, iso.spread_after, iso.delay,
                iso.alone_ratio, iso.alone_delay, iso.answered_before, iso.answered_after);
    trial_close(&t);
    free(of_seed);
    free(duration);
    free(late);
    return iso;
}

void expect_lined_up(const char *name, const struct iso *iso)
{
    between(name, iso->spread_before, 4, 6, "C6: spread before");
    between(name, iso->spread_after, 0, 1, "C6: spread after");
    between(name, iso->delay, 46, 54, "C6: the mean delay is kept");
    between(name, iso->alone_ratio, 0.8, 1.25, "C6: independent trains keep their spread");
    between(name, iso->alone_delay, 46, 54, "C6: the mean delay is kept");
}

void expect_answered(const char *name, const struct iso *iso)
{
    between(name, iso->answered_before, 0, 0.05, "C6: the target does not notice spread volleys");
    between(name, iso->answered_after, 0.9, 1, "C6: and answers those in line");
}
