#include "store/scatter.h"

#include "core/memory.h"

#include <stdlib.h>

/* Not memory_new(): pages that a small network does not need are never touched. */
engram_code scatter_create(struct scatter *s, uint32_t n_threads, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    s->room = SCATTER_EDGES / n_threads;
    TRY(memory_resize(&s->edges, s->room, sizeof *s->edges, "building rows", status));
    TRY(memory_resize(&s->sorted, s->room, sizeof *s->sorted, "building rows", status));
cleanup:
    return code;
}

void scatter_free(struct scatter *s)
{
    free(s->edges);
    free(s->sorted);
}

engram_code scatter_sort(struct scatter *s, uint32_t n_rows, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_blocks = n_rows / SCATTER_ROWS + 1, *at = NULL;
    TRY(memory_new(&at, n_blocks + 1, sizeof *at, "building rows", status));
    for (uint32_t i = 0; i < s->n; i++)
        at[s->edges[i].source / SCATTER_ROWS + 1]++;
    for (uint32_t b = 0; b < n_blocks; b++)
        at[b + 1] += at[b];
    for (uint32_t i = 0; i < s->n; i++)
        s->sorted[at[s->edges[i].source / SCATTER_ROWS]++] = s->edges[i];
cleanup:
    free(at);
    return code;
}
