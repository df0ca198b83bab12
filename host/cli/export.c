#include "cli/cli.h"

#include <engram/results.h>

/* What can be written as a table in place of spikes: of one projection, population or gate. */
static const struct {
    const char *option, *of, *file, *help;
    engram_code (*write)(engram_results *results, const char *of, const char *path, engram_status *status);
} tables[] = {{"axons", "PROJECTION", "axons.csv",
               "instead of spikes: what was recorded of axons, as a table", engram_results_export_axons},
              {"delays", "PROJECTION", "delays.csv", "instead of spikes: its delays, as a table",
               engram_results_export_delays},
              {"structure", "PROJECTION", "structure.csv",
               "instead of spikes: how its synapses came and went, as a table",
               engram_results_export_structure},
              {"cells", "POPULATION", "cells.csv", "instead of spikes: its neurons by day, as a table",
               engram_results_export_cells},
              {"gate", "GATE", "gate.csv", "instead of spikes: when its level changed, as a table",
               engram_results_export_gate}};
enum { N_TABLES = sizeof tables / sizeof *tables, SPIKES = -1 };

struct request {
    const char *folder, *output, *of[N_TABLES];
    bool as_enum;
};

/* Write one table or, for SPIKES, the spikes. */
static int write_file(const struct request *q, int table)
{
    const char *path = q->output ? q->output : table == SPIKES ? "spikes.h5" : tables[table].file;
    engram_status *status = engram_status_create();
    engram_results *results = NULL;
    engram_code code = engram_results_open(q->folder, &results, status);
    if (code == ENGRAM_OK)
        code = table == SPIKES ? engram_results_export_spikes(results, path, q->as_enum, status)
                               : tables[table].write(results, q->of[table], path, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    if (code == ENGRAM_OK)
        printf("%s of %s in %s\n", table == SPIKES ? "spikes" : tables[table].option, q->folder, path);
    engram_results_free(results);
    engram_status_free(status);
    return exit_code;
}

int cli_export(const struct cli_command *command, int argc, char **argv)
{
    struct request q = {0};
    struct cli_option options[2 + N_TABLES] = {
        {"output", 'o', OPTION_TEXT, "FILE",
         "file to write; must not exist (default: spikes.h5, or by the table axons.csv, ...)", &q.output},
        {"libsonata", 0, OPTION_FLAG, NULL, "write `sorting` as the enumeration libsonata wants",
         &q.as_enum}};
    for (int i = 0; i < N_TABLES; i++)
        options[2 + i] =
            (struct cli_option){tables[i].option, 0, OPTION_TEXT, tables[i].of, tables[i].help, &q.of[i]};
    int done = cli_parse(command, options, 2 + N_TABLES, argc, argv, 1, 1, &q.folder), table = SPIKES;
    if (done >= 0)
        return done;
    for (int i = 0; i < N_TABLES; i++) {
        char what[80];
        const char *other = table != SPIKES ? tables[table].option : "libsonata";
        if (!q.of[i])
            continue;
        snprintf(what, sizeof what, "one file at a time: this does not go with --%s", other);
        if (table != SPIKES || q.as_enum)
            return cli_usage(command, what, tables[i].option);
        table = i;
    }
    return write_file(&q, table);
}
