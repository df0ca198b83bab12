/* Weights of recorded synapses, read back. */
#include "config/node.h"
#include "core/memory.h"
#include "io/results_state.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static engram_code describe_projection(const struct node *entry, engram_results_weights *shown,
                                       engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *keys[] = {"name", "source", "target", "rule", "weight_unit"},
               **texts[] = {&shown->projection, &shown->source, &shown->target, &shown->rule, &shown->unit};
    struct node *node = NULL;
    for (int k = 0; k < 5; k++) {
        TRY(node_need(entry, keys[k], "a projection", &node, status));
        TRY(node_text(node, keys[k], texts[k], status));
    }
    shown->plastic = node_is(node_get(entry, "plastic"), "true");
    shown->structure = node_is(node_get(entry, "structure"), "true");
    const struct node *limit = node_get(entry, "weight_limit");
    if (!limit || node_is_null(limit) ||
        node_number(limit, "weight_limit", &shown->weight_limit, NULL) != ENGRAM_OK)
        shown->weight_limit = INFINITY;
cleanup:
    return code;
}

static void weights_clear(struct results_weights *w)
{
    series_close(&w->data);
    series_close(&w->snapshots);
    free(w->time_ms);
    free(w->n_recorded);
    free(w->n_existing);
    free(w->begin);
}

/* Path of a dataset of a projection. */
static void member(const struct results_weights *w, const char *name, char *out, size_t size)
{
    snprintf(out, size, "/%s/%s/%s", w->shown.structure ? "synapses" : "report", w->shown.projection, name);
}

static engram_code open_series(const engram_results *r, struct results_weights *w, const char *name, int rank,
                               struct series *out, engram_status *status)
{
    char path[600];
    member(w, name, path, sizeof path);
    return series_open(r->folder, TEXT("weights/%s", w->shown.projection), path, rank, out, status);
}

/* Every snapshot holds the same synapses. */
static engram_code open_fixed(const engram_results *r, struct results_weights *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(open_series(r, w, "data", 2, &w->data, status));
    member(w, "times", name, sizeof name);
    TRY(results_times(&w->data, name, &w->time_ms, status));
    TRY(memory_new(&w->n_recorded, w->data.n_rows, sizeof *w->n_recorded, "snapshots", status));
    for (uint64_t s = 0; s < w->data.n_rows; s++)
        w->n_recorded[s] = w->data.width;
    w->shown.n_snapshots = w->data.n_rows;
    w->shown.n_synapses = w->data.width;
cleanup:
    return code;
}

/* Every snapshot holds synapses of its own, which follow each other. */
static engram_code open_changing(const engram_results *r, struct results_weights *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    uint64_t sum = 0;
    TRY(open_series(r, w, "weight", 1, &w->data, status));
    TRY(open_series(r, w, "times", 1, &w->snapshots, status));
    uint64_t n = w->shown.n_snapshots = w->snapshots.n_rows;
    member(w, "times", name, sizeof name);
    TRY(results_times(&w->snapshots, name, &w->time_ms, status));
    TRY(memory_new(&w->n_recorded, n, sizeof *w->n_recorded, "snapshots", status));
    TRY(memory_new(&w->n_existing, n, sizeof *w->n_existing, "snapshots", status));
    TRY(memory_new(&w->begin, n, sizeof *w->begin, "snapshots", status));
    member(w, "recorded", name, sizeof name);
    TRY(series_read(&w->snapshots, name, 1, 0, n, H5T_NATIVE_UINT64, w->n_recorded, status));
    member(w, "existing", name, sizeof name);
    TRY(series_read(&w->snapshots, name, 1, 0, n, H5T_NATIVE_UINT64, w->n_existing, status));
    for (uint64_t s = 0; s < n && sum <= w->data.n_rows; s++) {
        w->begin[s] = sum;
        sum = w->n_recorded[s] > w->data.n_rows ? UINT64_MAX : sum + w->n_recorded[s];
        w->shown.n_synapses = w->n_recorded[s] > w->shown.n_synapses ? w->n_recorded[s] : w->shown.n_synapses;
    }
    if (sum != w->data.n_rows)
        TRY(FAIL(
            ENGRAM_E_INPUT, .what = "snapshots of synapses do not add up",
            .where = TEXT("%s: %s", w->data.segments[0].path, name),
            .why = TEXT("they claim another number than the %" PRIu64 " synapses there are", w->data.n_rows),
            .hint = "the file was changed after it was written"));
    w->shown.n_existing = w->n_existing;
cleanup:
    return code;
}

static engram_code open_projection(engram_results *r, const struct node *entry, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_weights w = {0};
    TRY(describe_projection(entry, &w.shown, status));
    TRY(w.shown.structure ? open_changing(r, &w, status) : open_fixed(r, &w, status));
    if (!w.shown.n_snapshots)
        goto cleanup;
    w.shown.time_ms = w.time_ms;
    w.shown.n_recorded = w.n_recorded;
    r->weights[r->n_weights++] = w;
    return ENGRAM_OK;
cleanup:
    weights_clear(&w);
    return code;
}

engram_code results_open_weights(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *list = NULL;
    TRY(results_projections(r, &list, status));
    TRY(memory_new(&r->weights, list->n, sizeof *r->weights, "projections of results", status));
    for (size_t i = 0; i < list->n; i++)
        TRY(open_projection(r, list->items[i], status));
cleanup:
    return code;
}

void results_close_weights(engram_results *r)
{
    for (size_t i = 0; i < r->n_weights; i++)
        weights_clear(&r->weights[i]);
    free(r->weights);
}

size_t engram_results_n_weights(const engram_results *results)
{
    return results->n_weights;
}

const engram_results_weights *engram_results_weights_at(const engram_results *results, size_t i)
{
    return i < results->n_weights ? &results->weights[i].shown : NULL;
}

/* A column of the synapses of a snapshot, where they come and go; out NULL: nothing. */
static engram_code read_changing(const struct results_weights *w, const char *column, uint64_t snapshot,
                                 hid_t type, void *out, engram_status *status)
{
    char name[600];
    member(w, column, name, sizeof name);
    return out ? series_read(&w->data, name, 1, w->begin[snapshot], w->n_recorded[snapshot], type, out,
                             status)
               : ENGRAM_OK;
}

engram_code engram_results_weights_read(engram_results *r, size_t i, uint64_t snapshot, float *weights,
                                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("projections with weights", i, 1, r->n_weights, status));
    const struct results_weights *w = &r->weights[i];
    TRY(results_check_range("snapshots", snapshot, 1, w->shown.n_snapshots, status));
    if (w->shown.structure)
        return read_changing(w, "weight", snapshot, H5T_NATIVE_FLOAT, weights, status);
    member(w, "data", name, sizeof name);
    TRY(series_read(&w->data, name, 2, snapshot, 1, H5T_NATIVE_FLOAT, weights, status));
cleanup:
    return code;
}

engram_code engram_results_weights_mapping(engram_results *r, size_t i, uint64_t *synapse, uint32_t *source,
                                           uint32_t *target, float *delay_ms, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(results_check_range("projections with weights", i, 1, r->n_weights, status));
    const struct results_weights *w = &r->weights[i];
    if (w->shown.structure)
        return FAIL(ENGRAM_E_STATE, .what = "synapses that come and go differ from snapshot to snapshot",
                    .where = TEXT("projection '%s'", w->shown.projection),
                    .why = "its experiment gives it a `structure`",
                    .hint = "ask for those of a snapshot: engram_results_weights_synapses()");
    const struct {
        const char *name;
        hid_t type;
        void *out;
    } columns[] = {{"synapse", H5T_NATIVE_UINT64, synapse},
                   {"source_ids", H5T_NATIVE_UINT32, source},
                   {"target_ids", H5T_NATIVE_UINT32, target},
                   {"delay", H5T_NATIVE_FLOAT, delay_ms}};
    for (int k = 0; k < 4; k++) {
        char name[600];
        snprintf(name, sizeof name, "/report/%s/mapping/%s", w->shown.projection, columns[k].name);
        if (!columns[k].out)
            continue;
        if (columns[k].out == delay_ms && !series_has(&w->data, name)) {
            for (uint64_t s = 0; s < w->shown.n_synapses; s++)
                delay_ms[s] = NAN;
            continue;
        }
        TRY(series_column(&w->data, name, w->shown.n_synapses, columns[k].type, columns[k].out, status));
    }
cleanup:
    return code;
}

engram_code engram_results_weights_synapses(engram_results *r, size_t i, uint64_t snapshot, uint32_t *source,
                                            uint32_t *target, float *delay_ms, float *weight,
                                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(results_check_range("projections with weights", i, 1, r->n_weights, status));
    const struct results_weights *w = &r->weights[i];
    TRY(results_check_range("snapshots", snapshot, 1, w->shown.n_snapshots, status));
    if (weight)
        TRY(engram_results_weights_read(r, i, snapshot, weight, status));
    if (!w->shown.structure)
        return engram_results_weights_mapping(r, i, NULL, source, target, delay_ms, status);
    TRY(read_changing(w, "source_ids", snapshot, H5T_NATIVE_UINT32, source, status));
    TRY(read_changing(w, "target_ids", snapshot, H5T_NATIVE_UINT32, target, status));
    TRY(read_changing(w, "delay", snapshot, H5T_NATIVE_FLOAT, delay_ms, status));
cleanup:
    return code;
}
