#include "cli/cli.h"

#include <engram/results.h>

int cli_export(const struct cli_command *command, int argc, char **argv)
{
    const char *folder = NULL, *output = "spikes.h5";
    bool as_enum = false;
    struct cli_option options[] = {
        {"output", 'o', OPTION_TEXT, "FILE", "file to write; must not exist (default: spikes.h5)", &output},
        {"libsonata", 0, OPTION_FLAG, NULL, "write `sorting` as the enumeration libsonata wants", &as_enum},
    };
    int done = cli_parse(command, options, 2, argc, argv, 1, 1, &folder);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    engram_results *results = NULL;
    engram_code code = engram_results_open(folder, &results, status);
    if (code == ENGRAM_OK)
        code = engram_results_export_spikes(results, output, as_enum, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    if (code == ENGRAM_OK)
        printf("spikes of %s in %s\n", folder, output);
    engram_results_free(results);
    engram_status_free(status);
    return exit_code;
}
