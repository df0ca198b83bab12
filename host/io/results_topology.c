/* Logs of synapses that came and went, read back. */
#include "config/node.h"
#include "core/memory.h"
#include "io/results_state.h"

#include <stdio.h>
#include <stdlib.h>

static void member(const struct results_topology *t, const char *name, char *out, size_t size)
{
    snprintf(out, size, "/topology/%s/%s", t->shown.projection, name);
}

static engram_code open_projection(engram_results *r, const struct node *entry, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_topology t = {0};
    char name[600];
    if (!node_is(node_get(entry, "structure"), "true"))
        return ENGRAM_OK;
    TRY(results_describe_projection(entry, &t.shown.projection, &t.shown.source, &t.shown.target, status));
    member(&t, "step", name, sizeof name);
    TRY(series_open(r->folder, TEXT("topology/%s", t.shown.projection), name, 1, &t.events, status));
    if (!t.events.n_rows)
        goto cleanup;
    snprintf(name, sizeof name, "/topology/%s", t.shown.projection);
    TRY(series_text(&t.events, name, "length_unit", &t.length_unit, status));
    TRY(series_real(&t.events, name, "length_per_code", &t.shown.length_per_code, status));
    t.shown.length_unit = t.length_unit;
    t.shown.n_events = t.events.n_rows;
    r->topology[r->n_topology++] = t;
    return ENGRAM_OK;
cleanup:
    series_close(&t.events);
    free(t.length_unit);
    return code;
}

engram_code results_open_topology(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *list = NULL;
    TRY(results_projections(r, &list, status));
    TRY(memory_new(&r->topology, list->n, sizeof *r->topology, "projections of results", status));
    for (size_t i = 0; i < list->n; i++)
        TRY(open_projection(r, list->items[i], status));
cleanup:
    return code;
}

void results_close_topology(engram_results *r)
{
    for (size_t i = 0; i < r->n_topology; i++) {
        series_close(&r->topology[i].events);
        free(r->topology[i].length_unit);
    }
    free(r->topology);
}

size_t engram_results_n_topology(const engram_results *results)
{
    return results->n_topology;
}

const engram_results_topology *engram_results_topology_at(const engram_results *results, size_t i)
{
    return i < results->n_topology ? &results->topology[i].shown : NULL;
}

engram_code engram_results_topology_read(engram_results *r, size_t i, uint64_t begin, uint64_t n,
                                         uint64_t *step, uint32_t *source, uint32_t *target, uint16_t *length,
                                         uint8_t *event, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(results_check_range("logs of synapses", i, 1, r->n_topology, status));
    const struct results_topology *t = &r->topology[i];
    TRY(results_check_range("events", begin, n, t->shown.n_events, status));
    const struct {
        const char *name;
        hid_t type;
        void *out;
    } columns[] = {{"step", H5T_NATIVE_UINT64, step},
                   {"source_ids", H5T_NATIVE_UINT32, source},
                   {"target_ids", H5T_NATIVE_UINT32, target},
                   {"length", H5T_NATIVE_UINT16, length},
                   {"event", H5T_NATIVE_UINT8, event}};
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        char name[600];
        member(t, columns[k].name, name, sizeof name);
        if (columns[k].out)
            TRY(series_read(&t->events, name, 1, begin, n, columns[k].type, columns[k].out, status));
    }
cleanup:
    return code;
}
