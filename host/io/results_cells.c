/* Neurons that were born, matured and died, read back. */
#include "core/memory.h"
#include "io/results_state.h"
#include "io/stream.h"

#include <stdio.h>
#include <stdlib.h>

static void member(const engram_results_cells *s, const char *name, char *out, size_t size)
{
    snprintf(out, size, "/cells/%s/%s", s->population, name);
}

static engram_code open_population(engram_results *r, const char *population, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct results_cells c = {.shown.population = population};
    char name[600];
    member(&c.shown, "steps", name, sizeof name);
    TRY(series_open(r->folder, TEXT("cells/%s", population), name, 1, &c.rows, status));
    if (!c.rows.n_rows)
        goto cleanup;
    TRY(series_real(&c.rows, TEXT("/cells/%s", population), "day_ms", &c.shown.day_ms, status));
    c.shown.n_rows = c.rows.n_rows;
    r->cells[r->n_cells++] = c;
    return ENGRAM_OK;
cleanup:
    series_close(&c.rows);
    return code;
}

engram_code results_open_cells(engram_results *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(&r->cells, r->n_populations, sizeof *r->cells, "populations of results", status));
    for (size_t i = 0; i < r->n_populations; i++)
        TRY(open_population(r, r->populations[i].name, status));
cleanup:
    return code;
}

void results_close_cells(engram_results *r)
{
    for (size_t i = 0; i < r->n_cells; i++)
        series_close(&r->cells[i].rows);
    free(r->cells);
}

size_t engram_results_n_cells(const engram_results *results)
{
    return results->n_cells;
}

const engram_results_cells *engram_results_cells_at(const engram_results *results, size_t i)
{
    return i < results->n_cells ? &results->cells[i].shown : NULL;
}

static engram_code read_cells(const struct results_cells *c, uint64_t begin, uint64_t n, engram_cells *cells,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *stage = NULL, *changed = NULL;
    double *level = NULL;
    char name[600];
    TRY(memory_new(&stage, n * N_STAGES, sizeof *stage, "cells", status));
    TRY(memory_new(&changed, n * N_CELL_CHANGES, sizeof *changed, "cells", status));
    TRY(memory_new(&level, n * N_FACTORS, sizeof *level, "cells", status));
    member(&c->shown, "cells", name, sizeof name);
    TRY(series_read(&c->rows, name, 2, begin, n, H5T_NATIVE_UINT64, stage, status));
    member(&c->shown, "changed", name, sizeof name);
    TRY(series_read(&c->rows, name, 2, begin, n, H5T_NATIVE_UINT64, changed, status));
    member(&c->shown, "level", name, sizeof name);
    TRY(series_read(&c->rows, name, 2, begin, n, H5T_NATIVE_DOUBLE, level, status));
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t *of = changed + i * N_CELL_CHANGES;
        cells[i] = (engram_cells){.young = stage[i * N_STAGES],
                                  .mature = stage[i * N_STAGES + 1],
                                  .born = of[0],
                                  .unborn = of[1],
                                  .matured = of[2],
                                  .died_young = of[3],
                                  .died_mature = of[4],
                                  .bdnf = level[i * N_FACTORS],
                                  .cortisol = level[i * N_FACTORS + 1]};
    }
cleanup:
    free(stage);
    free(changed);
    free(level);
    return code;
}

engram_code engram_results_cells_read(engram_results *r, size_t i, uint64_t begin, uint64_t n,
                                      double *time_ms, engram_cells *cells, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char name[600];
    TRY(results_check_range("populations with cells", i, 1, r->n_cells, status));
    const struct results_cells *c = &r->cells[i];
    TRY(results_check_range("days of cells", begin, n, c->shown.n_rows, status));
    member(&c->shown, "times", name, sizeof name);
    if (time_ms)
        TRY(series_read(&c->rows, name, 1, begin, n, H5T_NATIVE_DOUBLE, time_ms, status));
    if (cells)
        TRY(read_cells(c, begin, n, cells, status));
cleanup:
    return code;
}
