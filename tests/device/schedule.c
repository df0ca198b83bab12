/* Events of the schedule as a listener at the end of the axon sees them: arrival times of single spikes. */
#include <criterion/criterion.h>
#include <engram/engram.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Axons of 10 mm and 5 m/s: 2 ms, and 0.5 ms in the dendrite. A spike leaves every 50 ms, at 45, 95 ... ms. Both listeners repeat what they hear. */
static const char NETWORK[] =
    "name: events\n"
    "duration: 500 ms\n"
    "populations:\n"
    "  S: {model: spike_generator, size: 1, spike_times: [[45, 95, 145, 195, 245, 295, 345, 395, 445]]}\n"
    "  plain: {model: parrot, size: 1}\n"
    "  ruled: {model: parrot, size: 1}\n"
    "projections:\n"
    "  to_plain: {source: S, target: plain, connect: all_to_all, length: 10 mm, velocity: 5, "
    "dendritic_delay: "
    "0.5 ms%s}\n"
    "  to_ruled: {source: S, target: ruled, connect: all_to_all, length: 10 mm, velocity: 5, "
    "dendritic_delay: "
    "0.5 ms,\n"
    "             myelin: {rate_driven: {tick: 5 ms, a_up: 0, a_down: 0}}%s}\n"
    "schedule:\n%s";

enum { PLAIN, RULED, MOST = 16 };
struct heard {
    double ms[2][MOST];
    size_t n[2];
};

static void must(engram_code code, engram_status *status)
{
    cr_assert(code == ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status));
}

static void listen(void *context, const char *population, size_t n, const uint64_t *step,
                   const uint32_t *neuron)
{
    struct heard *heard = context;
    int who = strcmp(population, "plain") == 0 ? PLAIN : RULED;
    (void)neuron;
    if (strcmp(population, "S") == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        cr_assert_lt(heard->n[who], (size_t)MOST);
        heard->ms[who][heard->n[who]++] = (double)step[i] * 0.1;
    }
}

static struct heard hear(const char *block, const char *schedule)
{
    char text[2000];
    struct heard heard = {0};
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_validation validation = {0};
    snprintf(text, sizeof text, NETWORK, block, block, schedule);
    must(engram_experiment_parse("test", text, &experiment, status), status);
    must(engram_validate(experiment, NULL, 0, &validation, status), status);
    cr_assert(validation.equal);
    engram_options options = {.on_spikes = listen, .context = &heard};
    must(engram_simulation_create(experiment, &options, &sim, status), status);
    must(engram_simulation_run(sim, -1, status), status);
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    engram_status_free(status);
    return heard;
}

/* delays_ms[n]: of the spikes at 45, 95 ... ms, or 0 for one that does not come. */
static void expect_delays(const struct heard *heard, int who, const double *delays_ms, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        if (delays_ms[i] == 0)
            continue;
        double wanted = 45 + 50 * (double)i + delays_ms[i];
        cr_expect(at < heard->n[who] && fabs(heard->ms[who][at] - wanted) < 1e-6,
                  "listener %d, spike %zu: %g ms, not %g", who, i,
                  at < heard->n[who] ? heard->ms[who][at] : 0, wanted);
        at++;
    }
    cr_expect_eq(heard->n[who], at, "listener %d heard %zu spikes, not %zu", who, heard->n[who], at);
}

Test(schedule, makes_spikes_late_and_early_again)
{
    const double delays[] = {2.5, 2.5, 6.5, 6.5, 6.5, 4.5, 2.5, 2.5, 2.5};
    struct heard heard = hear("", "  - {at: 265 ms, remyelinate: {over: 50 ms}}\n"
                                  "  - {at: 100 ms, demyelinate: {slowdown: 3}}\n");
    for (int who = PLAIN; who <= RULED; who++)
        expect_delays(&heard, who, delays,
                      9); /* for the spike at 295 ms counts the tick at 290 ms, half-way */
}

Test(schedule, reaches_the_projections_that_it_names)
{
    const double healthy[] = {2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5},
                 damaged[] = {2.5, 2.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5};
    struct heard heard = hear("", "  - {at: 100 ms, demyelinate: {projections: '*_p*', slowdown: 3}}\n");
    expect_delays(&heard, PLAIN, damaged, 9);
    expect_delays(&heard, RULED, healthy, 9);
}

/* 5 m/s / 11 is below the limit, 5 / 5, which counts for the spike at 145 ms, is not. Spikes that wait for a blocked axon do not exist: they are lost, those after it are not late. */
Test(schedule, blocks_axons_that_become_too_slow)
{
    const double delays[] = {2.5, 2.5, 10.5, 0, 0, 0, 2.5, 2.5, 2.5};
    struct heard heard =
        hear(", conduction_block: 0.5 m/s", "  - {at: 120 ms, demyelinate: {slowdown: 11, over: 50 ms}}\n"
                                            "  - {at: 300 ms, remyelinate: {}}\n");
    for (int who = PLAIN; who <= RULED; who++)
        expect_delays(&heard, who, delays, 9);
}

Test(schedule, leaves_axons_alone_that_no_event_strikes)
{
    const double delays[] = {2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5};
    struct heard heard = hear("", "  - {at: 100 ms, demyelinate: {slowdown: 3, fraction: 0}}\n"
                                  "  - {at: 1000 s, demyelinate: {slowdown: 3}}\n");
    for (int who = PLAIN; who <= RULED; who++)
        expect_delays(&heard, who, delays, 9);
}
