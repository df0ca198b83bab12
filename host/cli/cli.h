/* The command line: one file per subcommand, one table of options each, from which parsing and --help are made. */
#ifndef ENGRAM_CLI_CLI_H
#define ENGRAM_CLI_CLI_H
#include <engram/numbers.h>
#include <engram/simulation.h>
#include <engram/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum option_type { OPTION_FLAG, OPTION_TEXT, OPTION_TEXTS, OPTION_COUNT, OPTION_BYTES };

struct cli_texts {
    const char *items[64];
    size_t n;
};

struct cli_option {
    const char *name; /* "device" for --device */
    char letter;      /* 'd' for -d; 0: none */
    enum option_type type;
    const char *argument; /* how --help calls its value; NULL for flags */
    const char *help;
    void *target; /* bool, const char *, struct cli_texts, uint64_t, uint64_t */
};

struct cli_command {
    const char *name, *arguments, *summary;
    const char *details; /* shown below the options; may be NULL */
    /* argv[0] is the command. Returns an exit code. */
    int (*run)(const struct cli_command *command, int argc, char **argv);
};
extern const struct cli_command cli_commands[]; /* ends with a NULL name */

/* Parse options and between `least` and `most` positional arguments (into positional, [most]). Returns -1 to go on, else the exit code: --help was
 * asked for, or a complaint was printed. */
int cli_parse(const struct cli_command *command, const struct cli_option *options, size_t n_options, int argc,
              char **argv, int least, int most, const char **positional);
/* Print a failure in four lines (or as JSON) on stderr; returns the exit code. */
int cli_fail(const engram_status *status);
/* Complain about the command line itself. */
int cli_usage(const struct cli_command *command, const char *what, const char *why);

/* ---- experiment.c: what run, validate, plan and check have in common ---- */
struct cli_experiment {
    const char *device, *delivery, *duration, *seed;
    struct cli_texts set;
    uint64_t tiles, window, work_group, flush_every, memory_limit;
};
enum { CLI_EXPERIMENT_OPTIONS = 10 };
/* Append the common options to options[*n]. */
void cli_experiment_options(struct cli_experiment *common, struct cli_option *options, size_t *n);
engram_code cli_load(const struct cli_experiment *common, const char *path, engram_experiment **out,
                     engram_status *status);
void cli_apply(const struct cli_experiment *common, engram_options *options);

/* ---- progress.c ---- */
struct cli_progress {
    bool quiet, is_terminal, is_open; /* is_open: an unfinished line is on the terminal */
    double printed;
    double bar_done;
};
void cli_progress_open(struct cli_progress *progress, bool quiet);
/* Also watches for SIGINT and SIGTERM: false then. */
bool cli_progress_show(struct cli_progress *progress, const engram_progress *now);
void cli_progress_close(struct cli_progress *progress);
/* Has SIGINT or SIGTERM come since cli_progress_open? */
bool cli_stopped(void);
/* ---- numbers.c ---- */
/* Show numbers of a run beside what is expected of them; returns the exit code. */
int cli_print_numbers(const engram_number *numbers, size_t n);
/* Synapses that came and went, and why; nothing if none did. */
void cli_print_structure(const engram_structure *structure);
/* ---- oscillators.c ---- */
/* `run` of an experiment with oscillators; returns the exit code. */
int cli_run_oscillators(engram_experiment *experiment, const engram_options *options,
                        struct cli_progress *progress, engram_status *status);

/* May stdout / stderr be coloured? */
bool cli_colour(FILE *stream);

int cli_run(const struct cli_command *command, int argc, char **argv);
int cli_validate(const struct cli_command *command, int argc, char **argv);
int cli_check(const struct cli_command *command, int argc, char **argv);
int cli_plan(const struct cli_command *command, int argc, char **argv);
int cli_schema(const struct cli_command *command, int argc, char **argv);
int cli_rules(const struct cli_command *command, int argc, char **argv);
int cli_neurons(const struct cli_command *command, int argc, char **argv);
int cli_myelin(const struct cli_command *command, int argc, char **argv);
int cli_turnover(const struct cli_command *command, int argc, char **argv);
int cli_devices(const struct cli_command *command, int argc, char **argv);
int cli_doctor(const struct cli_command *command, int argc, char **argv);
int cli_bench(const struct cli_command *command, int argc, char **argv);
int cli_plot(const struct cli_command *command, int argc, char **argv);
int cli_info(const struct cli_command *command, int argc, char **argv);
int cli_export(const struct cli_command *command, int argc, char **argv);
#endif
