/* Experiments with oscillators in place of populations. */
#include "cli/cli.h"

#include <engram/engram.h>

#include <inttypes.h>

int cli_run_oscillators(engram_experiment *experiment, const engram_options *options,
                        struct cli_progress *progress, engram_status *status)
{
    engram_oscillation *outcome = NULL;
    int exit_code = 0;
    engram_code code = engram_oscillation_run(experiment, options, &outcome, status);
    cli_progress_close(progress);
    if (code != ENGRAM_OK)
        return cli_fail(status);
    printf("  %" PRIu32 " oscillators, %" PRIu32 " connections, %" PRIu64 " steps in %.2f s\n",
           outcome->n_oscillators, outcome->n_connections, outcome->n_steps, outcome->run_s);
    exit_code = cli_print_numbers(outcome->numbers, outcome->n_numbers);
    printf("\n  digest %016" PRIx64 "\n", outcome->digest.total);
    if (options->output)
        printf("  results in %s   (engram plot %s draws them)\n", options->output, options->output);
    engram_oscillation_free(outcome);
    return exit_code;
}
