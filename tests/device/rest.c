/* Rest is silence of everybody, only faster. Every run is checked against the reference too. */
#include <criterion/criterion.h>
#include <engram/engram.h>
#include <stdio.h>
#include <string.h>

/* Currents, Poisson input, lists, plastic synapses with long axons of changing speed, calcium, and synapses that come and go. */
static const char NET[] =
    "dt: 0.1 ms\nduration: 100 ms\npopulations:\n"
    "  S: {model: spike_generator, size: 2, spike_times: [[3, 28, 41, 55, 61, 70, 95], [10, 44, 59, 60.5, "
    "99]]}\n"
    "  P: {model: poisson_generator, size: 9, params: {rate: 90 Hz}}\n"
    "  E: {model: iaf_psc_exp, size: 20, calcium: {tau_Ca: 50 ms, tick: 1 ms}, params: {I_e: 380 pA}, "
    "poisson: "
    "{exc: {rate: 4 kHz, weight: 40}}}\n"
    "projections:\n"
    "  SE: {source: S, target: E, connect: all_to_all, weight: 300, delay: 4 ms, rule: {stdp: {w_max: "
    "900}}}\n"
    "  PE: {source: P, target: E, connect: all_to_all, weight: 60, length: {uniform: {low: 1000 um, high: "
    "9000 um}}, velocity: "
    "1.5, dendritic_delay: 0.7 ms, myelin: {rate_driven: {tick: 4 ms}}, rule: {stdp: {w_max: 200}}}\n"
    "  EE: {source: E, target: E, connect: {bernoulli: 0.4}, weight: 50, delay: 1.5 ms, rule: "
    "{stdp: {w_max: 100}}, structure: {tick: 7 ms, turnover: {random: {hazard: 3 1/s}}, formation: "
    "{rate: 3 1/s}}}\n"
    "schedule:\n%s";

struct run {
    engram_digest digest;
    uint64_t n_spikes, n_dropped;
};

static struct run validated_text(const char *text, const engram_options *options)
{
    engram_status *status = engram_status_create();
    engram_experiment *experiment = NULL;
    engram_validation v = {0};
    engram_code code = engram_experiment_parse("rest", text, &experiment, status);
    if (code == ENGRAM_OK)
        code = engram_validate(experiment, options, 0, &v, status);
    cr_assert(code == ENGRAM_OK, "%s; %s; %s", engram_status_what(status), engram_status_where(status),
              engram_status_why(status));
    engram_experiment_free(experiment);
    engram_status_free(status);
    return (struct run){v.device, v.n_spikes, v.n_dropped};
}

static struct run validated(const char *schedule, const engram_options *options)
{
    char text[3000];
    snprintf(text, sizeof text, NET, schedule);
    return validated_text(text, options);
}

static void expect_equal(const struct run *a, const struct run *b)
{
    cr_expect_eq(a->n_spikes, b->n_spikes);
    cr_expect_eq(a->n_dropped, b->n_dropped);
    cr_expect(memcmp(&a->digest, &b->digest, sizeof a->digest) == 0, "%016llx %016llx",
              (unsigned long long)a->digest.total, (unsigned long long)b->digest.total);
}

Test(rest, equals_silence_of_everybody)
{
    struct run rest = validated("  - {at: 30.3 ms, rest: {until: 58.2 ms}}\n", NULL);
    struct run silence = validated("  - {at: 30.3 ms, silence: {populations: '*'}}\n"
                                   "  - {at: 58.2 ms, restore: {populations: '*'}}\n",
                                   NULL);
    struct run awake = validated("  - {at: 30.3 ms, silence: {populations: S, neurons: [0]}}\n", NULL);
    cr_expect_gt(rest.n_dropped, 0);
    cr_expect_gt(awake.n_spikes, rest.n_spikes + 20);
    expect_equal(&rest, &silence);
    struct run other = validated("  - {at: 30.3 ms, rest: {until: 58.2 ms}}\n",
                                 &(engram_options){.tiles = 3, .window = 2, .flush_every = 3});
    expect_equal(&rest, &other);
}

/* 28 hours are nearly all that the clock counts; the traces of the last spikes before them are long gone, and lists go on where they should. */
static const char DAY[] =
    "dt: 0.1 ms\nduration: 28.5 h\npopulations:\n"
    "  S: {model: spike_generator, size: 2, spike_times: [[3, 28, 41, 500, 102400010, 102400030], [59, "
    "102400020]]}\n"
    "  E: {model: iaf_psc_exp, size: 20, params: {I_e: 380 pA}, poisson: {exc: {rate: 4 kHz, weight: 40}}}\n"
    "projections:\n"
    "  SE: {source: S, target: E, connect: all_to_all, weight: 300, delay: 4 ms, rule: {stdp: {w_max: "
    "900}}}\n"
    "  EE: {source: E, target: E, connect: {bernoulli: 0.4}, weight: 50, delay: 1.5 ms, rule: {stdp_triplet: "
    "{w_max: 100}}}\n"
    "schedule:\n  - {at: 100 ms, rest: {until: 102400 s}}\n  - {at: 102400.1 s, rest: {until: 28.5 h}}\n";

Test(rest, of_a_day_takes_no_time)
{
    struct run day = validated_text(DAY, NULL);
    cr_expect_gt(day.n_spikes, 400);
}
