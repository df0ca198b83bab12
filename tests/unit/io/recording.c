/* What a run hands over is what can be read back. */
#include "io/folder.h"
#include "io/recorder.h"
#include "io/sonata_read.h"
#include "support.h"
#include "tiny_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

TestSuite(recording, .init = begin, .fini = end);

static const char *recorded(const char *name, uint64_t n_steps, const struct recorder_options *options)
{
    const char *folder = scratch_path(name);
    struct recorder *recorder = NULL;
    struct run_summary summary = tiny_summary(n_steps);
    must_work(recorder_open(folder, tiny_network(), options, &recorder, status), status);
    must_work(tiny_record(recorder, 1, n_steps, status), status);
    must_work(recorder_close(recorder, &summary, status), status);
    return folder;
}

Test(recording, everything_comes_back_from_one_segment)
{
    tiny_check_all(recorded("one", 200, NULL), 200, status);
}

Test(recording, everything_comes_back_from_many_segments)
{
    const char *folder = recorded("many", 200, &(struct recorder_options){.segment_bytes = 2000});
    struct segment_list list;
    must_work(folder_segments(folder, "spikes/E", &list, status), status);
    cr_assert_gt(list.n, 3);
    segment_list_free(&list);
    must_work(folder_segments(folder, "weights/E_to_E", &list, status), status);
    cr_assert_gt(list.n, 3);
    segment_list_free(&list);
    must_work(folder_segments(folder, "axons/E_to_E.velocity.0", &list, status), status);
    cr_assert_gt(list.n, 1);
    segment_list_free(&list);
    must_work(folder_segments(folder, "delays/E_to_E", &list, status), status);
    cr_assert_gt(list.n, 3);
    segment_list_free(&list);
    tiny_check_all(folder, 200, status);
}

Test(recording, old_segments_are_closed_without_new_data)
{
    const char *folder = scratch_path("old");
    struct recorder *recorder = NULL;
    must_work(recorder_open(folder, tiny_network(), &(struct recorder_options){.segment_seconds = 0.05},
                            &recorder, status),
              status);
    must_work(tiny_record(recorder, 1, 20, status), status);
    for (int i = 0; i < 200 && access(scratch_path("old/spikes/E.0000.h5"), R_OK); i++)
        usleep(20000);
    cr_assert_gt(tiny_check(folder, status), 1.0); /* readable while the run goes on */
    must_work(tiny_record(recorder, 21, 60, status), status);
    struct run_summary summary = tiny_summary(60);
    must_work(recorder_close(recorder, &summary, status), status);
    tiny_check_all(folder, 60, status);
}

Test(recording, a_tiny_queue_blocks_but_loses_nothing)
{
    tiny_check_all(recorded("queue", 300, &(struct recorder_options){.queue_bytes = 1}), 300, status);
}

Test(recording, few_segments_are_open_at_once)
{
    const char *folder = recorded("few", 200, &(struct recorder_options){.most_open = 2});
    struct segment_list list;
    must_work(folder_segments(folder, "spikes/E", &list, status), status);
    cr_assert_gt(list.n, 3, "closed whenever two others are written to");
    segment_list_free(&list);
    tiny_check_all(folder, 200, status);
}

Test(recording, an_aborted_run_keeps_its_data_but_has_no_manifest)
{
    const char *folder = scratch_path("aborted");
    struct recorder *recorder = NULL;
    must_work(recorder_open(folder, tiny_network(), NULL, &recorder, status), status);
    must_work(tiny_record(recorder, 1, 50, status), status);
    recorder_abort(recorder);
    cr_assert_neq(access(scratch_path("aborted/manifest.json"), F_OK), 0);
    cr_assert_float_eq(tiny_check(folder, status), 5.0, 0.3,
                       "the last spike of either population is at most 3 steps before the end");
}

Test(recording, large_snapshots_go_through_in_parts)
{
    enum { N = 300000 };
    const char *folder = scratch_path("large");
    struct recorder *recorder = NULL;
    engram_results *results = NULL;
    uint32_t *ends = calloc(N, sizeof *ends), *back = calloc(N, sizeof *back);
    float *weight = calloc(N, sizeof *weight), *read = calloc(N, sizeof *read);
    for (uint32_t i = 0; i < N; i++) {
        ends[i] = i / 8000;
        weight[i] = (float)i;
    }
    must_work(recorder_open(folder, tiny_network(), &(struct recorder_options){.queue_bytes = 1 << 20},
                            &recorder, status),
              status);
    for (uint64_t step = 0; step < 3; step++) {
        must_work(recorder_weights(
                      recorder, 0, step,
                      &(struct weight_snapshot){.n = N, .source = ends, .target = ends, .weight = weight},
                      status),
                  status);
        weight[N - 1] += 1.0f;
    }
    struct run_summary summary = tiny_summary(3);
    must_work(recorder_close(recorder, &summary, status), status);
    must_work(engram_results_open(folder, &results, status), status);
    for (uint64_t step = 0; step < 3; step++) {
        must_work(engram_results_weights_read(results, 0, step, read, status), status);
        cr_assert_arr_eq(read, weight, (N - 1) * sizeof *read);
        cr_assert_eq(read[N - 1], (float)(N - 1 + step));
    }
    must_work(engram_results_weights_mapping(results, 0, NULL, back, NULL, NULL, status), status);
    cr_assert_arr_eq(back, ends, N * sizeof *back);
    engram_results_free(results);
    free(ends);
    free(back);
    free(weight);
    free(read);
}

Test(recording, our_spike_files_are_sonata_files)
{
    recorded("sonata", 100, NULL);
    struct sonata_spikes spikes;
    must_work(sonata_spikes_read(scratch_path("sonata/spikes/E.0000.h5"), "E", TINY_E, &spikes, status),
              status);
    cr_assert_eq(spikes.sorting, SONATA_BY_TIME);
    cr_assert_gt(spikes.n, 100);
    sonata_spikes_free(&spikes);
}

Test(recording, export_makes_one_sonata_file_in_either_spelling)
{
    const char *folder = recorded("source", 200, &(struct recorder_options){.segment_bytes = 1000});
    engram_results *results = NULL;
    must_work(engram_results_open(folder, &results, status), status);
    for (int as_enum = 0; as_enum < 2; as_enum++) {
        const char *path = scratch_path(as_enum ? "enum.h5" : "text.h5");
        must_work(engram_results_export_spikes(results, path, as_enum, status), status);
        for (uint32_t p = 0; p < 2; p++) {
            const engram_results_population *population = engram_results_population_at(results, p);
            struct sonata_spikes spikes;
            double *time = calloc(population->n_spikes, sizeof *time);
            must_work(sonata_spikes_read(path, population->name, population->n_neurons, &spikes, status),
                      status);
            must_work(engram_results_spikes(results, p, 0, population->n_spikes, NULL, time, status), status);
            cr_assert_eq(spikes.n, population->n_spikes);
            cr_assert_eq(spikes.sorting, SONATA_BY_TIME);
            cr_assert_arr_eq(spikes.time_ms, time, spikes.n * sizeof *time);
            sonata_spikes_free(&spikes);
            free(time);
        }
    }
    must_fail_with(engram_results_export_spikes(results, scratch_path("text.h5"), false, status), status,
                   ENGRAM_E_USAGE, "text.h5", "exists");
    engram_results_free(results);
}

/* The file holds exactly this text, which is freed. */
static void must_hold(const char *path, char *want)
{
    char got[1 << 15];
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    got[fread(got, 1, sizeof got - 1, file)] = 0;
    fclose(file);
    cr_expect_str_eq(got, want);
    free(want);
}

Test(recording, what_is_no_spike_becomes_a_table)
{
    const uint32_t axons[] = {0, 7, 20, 39};
    engram_results *results = NULL;
    char *want = NULL;
    size_t size = 0;
    must_work(engram_results_open(recorded("tables", 20, NULL), &results, status), status);
    FILE *out = open_memstream(&want, &size);
    fputs("time (ms),neuron,segment,velocity (m/s),thickness (um)\n", out);
    for (uint64_t step = 0; step <= 20; step += 10)
        for (uint32_t k = 0; k < 12; k++)
            fprintf(out, "%g,%u,%u,%g,%g\n", 0.1 * (double)step, axons[k / 3], k % 3,
                    (double)tiny_velocity(step, axons[k / 3]),
                    (double)tiny_myelin(step, axons[k / 3], k % 3));
    fclose(out);
    must_work(engram_results_export_axons(results, "E_to_E", scratch_path("axons.csv"), status), status);
    must_hold(scratch_path("axons.csv"), want);

    out = open_memstream(&want, &size);
    fputs("time (ms),delay above (ms),delay below (ms),synapses\n", out);
    for (uint64_t step = 0; step <= 20; step += 10)
        for (uint64_t bin = 0; bin < 31; bin++)
            if (tiny_delays(0, step, bin))
                fprintf(out, "%g,%g,%g,%lu\n", 0.1 * (double)step, 0.95 + 0.1 * (double)bin,
                        1.05 + 0.1 * (double)bin, (unsigned long)tiny_delays(0, step, bin));
    fclose(out);
    must_work(engram_results_export_delays(results, "E_to_E", scratch_path("delays.csv"), status), status);
    must_hold(scratch_path("delays.csv"), want);
    out = open_memstream(&want, &size);
    fputs("time (ms),synapses,born,died by turnover,died by axon,died by dendrite,died by lesion\n", out);
    for (uint64_t step = 0; step <= 20; step += 10)
        fprintf(out, "%g,%lu,%lu,%lu,1,2,8589934592\n", 0.1 * (double)step,
                (unsigned long)tiny_synapses(step), (unsigned long)step + 4, (unsigned long)step);
    fclose(out);
    must_work(engram_results_export_structure(results, "I_to_I", scratch_path("structure.csv"), status),
              status);
    must_hold(scratch_path("structure.csv"), want);
    out = open_memstream(&want, &size);
    fputs("time (ms),young,mature,born,unborn,matured,died young,died mature,BDNF,cortisol\n", out);
    for (uint64_t step = 0; step <= 20; step += 10)
        fprintf(out, "%g,%lu,7,%lu,2,3,%lu,34359738368,%g,0.5\n", 0.1 * (double)step, 3 * (unsigned long)step,
                (unsigned long)step + 1, (unsigned long)step + 4, 0.25 + (double)step);
    fclose(out);
    must_work(engram_results_export_cells(results, "I", scratch_path("cells.csv"), status), status);
    must_hold(scratch_path("cells.csv"), want);
    engram_results_free(results);
}

Test(recording, tables_of_what_was_not_recorded_are_refused)
{
    engram_results *results = NULL;
    must_work(engram_results_open(recorded("refused", 20, NULL), &results, status), status);
    must_fail_with(engram_results_export_axons(results, "I_to_E", scratch_path("a.csv"), status), status,
                   ENGRAM_E_NAME, "refused", "E_to_E");
    must_fail_with(engram_results_export_delays(results, "E_to_I", scratch_path("a.csv"), status), status,
                   ENGRAM_E_NAME, "refused", "I_to_E");
    must_fail_with(engram_results_export_structure(results, "E_to_E", scratch_path("a.csv"), status), status,
                   ENGRAM_E_NAME, "refused", "I_to_I");
    must_fail_with(engram_results_export_cells(results, "E", scratch_path("a.csv"), status), status,
                   ENGRAM_E_NAME, "refused", "cells of: I");
    cr_expect_neq(access(scratch_path("a.csv"), F_OK), 0, "nothing may be written");
    write_text(scratch_path("a.csv"), "mine\n");
    must_fail_with(engram_results_export_delays(results, "E_to_E", scratch_path("a.csv"), status), status,
                   ENGRAM_E_USAGE, "a.csv", "exists");
    engram_results_free(results);
}

Test(recording, the_manifest_tells_what_was_run)
{
    engram_results *results = NULL;
    must_work(engram_results_open(recorded("facts", 100, NULL), &results, status), status);
    cr_assert_str_eq(engram_results_fact(results, "device"), "a \"quoted\" device");
    cr_assert_str_eq(engram_results_fact(results, "seed"), "18446744073709551615");
    cr_assert_str_eq(engram_results_fact(results, "digest.total"), "0xfedcba9876543210");
    cr_assert_str_eq(engram_results_fact(results, "n_events"), "9223372036854775808");
    cr_assert_str_eq(engram_results_fact(results, "n_held"), "3");
    cr_assert_str_eq(engram_results_fact(results, "n_blocked"), "9");
    cr_assert_null(engram_results_fact(results, "digest.none"));
    cr_assert_eq(engram_results_population_at(results, 0)->sign, 1);
    cr_assert_eq(engram_results_population_at(results, 1)->sign, -1);
    cr_assert_float_eq(engram_results_duration_ms(results), 10.0, 1e-9, "100 steps of 0.1 ms");
    engram_results_free(results);
}

Test(recording, equal_runs_give_equal_files_in_any_order_of_neurons)
{
    static const char *const names[] = {"spikes/E.0000.h5",       "weights/E_to_E.0000.h5",
                                        "states/E.V_m.0.0000.h5", "axons/E_to_E.velocity.0.0000.h5",
                                        "delays/E_to_E.0000.h5",  "rates.0000.h5"};
    char command[1400];
    recorded("first", 100, NULL);
    sleep(1); /* a time stamp anywhere would now differ */
    recorded("second", 100, NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(command, sizeof command, "cmp %s/first/%s %s/second/%s", scratch(), names[i], scratch(),
                 names[i]);
        cr_assert_eq(system(command), 0, "%s", names[i]);
    }
}

Test(recording, a_folder_with_anything_in_it_is_refused_before_the_run)
{
    const char *folder = scratch_path("full");
    struct recorder *recorder = NULL;
    mkdir(folder, 0777);
    must_work(recorder_check_folder(folder, status), status);
    write_text(scratch_path("full/precious"), "mine\n");
    must_fail_with(recorder_check_folder(folder, status), status, ENGRAM_E_USAGE, "full",
                   "it holds 'precious'");
    must_fail_with(recorder_open(folder, tiny_network(), NULL, &recorder, status), status, ENGRAM_E_USAGE,
                   "full", "not empty");
    must_fail_with(recorder_check_folder(scratch_path("full/precious"), status), status, ENGRAM_E_USAGE,
                   "precious", "a file of this name");
    must_fail_with(recorder_check_folder("", status), status, ENGRAM_E_USAGE, "output", "empty");
    cr_assert_null(recorder);
}

Test(recording, a_name_that_cannot_be_a_file_is_refused)
{
    struct network bad = *tiny_network();
    struct population populations[2] = {bad.populations[0], bad.populations[1]};
    struct recorder *recorder = NULL;
    bad.populations = populations;
    populations[1].name = "../../etc";
    must_fail_with(recorder_open(scratch_path("names"), &bad, NULL, &recorder, status), status,
                   ENGRAM_E_USAGE, "../../etc", "begins with a dot");
    populations[1].name = "a/b";
    must_fail_with(recorder_open(scratch_path("names"), &bad, NULL, &recorder, status), status,
                   ENGRAM_E_USAGE, "a/b", "slash");
    cr_assert_neq(access(scratch_path("names"), F_OK), 0, "nothing may be created");
}

Test(recording, a_changed_byte_is_found_by_verification)
{
    const char *folder = recorded("changed", 100, NULL), *path = scratch_path("changed/spikes/E.0000.h5");
    engram_results *results = NULL;
    must_work(engram_results_open(folder, &results, status), status);
    FILE *file = fopen(path, "r+b");
    fseek(file, -1, SEEK_END);
    int last = fgetc(file);
    fseek(file, -1, SEEK_END);
    fputc(last ^ 1, file);
    fclose(file);
    must_fail_with(engram_results_verify(results, status), status, ENGRAM_E_INPUT, "spikes/E.0000.h5",
                   "the manifest says");
    unlink(path);
    must_fail_with(engram_results_verify(results, status), status, ENGRAM_E_INPUT, "spikes/E.0000.h5",
                   "No such file");
    engram_results_free(results);
}

Test(recording, what_is_not_there_cannot_be_read)
{
    engram_results *results = NULL;
    double time;
    must_work(engram_results_open(recorded("ranges", 100, NULL), &results, status), status);
    must_fail_with(engram_results_spikes(results, 0, UINT64_MAX, 2, NULL, &time, status), status,
                   ENGRAM_E_SHAPE, "spikes", "but there are");
    must_fail_with(engram_results_spikes(results, 2, 0, 0, NULL, &time, status), status, ENGRAM_E_SHAPE,
                   "populations", "but there are 2");
    must_fail_with(engram_results_weights_read(results, 0, 11, NULL, status), status, ENGRAM_E_SHAPE,
                   "snapshots", "but there are 11");
    must_fail_with(engram_results_axons_read(results, 0, 11, NULL, status), status, ENGRAM_E_SHAPE,
                   "snapshots", "but there are 11");
    must_fail_with(engram_results_axons_neurons(results, 2, NULL, status), status, ENGRAM_E_SHAPE,
                   "variables of axons", "but there are 2");
    must_fail_with(engram_results_delays_read(results, 2, 0, NULL, status), status, ENGRAM_E_SHAPE,
                   "projections with delays", "but there are 2");
    engram_results_free(results);
    must_fail_with(engram_results_open(scratch(), &results, status), status, ENGRAM_E_INPUT, scratch(),
                   "neither manifest.json nor run.json");
}

Test(recording, a_sample_is_spread_over_all_synapses_and_keyed_by_the_seed)
{
    const struct projection *p = &tiny_network()->projections[0];
    uint64_t a[100], b[100];
    cr_assert_eq(recorder_sample(1, p, 1ull << 60, 100, a), 100);
    for (uint64_t i = 0; i < 100; i++)
        cr_assert(a[i] >= (uint64_t)((__int128)i * ((__int128)1 << 60) / 100) &&
                  a[i] < (uint64_t)((__int128)(i + 1) * ((__int128)1 << 60) / 100));
    recorder_sample(2, p, 1ull << 60, 100, b);
    cr_assert_arr_neq(a, b, sizeof a);
    cr_assert_eq(recorder_sample(1, p, 5, 100, b), 5);
    for (uint64_t i = 0; i < 5; i++)
        cr_assert_eq(b[i], i);
}
