/* `engram info` on every kind of file. */
#include "io/info.h"
#include "support.h"
#include "tiny_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static engram_status *status;

static void begin(void)
{
    status = engram_status_create();
}

static void end(void)
{
    engram_status_free(status);
}

TestSuite(info, .init = begin, .fini = end);

/* The text printed for a path; owned. */
static char *printed(const char *path)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    must_work(info_print(out, path, status), status);
    fclose(out);
    return text;
}

static void must_say(const char *path, const char *const *parts)
{
    char *text = printed(path);
    for (; *parts; parts++)
        cr_expect(strstr(text, *parts), "'%s' is missing in:\n%s", *parts, text);
    free(text);
}

static void record(const char *folder)
{
    struct recorder *recorder = NULL;
    struct run_summary summary = tiny_summary(100);
    must_work(recorder_open(folder, tiny_network(), NULL, &recorder, status), status);
    must_work(tiny_record(recorder, 1, 100, status), status);
    must_work(recorder_close(recorder, &summary, status), status);
}

#define PARTS(...)                                                                                           \
    (const char *const[])                                                                                    \
    {                                                                                                        \
        __VA_ARGS__, NULL                                                                                    \
    }

Test(info, modulators_and_baselines_are_not_of_neurons)
{
    struct network net = *tiny_network();
    struct baseline baselines[] = {{.name = (char *)"both_stimuli"}};
    struct recorder *recorder = NULL;
    struct run_summary summary = tiny_summary(100);
    engram_results *results = NULL;
    net.baselines = baselines;
    net.n_baselines = 1;
    net.baseline_interval = net.modulator_interval = 10;
    const char *folder = scratch_path("rewarded");
    must_work(recorder_open(folder, &net, NULL, &recorder, status), status);
    must_work(tiny_record(recorder, 1, 100, status), status);
    for (uint64_t step = 0; step < 100; step += 10) {
        must_work(recorder_modulator(recorder, 0, step, 0.5f, status), status);
        must_work(recorder_baseline(recorder, 0, step, 0.25f, status), status);
    }
    must_work(recorder_close(recorder, &summary, status), status);
    must_say(folder, PARTS("E                    V_m                        3 neurons",
                           "E_to_E               modulator          of the projection         10 rows",
                           "both_stimuli         baseline                  of rewards         10 rows"));
    must_work(engram_results_open(folder, &results, status), status);
    for (size_t i = 0; i < engram_results_n_states(results); i++) {
        const engram_results_states *s = engram_results_states_at(results, i);
        cr_expect_eq(s->of_neurons, strcmp(s->population, "E") == 0, "%s", s->population);
    }
    engram_results_free(results);
}

Test(info, says_what_each_file_of_ours_holds)
{
    record(scratch_path("run"));
    must_say(scratch_path("run"),
             PARTS("(finished)", "tiny", "18446744073709551615", "a \"quoted\" device", "0xfedcba9876543210",
                   "40 neurons", "200 spikes", "700 synapses", "11 snapshots", "0 ... 10 ms", "V_m",
                   "50 rows", "unit mV", "20 bins of 0.5 ms", "velocity", "4 axons", "unit m/s",
                   "4 axons of 3 segments", "unit um", "histogram, 0.95 ... 4.05 ms", "31 bins"));
    must_say(scratch_path("run/manifest.json"), PARTS("(finished)"));
    must_say(scratch_path("run/spikes/E.0000.h5"), PARTS("run 'tiny', seed 18446744073709551615",
                                                         "200 spikes", "sorted by time", "neurons up to 39"));
    must_say(scratch_path("run/weights/E_to_E.0000.h5"),
             PARTS("11 times x 700 elements", "unit pA", "0 ... 10 ms"));
    must_say(scratch_path("run/states/E.V_m.0.0000.h5"),
             PARTS("50 times x 3 elements", "unit mV", "0.2 ... 10.2 ms, every 0.2 ms"));
    must_say(scratch_path("run/axons/E_to_E.velocity.0.0000.h5"),
             PARTS("11 times x 4 elements", "unit m/s", "0 ... 10 ms"));
    must_say(scratch_path("run/delays/E_to_E.0000.h5"),
             PARTS("E_to_E", "31 bins from 0.95 to 4.05 ms", "11 times  0 ... 10 ms"));
    must_say(scratch_path("run/rates.0000.h5"), PARTS("2 populations, 20 bins ending at 0.5 ... 10 ms"));
}

Test(info, says_when_a_run_has_no_manifest)
{
    record(scratch_path("run"));
    unlink(scratch_path("run/manifest.json"));
    must_say(scratch_path("run"), PARTS("no manifest: still running, or killed", "100 ms (planned)"));
}

Test(info, says_what_sonata_inputs_hold)
{
    must_say(real_file("network/v1_v1_edges.h5"), PARTS("v1_to_v1", "61560 edges", "v1 -> v1", "nsyns"));
    must_say(real_file("network/lgn_nodes.h5"), PARTS("lgn", "90 nodes", "x, y"));
    must_say(real_file("inputs/lgn_spikes.h5"), PARTS("old style", "2738 spikes", "sorted by neuron"));
    must_say(real_file("network/v1_node_types.csv"), PARTS("2 types", "dynamics_params"));
}

Test(info, refuses_what_it_does_not_know)
{
    hid_t file = make_file(scratch_path("other.h5"));
    H5Fclose(file);
    FILE *nowhere = fopen("/dev/null", "w");
    must_fail_with(info_print(nowhere, scratch_path("other.h5"), status), status, ENGRAM_E_INPUT, "other.h5",
                   "none of /nodes");
    must_fail_with(info_print(nowhere, scratch_path("absent"), status), status, ENGRAM_E_INPUT, "absent",
                   "No such file");
    fclose(nowhere);
}
