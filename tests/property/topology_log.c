/* The log of synapses of random experiments whose synapses come and go: replayed, it gives the synapses at the end, however the experiment is run. */
#include "support/random_experiment.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXPERIMENTS = 12, TEXT_BYTES = 1 << 16 };

static engram_status *status;
static char folder[64];

static void begin(void)
{
    status = engram_status_create();
    snprintf(folder, sizeof folder, "/tmp/engram-log-XXXXXX");
    cr_assert(mkdtemp(folder));
}

static void end(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_expect_eq(system(command), 0);
    engram_status_free(status);
}

TestSuite(topology_log, .init = begin, .fini = end);

static void must(engram_code code, const char *text)
{
    cr_assert(code == ENGRAM_OK, "%s; %s; %s\n%s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status), text);
}

/* May the synapses of this projection be logged? */
static bool is_structural(char *text, const char *projection)
{
    engram_experiment *experiment = NULL;
    size_t n = strlen(text);
    snprintf(text + n, TEXT_BYTES - n, "record: {topology: {%s: {}}}\n", projection);
    engram_code code = engram_experiment_parse("random", text, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_experiment_check(experiment, status);
    engram_experiment_free(experiment);
    text[n] = 0;
    return code == ENGRAM_OK;
}

/* Ask for logs of all that can be logged. */
static void ask(char *text)
{
    engram_experiment *experiment = NULL;
    char record[4096] = "record: {topology: {";
    must(engram_experiment_parse("random", text, &experiment, status), text);
    must(engram_experiment_check(experiment, status), text);
    for (size_t i = 0; i < engram_experiment_n_projections(experiment); i++) {
        const char *name = engram_experiment_projection_name(experiment, i);
        size_t n = strlen(record);
        if (is_structural(text, name))
            snprintf(record + n, sizeof record - n, "%s: {}, ", name);
    }
    engram_experiment_free(experiment);
    strcat(record, "}}\n");
    strncat(text, record, TEXT_BYTES - strlen(text) - 1);
}

/* A pair of neurons, and how many synapses more or less it has. */
struct change {
    uint64_t pair;
    int64_t by;
};

static int by_pair(const void *a, const void *b)
{
    uint64_t x = ((const struct change *)a)->pair, y = ((const struct change *)b)->pair;
    return (x > y) - (x < y);
}

/* Events count up and down, the synapses there are at the end down. Nothing may be left. */
static uint64_t expect_replay(engram_results *results, size_t i, engram_simulation *sim, const char *text)
{
    const engram_results_topology *t = engram_results_topology_at(results, i);
    uint64_t n_now = 0, n = t->n_events;
    must(engram_simulation_n_synapses(sim, t->projection, &n_now, status), text);
    uint32_t *source = calloc(n + n_now + 1, sizeof *source), *target = calloc(n + n_now + 1, sizeof *target);
    uint8_t *event = calloc(n + 1, 1);
    struct change *change = calloc(n + n_now + 1, sizeof *change);
    must(engram_results_topology_read(results, i, 0, n, NULL, source, target, NULL, event, status), text);
    must(engram_simulation_synapses(sim, t->projection, source + n, target + n, NULL, NULL, n_now, status),
         text);
    for (uint64_t k = 0; k < n + n_now; k++)
        change[k] = (struct change){(uint64_t)source[k] << 32 | target[k],
                                    k < n && event[k] < ENGRAM_EVENT_DIED ? 1 : -1};
    qsort(change, n + n_now, sizeof *change, by_pair);
    int64_t left = 0;
    for (uint64_t k = 0; k < n + n_now; k++) {
        left += change[k].by;
        bool is_last = k + 1 == n + n_now || change[k + 1].pair != change[k].pair;
        cr_assert(!is_last || left == 0, "%s: %lld synapses from %llu to %llu too many in the log\n%s",
                  t->projection, (long long)left, (unsigned long long)(change[k].pair >> 32),
                  (unsigned long long)(uint32_t)change[k].pair, text);
    }
    free(source);
    free(target);
    free(event);
    free(change);
    return n;
}

static uint64_t replay(uint64_t seed, char *text)
{
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_results *results = NULL;
    uint64_t n = 0;
    uint64_t state = seed; /* run as in random_experiments.c, so that kernels are compiled once */
    engram_options options = random_options(&state);
    options.output = folder;
    random_structure(seed, text, TEXT_BYTES);
    ask(text);
    must(engram_experiment_parse("random", text, &experiment, status), text);
    must(engram_simulation_create(experiment, &options, &sim, status), text);
    must(engram_simulation_run(sim, -1, status), text);
    must(engram_simulation_finish(sim, status), text);
    must(engram_results_open(folder, &results, status), text);
    for (size_t i = 0; i < engram_results_n_topology(results); i++)
        n += expect_replay(results, i, sim, text);
    engram_results_free(results);
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    return n;
}

Test(topology_log, replayed_gives_the_synapses_at_the_end)
{
    char *text = malloc(TEXT_BYTES);
    uint64_t n = 0;
    for (uint64_t seed = 0; seed < EXPERIMENTS; seed++) {
        n += replay(seed, text);
        end();
        begin();
    }
    cr_assert_gt(n, 40000, "only %llu events", (unsigned long long)n);
    free(text);
}
