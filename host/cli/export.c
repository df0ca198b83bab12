#include "cli/cli.h"

#include <engram/results.h>

/* What is to be written, and how it is called when that is done. */
struct request {
    const char *folder, *output, *axons, *delays;
    bool as_enum;
};

static engram_code write_file(engram_results *results, const struct request *q, engram_status *status)
{
    return q->axons    ? engram_results_export_axons(results, q->axons, q->output, status)
           : q->delays ? engram_results_export_delays(results, q->delays, q->output, status)
                       : engram_results_export_spikes(results, q->output, q->as_enum, status);
}

int cli_export(const struct cli_command *command, int argc, char **argv)
{
    struct request q = {0};
    struct cli_option options[] = {
        {"output", 'o', OPTION_TEXT, "FILE",
         "file to write; must not exist (default: spikes.h5, axons.csv or delays.csv)", &q.output},
        {"libsonata", 0, OPTION_FLAG, NULL, "write `sorting` as the enumeration libsonata wants", &q.as_enum},
        {"axons", 0, OPTION_TEXT, "PROJECTION", "instead of spikes: what was recorded of axons, as a table",
         &q.axons},
        {"delays", 0, OPTION_TEXT, "PROJECTION", "instead of spikes: its delays, as a table", &q.delays},
    };
    int done = cli_parse(command, options, 4, argc, argv, 1, 1, &q.folder);
    if (done >= 0)
        return done;
    if (q.axons && (q.delays || q.as_enum))
        return cli_usage(command, "one file at a time: this does not go with --axons",
                         q.delays ? "--delays" : "--libsonata");
    if (q.delays && q.as_enum)
        return cli_usage(command, "one file at a time: this does not go with --delays", "--libsonata");
    if (!q.output)
        q.output = q.axons ? "axons.csv" : q.delays ? "delays.csv" : "spikes.h5";
    engram_status *status = engram_status_create();
    engram_results *results = NULL;
    engram_code code = engram_results_open(q.folder, &results, status);
    if (code == ENGRAM_OK)
        code = write_file(results, &q, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    if (code == ENGRAM_OK)
        printf("%s of %s in %s\n", q.axons ? "axons" : q.delays ? "delays" : "spikes", q.folder, q.output);
    engram_results_free(results);
    engram_status_free(status);
    return exit_code;
}
