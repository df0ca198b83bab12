/* Levels of gates, read back. */
#include "core/memory.h"
#include "io/folder.h"
#include "io/results_state.h"

#include <stdio.h>
#include <stdlib.h>

static engram_code open_gate(engram_results *r, const char *name, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_gate *g = &r->gates[r->n_gates];
    TRY(series_open(r->folder, TEXT("gates/%s", name), TEXT("/gates/%s/level", name), 1, &g->rows, status));
    TRY(memory_string(&g->name, name, status));
    g->shown = (engram_results_gate){g->name, g->rows.n_rows};
    r->n_gates++;
    return ENGRAM_OK;
cleanup:
    series_close(&g->rows);
    return code;
}

engram_code results_open_gates(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL;
    size_t n = 0;
    TRY(folder_stems(r->folder, "gates", &names, &n, status));
    TRY(memory_new(&r->gates, n, sizeof *r->gates, "gates of results", status));
    for (size_t i = 0; i < n; i++)
        TRY(open_gate(r, names[i], status));
cleanup:
    folder_stems_free(names, n);
    return code;
}

void results_close_gates(engram_results *r)
{
    for (size_t i = 0; i < r->n_gates; i++) {
        series_close(&r->gates[i].rows);
        free(r->gates[i].name);
    }
    free(r->gates);
}

size_t engram_results_n_gates(const engram_results *results)
{
    return results->n_gates;
}

const engram_results_gate *engram_results_gate_at(const engram_results *results, size_t i)
{
    return i < results->n_gates ? &results->gates[i].shown : NULL;
}

engram_code engram_results_gate_read(engram_results *r, size_t i, uint64_t begin, uint64_t n, double *time_ms,
                                     double *level, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(results_check_range("gates", i, 1, r->n_gates, status));
    const struct results_gate *g = &r->gates[i];
    TRY(results_check_range("rows of a gate", begin, n, g->shown.n_rows, status));
    if (time_ms)
        TRY(series_read(&g->rows, TEXT("/gates/%s/times", g->name), 1, begin, n, H5T_NATIVE_DOUBLE, time_ms,
                        status));
    if (level)
        TRY(series_read(&g->rows, TEXT("/gates/%s/level", g->name), 1, begin, n, H5T_NATIVE_DOUBLE, level,
                        status));
cleanup:
    return code;
}
