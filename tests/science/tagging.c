/* Synaptic tagging and capture against its tables (science/synaptic.md, 5.3 and 10.3). All protocols run in one network, whose clock skips the hours at which
 * nobody fires: each is a neuron with a synapse, and another one with the same pulses whose neuron makes no proteins, so that early and late phase can be told apart. The equations of tagging_exact.c are checked with the tables as
 * well, since the pulses of other experiments have nothing but these to compare with. */
#include "support/science_example.h"
#include "support/tagging_exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PULSES = 2700, N_TIMES = 6 };
static const double times_h[N_TIMES] = {10 / 3600.0, 22 / 60.0, 1, 2, 4, 8};
static const double ONSET_S = 600;

struct protocol {
    const char *name;
    int n_bursts, n_pulses; /* of a burst */
    double period_s, interval_ms;
    double early[N_TIMES], late[N_TIMES]; /* h / h_0 and z */
};

static const struct protocol protocols[] = {
    {"STET", 3, 100, 600, 10, {1.897, 1.934, 1.670, 1.397, 1.140, 1.017}, {0, .058, .308, .651, .759, .759}},
    {"WTET", 1, 20, 600, 10, {1.355, 1.294, 1.211, 1.125, 1.044, 1.005}, {0}},
    {"just enough",
     1,
     30,
     600,
     10,
     {1.505, 1.418, 1.300, 1.178, 1.062, 1.008},
     {0, .007, .014, .019, .019, .018}},
    {"half a second",
     1,
     50,
     600,
     10,
     {1.702, 1.580, 1.417, 1.247, 1.087, 1.011},
     {0, .058, .269, .410, .434, .434}},
    {"a second",
     1,
     100,
     600,
     10,
     {1.897, 1.741, 1.532, 1.316, 1.111, 1.014},
     {0, .058, .308, .568, .633, .633}},
};
enum { N_PROTOCOLS = sizeof protocols / sizeof *protocols };
static const struct protocol slfs = {
    "SLFS", 900, 3, 1.15, 50, {.935, .062, .327, .601, .860, .983}, {0, -.025, -.148, -.321, -.377, -.377}};

static size_t pulses_of(const struct protocol *p, double onset_s, double *s)
{
    size_t n = 0;
    for (int b = 0; b < p->n_bursts; b++)
        for (int k = 0; k < p->n_pulses; k++)
            s[n++] = onset_s + b * p->period_s + k * p->interval_ms * 1e-3;
    return n;
}

/* ---- the equations ---- */

static void expect_exact(const struct protocol *p)
{
    static double pulse_s[MOST_PULSES];
    struct tagging_neuron n = {.alpha = 1, .n_synapses = 1};
    n.synapses[0] = (struct tagging_synapse){.pulse_s = pulse_s, .n = pulses_of(p, 0, pulse_s)};
    for (int t = 0; t < N_TIMES; t++) {
        tagging_run_to(&n, times_h[t] * 3600);
        const char *what = p->name;
        within(what, 1 + n.synapses[0].d / TAGGING_H_0, p->early[t], 0.001, "printed with three digits");
        within(what, n.synapses[0].z, p->late[t], 0.0015, "printed with three digits");
    }
}

Test(tagging, its_equations_give_the_published_tables)
{
    for (size_t k = 0; k < N_PROTOCOLS; k++)
        expect_exact(&protocols[k]);
    expect_exact(&slfs);
}

/* ---- the engine ---- */

enum { N_SYNAPSES = N_PROTOCOLS };

static void put_trains(FILE *out)
{
    fprintf(out, "    spike_times:\n");
    for (int i = 0; i < N_SYNAPSES; i++) {
        const struct protocol *p = &protocols[i];
        fprintf(out, "      - [");
        for (int b = 0; b < p->n_bursts; b++)
            fprintf(out, "%s{at: %.1f s, every: %g ms, n: %d}", b ? ", " : "",
                    ONSET_S + b * p->period_s + 0.1, p->interval_ms, p->n_pulses);
        fprintf(out, "]\n");
    }
}

/* Every burst begins at a whole number of ten minutes and takes a second; half a second later its calcium is gone. */
static void put_rests(FILE *out, double end_s)
{
    fprintf(out, "schedule:\n");
    for (double s = 0; s < end_s; s += 600)
        fprintf(out, "  - {at: %.1f s, rest: {until: %.1f s}}\n", s + 2, s + 600);
}

static char *network(double end_s, const char *tick)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "dt: 0.2 ms\nduration: %g s\npopulations:\n  S:\n    model: spike_generator\n    size: %d\n",
            end_s, N_SYNAPSES);
    put_trains(out);
    fprintf(out, "  T: {model: spike_generator, size: %d, spike_times: [", N_SYNAPSES);
    for (int i = 0; i < N_SYNAPSES; i++)
        fprintf(out, "%s[]", i ? ", " : "");
    fprintf(out, "]}\nprojections:\n");
    static const char *const projections[] = {"making: {alpha: 1, ", "blocked: {alpha: 0, "};
    for (size_t k = 0; k < 2; k++) {
        const char *brace = strchr(projections[k], '{');
        fprintf(
            out,
            "  %.*s{source: S, target: T, weight: 4.20075, delay: 10 ms, dendritic_delay: 10 ms, connect: "
            "one_to_one, rule: {tagging: %sT: %s}}}\n",
            (int)(brace - projections[k]), projections[k], brace, tick);
    }
    put_rests(out, end_s);
    fclose(out);
    return text;
}

/* Weights in units of h_0. */
struct readings {
    double making[N_SYNAPSES], blocked[N_SYNAPSES];
};

static void read_one(struct trial *t, const char *projection, double *w)
{
    uint64_t n = 0;
    float *weights = trial_weights(t, projection, &n);
    cr_assert_eq(n, N_SYNAPSES);
    for (int i = 0; i < N_SYNAPSES; i++)
        w[i] = (double)weights[i] / TAGGING_H_0;
    free(weights);
}

static struct readings read_at(struct trial *t, double *now_s, double s)
{
    struct readings r;
    trial_run(t, (s - *now_s) * 1e3);
    *now_s = s;
    read_one(t, "making", r.making);
    read_one(t, "blocked", r.blocked);
    return r;
}

static void expect_tables(struct trial *t, double *now_s, double band, const char *reason)
{
    for (int k = 0; k < N_TIMES; k++) {
        struct readings r = read_at(t, now_s, ONSET_S + times_h[k] * 3600);
        for (int i = 0; i < (int)N_PROTOCOLS; i++) {
            within(protocols[i].name, r.blocked[i], protocols[i].early[k], band, reason);
            within(protocols[i].name, r.making[i] - r.blocked[i], protocols[i].late[k], band, reason);
            if (i == N_PROTOCOLS - 1)
                within("T10.2", r.blocked[i], protocols[i].early[k], 0.002 * protocols[i].early[k], "0.2 %");
        }
    }
}

Test(tagging, early_and_late_phases_follow_the_published_tables)
{
    struct trial t;
    double now_s = 0, end_s = ONSET_S + 8.1 * 3600;
    char *text = network(end_s, "10 s");
    trial_open(&t, text, NULL);
    expect_tables(&t, &now_s, 0.005, "band of the specification for exact integration");
    trial_close(&t);
    free(text);
}

/* With slow steps of a minute the bands of the specification are wider. */
Test(tagging, a_tick_of_a_minute_is_nearly_as_good)
{
    struct trial t;
    double now_s = 0, end_s = ONSET_S + 8.1 * 3600;
    char *text = network(end_s, "60 s");
    trial_open(&t, text, NULL);
    now_s = 0;
    struct readings r = read_at(&t, &now_s, ONSET_S + 8 * 3600);
    for (int i = 0; i < (int)N_PROTOCOLS; i++)
        within(protocols[i].name, r.making[i] - r.blocked[i], protocols[i].late[N_TIMES - 1], 0.02,
               "band of the specification for slow steps");
    trial_close(&t);
    free(text);
}

/* SLFS and WLFS too, in total weights. */
Test(tagging, the_four_protocols_leave_what_is_published)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/tagging.yaml"), NULL);
    expect_bands(&t, 12);
    trial_close(&t);
}

/* Weak before strong up to an hour, strong before weak up to three; not on another neuron, not without proteins. */
Test(tagging, a_strong_stimulus_rescues_a_weak_one_of_the_same_neuron)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/tagging_rescue.yaml"), NULL);
    expect_bands(&t, 14);
    trial_close(&t);
}

/* The control: were proteins not made, nothing would be rescued. */
Test(tagging, without_proteins_nothing_is_rescued)
{
    struct trial t;
    trial_example(&t, EXAMPLE("protocols/tagging_rescue.yaml"),
                  (const char *[]){"projections.shared.rule={tagging: {alpha: 0}}", NULL});
    expect_missed(&t, "weak_before_30 weak_before_10 weak_after_0 weak_after_10 weak_after_30 weak_after_60 "
                      "weak_after_120 weak_after_180 weak_after_300 strong");
    trial_close(&t);
}
