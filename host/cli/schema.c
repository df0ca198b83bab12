#include "cli/cli.h"

#include "experiment/schema.h"

int cli_schema(const struct cli_command *command, int argc, char **argv)
{
    bool markdown = false, json = false;
    struct cli_option options[] = {
        {"markdown", 0, OPTION_FLAG, NULL, "as docs/experiment.md", &markdown},
        {"json", 0, OPTION_FLAG, NULL, "as a JSON schema, for editors", &json},
    };
    int done = cli_parse(command, options, 2, argc, argv, 0, 0, NULL);
    if (done >= 0)
        return done;
    if (markdown)
        schema_print_markdown(stdout);
    else if (json)
        schema_print_json_schema(stdout);
    else
        schema_print_text(stdout);
    return 0;
}
