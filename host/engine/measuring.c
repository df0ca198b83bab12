#include "engine/measuring.h"

#include "core/memory.h"
#include "engine/weight_sample.h"
#include "network/structure.h"
#include "network/synapses.h"
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

/* ---- synapses ---- */

static engram_code show_synapses(struct measures *m, struct store *store, uint32_t projection, uint64_t step,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct source_parts parts = source_parts(store, projection);
    struct synapse_table part = {0};
    for (uint32_t source = 0; source < parts.n_sources; source += parts.size) {
        uint32_t left = parts.n_sources - source;
        TRY(store_synapses_of(store, projection, source, source + (left < parts.size ? left : parts.size),
                              &part, status));
        TRY(measures_synapses(m, projection, step, &part, status));
        synapse_table_free(&part);
    }
    measures_synapses_end(m, projection, step);
cleanup:
    synapse_table_free(&part);
    return code;
}

static bool has_changed(const struct projection *p, uint64_t step)
{
    return step == 0 || (p->structure && step % p->structure->tick == 0);
}

engram_code measure_synapses(struct measures *m, struct fast_clock *clock, bool *is_flushed,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = clock->store->net;
    for (uint32_t i = 0; i < net->n_projections; i++) {
        if (has_changed(&net->projections[i], clock->step))
            measures_count(m, i, clock->step, store_n_synapses(clock->store, i));
        if (!measures_look_at(m, i, clock->step))
            continue;
        if (!*is_flushed)
            TRY(fast_clock_flush(clock, status));
        *is_flushed = true;
        TRY(show_synapses(m, clock->store, i, clock->step, status));
    }
cleanup:
    return code;
}
