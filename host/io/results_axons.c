/* Axons and delays of projections, read back. */
#include "config/node.h"
#include "core/memory.h"
#include "io/folder.h"
#include "io/results_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

engram_code results_describe_projection(const struct node *entry, const char **name, const char **source,
                                        const char **target, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *keys[] = {"name", "source", "target"}, **texts[] = {name, source, target};
    struct node *node = NULL;
    for (int k = 0; k < 3; k++) {
        TRY(node_need(entry, keys[k], "a projection", &node, status));
        TRY(node_text(node, keys[k], texts[k], status));
    }
cleanup:
    return code;
}

engram_code results_projections(const engram_results *r, struct node **list, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(node_need(r->description->root, "projections", "the description of a run", list, status));
    TRY(node_require(*list, NODE_LIST, "projections", status));
cleanup:
    return code;
}

/* ---- axons ---- */

/* Is the stem PROJECTION.VARIABLE.NUMBER? A variable has no dots. */
static bool is_of(const char *stem, const char *projection, uint32_t *number)
{
    size_t n = strlen(projection);
    if (strncmp(stem, projection, n) != 0 || stem[n] != '.')
        return false;
    const char *variable = stem + n + 1, *dot = strchr(variable, '.');
    *number = dot ? (uint32_t)strtoul(dot + 1, NULL, 10) : 0;
    return dot && dot > variable && dot[1] && strspn(dot + 1, "0123456789") == strlen(dot + 1);
}

static void axons_clear(struct results_axons *a)
{
    series_close(&a->data);
    free(a->variable);
    free(a->unit);
    free(a->time_ms);
}

static engram_code read_shape(struct results_axons *a, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    double n_segments = 0;
    snprintf(name, sizeof name, "/report/%s", a->shown.projection);
    TRY(series_text(&a->data, name, "variable", &a->variable, status));
    TRY(series_real(&a->data, name, "n_segments", &n_segments, status));
    if (!(n_segments >= 1 && n_segments <= 1e9) || a->data.width % (uint64_t)n_segments)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "a report of axons has no shape",
                 .where = TEXT("%s: %s", a->data.segments[0].path, name),
                 .why = TEXT("%" PRIu64 " values are not a whole number of axons of %g segments",
                             a->data.width, n_segments),
                 .hint = "the file was changed after it was written"));
    snprintf(name, sizeof name, "/report/%s/data", a->shown.projection);
    TRY(series_text(&a->data, name, "units", &a->unit, status));
    snprintf(name, sizeof name, "/report/%s/times", a->shown.projection);
    TRY(results_times(&a->data, name, &a->time_ms, status));
    a->shown.variable = a->variable;
    a->shown.unit = a->unit;
    a->shown.n_segments = (uint64_t)n_segments;
    a->shown.n_axons = a->data.width / a->shown.n_segments;
    a->shown.n_snapshots = a->data.n_rows;
    a->shown.time_ms = a->time_ms;
cleanup:
    return code;
}

static engram_code open_axons(engram_results *r, const struct node *list, const char *stem,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_axons a = {0};
    char name[600];
    bool found = false;
    for (; a.projection < list->n && !found; a.projection += !found) {
        TRY(results_describe_projection(list->items[a.projection], &a.shown.projection, &a.shown.source,
                                        &a.shown.target, status));
        found = is_of(stem, a.shown.projection, &a.number);
    }
    if (!found) /* not ours */
        return ENGRAM_OK;
    snprintf(name, sizeof name, "/report/%s/data", a.shown.projection);
    TRY(series_open(r->folder, TEXT("axons/%s", stem), name, 2, &a.data, status));
    if (!a.data.n_rows)
        goto cleanup;
    TRY(read_shape(&a, status));
    r->axons[r->n_axons++] = a;
    return ENGRAM_OK;
cleanup:
    axons_clear(&a);
    return code;
}

static int in_order(const void *a, const void *b)
{
    const struct results_axons *x = a, *y = b;
    return x->projection != y->projection ? (x->projection > y->projection) - (x->projection < y->projection)
                                          : (x->number > y->number) - (x->number < y->number);
}

engram_code results_open_axons(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *list = NULL;
    char **stems = NULL;
    size_t n = 0;
    TRY(results_projections(r, &list, status));
    TRY(folder_stems(r->folder, "axons", &stems, &n, status));
    TRY(memory_new(&r->axons, n, sizeof *r->axons, "axons of results", status));
    for (size_t i = 0; i < n; i++)
        TRY(open_axons(r, list, stems[i], status));
    qsort(r->axons, r->n_axons, sizeof *r->axons, in_order);
cleanup:
    folder_stems_free(stems, n);
    return code;
}

size_t engram_results_n_axons(const engram_results *results)
{
    return results->n_axons;
}

const engram_results_axons *engram_results_axons_at(const engram_results *results, size_t i)
{
    return i < results->n_axons ? &results->axons[i].shown : NULL;
}

engram_code engram_results_axons_read(engram_results *r, size_t i, uint64_t snapshot, float *values,
                                      engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("variables of axons", i, 1, r->n_axons, status));
    TRY(results_check_range("snapshots", snapshot, 1, r->axons[i].shown.n_snapshots, status));
    snprintf(name, sizeof name, "/report/%s/data", r->axons[i].shown.projection);
    TRY(series_read(&r->axons[i].data, name, 2, snapshot, 1, H5T_NATIVE_FLOAT, values, status));
cleanup:
    return code;
}

engram_code engram_results_axons_neurons(engram_results *r, size_t i, uint32_t *neurons,
                                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("variables of axons", i, 1, r->n_axons, status));
    snprintf(name, sizeof name, "/report/%s/mapping/node_ids", r->axons[i].shown.projection);
    TRY(series_column(&r->axons[i].data, name, r->axons[i].shown.n_axons, H5T_NATIVE_UINT32, neurons,
                      status));
cleanup:
    return code;
}

/* ---- delays ---- */

static void delays_clear(struct results_delays *d)
{
    series_close(&d->data);
    free(d->name);
    free(d->edge_ms);
    free(d->time_ms);
}

/* What the file is named after: a projection, or a name that the experiment gave to several. */
static engram_code name_delays(const struct node *list, const char *stem, struct results_delays *d,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < list->n; i++)
        if (node_is(node_get(list->items[i], "name"), stem))
            return results_describe_projection(list->items[i], &d->shown.projection, &d->shown.source,
                                               &d->shown.target, status);
    TRY(memory_string(&d->name, stem, status));
    d->shown.projection = d->name;
    d->shown.source = d->shown.target = "";
cleanup:
    return code;
}

static engram_code open_delays(engram_results *r, const struct node *list, const char *stem,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_delays d = {0};
    char name[600];
    TRY(name_delays(list, stem, &d, status));
    snprintf(name, sizeof name, "/delays/%s/count", d.shown.projection);
    TRY(series_open(r->folder, TEXT("delays/%s", d.shown.projection), name, 2, &d.data, status));
    if (!d.data.n_rows)
        goto cleanup;
    snprintf(name, sizeof name, "/delays/%s/times", d.shown.projection);
    TRY(results_times(&d.data, name, &d.time_ms, status));
    TRY(memory_new(&d.edge_ms, d.data.width + 1, sizeof *d.edge_ms, "edges of bins", status));
    snprintf(name, sizeof name, "/delays/%s/edge", d.shown.projection);
    TRY(series_column(&d.data, name, d.data.width + 1, H5T_NATIVE_DOUBLE, d.edge_ms, status));
    d.shown.time_ms = d.time_ms;
    d.shown.edge_ms = d.edge_ms;
    d.shown.n_bins = d.data.width;
    d.shown.n_snapshots = d.data.n_rows;
    r->delays[r->n_delays++] = d;
    return ENGRAM_OK;
cleanup:
    delays_clear(&d);
    return code;
}

engram_code results_open_delays(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *list = NULL;
    char **stems = NULL;
    size_t n = 0;
    TRY(results_projections(r, &list, status));
    TRY(folder_stems(r->folder, "delays", &stems, &n, status));
    TRY(memory_new(&r->delays, n, sizeof *r->delays, "delays of results", status));
    for (size_t i = 0; i < n; i++)
        TRY(open_delays(r, list, stems[i], status));
cleanup:
    folder_stems_free(stems, n);
    return code;
}

size_t engram_results_n_delays(const engram_results *results)
{
    return results->n_delays;
}

const engram_results_delays *engram_results_delays_at(const engram_results *results, size_t i)
{
    return i < results->n_delays ? &results->delays[i].shown : NULL;
}

engram_code engram_results_delays_read(engram_results *r, size_t i, uint64_t snapshot, uint64_t *n_synapses,
                                       engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("projections with delays", i, 1, r->n_delays, status));
    TRY(results_check_range("snapshots", snapshot, 1, r->delays[i].shown.n_snapshots, status));
    snprintf(name, sizeof name, "/delays/%s/count", r->delays[i].shown.projection);
    TRY(series_read(&r->delays[i].data, name, 2, snapshot, 1, H5T_NATIVE_UINT64, n_synapses, status));
cleanup:
    return code;
}

void results_close_axons(engram_results *r)
{
    for (size_t i = 0; i < r->n_axons; i++)
        axons_clear(&r->axons[i]);
    for (size_t i = 0; i < r->n_delays; i++)
        delays_clear(&r->delays[i]);
    free(r->axons);
    free(r->delays);
}
