#include "config/node.h"
#include "core/memory.h"
#include "io/folder.h"
#include "io/results_state.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

engram_code results_check_range(const char *of, uint64_t begin, uint64_t n, uint64_t size,
                                engram_status *status)
{
    if (begin <= size && n <= size - begin)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_SHAPE, .what = "results were asked for that are not there", .where = of,
                .hint = "ask for the size first",
                .why = TEXT("%" PRIu64 " from %" PRIu64 " on, but there are %" PRIu64, n, begin, size));
}

engram_code results_times(const struct series *series, const char *name, double **times,
                          engram_status *status)
{
    engram_code code = memory_new(times, series->n_rows, sizeof **times, "times of snapshots", status);
    return code != ENGRAM_OK
               ? code
               : series_read(series, name, 1, 0, series->n_rows, H5T_NATIVE_DOUBLE, *times, status);
}

/* ---- states ---- */

/* A modulator and a baseline have the layout of a state, and names of their own (stream_modulators.c). */
static bool is_of_neurons(const engram_results *r, const struct results_states *s)
{
    bool is_population = false;
    for (size_t i = 0; i < r->n_populations; i++)
        is_population |= strcmp(r->populations[i].name, s->population) == 0;
    return is_population || (strcmp(s->variable, "modulator") && strcmp(s->variable, "baseline"));
}

static engram_code open_state(engram_results *r, const char *stem, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_states s = {0};
    char name[600];
    double times[3];
    size_t n = strcspn(stem, ".");
    for (const char *dot = stem + n;
         (dot = strchr(dot + 1, '.')) &&
         strchr(dot + 1, '.');) /* POPULATION.VARIABLE.RECORD, dots allowed in the first */
        n = (size_t)(dot - stem);
    TRY(memory_string(&s.population, TEXT("%.*s", (int)n, stem), status));
    snprintf(name, sizeof name, "/report/%s/data", s.population);
    TRY(series_open(r->folder, TEXT("states/%s", stem), name, 2, &s.data, status));
    TRY(series_text(&s.data, name, "units", &s.unit, status));
    snprintf(name, sizeof name, "/report/%s", s.population);
    TRY(series_text(&s.data, name, "variable", &s.variable, status));
    snprintf(name, sizeof name, "/report/%s/mapping/time", s.population);
    TRY(series_column(&s.data, name, 3, H5T_NATIVE_DOUBLE, times, status));
    s.shown = (engram_results_states){s.population,  s.variable, s.unit,   s.data.width,
                                      s.data.n_rows, times[0],   times[2], is_of_neurons(r, &s)};
    r->states[r->n_states++] = s;
    return ENGRAM_OK;
cleanup:
    series_close(&s.data);
    free(s.population);
    free(s.variable);
    free(s.unit);
    return code;
}

engram_code results_open_states(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **stems = NULL;
    size_t n = 0;
    TRY(folder_stems(r->folder, "states", &stems, &n, status));
    TRY(memory_new(&r->states, n, sizeof *r->states, "states of results", status));
    for (size_t i = 0; i < n; i++)
        TRY(open_state(r, stems[i], status));
cleanup:
    folder_stems_free(stems, n);
    return code;
}

size_t engram_results_n_states(const engram_results *results)
{
    return results->n_states;
}

const engram_results_states *engram_results_states_at(const engram_results *results, size_t i)
{
    return i < results->n_states ? &results->states[i].shown : NULL;
}

engram_code engram_results_states_read(engram_results *r, size_t i, uint64_t begin, uint64_t n, float *values,
                                       engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("state records", i, 1, r->n_states, status));
    TRY(results_check_range("rows of states", begin, n, r->states[i].shown.n_rows, status));
    snprintf(name, sizeof name, "/report/%s/data", r->states[i].population);
    TRY(series_read(&r->states[i].data, name, 2, begin, n, H5T_NATIVE_FLOAT, values, status));
cleanup:
    return code;
}

engram_code engram_results_states_neurons(engram_results *r, size_t i, uint32_t *neurons,
                                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("state records", i, 1, r->n_states, status));
    snprintf(name, sizeof name, "/report/%s/mapping/node_ids", r->states[i].population);
    TRY(series_column(&r->states[i].data, name, r->states[i].shown.n_neurons, H5T_NATIVE_UINT32, neurons,
                      status));
cleanup:
    return code;
}

/* ---- rates ---- */

engram_code results_open_rates(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(series_open(r->folder, "rates", "/rates/rate", 2, &r->rates, status));
    r->rates_shown = (engram_results_rates){.n_bins = r->rates.n_rows, .n_populations = r->n_populations};
    if (!r->rates.n_segments)
        goto cleanup;
    TRY(series_real(&r->rates, "/rates", "bin_ms", &r->rates_shown.bin_ms, status));
    if (r->rates.width != r->n_populations)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "a rates file does not fit its run",
                 .where = r->rates.segments[0].path, .hint = "files of different runs are mixed",
                 .why =
                     TEXT("it has %" PRIu64 " populations, the run %zu", r->rates.width, r->n_populations)));
cleanup:
    return code;
}

const engram_results_rates *engram_results_rates_shape(const engram_results *results)
{
    return &results->rates_shown;
}

engram_code engram_results_rates_read(engram_results *r, uint64_t begin, uint64_t n, double *time_ms,
                                      double *rate_hz, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(results_check_range("bins of rates", begin, n, r->rates.n_rows, status));
    if (time_ms)
        TRY(series_read(&r->rates, "/rates/time", 1, begin, n, H5T_NATIVE_DOUBLE, time_ms, status));
    if (rate_hz)
        TRY(series_read(&r->rates, "/rates/rate", 2, begin, n, H5T_NATIVE_DOUBLE, rate_hz, status));
cleanup:
    return code;
}

void results_close_reports(engram_results *r)
{
    for (size_t i = 0; i < r->n_states; i++) {
        series_close(&r->states[i].data);
        free(r->states[i].population);
        free(r->states[i].variable);
        free(r->states[i].unit);
    }
    series_close(&r->rates);
    free(r->states);
}
