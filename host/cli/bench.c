#include "cli/cli.h"

#include "cli/bench_print.h"

struct watch {
    struct cli_progress progress; /* for its signals and its terminal */
    bool quiet;
};

static bool on_stage(void *context, const char *stage, unsigned done, unsigned n_stages)
{
    struct watch *watch = context;
    if (!watch->quiet)
        fprintf(stderr, watch->progress.is_terminal ? "\r\033[K[%u of %u] %s ..." : "[%u of %u] %s\n",
                done + 1, n_stages, stage);
    fflush(stderr);
    watch->progress.is_open = watch->progress.is_terminal && !watch->quiet;
    return !cli_stopped();
}

int cli_bench(const struct cli_command *command, int argc, char **argv)
{
    engram_bench_options o = {.on_stage = on_stage};
    struct watch watch = {0};
    uint64_t rounds = 0;
    struct bench_format format = {0};
    const struct cli_option options[] = {
        {"device", 'd', OPTION_TEXT, "NAME", "device: cpu, gpu, 0:1, or part of its name (engram devices)",
         &o.device},
        {"size", 0, OPTION_COUNT, "N", "neurons of the network, 1,000 synapses each (default: 10000)",
         &o.size},
        {"rounds", 0, OPTION_COUNT, "N", "repetitions (default: 5, at most 64)", &rounds},
        {"quick", 0, OPTION_FLAG, NULL, "small and short: shows that all works, not how fast it is",
         &o.quick},
        {"profile", 0, OPTION_FLAG, NULL, "time, bytes and share of bandwidth of every kernel",
         &format.with_kernels},
        {"json", 0, OPTION_FLAG, NULL, "as JSON, with everything needed to compare two devices",
         &format.is_json},
        {"date", 0, OPTION_FLAG, NULL, "add the date to the JSON", &format.with_date},
        {"quiet", 'q', OPTION_FLAG, NULL, "no progress", &watch.quiet},
    };
    int done = cli_parse(command, options, sizeof options / sizeof *options, argc, argv, 0, 0, NULL);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    engram_bench *bench = NULL;
    o.rounds = rounds > 64 ? 64 : (uint32_t)rounds;
    o.context = &watch;
    cli_progress_open(&watch.progress, watch.quiet);
    engram_code code = engram_bench_run(&o, &bench, status);
    cli_progress_close(&watch.progress);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    if (code == ENGRAM_OK)
        bench_print(bench, &format, stdout);
    engram_bench_free(bench);
    engram_status_free(status);
    return exit_code;
}
