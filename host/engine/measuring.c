#include "engine/measuring.h"

#include "core/memory.h"
#include "store/axons.h"

#include <stdlib.h>

static engram_code measure_projection(struct measures *m, struct store *store, uint32_t projection,
                                      bool at_end, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = store->net;
    struct axon_delays delays = {.n = net->populations[net->projections[projection].source].n};
    TRY(memory_new(&delays.steps, delays.n, sizeof *delays.steps, "measures", status));
    TRY(memory_new(&delays.n_synapses, delays.n, sizeof *delays.n_synapses, "measures", status));
    TRY(store_axon_delays(store, projection, delays.steps, delays.n_synapses, status));
    measures_delays(m, projection, at_end, &delays);
cleanup:
    free(delays.steps);
    free(delays.n_synapses);
    return code;
}

void measure_cells(struct measures *m, const struct store *store)
{
    for (uint32_t i = 0; i < store->net->n_populations; i++) {
        uint64_t n_days = 0;
        const struct cell_counts *days = store_cells(store, i, &n_days);
        if (days)
            measures_cells(m, i, days, n_days);
    }
}

engram_code measure_axons(struct measures *m, struct store *store, bool at_end, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < store->net->n_projections; i++)
        if (measures_ask_for_delays(m, i, at_end))
            TRY(measure_projection(m, store, i, at_end, status));
cleanup:
    return code;
}
