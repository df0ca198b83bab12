/* C4, examples/msp_assembly.yaml: rate homeostasis alone makes an assembly of neurons that were stimulated (Gallinaro & Rotter 2018). The example states the bands. */
#include "support/science.h"

#include <string.h>

/* The numbers of a run to the end; borrowed until the trial is closed. */
static const engram_number *numbers_of(struct trial *t, const char *const *overrides, size_t *n)
{
    const engram_number *numbers = NULL;
    trial_open_file(t, EXAMPLE("msp_assembly.yaml"), overrides);
    trial_run(t, -1);
    trial_number(t, "kept"); /* ends the run */
    cr_assert_eq(engram_simulation_numbers(t->sim, &numbers, n, t->status), ENGRAM_OK);
    return numbers;
}

Test(assembly, of_stimulated_neurons_forms_by_rate_homeostasis_alone)
{
    struct trial t;
    size_t n = 0, n_bands = 0;
    const engram_number *numbers = numbers_of(&t, (const char *[]){NULL}, &n);
    for (size_t i = 0; i < n; i++) {
        n_bands += numbers[i].has_band;
        cr_log_info("%s: %g", numbers[i].name, numbers[i].value);
        cr_expect(numbers[i].passes, "C4: %s is %g, not %g ... %g", numbers[i].name, numbers[i].value,
                  numbers[i].low, numbers[i].high);
    }
    cr_expect_eq(n_bands, 14, "what is not asked cannot fail: %zu bands", n_bands);
    trial_close(&t);
}

/* What the group has to do with; everything else holds without it too. */
static bool is_of_the_group(const char *name)
{
    return strcmp(name, "group_at_40") == 0 || strcmp(name, "group_at_60") == 0 ||
           strcmp(name, "group_over_rest") == 0;
}

Test(assembly, control_without_stimulation_there_is_none)
{
    struct trial t;
    size_t n = 0;
    const engram_number *numbers = numbers_of(&t, (const char *[]){"schedule=[]", NULL}, &n);
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(numbers[i].passes, !is_of_the_group(numbers[i].name), "%s: %g", numbers[i].name,
                     numbers[i].value);
    between("in the group against the rest", trial_number(&t, "group_over_rest"), 0.8, 1.25, "C4: control");
    trial_close(&t);
}
