#include "cli/cli.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool cli_colour(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fileno(stream)) && !(no_color && *no_color) && !(term && !strcmp(term, "dumb"));
}

int cli_fail(const engram_status *status)
{
    bool colour = cli_colour(stderr);
    fprintf(stderr, "%serror:%s %s\n", colour ? "\033[1;31m" : "", colour ? "\033[0m" : "",
            engram_status_what(status));
    const char *names[] = {"where:", "why:  ", "do:   "};
    const char *texts[] = {engram_status_where(status), engram_status_why(status),
                           engram_status_hint(status)};
    for (int i = 0; i < 3; i++)
        if (*texts[i])
            fprintf(stderr, "  %s %s\n", names[i], texts[i]);
    return engram_exit_code(engram_status_code(status));
}

int cli_usage(const struct cli_command *command, const char *what, const char *why)
{
    fprintf(stderr, "error: %s\n  where: engram %s\n  why:   %s\n  do:    engram %s --help\n", what,
            command->name, why, command->name);
    return engram_exit_code(ENGRAM_E_USAGE);
}

static void print_help(const struct cli_command *c, const struct cli_option *options, size_t n)
{
    printf("usage: engram %s [OPTIONS]%s%s\n\n%c%s.\n\noptions:\n", c->name, c->arguments[0] ? " " : "",
           c->arguments, toupper(c->summary[0]), c->summary + 1);
    for (size_t i = 0; i < n; i++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", options[i].name, options[i].argument ? " " : "",
                 options[i].argument ? options[i].argument : "");
        if (options[i].letter)
            printf("  -%c, %-24s %s\n", options[i].letter, left, options[i].help);
        else
            printf("      %-24s %s\n", left, options[i].help);
    }
    printf("  -h, %-24s %s\n", "--help", "show this");
    if (c->details)
        printf("\n%s", c->details);
}

/* Both are above 0. Counts fit 32 bits; bytes may end with K, M, G or T (powers of 1024). */
static bool read_count(const char *text, bool is_bytes, uint64_t *out)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    unsigned shift = 0;
    if (errno || end == text || !isdigit((unsigned char)text[0]) || value == 0 ||
        (!is_bytes && value > UINT32_MAX))
        return false;
    if (is_bytes && *end) {
        const char *letters = "KMGT", *found = strchr(letters, toupper((unsigned char)*end));
        if (!found)
            return false;
        shift = 10u * (unsigned)(found - letters + 1);
        end++;
    }
    if (*end || (shift && value >> (64 - shift)))
        return false;
    *out = value << shift;
    return true;
}

static int store(const struct cli_command *command, const struct cli_option *o, const char *text)
{
    if (o->type == OPTION_FLAG)
        *(bool *)o->target = true;
    else if (o->type == OPTION_TEXT)
        *(const char **)o->target = text;
    else if (o->type == OPTION_TEXTS) {
        struct cli_texts *texts = o->target;
        if (texts->n == sizeof texts->items / sizeof *texts->items)
            return cli_usage(command, "an option is given too often", o->name);
        texts->items[texts->n++] = text;
    } else if (!read_count(text, o->type == OPTION_BYTES, o->target)) {
        fprintf(stderr, "error: --%s needs a whole number%s, not '%s'\n  do:    engram %s --help\n", o->name,
                o->type == OPTION_BYTES ? " above 0 (K, M, G, T for powers of 1024)"
                                        : " from 1 to 4294967295",
                text, command->name);
        return engram_exit_code(ENGRAM_E_USAGE);
    }
    return -1;
}

int cli_parse(const struct cli_command *command, const struct cli_option *options, size_t n, int argc,
              char **argv, int least, int most, const char **positional)
{
    enum { MOST_OPTIONS = 32, FIRST_LONG = 1000 };
    struct option longs[MOST_OPTIONS + 2] = {0};
    char shorts[2 * MOST_OPTIONS + 4] = "h";
    for (size_t i = 0; i < n; i++) {
        bool takes = options[i].type != OPTION_FLAG;
        longs[i] = (struct option){options[i].name, takes ? required_argument : no_argument, NULL,
                                   FIRST_LONG + (int)i};
        if (options[i].letter)
            snprintf(shorts + strlen(shorts), 3, "%c%s", options[i].letter, takes ? ":" : "");
    }
    longs[n] = (struct option){"help", no_argument, NULL, 'h'};
    optind = 1;
    for (int c; (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (c == 'h') {
            print_help(command, options, n);
            return 0;
        }
        size_t index = c >= FIRST_LONG ? (size_t)(c - FIRST_LONG) : n;
        for (size_t i = 0; i < n && c < FIRST_LONG; i++)
            if (options[i].letter == c)
                index = i;
        if (index == n) { /* getopt has said what is wrong */
            fprintf(stderr, "  do:    engram %s --help\n", command->name);
            return engram_exit_code(ENGRAM_E_USAGE);
        }
        int failed = store(command, &options[index], optarg);
        if (failed >= 0)
            return failed;
    }
    if (argc - optind < least || argc - optind > most)
        return cli_usage(command, argc - optind < least ? "an argument is missing" : "too many arguments",
                         command->arguments);
    for (int i = 0; i < most; i++)
        positional[i] = optind + i < argc ? argv[optind + i] : NULL;
    return -1;
}
