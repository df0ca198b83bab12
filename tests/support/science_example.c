#include "support/science_example.h"

#include "support/science_turnover.h"

#include <stdlib.h>
#include <string.h>

void trial_example(struct trial *t, const char *path, const char *const *overrides)
{
    trial_open_file(t, path, overrides);
    trial_run(t, -1);
    cr_assert_eq(engram_simulation_finish(t->sim, t->status), ENGRAM_OK, "%s", engram_status_what(t->status));
}

/* Borrowed until the trial is closed. */
static const engram_number *numbers_of(struct trial *t, size_t *n)
{
    const engram_number *numbers = NULL;
    cr_assert_eq(engram_simulation_numbers(t->sim, &numbers, n, t->status), ENGRAM_OK);
    return numbers;
}

void expect_bands(struct trial *t, size_t n_bands)
{
    size_t n = 0, n_asked = 0;
    const engram_number *of = numbers_of(t, &n);
    for (size_t i = 0; i < n; i++) {
        n_asked += of[i].has_band;
        cr_log_info("%s: %g", of[i].name, of[i].value);
        cr_expect(of[i].passes, "%s is %g, not %g ... %g", of[i].name, of[i].value, of[i].low, of[i].high);
    }
    cr_expect_eq(n_asked, n_bands, "%zu bands, not %zu", n_asked, n_bands);
}

static bool is_among(const char *name, const char *names)
{
    size_t length = strlen(name);
    for (const char *at = strstr(names, name); at; at = strstr(at + 1, name))
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

void expect_missed(struct trial *t, const char *names)
{
    size_t n = 0, n_named = 0;
    const engram_number *of = numbers_of(t, &n);
    for (size_t i = 0; i < n; i++) {
        bool named = is_among(of[i].name, names);
        n_named += named;
        cr_log_info("control, %s: %g", of[i].name, of[i].value);
        cr_expect_eq(of[i].passes, !named, "control: %s is %g, %s %g ... %g", of[i].name, of[i].value,
                     named ? "should not be in" : "not", of[i].low, of[i].high);
    }
    cr_expect(n_named > 0, "no number is named in '%s'", names);
}

void expect_bands_over_seeds(const char *path, size_t n_bands)
{
    enum { SEEDS = 5, MOST = 64 };
    double values[MOST][SEEDS];
    size_t n = 0, n_asked = 0;
    struct trial t;
    const engram_number *of = NULL;
    for (unsigned s = 0; s < SEEDS; s++) {
        char *seed = textf("seed=%u", s + 1);
        if (s > 0)
            trial_close(&t);
        trial_example(&t, path, (const char *[]){seed, NULL});
        free(seed);
        of = numbers_of(&t, &n);
        cr_assert_leq(n, MOST);
        for (size_t i = 0; i < n; i++)
            values[i][s] = of[i].value;
    }
    for (size_t i = 0; i < n; i++) {
        n_asked += of[i].has_band;
        if (of[i].has_band)
            seeds_between(of[i].name, values[i], SEEDS, of[i].low, of[i].high, path);
    }
    cr_expect_eq(n_asked, n_bands, "%zu bands, not %zu", n_asked, n_bands);
    trial_close(&t);
}
