/* How synapses came and went, read back. */
#include "config/node.h"
#include "core/memory.h"
#include "io/results_state.h"

#include <stdio.h>
#include <stdlib.h>

static void member(const engram_results_structure *s, const char *name, char *out, size_t size)
{
    snprintf(out, size, "/structure/%s/%s", s->projection, name);
}

static engram_code open_projection(engram_results *r, const struct node *entry, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_structure s = {0};
    char name[600];
    if (!node_is(node_get(entry, "structure"), "true"))
        return ENGRAM_OK;
    TRY(results_describe_projection(entry, &s.shown.projection, &s.shown.source, &s.shown.target, status));
    member(&s.shown, "synapses", name, sizeof name);
    TRY(series_open(r->folder, TEXT("structure/%s", s.shown.projection), name, 1, &s.rows, status));
    if (!s.rows.n_rows)
        goto cleanup;
    TRY(series_real(&s.rows, TEXT("/structure/%s", s.shown.projection), "tick_ms", &s.shown.tick_ms, status));
    s.shown.n_rows = s.rows.n_rows;
    r->structure[r->n_structure++] = s;
    return ENGRAM_OK;
cleanup:
    series_close(&s.rows);
    return code;
}

engram_code results_open_structure(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *list = NULL;
    TRY(results_projections(r, &list, status));
    TRY(memory_new(&r->structure, list->n, sizeof *r->structure, "projections of results", status));
    for (size_t i = 0; i < list->n; i++)
        TRY(open_projection(r, list->items[i], status));
cleanup:
    return code;
}

void results_close_structure(engram_results *r)
{
    for (size_t i = 0; i < r->n_structure; i++)
        series_close(&r->structure[i].rows);
    free(r->structure);
}

size_t engram_results_n_structure(const engram_results *results)
{
    return results->n_structure;
}

const engram_results_structure *engram_results_structure_at(const engram_results *results, size_t i)
{
    return i < results->n_structure ? &results->structure[i].shown : NULL;
}

static engram_code read_change(const struct results_structure *s, uint64_t begin, uint64_t n,
                               engram_structure *change, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *born = NULL, *died = NULL;
    char name[600];
    TRY(memory_new(&born, n, sizeof *born, "structure", status));
    TRY(memory_new(&died, n * ENGRAM_N_CAUSES, sizeof *died, "structure", status));
    member(&s->shown, "born", name, sizeof name);
    TRY(series_read(&s->rows, name, 1, begin, n, H5T_NATIVE_UINT64, born, status));
    member(&s->shown, "died", name, sizeof name);
    TRY(series_read(&s->rows, name, 2, begin, n, H5T_NATIVE_UINT64, died, status));
    for (uint64_t i = 0; i < n; i++) {
        change[i].n_born = born[i];
        for (unsigned k = 0; k < ENGRAM_N_CAUSES; k++)
            change[i].n_died[k] = died[i * ENGRAM_N_CAUSES + k];
    }
cleanup:
    free(born);
    free(died);
    return code;
}

engram_code engram_results_structure_read(engram_results *r, size_t i, uint64_t begin, uint64_t n,
                                          double *time_ms, uint64_t *n_synapses, engram_structure *change,
                                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("projections with structure", i, 1, r->n_structure, status));
    const struct results_structure *s = &r->structure[i];
    TRY(results_check_range("rows of structure", begin, n, s->shown.n_rows, status));
    member(&s->shown, "times", name, sizeof name);
    if (time_ms)
        TRY(series_read(&s->rows, name, 1, begin, n, H5T_NATIVE_DOUBLE, time_ms, status));
    member(&s->shown, "synapses", name, sizeof name);
    if (n_synapses)
        TRY(series_read(&s->rows, name, 1, begin, n, H5T_NATIVE_UINT64, n_synapses, status));
    if (change)
        TRY(read_change(s, begin, n, change, status));
cleanup:
    return code;
}
