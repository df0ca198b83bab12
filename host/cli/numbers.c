/* The numbers that an experiment names. */
#include "cli/cli.h"

#include <inttypes.h>
#include <math.h>

int cli_print_numbers(const engram_number *numbers, size_t n)
{
    bool all = true;
    if (n)
        printf("\n  %-24s %12s %-4s %s\n", "number", "value", "", "expected");
    for (size_t i = 0; i < n; i++) {
        const engram_number *number = &numbers[i];
        all = all && number->passes;
        if (isnan(number->value) && !number->has_band)
            continue;
        if (isnan(number->value))
            printf("  %-24s %12s", number->name, "not measured");
        else
            printf("  %-24s %12.4f", number->name, number->value);
        printf(" %-4s", number->unit[0] == '1' ? "" : number->unit);
        if (number->has_band)
            printf(" %g ... %g  %s", number->low, number->high, number->passes ? "pass" : "FAIL");
        putchar('\n');
    }
    return engram_exit_code(all ? ENGRAM_OK : ENGRAM_E_MISMATCH);
}

void cli_print_structure(const engram_structure *s)
{
    uint64_t n_died = engram_structure_n_died(s);
    const char *before = " (";
    if (!s->n_born && !n_died)
        return;
    printf("  %" PRIu64 " synapses were born, %" PRIu64 " died", s->n_born, n_died);
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        if (s->n_died[k]) {
            printf("%s%s %" PRIu64, before, engram_cause_name(k), s->n_died[k]);
            before = ", ";
        }
    printf("%s\n", n_died ? ")" : "");
}
