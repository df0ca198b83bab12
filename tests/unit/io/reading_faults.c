/* Readers without memory: a message, nothing leaked (see the sanitizer build), nothing half-open. */
#include "core/memory.h"
#include "io/info.h"
#include "io/sonata_read.h"
#include "support.h"
#include "tiny_run.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

typedef engram_code (*action)(const char *path, engram_status *status);

static engram_code read_results(const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = NULL;
    double time[4];
    uint64_t n_synapses[400];
    float velocity[4];
    TRY(engram_results_open(path, &results, status));
    TRY(engram_results_spikes(results, 0, 0, 4, NULL, time, status));
    TRY(engram_results_delays_read(results, 0, 0, n_synapses, status));
    TRY(engram_results_axons_read(results, 0, 0, velocity, status));
    TRY(engram_results_verify(results, status));
cleanup:
    engram_results_free(results);
    return code;
}

static engram_code export_results(const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_results *results = NULL;
    remove(scratch_path("export.h5"));
    remove(scratch_path("axons.csv"));
    remove(scratch_path("delays.csv"));
    remove(scratch_path("structure.csv"));
    remove(scratch_path("cells.csv"));
    TRY(engram_results_open(path, &results, status));
    TRY(engram_results_export_spikes(results, scratch_path("export.h5"), false, status));
    TRY(engram_results_export_axons(results, "E_to_E", scratch_path("axons.csv"), status));
    TRY(engram_results_export_delays(results, "E_to_E", scratch_path("delays.csv"), status));
    TRY(engram_results_export_structure(results, "I_to_I", scratch_path("structure.csv"), status));
    TRY(engram_results_export_cells(results, "I", scratch_path("cells.csv"), status));
cleanup:
    engram_results_free(results);
    return code;
}

static engram_code describe(const char *path, engram_status *status)
{
    FILE *out = fopen("/dev/null", "w");
    engram_code code = info_print(out, path, status);
    fclose(out);
    return code;
}

static engram_code read_nodes(const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct sonata_types *types = NULL;
    struct sonata_elements *nodes = NULL;
    double x[3];
    char *names[3] = {NULL};
    TRY(sonata_types_read(scratch_path("types.csv"), &types, status));
    TRY(sonata_open(path, SONATA_NODES, NULL, types, &nodes, status));
    TRY(sonata_numbers(nodes, "x", 0, 3, x, status));
    TRY(sonata_texts(nodes, "name", 0, 3, names, status));
cleanup:
    for (int i = 0; i < 3; i++)
        free(names[i]);
    sonata_close(nodes);
    sonata_types_free(types);
    return code;
}

static void fail_every_allocation(action act, const char *where)
{
    char path[512]; /* scratch_path() lends its memory only for some calls */
    snprintf(path, sizeof path, "%s", where);
    engram_status *status = engram_status_create();
    must_work(act(path, status), status); /* what is done once per file is done */
    memory_fail_at(0);
    must_work(act(path, status), status);
    uint64_t n = memory_fail_at(0);
    cr_assert_gt(n, 0);
    for (uint64_t k = 1; k <= n; k++) {
        memory_fail_at(k);
        engram_code code = act(path, status);
        memory_fail_at(0);
        must_fail_with(code, status, ENGRAM_E_RESOURCES, "", "could not be allocated");
    }
    engram_status_free(status);
}

static const char *recorded_run(void)
{
    engram_status *status = engram_status_create();
    struct recorder *recorder = NULL;
    struct run_summary summary = tiny_summary(30);
    must_work(recorder_open(scratch_path("run"), tiny_network(), NULL, &recorder, status), status);
    must_work(tiny_record(recorder, 1, 30, status), status);
    must_work(recorder_close(recorder, &summary, status), status);
    engram_status_free(status);
    return scratch_path("run");
}

Test(reading_faults, results_without_memory)
{
    fail_every_allocation(read_results, recorded_run());
}

Test(reading_faults, export_without_memory)
{
    fail_every_allocation(export_results, recorded_run());
}

Test(reading_faults, info_without_memory)
{
    fail_every_allocation(describe, recorded_run());
    fail_every_allocation(describe, scratch_path("run/spikes/E.0000.h5"));
    fail_every_allocation(describe, scratch_path("run/weights/E_to_E.0000.h5"));
    fail_every_allocation(describe, scratch_path("run/delays/E_to_E.0000.h5"));
}

Test(reading_faults, nodes_without_memory)
{
    static const char *const words[] = {"a", "b", "c"};
    hid_t file = make_file(scratch_path("nodes.h5"));
    make_u64(file, "/nodes/p/node_type_id", (uint64_t[]){1, 1, 1}, 3);
    make_u64(file, "/nodes/p/node_id", (uint64_t[]){2, 1, 0}, 3);
    make_f64(file, "/nodes/p/0/x", (double[]){1, 2, 3}, 3);
    make_texts(file, "/nodes/p/0/name", words, 3);
    H5Fclose(file);
    write_text(scratch_path("types.csv"), "node_type_id\n1\n");
    fail_every_allocation(read_nodes, scratch_path("nodes.h5"));
}
