#include "io/info_parts.h"

#include "core/memory.h"
#include "io/h5.h"
#include "io/sonata_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* First and last value of a column of numbers; false if there is no such column or it is empty. */
static bool ends_of(hid_t file, const char *path, const char *name, uint64_t *n, double *first, double *last)
{
    struct h5_column column;
    *n = 0;
    if (h5_column_open(file, path, name, &column, NULL) != ENGRAM_OK)
        return false;
    *n = column.n;
    bool read = column.n && column.content != H5_TEXTS &&
                h5_column_read(&column, 0, 1, H5T_NATIVE_DOUBLE, first, NULL) == ENGRAM_OK &&
                h5_column_read(&column, column.n - 1, 1, H5T_NATIVE_DOUBLE, last, NULL) == ENGRAM_OK;
    h5_column_close(&column);
    return read;
}

static engram_code print_units(FILE *out, hid_t file, const char *name, engram_status *status)
{
    char *units = NULL;
    hid_t dataset = H5Oopen(file, name, H5P_DEFAULT);
    engram_code code = dataset < 0 ? ENGRAM_OK : h5_text_attribute(dataset, "units", &units, status);
    if (units && *units)
        fprintf(out, "  unit %s", units);
    if (dataset >= 0)
        H5Oclose(dataset);
    free(units);
    return code;
}

static engram_code print_elements(FILE *out, const char *path, enum sonata_kind kind, const char *population,
                                  engram_status *status)
{
    struct sonata_elements *e = NULL;
    engram_code code = sonata_open(path, kind, population, NULL, &e, status);
    if (code != ENGRAM_OK)
        return code;
    fprintf(out, "  %-24s %12" PRIu64 " %s", population, sonata_count(e),
            kind == SONATA_NODES ? "nodes" : "edges");
    if (kind == SONATA_EDGES)
        fprintf(out, "  %s -> %s", sonata_end_population(e, SONATA_SOURCE),
                sonata_end_population(e, SONATA_TARGET));
    if (sonata_n_attributes(e))
        fputs("  attributes", out);
    for (size_t i = 0; i < sonata_n_attributes(e); i++)
        fprintf(out, "%s %s", i ? "," : "", sonata_attribute(e, i));
    fputc('\n', out);
    sonata_close(e);
    return ENGRAM_OK;
}

static engram_code print_spikes(FILE *out, const char *path, const char *population, engram_status *status)
{
    static const char *const order[] = {"in no declared order", "sorted by neuron", "sorted by time"};
    struct sonata_spikes spikes;
    engram_code code = sonata_spikes_read(path, *population ? population : NULL, 0, &spikes, status);
    if (code != ENGRAM_OK)
        return code;
    double first = 0, last = 0;
    uint32_t highest = 0;
    for (uint64_t i = 0; i < spikes.n; i++) {
        first = !i || spikes.time_ms[i] < first ? spikes.time_ms[i] : first;
        last = spikes.time_ms[i] > last ? spikes.time_ms[i] : last;
        highest = spikes.neuron[i] > highest ? spikes.neuron[i] : highest;
    }
    fprintf(out, "  %-24s %12" PRIu64 " spikes", *population ? population : "(no name: old style)", spikes.n);
    if (spikes.n)
        fprintf(out, "  %g ... %g ms, neurons up to %" PRIu32, first, last, highest);
    fprintf(out, ", %s\n", order[spikes.sorting]);
    sonata_spikes_free(&spikes);
    return ENGRAM_OK;
}

static engram_code print_sonata(FILE *out, const char *path, enum sonata_kind kind, engram_status *status)
{
    static const char *const titles[] = {"nodes", "edges", "spikes"};
    engram_code code = ENGRAM_OK;
    char **names = NULL;
    size_t n = 0;
    TRY(sonata_populations(path, kind, &names, &n, status));
    fprintf(out, "%s\n", titles[kind]);
    for (size_t i = 0; i < n; i++)
        TRY(kind == SONATA_SPIKES ? print_spikes(out, path, names[i], status)
                                  : print_elements(out, path, kind, names[i], status));
cleanup:
    sonata_names_free(names, n);
    return code;
}

static engram_code print_report(FILE *out, hid_t file, const char *path, const char *name,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct h5_column data;
    char member[1024];
    double first = 0, last = 0, times[3];
    uint64_t n = 0;
    snprintf(member, sizeof member, "/report/%s/data", name);
    TRY(h5_matrix_open(file, path, member, &data, status));
    fprintf(out, "  %-24s %12" PRIu64 " times x %" PRIu64 " elements", name, data.n, data.width);
    TRY(print_units(out, file, member, status));
    snprintf(member, sizeof member, "/report/%s/times",
             name); /* ours, for weights: times need not be regular */
    if (ends_of(file, path, member, &n, &first, &last)) {
        fprintf(out, "  %g ... %g ms\n", first, last);
        goto cleanup;
    }
    struct h5_column time;
    snprintf(member, sizeof member, "/report/%s/mapping/time", name);
    if (h5_column_open(file, path, member, &time, NULL) == ENGRAM_OK) {
        if (time.n == 3 && h5_column_read(&time, 0, 3, H5T_NATIVE_DOUBLE, times, NULL) == ENGRAM_OK)
            fprintf(out, "  %g ... %g ms, every %g ms", times[0], times[1], times[2]);
        h5_column_close(&time);
    }
    fputc('\n', out);
cleanup:
    h5_column_close(&data);
    return code;
}

static engram_code print_reports(FILE *out, hid_t file, const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL;
    size_t n = 0;
    hid_t group = H5Gopen2(file, "/report", H5P_DEFAULT);
    TRY(h5_names(group, path, &names, &n, status));
    fputs("reports\n", out);
    for (size_t i = 0; i < n; i++)
        TRY(print_report(out, file, path, names[i], status));
cleanup:
    h5_names_free(names, n);
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code print_delays(FILE *out, hid_t file, const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL, member[1024];
    double first = 0, last = 0;
    size_t n = 0;
    uint64_t n_times = 0, n_edges = 0;
    hid_t group = H5Gopen2(file, "/delays", H5P_DEFAULT);
    TRY(h5_names(group, path, &names, &n, status));
    fputs("delays\n", out);
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "  %-24s", names[i]);
        snprintf(member, sizeof member, "/delays/%s/edge", names[i]);
        if (ends_of(file, path, member, &n_edges, &first, &last))
            fprintf(out, " histogram, %" PRIu64 " bins from %g to %g ms", n_edges - 1, first, last);
        snprintf(member, sizeof member, "/delays/%s/times", names[i]);
        if (ends_of(file, path, member, &n_times, &first, &last))
            fprintf(out, ", %" PRIu64 " times  %g ... %g ms", n_times, first, last);
        fputc('\n', out);
    }
cleanup:
    h5_names_free(names, n);
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code print_structure(FILE *out, hid_t file, const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL, member[1024];
    double first = 0, last = 0;
    size_t n = 0;
    uint64_t n_rows = 0;
    hid_t group = H5Gopen2(file, "/structure", H5P_DEFAULT);
    TRY(h5_names(group, path, &names, &n, status));
    fputs("structure\n", out);
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "  %-24s", names[i]);
        snprintf(member, sizeof member, "/structure/%s/times", names[i]);
        if (ends_of(file, path, member, &n_rows, &first, &last))
            fprintf(out, " %12" PRIu64 " ticks  %g ... %g ms", n_rows, first, last);
        snprintf(member, sizeof member, "/structure/%s/synapses", names[i]);
        if (ends_of(file, path, member, &n_rows, &first, &last))
            fprintf(out, "  %.0f -> %.0f synapses", first, last);
        fputc('\n', out);
    }
cleanup:
    h5_names_free(names, n);
    if (group >= 0)
        H5Gclose(group);
    return code;
}

/* Members of a group, each with its times. */
static engram_code print_rows(FILE *out, hid_t file, const char *path, const char *of, const char *rows,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL, member[1024];
    double first = 0, last = 0;
    size_t n = 0;
    uint64_t n_rows = 0;
    hid_t group = H5Gopen2(file, of, H5P_DEFAULT);
    TRY(h5_names(group, path, &names, &n, status));
    fprintf(out, "%s\n", of);
    for (size_t i = 0; i < n; i++) {
        snprintf(member, sizeof member, "/%s/%s/times", of, names[i]);
        if (ends_of(file, path, member, &n_rows, &first, &last))
            fprintf(out, "  %-24s %12" PRIu64 " %s  %g ... %g ms\n", names[i], n_rows, rows, first, last);
    }
cleanup:
    h5_names_free(names, n);
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code print_synapses(FILE *out, hid_t file, const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL, member[1024];
    double first = 0, last = 0, ignored[2];
    size_t n = 0;
    uint64_t n_times = 0, n_synapses = 0;
    hid_t group = H5Gopen2(file, "/synapses", H5P_DEFAULT);
    TRY(h5_names(group, path, &names, &n, status));
    fputs("weights of synapses that come and go\n", out);
    for (size_t i = 0; i < n; i++) {
        snprintf(member, sizeof member, "/synapses/%s/weight", names[i]);
        ends_of(file, path, member, &n_synapses, &ignored[0], &ignored[1]);
        fprintf(out, "  %-24s %12" PRIu64 " weights", names[i], n_synapses);
        TRY(print_units(out, file, member, status));
        snprintf(member, sizeof member, "/synapses/%s/times", names[i]);
        if (ends_of(file, path, member, &n_times, &first, &last))
            fprintf(out, "  in %" PRIu64 " snapshots  %g ... %g ms", n_times, first, last);
        fputc('\n', out);
    }
cleanup:
    h5_names_free(names, n);
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static engram_code print_topology(FILE *out, hid_t file, const char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL, member[1024];
    double first = 0, last = 0;
    size_t n = 0;
    uint64_t n_events = 0;
    hid_t group = H5Gopen2(file, "/topology", H5P_DEFAULT);
    TRY(h5_names(group, path, &names, &n, status));
    fputs("topology\n", out);
    for (size_t i = 0; i < n; i++) {
        snprintf(member, sizeof member, "/topology/%s/step", names[i]);
        if (ends_of(file, path, member, &n_events, &first, &last))
            fprintf(out, "  %-24s %12" PRIu64 " events  steps %.0f ... %.0f\n", names[i], n_events, first,
                    last);
    }
cleanup:
    h5_names_free(names, n);
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static void print_rates(FILE *out, hid_t file, const char *path)
{
    double first = 0, last = 0;
    uint64_t n = 0, n_populations = 0;
    struct h5_column names;
    if (h5_column_open(file, path, "/rates/population", &names, NULL) == ENGRAM_OK)
        n_populations = names.n;
    h5_column_close(&names);
    fputs("rates\n", out);
    if (ends_of(file, path, "/rates/time", &n, &first, &last))
        fprintf(out, "  %" PRIu64 " populations, %" PRIu64 " bins ending at %g ... %g ms  unit Hz\n",
                n_populations, n, first, last);
}

static void print_oscillators(FILE *out, hid_t file, const char *path)
{
    double first = 0, last = 0;
    uint64_t n_oscillators = 0, n_connections = 0, n_steps = 0;
    ends_of(file, path, "/phases", &n_oscillators, &first, &last);
    ends_of(file, path, "/connections/length", &n_connections, &first, &last);
    if (ends_of(file, path, "/order/time", &n_steps, &first, &last))
        fprintf(out,
                "oscillators\n  %" PRIu64 " oscillators, %" PRIu64 " connections, order parameter at %" PRIu64
                " steps, %g ... %g ms\n",
                n_oscillators, n_connections, n_steps, first, last);
}

/* Which run a file of ours belongs to. */
static engram_code print_origin(FILE *out, hid_t file, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *run = NULL;
    hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
    TRY(h5_text_attribute(root, "run", &run, status));
    uint64_t seed = 0;
    hid_t at = H5Aexists(root, "seed") > 0 ? H5Aopen(root, "seed", H5P_DEFAULT) : H5I_INVALID_HID;
    if (at >= 0 && *run && H5Aread(at, H5T_NATIVE_UINT64, &seed) >= 0)
        fprintf(out, "  written by Engram, run '%s', seed %" PRIu64 "\n", run, seed);
    if (at >= 0)
        H5Aclose(at);
cleanup:
    free(run);
    H5Gclose(root);
    return code;
}

engram_code info_print_hdf5(FILE *out, const char *path, engram_status *status)
{
    static const char *const groups[] = {"nodes", "edges", "spikes"};
    engram_code code = ENGRAM_OK;
    hid_t file = H5I_INVALID_HID;
    bool known = false;
    TRY(h5_open(path, &file, status));
    fprintf(out, "SONATA HDF5 file: %s\n", path);
    TRY(print_origin(out, file, status));
    for (int kind = SONATA_NODES; kind <= SONATA_SPIKES; kind++) {
        if (!h5_exists(file, groups[kind]))
            continue;
        known = true;
        TRY(print_sonata(out, path, (enum sonata_kind)kind, status));
    }
    if (h5_exists(file, "report")) {
        known = true;
        TRY(print_reports(out, file, path, status));
    }
    if (h5_exists(file, "delays")) {
        known = true;
        TRY(print_delays(out, file, path, status));
    }
    if (h5_exists(file, "structure")) {
        known = true;
        TRY(print_structure(out, file, path, status));
    }
    if (h5_exists(file, "cells")) {
        known = true;
        TRY(print_rows(out, file, path, "cells", "days", status));
    }
    if (h5_exists(file, "gates")) {
        known = true;
        TRY(print_rows(out, file, path, "gates", "levels", status));
    }
    if (h5_exists(file, "topology")) {
        known = true;
        TRY(print_topology(out, file, path, status));
    }
    if (h5_exists(file, "synapses")) {
        known = true;
        TRY(print_synapses(out, file, path, status));
    }
    if (h5_exists(file, "rates")) {
        known = true;
        print_rates(out, file, path);
    }
    if (h5_exists(file, "order")) {
        known = true;
        print_oscillators(out, file, path);
    }
    if (!known)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "an HDF5 file of unknown kind", .where = path,
                 .why = "it has none of /nodes, /edges, /spikes, /report, /delays, /structure, /cells, "
                        "/gates, /topology, "
                        "/synapses, /rates, /order",
                 .hint = "h5ls -r lists what it holds"));
cleanup:
    if (file >= 0)
        H5Fclose(file);
    return code;
}
