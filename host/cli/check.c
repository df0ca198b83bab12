#include "cli/cli.h"

#include <stdlib.h>

int cli_check(const struct cli_command *command, int argc, char **argv)
{
    struct cli_experiment common = {0};
    const char *file = NULL;
    bool quiet = false;
    struct cli_option options[] = {
        {"set", 's', OPTION_TEXTS, "KEY=VALUE", "change a key of the experiment first", &common.set},
        {"quiet", 'q', OPTION_FLAG, NULL, "say nothing if it is right", &quiet},
    };
    int done = cli_parse(command, options, 2, argc, argv, 1, 1, &file);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    char *text = NULL;
    engram_code code = cli_load(&common, file, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_experiment_describe(experiment, &text, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    if (code == ENGRAM_OK && !quiet)
        fputs(text, stdout);
    free(text);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return exit_code;
}
