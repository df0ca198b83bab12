/* Experiments with oscillators in place of populations. */
#include "cli/cli.h"

#include <engram/engram.h>

#include <inttypes.h>
#include <math.h>

static void print_numbers(const engram_oscillation *outcome)
{
    printf("\n  %-16s %10s  %-20s\n", "number", "value", "expected");
    for (size_t i = 0; i < outcome->n_numbers; i++) {
        const engram_oscillation_number *number = &outcome->numbers[i];
        if (isnan(number->value) && !number->has_band)
            continue;
        if (isnan(number->value))
            printf("  %-16s %10s", number->name, "-");
        else
            printf("  %-16s %10.4f", number->name, number->value);
        if (number->has_band)
            printf("  %g ... %g  %s", number->low, number->high, number->passes ? "pass" : "FAIL");
        putchar('\n');
    }
}

int cli_run_oscillators(engram_experiment *experiment, const engram_options *options,
                        struct cli_progress *progress, engram_status *status)
{
    engram_oscillation *outcome = NULL;
    engram_code code = engram_oscillation_run(experiment, options, &outcome, status);
    cli_progress_close(progress);
    if (code != ENGRAM_OK)
        return cli_fail(status);
    printf("  %" PRIu32 " oscillators, %" PRIu32 " connections, %" PRIu64 " steps in %.2f s\n",
           outcome->n_oscillators, outcome->n_connections, outcome->n_steps, outcome->run_s);
    print_numbers(outcome);
    printf("\n  digest %016" PRIx64 "\n", outcome->digest.total);
    if (options->output)
        printf("  results in %s   (engram plot %s draws them)\n", options->output, options->output);
    engram_oscillation_free(outcome);
    return 0;
}
