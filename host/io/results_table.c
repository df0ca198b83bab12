/* Axons, delays, and synapses that come and go, as tables of text (CSV), for everything that does not read HDF5. */
#include "config/nearest.h"
#include "core/memory.h"
#include "io/disk.h"
#include "io/results_state.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines are collected, so that the disk gets blocks. */
enum { BLOCK = 1 << 16, LONGEST = 512 };
struct table {
    struct disk_file disk;
    uint64_t offset;
    size_t n;
    char *block; /* [BLOCK] */
};

static engram_code table_open(const char *path, struct table *t, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *folder = NULL;
    const char *name = NULL;
    *t = (struct table){.disk.descriptor = -1};
    TRY(results_new_file(path, &folder, &name, status));
    TRY(memory_new(&t->block, BLOCK, 1, "a table", status));
    TRY(disk_create(folder, name, &t->disk, status));
cleanup:
    free(folder);
    if (code != ENGRAM_OK)
        free(t->block);
    return code;
}

static void table_flush(struct table *t)
{
    disk_write(&t->disk, t->offset, t->block, t->n);
    t->offset += t->n;
    t->n = 0;
}

/* At most LONGEST characters. */
__attribute__((format(printf, 2, 3))) static void table_put(struct table *t, const char *format, ...)
{
    va_list values;
    if (t->n + LONGEST > BLOCK)
        table_flush(t);
    va_start(values, format);
    int n = vsnprintf(t->block + t->n, LONGEST, format, values);
    va_end(values);
    t->n += n < LONGEST ? (size_t)n : LONGEST - 1;
}

/* `code`: of what was put; the file appears only if that worked. */
static engram_code table_close(struct table *t, engram_code code, engram_status *status)
{
    struct disk_record record = {0};
    if (code == ENGRAM_OK) {
        table_flush(t);
        code = disk_commit(&t->disk, &record, status);
        free(record.name);
    } else
        disk_discard(&t->disk);
    free(t->block);
    return code;
}

static engram_code unknown(const engram_results *r, const char *what, const char *projection,
                           const char *const *names, size_t n, const char *hint, engram_status *status)
{
    return FAIL(ENGRAM_E_NAME, .what = TEXT("no %s of a projection '%s' were recorded", what, projection),
                .where = r->folder,
                .why = n ? TEXT("recorded are those of: %s", nearest_list(status, names, n))
                         : TEXT("no %s were recorded at all", what),
                .hint = n ? nearest_hint(status, projection, names, n) : hint);
}

enum { MOST_NAMES = 64 };
static const char RECORD_AXONS[] =
    "record them: `record: {axons: {PROJECTION: {}}}`; velocities need `length`";

/* ---- axons ---- */

/* The variables of one projection: n of them from `first` on. */
static engram_code find_axons(const engram_results *r, const char *projection, size_t *first, size_t *n,
                              engram_status *status)
{
    const char *names[MOST_NAMES];
    size_t n_names = 0;
    *n = 0;
    for (size_t i = 0; i < r->n_axons; i++) {
        const char *name = r->axons[i].shown.projection;
        if (!strcmp(name, projection) && !(*n)++)
            *first = i;
        if (n_names < MOST_NAMES && (!n_names || strcmp(names[n_names - 1], name) != 0))
            names[n_names++] = name;
    }
    return *n ? ENGRAM_OK : unknown(r, "axons", projection, names, n_names, RECORD_AXONS, status);
}

/* What all variables of a projection have in common: their axons, and the times up to which each was written. */
struct common {
    uint64_t n_axons, n_segments, n_snapshots;
};

static struct common common_of(const engram_results *r, size_t first, size_t n)
{
    struct common c = {r->axons[first].shown.n_axons, 1, UINT64_MAX};
    for (size_t k = first; k < first + n; k++) {
        const engram_results_axons *a = &r->axons[k].shown;
        c.n_axons = a->n_axons < c.n_axons ? a->n_axons : c.n_axons;
        c.n_segments = a->n_segments > c.n_segments ? a->n_segments : c.n_segments;
        c.n_snapshots = a->n_snapshots < c.n_snapshots ? a->n_snapshots : c.n_snapshots;
    }
    return c;
}

static void put_snapshot(struct table *t, const engram_results *r, size_t first, size_t n,
                         const struct common *c, uint64_t snapshot, const uint32_t *neurons,
                         float *const *values)
{
    for (uint64_t axon = 0; axon < c->n_axons; axon++)
        for (uint64_t segment = 0; segment < c->n_segments; segment++) {
            table_put(t, "%.10g,%" PRIu32 ",%" PRIu64, r->axons[first].shown.time_ms[snapshot], neurons[axon],
                      segment);
            for (size_t k = 0; k < n; k++) {
                uint64_t own = r->axons[first + k].shown.n_segments;
                table_put(t, ",%.9g", (double)values[k][axon * own + (segment < own ? segment : own - 1)]);
            }
            table_put(t, "\n");
        }
}

static engram_code put_axons(struct table *t, engram_results *r, size_t first, size_t n,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct common c = common_of(r, first, n);
    uint32_t *neurons = NULL;
    float **values = NULL;
    TRY(memory_new(&neurons, r->axons[first].shown.n_axons, sizeof *neurons, "axons", status));
    TRY(memory_new(&values, n, sizeof *values, "axons", status));
    TRY(engram_results_axons_neurons(r, first, neurons, status));
    table_put(t, "time (ms),neuron,segment");
    for (size_t k = 0; k < n; k++) {
        const engram_results_axons *a = &r->axons[first + k].shown;
        table_put(t, ",%.200s (%.200s)", a->variable, a->unit);
        TRY(memory_new(&values[k], a->n_axons * a->n_segments, sizeof **values, "axons", status));
    }
    table_put(t, "\n");
    for (uint64_t s = 0; s < c.n_snapshots; s++) {
        for (size_t k = 0; k < n; k++)
            TRY(engram_results_axons_read(r, first + k, s, values[k], status));
        put_snapshot(t, r, first, n, &c, s, neurons, values);
    }
cleanup:
    for (size_t k = 0; values && k < n; k++)
        free(values[k]);
    free(values);
    free(neurons);
    return code;
}

engram_code engram_results_export_axons(engram_results *r, const char *projection, const char *path,
                                        engram_status *status)
{
    struct table t;
    size_t first = 0, n = 0;
    engram_code code = find_axons(r, projection, &first, &n, status);
    if (code == ENGRAM_OK)
        code = table_open(path, &t, status);
    return code != ENGRAM_OK ? code : table_close(&t, put_axons(&t, r, first, n, status), status);
}

/* ---- delays ---- */

static engram_code find_delays(const engram_results *r, const char *projection, size_t *out,
                               engram_status *status)
{
    const char *names[MOST_NAMES];
    size_t n = r->n_delays < MOST_NAMES ? r->n_delays : MOST_NAMES;
    for (*out = 0; *out < r->n_delays; ++*out)
        if (!strcmp(r->delays[*out].shown.projection, projection))
            return ENGRAM_OK;
    for (size_t i = 0; i < n; i++)
        names[i] = r->delays[i].shown.projection;
    return unknown(r, "delays", projection, names, n, RECORD_AXONS, status);
}

static engram_code put_delays(struct table *t, engram_results *r, size_t i, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_results_delays *d = &r->delays[i].shown;
    uint64_t *count = NULL;
    TRY(memory_new(&count, d->n_bins, sizeof *count, "delays", status));
    table_put(t, "time (ms),delay above (ms),delay below (ms),synapses\n");
    for (uint64_t s = 0; s < d->n_snapshots; s++) {
        TRY(engram_results_delays_read(r, i, s, count, status));
        for (uint64_t k = 0; k < d->n_bins; k++)
            if (count[k])
                table_put(t, "%.10g,%.10g,%.10g,%" PRIu64 "\n", d->time_ms[s], d->edge_ms[k],
                          d->edge_ms[k + 1], count[k]);
    }
cleanup:
    free(count);
    return code;
}

engram_code engram_results_export_delays(engram_results *r, const char *projection, const char *path,
                                         engram_status *status)
{
    struct table t;
    size_t i = 0;
    engram_code code = find_delays(r, projection, &i, status);
    if (code == ENGRAM_OK)
        code = table_open(path, &t, status);
    return code != ENGRAM_OK ? code : table_close(&t, put_delays(&t, r, i, status), status);
}

/* ---- structure ---- */

static engram_code find_structure(const engram_results *r, const char *projection, size_t *out,
                                  engram_status *status)
{
    const char *names[MOST_NAMES];
    size_t n = r->n_structure < MOST_NAMES ? r->n_structure : MOST_NAMES;
    for (*out = 0; *out < r->n_structure; ++*out)
        if (!strcmp(r->structure[*out].shown.projection, projection))
            return ENGRAM_OK;
    for (size_t i = 0; i < n; i++)
        names[i] = r->structure[i].shown.projection;
    return unknown(r, "changes of structure", projection, names, n,
                   "they are recorded of every projection with `structure`", status);
}

static engram_code put_structure(struct table *t, engram_results *r, size_t i, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = r->structure[i].shown.n_rows, *n_synapses = NULL;
    double *time_ms = NULL;
    engram_structure *change = NULL;
    TRY(memory_new(&time_ms, n, sizeof *time_ms, "structure", status));
    TRY(memory_new(&n_synapses, n, sizeof *n_synapses, "structure", status));
    TRY(memory_new(&change, n, sizeof *change, "structure", status));
    TRY(engram_results_structure_read(r, i, 0, n, time_ms, n_synapses, change, status));
    table_put(t, "time (ms),synapses,born");
    for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
        table_put(t, ",died by %s", engram_cause_name(k));
    table_put(t, "\n");
    for (uint64_t row = 0; row < n; row++) {
        table_put(t, "%.10g,%" PRIu64 ",%" PRIu64, time_ms[row], n_synapses[row], change[row].n_born);
        for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
            table_put(t, ",%" PRIu64, change[row].n_died[k]);
        table_put(t, "\n");
    }
cleanup:
    free(time_ms);
    free(n_synapses);
    free(change);
    return code;
}

engram_code engram_results_export_structure(engram_results *r, const char *projection, const char *path,
                                            engram_status *status)
{
    struct table t;
    size_t i = 0;
    engram_code code = find_structure(r, projection, &i, status);
    if (code == ENGRAM_OK)
        code = table_open(path, &t, status);
    return code != ENGRAM_OK ? code : table_close(&t, put_structure(&t, r, i, status), status);
}

/* ---- cells ---- */

static engram_code find_cells(const engram_results *r, const char *population, size_t *out,
                              engram_status *status)
{
    const char *names[MOST_NAMES];
    size_t n = r->n_cells < MOST_NAMES ? r->n_cells : MOST_NAMES;
    for (*out = 0; *out < r->n_cells; ++*out)
        if (!strcmp(r->cells[*out].shown.population, population))
            return ENGRAM_OK;
    for (size_t i = 0; i < n; i++)
        names[i] = r->cells[i].shown.population;
    return FAIL(ENGRAM_E_NAME, .what = TEXT("no neurons are born in a population '%s'", population),
                .where = r->folder,
                .why = n ? TEXT("recorded are the cells of: %s", nearest_list(status, names, n))
                         : "no population of this run has neurogenesis",
                .hint = n ? nearest_hint(status, population, names, n)
                          : "give the population  neurogenesis: {day: 1 ms, alive: 1000, births: 10}");
}

static engram_code put_cells(struct table *t, engram_results *r, size_t i, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = r->cells[i].shown.n_rows;
    double *time_ms = NULL;
    engram_cells *cells = NULL;
    TRY(memory_new(&time_ms, n, sizeof *time_ms, "cells", status));
    TRY(memory_new(&cells, n, sizeof *cells, "cells", status));
    TRY(engram_results_cells_read(r, i, 0, n, time_ms, cells, status));
    table_put(t, "time (ms),young,mature,born,unborn,matured,died young,died mature,BDNF,cortisol\n");
    for (uint64_t day = 0; day < n; day++) {
        const engram_cells *c = &cells[day];
        table_put(t,
                  "%.10g,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64
                  ",%.9g,%.9g\n",
                  time_ms[day], c->young, c->mature, c->born, c->unborn, c->matured, c->died_young,
                  c->died_mature, c->bdnf, c->cortisol);
    }
cleanup:
    free(time_ms);
    free(cells);
    return code;
}

engram_code engram_results_export_cells(engram_results *r, const char *population, const char *path,
                                        engram_status *status)
{
    struct table t;
    size_t i = 0;
    engram_code code = find_cells(r, population, &i, status);
    if (code == ENGRAM_OK)
        code = table_open(path, &t, status);
    return code != ENGRAM_OK ? code : table_close(&t, put_cells(&t, r, i, status), status);
}

/* ---- gates ---- */

static engram_code find_gate(const engram_results *r, const char *gate, size_t *out, engram_status *status)
{
    const char *names[MOST_NAMES];
    size_t n = r->n_gates < MOST_NAMES ? r->n_gates : MOST_NAMES;
    for (*out = 0; *out < r->n_gates; ++*out)
        if (!strcmp(r->gates[*out].name, gate))
            return ENGRAM_OK;
    for (size_t i = 0; i < n; i++)
        names[i] = r->gates[i].name;
    return FAIL(ENGRAM_E_NAME, .what = TEXT("there is no gate '%s'", gate), .where = r->folder,
                .why = n ? TEXT("gates: %s", nearest_list(status, names, n)) : "this run has no gates",
                .hint = n ? nearest_hint(status, gate, names, n)
                          : "declare some under  gates:  of the experiment");
}

static engram_code put_gate(struct table *t, engram_results *r, size_t i, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = r->gates[i].shown.n_rows;
    double *time_ms = NULL, *level = NULL;
    TRY(memory_new(&time_ms, n, sizeof *time_ms, "gates", status));
    TRY(memory_new(&level, n, sizeof *level, "gates", status));
    TRY(engram_results_gate_read(r, i, 0, n, time_ms, level, status));
    table_put(t, "time (ms),level\n");
    for (uint64_t row = 0; row < n; row++)
        table_put(t, "%.10g,%.9g\n", time_ms[row], level[row]);
cleanup:
    free(time_ms);
    free(level);
    return code;
}

engram_code engram_results_export_gate(engram_results *r, const char *gate, const char *path,
                                       engram_status *status)
{
    struct table t;
    size_t i = 0;
    engram_code code = find_gate(r, gate, &i, status);
    if (code == ENGRAM_OK)
        code = table_open(path, &t, status);
    return code != ENGRAM_OK ? code : table_close(&t, put_gate(&t, r, i, status), status);
}
