#include "plot/plot.h"
#include "cli/cli.h"

#include <string.h>

/* "raster,rates" -> bits; 0 for an unknown word. */
static unsigned kinds_from(const char *text)
{
    static const struct {
        const char *name;
        unsigned kind;
    } words[] = {{"raster", PLOT_RASTER},
                 {"rates", PLOT_RATES},
                 {"histogram", PLOT_HISTOGRAM},
                 {"trajectories", PLOT_TRAJECTORIES},
                 {"delays", PLOT_DELAYS},
                 {"velocities", PLOT_VELOCITIES},
                 {"states", PLOT_STATES},
                 {"structure", PLOT_STRUCTURE},
                 {"connectivity", PLOT_CONNECTIVITY},
                 {"survival", PLOT_SURVIVAL},
                 {"cells", PLOT_CELLS},
                 {"degrees", PLOT_DEGREES},
                 {"curves", PLOT_CURVES},
                 {"gates", PLOT_GATES},
                 {"all", PLOT_ALL}};
    unsigned kinds = 0;
    while (*text) {
        size_t n = strcspn(text, ","), i = 0;
        while (i < sizeof words / sizeof *words &&
               (strlen(words[i].name) != n || strncmp(words[i].name, text, n) != 0))
            i++;
        if (i == sizeof words / sizeof *words)
            return 0;
        kinds |= words[i].kind;
        text += n + (text[n] == ',');
    }
    return kinds;
}

int cli_plot(const struct cli_command *command, int argc, char **argv)
{
    const char *folder = NULL, *base = NULL, *panels = "all";
    char beside[4096];
    struct cli_option options[] = {
        {"output", 'o', OPTION_TEXT, "BASE", "write BASE.svg and BASE.png (default: RUN/figure)", &base},
        {"panels", 'p', OPTION_TEXT, "LIST",
         "of raster,rates,histogram,trajectories,delays,velocities,states,structure,connectivity,survival,"
         "degrees,cells,curves,gates (default: all)",
         &panels},
    };
    int done = cli_parse(command, options, 2, argc, argv, 1, 1, &folder);
    if (done >= 0)
        return done;
    unsigned kinds = kinds_from(panels);
    if (kinds == 0)
        return cli_usage(command, "there is no such panel", panels);
    if (!base) {
        snprintf(beside, sizeof beside, "%s/figure", folder);
        base = beside;
    }
    engram_status *status = engram_status_create();
    engram_code code = plot_run(folder, base, kinds, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    if (code == ENGRAM_OK)
        printf("figure in %s.svg and %s.png\n", base, base);
    engram_status_free(status);
    return exit_code;
}
