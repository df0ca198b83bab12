#include "io/info.h"
#include "cli/cli.h"

int cli_info(const struct cli_command *command, int argc, char **argv)
{
    const char *path = NULL;
    int done = cli_parse(command, NULL, 0, argc, argv, 1, 1, &path);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    engram_code code = info_print(stdout, path, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    engram_status_free(status);
    return exit_code;
}
