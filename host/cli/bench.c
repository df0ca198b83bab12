#include "cli/cli.h"

#include "cli/bench_print.h"
#include "config/units.h"

#include <engram/engram.h>

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

struct bench {
    engram_bench_options options;
    struct cli_experiment common;
    struct bench_format format;
    struct watch watch;
    const char *warm_up, *file;
    uint64_t rounds;
};

static engram_code measure_device(struct bench *b, engram_status *status)
{
    engram_bench *score = NULL;
    engram_code code = engram_bench_run(&b->options, &score, status);
    cli_progress_close(&b->watch.progress);
    if (code == ENGRAM_OK)
        bench_print(score, &b->format, stdout);
    engram_bench_free(score);
    return code;
}

static engram_code measure_experiment(struct bench *b, engram_status *status)
{
    engram_experiment *experiment = NULL;
    engram_experiment_bench *measured = NULL;
    engram_options how = {0};
    b->options.profile = b->format.with_kernels;
    cli_apply(&b->common, &how);
    engram_code code = cli_load(&b->common, b->file, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_bench_experiment(experiment, &how, &b->options, &measured, status);
    cli_progress_close(&b->watch.progress);
    if (code == ENGRAM_OK)
        bench_print_experiment(measured, engram_experiment_name(experiment), &b->format, stdout);
    engram_experiment_bench_free(measured);
    engram_experiment_free(experiment);
    return code;
}

/* Options that mean something only with, or only without, an experiment. Returns -1 if all is well. */
static int check_options(const struct cli_command *command, struct bench *b)
{
    const struct cli_experiment *c = &b->common;
    const char *rest = NULL;
    if (b->file && (b->options.size || b->options.quick))
        return cli_usage(command, "--size and --quick are for the score",
                         "an experiment says itself how large it is");
    if (!b->file && (c->set.n || c->duration || c->seed || c->tiles || c->window || c->work_group ||
                     c->delivery || c->flush_every || c->memory_limit || b->warm_up))
        return cli_usage(command, "an option needs an experiment",
                         "without FILE only size, rounds and device can be chosen");
    if (!b->warm_up)
        return -1;
    if (units_parse(b->warm_up, "ms", &b->options.warm_up_ms, &rest) != QUANTITY_FINE ||
        b->options.warm_up_ms < 0)
        return cli_usage(command, "--warm-up needs a time, as 50 ms", b->warm_up);
    if (b->options.warm_up_ms == 0)
        b->options.warm_up_ms = -1; /* asked for, and not "choose for me" */
    return -1;
}

static int parse(const struct cli_command *command, int argc, char **argv, struct bench *b)
{
    struct cli_option options[CLI_EXPERIMENT_OPTIONS + 8] = {
        {"size", 0, OPTION_COUNT, "N", "neurons of the network, 1,000 synapses each (default: 10000)",
         &b->options.size},
        {"rounds", 0, OPTION_COUNT, "N", "repetitions (default: 5, of an experiment 3; at most 64)",
         &b->rounds},
        {"quick", 0, OPTION_FLAG, NULL, "small and short: shows that all works, not how fast it is",
         &b->options.quick},
        {"warm-up", 0, OPTION_TEXT, "TIME", "of an experiment, before timing begins (default: a tenth of it)",
         &b->warm_up},
        {"profile", 0, OPTION_FLAG, NULL, "time, bytes and share of bandwidth of every kernel",
         &b->format.with_kernels},
        {"json", 0, OPTION_FLAG, NULL, "as JSON, with everything needed to compare two devices",
         &b->format.is_json},
        {"date", 0, OPTION_FLAG, NULL, "add the date to the JSON", &b->format.with_date},
        {"quiet", 'q', OPTION_FLAG, NULL, "no progress", &b->watch.quiet},
    };
    size_t n = 8;
    cli_experiment_options(&b->common, options, &n);
    int done = cli_parse(command, options, n, argc, argv, 0, 1, &b->file);
    return done >= 0 ? done : check_options(command, b);
}

int cli_bench(const struct cli_command *command, int argc, char **argv)
{
    struct bench b = {.options = {.on_stage = on_stage}};
    int done = parse(command, argc, argv, &b);
    if (done >= 0)
        return done;
    engram_status *status = engram_status_create();
    b.options.device = b.common.device;
    b.options.rounds = b.rounds > 64 ? 64 : (uint32_t)b.rounds;
    b.options.context = &b.watch;
    cli_progress_open(&b.watch.progress, b.watch.quiet);
    engram_code code = b.file ? measure_experiment(&b, status) : measure_device(&b, status);
    int exit_code = code == ENGRAM_OK ? 0 : cli_fail(status);
    engram_status_free(status);
    return exit_code;
}
