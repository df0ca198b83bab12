#include "core/memory.h"
#include "io/h5.h"
#include "io/sonata_read.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The group that holds a population's two columns, and what its id column is called there. */
static engram_code find_columns(hid_t file, const char *path, const char *population, char *group,
                                size_t size, const char **ids, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL;
    size_t n = 0, found = 0;
    TRY(sonata_populations(path, SONATA_SPIKES, &names, &n, status));
    bool old = n == 1 && !*names[0];
    if (!population && n > 1)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "a spike file holds several populations",
                 .where = TEXT("%s: /spikes", path),
                 .why = TEXT("there are %zu, the first two are '%s' and '%s'", n, names[0], names[1]),
                 .hint = "say which one: population: NAME"));
    while (population && !old && found < n && strcmp(names[found], population))
        found++;
    if (found == n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = TEXT("no spikes of population '%s' in a file", population),
                 .where = TEXT("%s: /spikes", path),
                 .why = TEXT("it holds %zu population%s, the first is '%s'", n, n == 1 ? "" : "s", names[0]),
                 .hint = "correct the name of the population"));
    snprintf(group, size, old ? "/spikes" : "/spikes/%s", names[found]);
    *ids = old || (!h5_exists(file, TEXT("%s/node_ids", group)) && h5_exists(file, TEXT("%s/gids", group)))
               ? "gids"
               : "node_ids";
cleanup:
    sonata_names_free(names, n);
    return code;
}

/* `sorting` is a text in Allen's files, an enumeration 0, 1, 2 in libsonata's, and absent in others. */
static engram_code read_sorting(hid_t group, enum sonata_sorting *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    int64_t number = 0;
    *out = SONATA_UNSORTED;
    TRY(h5_text_attribute(group, "sorting", &text, status));
    if (H5Aexists(group, "sorting") > 0 && !*text) {
        hid_t attribute = H5Aopen(group, "sorting", H5P_DEFAULT), space = H5Aget_space(attribute);
        if (H5Sget_simple_extent_npoints(space) == 1 && H5Aread(attribute, H5T_NATIVE_INT64, &number) >= 0)
            *out = number == 1 ? SONATA_BY_ID : number == 2 ? SONATA_BY_TIME : SONATA_UNSORTED;
        H5Sclose(space);
        H5Aclose(attribute);
    }
    if (!strcmp(text, "by_time"))
        *out = SONATA_BY_TIME;
    if (!strcmp(text, "by_id") || !strcmp(text, "by_gid"))
        *out = SONATA_BY_ID;
cleanup:
    free(text);
    return code;
}

static engram_code read_ids(const struct h5_column *column, uint64_t n_nodes, struct sonata_spikes *out,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    enum { BLOCK = 1 << 16 };
    int64_t *ids = NULL;
    uint64_t limit = n_nodes && n_nodes <= UINT32_MAX ? n_nodes : UINT32_MAX;
    TRY(memory_new(&ids, out->n < BLOCK ? out->n : BLOCK, sizeof *ids, "spikes", status));
    for (uint64_t done = 0, m; done < out->n; done += m) {
        m = out->n - done < BLOCK ? out->n - done : BLOCK;
        TRY(h5_column_read(column, done, m, H5T_NATIVE_INT64, ids, status));
        for (uint64_t i = 0; i < m; i++) {
            if (ids[i] < 0 || (uint64_t)ids[i] >= limit)
                TRY(FAIL(ENGRAM_E_INPUT, .what = "a spike names a neuron that does not exist",
                         .hint = "give the spikes that belong to this population",
                         .where = TEXT("%s: %s[%" PRIu64 "]", column->path, h5_name(column->dataset, status),
                                       done + i),
                         .why = TEXT("neuron %" PRId64 " of %" PRIu64, ids[i], limit)));
            out->neuron[done + i] = (uint32_t)ids[i];
        }
    }
cleanup:
    free(ids);
    return code;
}

static engram_code read_times(const struct h5_column *column, struct sonata_spikes *out,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *units = NULL;
    TRY(h5_text_attribute(column->dataset, "units", &units, status));
    double factor = !*units || !strcmp(units, "ms") || !strcmp(units, "milliseconds") ? 1.0
                    : !strcmp(units, "s") || !strcmp(units, "seconds")                ? 1e3
                                                                                      : 0.0;
    if (factor == 0.0)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "spike times have an unknown unit",
                 .where = TEXT("%s: %s", column->path, h5_name(column->dataset, status)),
                 .why = TEXT("its attribute 'units' says '%s'", units), .hint = "known are ms and s"));
    TRY(h5_column_read(column, 0, out->n, H5T_NATIVE_DOUBLE, out->time_ms, status));
    for (uint64_t i = 0; i < out->n; i++) {
        if (!(out->time_ms[i] >= 0.0) || isinf(out->time_ms[i]))
            TRY(FAIL(ENGRAM_E_INPUT, .what = "a spike has no usable time",
                     .hint = "times count from the start of the run",
                     .where = TEXT("%s: %s[%" PRIu64 "]", column->path, h5_name(column->dataset, status), i),
                     .why = TEXT("its time is %g %s", out->time_ms[i], *units ? units : "ms")));
        out->time_ms[i] *= factor;
    }
cleanup:
    free(units);
    return code;
}

engram_code sonata_spikes_read(const char *path, const char *population, uint64_t n_nodes,
                               struct sonata_spikes *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t file = H5I_INVALID_HID, group = H5I_INVALID_HID;
    struct h5_column ids = {.dataset = H5I_INVALID_HID}, times = ids;
    char name[1024];
    const char *id_name = NULL;
    *out = (struct sonata_spikes){0};
    TRY(h5_open(path, &file, status));
    TRY(find_columns(file, path, population, name, sizeof name, &id_name, status));
    group = H5Gopen2(file, name, H5P_DEFAULT);
    if (group < 0)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "an HDF5 group cannot be opened", .why = h5_why(status),
                 .where = TEXT("%s: %s", path, name), .hint = "the file is damaged: fetch it again"));
    TRY(h5_column_open(group, path, id_name, &ids, status));
    TRY(h5_column_demand(&ids, H5_INTEGERS, status));
    TRY(h5_column_open(group, path, "timestamps", &times, status));
    TRY(h5_column_demand(&times, H5_REALS, status));
    if (ids.n != times.n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "a spike file contradicts itself",
                 .where = TEXT("%s: %s", path, name),
                 .why = TEXT("it has %" PRIu64 " neuron ids and %" PRIu64 " times", ids.n, times.n),
                 .hint = "the file is damaged or its writer was interrupted"));
    out->n = ids.n;
    TRY(memory_new(&out->neuron, out->n, sizeof *out->neuron, "spikes", status));
    TRY(memory_new(&out->time_ms, out->n, sizeof *out->time_ms, "spikes", status));
    TRY(read_ids(&ids, n_nodes, out, status));
    TRY(read_times(&times, out, status));
    TRY(read_sorting(group, &out->sorting, status));
cleanup:
    h5_column_close(&ids);
    h5_column_close(&times);
    if (group >= 0)
        H5Gclose(group);
    if (file >= 0)
        H5Fclose(file);
    if (code != ENGRAM_OK)
        sonata_spikes_free(out);
    return code;
}

void sonata_spikes_free(struct sonata_spikes *spikes)
{
    free(spikes->neuron);
    free(spikes->time_ms);
    *spikes = (struct sonata_spikes){0};
}
