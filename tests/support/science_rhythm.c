#include "support/science_rhythm.h"

#include <string.h>

static double number_of(const engram_oscillation *outcome, const char *name)
{
    for (size_t i = 0; i < outcome->n_numbers; i++)
        if (strcmp(outcome->numbers[i].name, name) == 0)
            return outcome->numbers[i].value;
    cr_assert(false, "no number '%s'", name);
    return 0;
}

struct rhythm rhythm_of(const char *const *overrides)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_oscillation *outcome = NULL;
    size_t n = 0;
    while (overrides && overrides[n])
        n++;
    engram_code code = engram_experiment_load(EXAMPLE("myelin_sync.yaml"), overrides, n, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_oscillation_run(experiment, NULL, &outcome, status);
    cr_assert_eq(code, ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
                 engram_status_why(status));
    struct rhythm r = {.before = number_of(outcome, "before"),
                       .after = number_of(outcome, "after"),
                       .before_static = number_of(outcome, "before_static"),
                       .after_static = number_of(outcome, "after_static"),
                       .delay_ratio = number_of(outcome, "delay_ratio"),
                       .passes = outcome->passes};
    engram_oscillation_free(outcome);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return r;
}
