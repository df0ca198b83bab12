#include "cli/cli.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t n_signals;

/* The first signal asks for an orderly end, the second one ends at once. */
static void on_signal(int number)
{
    if (n_signals++)
        _exit(128 + number);
}

void cli_progress_open(struct cli_progress *p, bool quiet)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    *p = (struct cli_progress){.quiet = quiet, .is_terminal = cli_colour(stderr), .printed = -1e9};
}

/* 12345678 -> "12.3 M" */
static const char *short_number(char *text, size_t size, double x)
{
    const char *prefixes[] = {"", " k", " M", " G", " T"};
    int i = 0;
    while (x >= 999.5 && i < 4) {
        x /= 1000;
        i++;
    }
    snprintf(text, size, "%.3g%s", x, prefixes[i]);
    return text;
}

static const char *eta_text(char *text, size_t size, double s)
{
    if (s < 0)
        snprintf(text, size, "--");
    else if (s < 60)
        snprintf(text, size, "%.0f s", ceil(s));
    else if (s < 3600)
        snprintf(text, size, "%d min %02d s", (int)s / 60, (int)s % 60);
    else
        snprintf(text, size, "%d h %02d min", (int)s / 3600, (int)s / 60 % 60);
    return text;
}

static void print_line(struct cli_progress *p, const engram_progress *now)
{
    char events[32], eta[32], bar[21];
    double done = now->duration_ms > 0 ? now->simulated_ms / now->duration_ms : 0;
    for (int i = 0; i < 20; i++)
        bar[i] = i < (int)(20 * done) ? '=' : i == (int)(20 * done) ? '>' : ' ';
    bar[20] = 0;
    if (!strcmp(now->phase, "build")) {
        fprintf(stderr,
                p->is_terminal ? "\r\033[Kbuilding the network ... %.1f s" : "building the network: %.1f s\n",
                now->wall_s);
        return;
    }
    fprintf(stderr, p->is_terminal ? "\r\033[K[%s] " : "%s", p->is_terminal ? bar : "");
    fprintf(stderr, "%.4g of %.4g ms  %.3g s per s  %.3g Hz  %s events/s  ETA %s%s", now->simulated_ms,
            now->duration_ms, now->real_time_factor, now->rate_hz,
            short_number(events, sizeof events, now->events_per_s), eta_text(eta, sizeof eta, now->eta_s),
            p->is_terminal ? "" : "\n");
}

bool cli_progress_show(struct cli_progress *p, const engram_progress *now)
{
    double interval = p->is_terminal ? 0.2 : 5;
    bool is_end = now->simulated_ms >= now->duration_ms;
    if (!p->quiet && (now->wall_s - p->printed >= interval || now->wall_s < p->printed || is_end)) {
        print_line(p, now);
        fflush(stderr);
        p->printed = now->wall_s;
        p->is_open = p->is_terminal;
    }
    return n_signals == 0;
}

bool cli_stopped(void)
{
    return n_signals != 0;
}

void cli_progress_close(struct cli_progress *p)
{
    if (p->is_open)
        fputc('\n', stderr);
    p->is_open = false;
}
