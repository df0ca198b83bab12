/* Events that come from a file of RELeARN. */
#include "experiment/experiment.h"
#include "network/network.h"
#include "network/neurogenesis.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static const char TEXT[] = "duration: 300 ms\n"
                           "populations:\n"
                           "  A: {model: iaf_psc_exp, size: 10}\n"
                           "  B: {model: iaf_psc_exp, size: 5}\n"
                           "schedule: [{at: 20 ms, relearn: {file: '%s/tests/input/relearn/two_ranks.txt', "
                           "populations: [A, B], step: 0.5 ms}}]\n";

/* Who is silent just after a time, as text: '#' for a silent neuron. */
static void expect_silent(const struct network *net, uint32_t population, double ms, const char *wanted)
{
    char shown[16] = {0};
    const struct population *p = &net->populations[population];
    for (uint32_t i = 0; i < p->n; i++)
        shown[i] = neuron_is_silent(net, p, i, (uint64_t)(ms * 10 + 0.5) + 1) ? '#' : '.';
    cr_expect_str_eq(shown, wanted, "population %s at %g ms: %s", p->name, ms, shown);
}

/* Step s of the file begins at 20 ms + (s - 1) 0.5 ms. Neuron 2 of rank 0 is disabled and enabled in one step, and enabling comes last. */
Test(relearn, ranks_are_populations_and_events_come_before_their_step)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    const struct network *net = NULL;
    char text[2000];
    snprintf(text, sizeof text, TEXT, getenv("ENGRAM_SOURCE_DIR"));
    cr_assert_eq(engram_experiment_parse("test", text, &experiment, status), ENGRAM_OK, "%s; %s",
                 engram_status_what(status), engram_status_where(status));
    cr_assert_eq(experiment_network(experiment, &net, status), ENGRAM_OK);
    expect_silent(net, 0, 44.9, "..........");
    expect_silent(net, 0, 45, "......#...");
    expect_silent(net, 1, 69.9, ".....");
    expect_silent(net, 0, 70, "#.#...#...");
    expect_silent(net, 1, 70, "...##");
    expect_silent(net, 0, 95, "......#...");
    expect_silent(net, 1, 95, "....#");
    engram_experiment_free(experiment);
    engram_status_free(status);
}

/* Days of 5 ms; step s of the file begins at 20 ms + (s - 1) 0.5 ms. */
Test(relearn, every_rank_creates_neurons_on_the_day_that_ends_next)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    const struct network *net = NULL;
    char text[2000];
    snprintf(text, sizeof text,
             "duration: 300 ms\n"
             "populations:\n"
             "  A: {model: iaf_psc_exp, size: 10, neurogenesis: {day: 5 ms, alive: 4, births: 0}}\n"
             "  B: {model: iaf_psc_exp, size: 5, neurogenesis: {day: 5 ms, alive: 0, births: 0}}\n"
             "schedule: [{at: 20 ms, relearn: {file: '%s/tests/input/relearn/creations.txt', "
             "populations: [A, B], step: 0.5 ms}}]\n",
             getenv("ENGRAM_SOURCE_DIR"));
    cr_assert_eq(engram_experiment_parse("test", text, &experiment, status), ENGRAM_OK, "%s; %s",
                 engram_status_what(status), engram_status_where(status));
    cr_assert_eq(experiment_network(experiment, &net, status), ENGRAM_OK);
    for (uint32_t p = 0; p < 2; p++)
        for (uint64_t day = 1; day <= 60; day++)
            cr_expect_eq(births_of_day(net, &net->populations[p], REGION_AT_REST, day),
                         day == 4   ? 3
                         : day == 9 ? 2
                                    : 0,
                         "population %u, day %u", p, (unsigned)day);
    engram_experiment_free(experiment);
    engram_status_free(status);
}
