/* The numbers that an experiment names. */
#include "cli/cli.h"

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
